"""Acts that are delivered more than once under their keys, at once or in any order, count once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from acts import bought, done, ruled, said
from archives import exported
from clocks import Clock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from market.errors import Refused
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.engine import open_ledger
from market.ledger.keeping.audit import check

ROOT = Path(__file__).parents[3]
YEAR = 365 * 86_400_000_000

# At once

REPEATER = """
import sys, time
from market.ledger.engine import open_ledger
from market.ledger.acts.reports import report

address = sys.stdin.readline().strip()
ledger = open_ledger(address, clock=lambda: time.time_ns() // 1000)
print("ready", flush=True)
sys.stdin.readline()
for number in range(5):
    with ledger.writing("ana", "forecast", f"key {number}") as w:
        print(report(w, "rain", "ana", 0.1 + number / 10))
ledger.close()
"""


def test_processes_at_once_with_the_same_keys_record_each_act_once(ledger, ledger_address):
    with ledger.writing("ana", "ask") as w:
        ask(w, "rain", "Will it rain?", 0, 10**16)
    repeaters = [
        subprocess.Popen(
            [sys.executable, "-c", REPEATER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(2)
    ]
    for one in repeaters:
        one.stdin.write(f"{ledger_address}\n")
        one.stdin.flush()
    assert [one.stdout.readline() for one in repeaters] == ["ready\n"] * 2
    for one in repeaters:
        one.stdin.write("go\n")
        one.stdin.flush()
    told = [one.communicate()[0] for one in repeaters]
    assert len(set(told)) == 1
    assert len(told[0].splitlines()) == 5
    assert check(ledger).entries == 1 + 5


# Any order

PEOPLE = st.sampled_from(["ana", "bo", "cy"])
QUESTIONS = st.sampled_from(["rain", "snow"])
PROBABILITIES = st.sampled_from([0.2, 0.5, 0.9, None])
DELIVERED = st.lists(
    st.one_of(
        st.tuples(PEOPLE, st.builds(said, QUESTIONS, PEOPLE, PROBABILITIES)),
        st.tuples(
            PEOPLE, st.builds(bought, QUESTIONS, PEOPLE, st.integers(1, 300), yes=st.booleans())
        ),
        st.tuples(
            PEOPLE,
            st.builds(ruled, QUESTIONS, st.sampled_from(["close", "reopen", "annul", "unresolve"])),
        ),
        st.tuples(PEOPLE, st.builds(ruled, QUESTIONS, st.just("resolve"), st.integers(0, 1))),
        st.integers(0, 30),
    ),
    max_size=24,
)
"""Acts in their order, each with its actor; a number delivers an earlier one again."""


def deliver(ledger, clock, deliveries, *, again):
    recorded = []
    with ledger.writing("ana", "ask") as w:
        for slug in ("rain", "snow"):
            ask(w, slug, "Will it?", w.now, w.now + YEAR)
        open_market(w, "rain")
    for number, one in enumerate(deliveries):
        clock.advance(days=1)
        if isinstance(one, int):
            if again and recorded:
                who, act, key, first = recorded[one % len(recorded)]
                assert done(ledger, act, key=key, who=who) == (*first, True)
            continue
        who, act = one
        try:
            *first, _ = done(ledger, act, key=f"k{number}", who=who)
        except Refused:
            continue
        recorded.append((who, act, f"k{number}", tuple(first)))
    assert check(ledger)
    return exported(ledger)


def histories(make, deliveries):
    for again in (True, False):
        clock = Clock()
        with closing(open_ledger(make(), clock=clock)) as ledger:
            yield deliver(ledger, clock, deliveries, again=again)


@settings(
    max_examples=settings.default.max_examples // 3,  # each is two ledgers
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deliveries=DELIVERED)
def test_acts_delivered_again_in_any_order_leave_the_ledger_of_each_delivered_once(
    empty_file, tmp_path, deliveries
):
    repeated, once = histories(
        lambda: str(shutil.copy(empty_file, tmp_path / "one.db")), deliveries
    )
    assert repeated == once


@pytest.mark.slow
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deliveries=DELIVERED)
def test_acts_delivered_again_in_any_order_leave_the_same_ledger_on_postgresql(
    empty_database, new_database, deliveries
):
    repeated, once = histories(lambda: new_database(empty_database), deliveries)
    assert repeated == once
