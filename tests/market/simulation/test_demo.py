"""The demonstration's ledger: a crowd that forecasts before the outcomes are on record."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import select

from market.articles.packfiles import read_pack
from market.errors import DatabaseError, Refused
from market.ledger.engine import open_ledger
from market.ledger.keeping.audit import check
from market.ledger.tables import Entry, Forecaster
from market.ledger.views.panels import read_poll
from market.ledger.views.questions import question_states
from market.seeds import seed_path
from market.simulation.recording.crowd import DEMO_CROWD
from market.simulation.recording.demo import demo_seed, fill_demo
from scoring.kinds import Kind


@pytest.fixture(scope="module")
def pack():
    return read_pack(seed_path("anchorage"))


@pytest.fixture
def filled(ledger, clock, pack):
    clock.now = moment(2026, 11)
    fill_demo(ledger, pack, actor="demo", seed=7)
    return ledger


def moment(year, month):
    return int(datetime(year, month, 1, tzinfo=UTC).timestamp()) * 1_000_000


def read(ledger, clock):
    with ledger.reading() as connection:
        return read_poll(connection, now=clock.now), question_states(connection, now=clock.now)


def test_the_ledger_hangs_together_and_nothing_in_it_is_late(filled, clock):
    assert check(filled).entries == 3
    poll, states = read(filled, clock)
    assert poll.late == 0
    assert {state.status for state in states} == {"resolved", "closed", "open"}


def resolved(states):
    return [state for state in states if state.outcome is not None]


def test_the_crowd_forecasts_what_has_an_outcome_and_within_its_time(filled, clock):
    poll, states = read(filled, clock)
    crowd = poll.panel.kind[poll.panel.forecaster] == Kind.SIMULATED.code
    assert {poll.forecasters[code] for code in set(poll.panel.forecaster[crowd].tolist())} == set(
        DEMO_CROWD.names
    )
    asked = set(poll.panel.question[crowd].tolist())
    assert asked == {n for n, state in enumerate(states) if state.outcome is not None}
    question, start = poll.panel.question[crowd], poll.panel.start[crowd]
    assert np.all(start > poll.panel.opens[question])
    assert np.all(start <= poll.panel.closes[question])


def test_the_crowd_is_marked_as_simulated(filled):
    known = Forecaster.__table__.c
    with filled.reading() as connection:
        rows = connection.execute(select(known.name, known.kind)).all()
    assert {kind for name, kind in rows if name.startswith("sim-")} == {"simulated"}
    assert {kind for name, kind in rows if not name.startswith("sim-")} == {"article"}


def test_the_seed_is_on_record_and_decides_what_is_said_on_either_engine(
    filled, clock, pack, tmp_path
):
    with filled.reading() as connection:
        commands = connection.execute(select(Entry.__table__.c.command)).scalars().all()
    assert "demo seed 7" in commands
    mine, _ = read(filled, clock)
    for seed in (7, 8):
        twin = open_ledger(str(tmp_path / f"twin{seed}.db"), create=True, clock=clock)
        fill_demo(twin, pack, actor="demo", seed=seed)
        other, _ = read(twin, clock)
        twin.close()
        same = np.array_equal(mine.panel.probability, other.panel.probability)
        assert same == (seed == 7)
    assert np.array_equal(mine.panel.outcome, other.panel.outcome, equal_nan=True)


@pytest.mark.parametrize("month", [(2025, 9), (2026, 1), (2026, 4)])
def test_by_a_clock_set_back_only_what_is_settled_is_forecast_and_resolved(
    sqlite_ledger, clock, pack, month
):
    clock.now = moment(*month)
    fill_demo(sqlite_ledger, pack, actor="demo", seed=7)
    check(sqlite_ledger)
    poll, states = read(sqlite_ledger, clock)
    assert poll.late == 0
    assert 0 < len(resolved(states)) < len(pack.outcomes)
    assert all(state.resolved_at <= clock.now for state in resolved(states))
    assert np.all(poll.panel.start * 1e6 <= clock.now)


def test_before_the_article_appeared_there_is_nothing_to_demonstrate(sqlite_ledger, clock, pack):
    clock.now = moment(2025, 8)
    with pytest.raises(Refused, match="in the future"):
        fill_demo(sqlite_ledger, pack, actor="demo", seed=7)
    assert check(sqlite_ledger).entries == 0


def test_a_ledger_is_filled_once(filled, pack):
    with pytest.raises(Refused, match="loaded before"):
        fill_demo(filled, pack, actor="demo", seed=7)
    assert check(filled).entries == 3


@pytest.mark.parametrize("seed", [0, 7, 12_345])
def test_the_seed_can_be_read_from_the_ledger(sqlite_ledger, clock, pack, seed):
    clock.now = moment(2026, 3)
    fill_demo(sqlite_ledger, pack, actor="demo", seed=seed)
    with sqlite_ledger.reading() as connection:
        assert demo_seed(connection) == seed


def test_a_ledger_without_a_simulated_crowd_has_no_seed(sqlite_ledger):
    with sqlite_ledger.reading() as connection, pytest.raises(DatabaseError, match="demonstration"):
        demo_seed(connection)
