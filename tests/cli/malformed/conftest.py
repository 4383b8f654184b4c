"""A club in every state, and what must hold whenever something is wrong."""

from __future__ import annotations

import shlex
import shutil
import sqlite3
from contextlib import closing

import pytest

START = 1_765_000_000_000_000
DAY = 86_400_000_000


def pytest_make_parametrize_id(config, val):
    """A short name for a long text."""
    del config
    return (
        f"{ascii(val)[:40]}…{len(val)}" if isinstance(val, str | bytes) and len(val) > 60 else None
    )


@pytest.fixture(scope="session")
def clubhouse(tmp_path_factory):
    """A ledger made once; every test works on a copy of it."""
    from market.ledger.acts.asking import ask
    from market.ledger.acts.forecasters import find_or_add_forecaster
    from market.ledger.acts.markets import open_market
    from market.ledger.acts.reports import report
    from market.ledger.acts.rulings import rule
    from market.ledger.engine import open_ledger
    from scoring.kinds import Kind

    path = tmp_path_factory.mktemp("clubhouse") / "club.db"
    moment = [START - 90 * DAY]
    ledger = open_ledger(str(path), create=True, clock=lambda: moment[0])
    with ledger.writing("ana", "ask") as writing:
        for slug, opens, closes in (
            ("rain", -100, 9000),  # still open by the clock of a real process
            ("snow", -100, 30),
            ("bridge", -90, -5),
            ("mayor", -90, 1),
            ("strike", -90, 200),
            ("summit", -90, 200),
            ("comet", 50, 200),
        ):
            ask(writing, slug, f"Is it {slug}?", START + opens * DAY, START + closes * DAY)
        for name, kind in (("sim-otter", Kind.SIMULATED), ("Times", Kind.ARTICLE)):
            find_or_add_forecaster(writing, name, kind)
    for name, slug in (("bo", "rain"), ("cy", "rain"), ("bo", "mayor"), ("cy", "mayor")):
        moment[0] += DAY
        with ledger.writing(name, "forecast") as writing:
            report(writing, slug, name, 0.4)
    with ledger.writing("ana", "market open") as writing:
        for slug in ("rain", "mayor", "strike", "summit"):
            open_market(writing, slug, prior=0.3)
    moment[0] = START - DAY
    with ledger.writing("ana", "rule") as writing:
        rule(writing, "mayor", "resolve", 1)
        rule(writing, "strike", "annul")
        rule(writing, "summit", "close")
    ledger.close()
    return path


@pytest.fixture
def club(clubhouse, home, monkeypatch):
    """The path of a ledger with questions open (rain, snow), closed (bridge, and summit before its
    time), resolved (mayor), annulled (strike) and to come (comet); four of them have markets. Ana
    is the user."""
    path = home / "club.db"
    shutil.copy(clubhouse, path)
    monkeypatch.setenv("FORETELL_DB", str(path))
    monkeypatch.setenv("FORETELL_USER", "ana")
    return path


def head(path):
    """The newest entry of a ledger, which all that was ever recorded has a part in."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM entry ORDER BY number DESC LIMIT 1").fetchone()


def files(folder):
    """What lies in a folder, but for what SQLite keeps beside a ledger in use."""
    return {path for path in folder.rglob("*") if not path.name.endswith(("-wal", "-shm"))}


@pytest.fixture
def refused(foretell, club, home):
    """Check that some words end in one clear line with a hint, and that nothing came of them."""

    def check(words, code, message, hint, detail=""):
        before = head(club), files(home)
        ended = foretell(*(shlex.split(words) if isinstance(words, str) else words))
        assert (ended.code, ended.out) == (code, ""), ended.err
        error, *details, advice = ended.err.splitlines()
        assert error.startswith("Error: ")
        assert message in error
        assert advice.startswith("Hint:  ")
        assert hint in advice
        assert all(line.startswith("  ") for line in details), details
        assert any(detail in line for line in [*details, "" if detail else error]), details
        assert all(line.isprintable() and len(line) <= 400 for line in [error, *details, advice])
        assert (head(club), files(home)) == before

    return check
