"""What comparisons are made of: a season, a quiz, and somebody who comes late."""

from __future__ import annotations

import pytest
from seasons import DAY

from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule

NAMES = ("ana", "bo", "cy", *(f"forecaster number {n}" for n in range(6)))


@pytest.fixture
def compare(season_ledger, foretell, monkeypatch):
    """A comparison of two people of the season."""
    monkeypatch.setenv("FORETELL_DB", season_ledger.address)

    def show(*words):
        return foretell("compare", *words)

    return show


@pytest.fixture
def quiz(sqlite_ledger, clock, monkeypatch):
    """Ana, Bo and more on questions of any number, their probabilities and their families."""

    def play(*said, families=False):
        now = clock.now
        with sqlite_ledger.writing("ana", "ask") as w:
            for n, pair in enumerate(said):
                family = "one" if families else None
                ask(w, f"q{n}", "?", now - 9 * DAY, now + DAY, family=family)
                for name, p in zip(NAMES, pair, strict=False):
                    if p is not None:
                        report(w, f"q{n}", name, p, at=now - 9 * DAY)
                rule(w, f"q{n}", "resolve", 1)
        monkeypatch.setenv("FORETELL_DB", sqlite_ledger.address)

    return play


@pytest.fixture
def late(quiz, sqlite_ledger, clock):
    """Bo comes half a lifetime after Ana, and says what she then says too."""
    quiz((0.2, None))
    now = clock.now
    with sqlite_ledger.writing("ana", "ask") as w:
        ask(w, "slow", "?", now, now + 100 * DAY)
        report(w, "slow", "ana", 0.2)
    for days, name in ((50, "ana"), (50, "bo")):
        clock.now = now + days * DAY
        with sqlite_ledger.writing(name, "forecast") as w:
            report(w, "slow", name, 0.9)
    clock.now = now + 101 * DAY
    with sqlite_ledger.writing("ana", "resolve") as w:
        rule(w, "slow", "resolve", 1)
