"""Scores do not depend on the order in which was recorded what was said at the same time."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import astuple

import hypothesis.strategies as st
import pytest
from clocks import Clock
from hypothesis import HealthCheck, given, settings
from tables import by_cell

from market.ledger.acts.asking import ask
from market.ledger.acts.forecasters import find_or_add_forecaster
from market.ledger.acts.rulings import rule
from market.ledger.engine import open_ledger
from market.ledger.tables import Report
from market.ledger.views.panels import read_poll
from scoring.board import board
from scoring.kinds import Kind
from scoring.timeline import cells

DAY = 86_400_000_000
QUESTIONS = {"rain": 1, "snow": 0}
FIGURES = ("coverage", "brier", "log", "baseline", "peer", "skill", "skill_low", "skill_high")

WHAT = st.tuples(
    st.sampled_from(["ana", "bo", "cy", "dee"]), st.sampled_from([*QUESTIONS]), st.integers(-1, 3)
)
SAID = st.none() | st.sampled_from([0.1, 0.3, 0.5, 0.8, 0.99])
"""Who says it of which question on which day, and what; a withdrawal has no number."""


def scored(path, reports, *, apart):
    """Cells and rows of the board by name, of a ledger in which reports come in this order."""
    clock = Clock()
    with closing(open_ledger(str(path), clock=clock)) as ledger:
        begin = clock.now
        with ledger.writing("ana", "ask") as w:
            for slug in QUESTIONS:
                ask(w, slug, "?", begin, begin + 9 * DAY)
        clock.advance(days=5)
        for some in ([one] for one in reports) if apart else [reports]:
            record(ledger, begin, some)
        with ledger.writing("ana", "resolve") as w:
            for slug, outcome in QUESTIONS.items():
                rule(w, slug, "resolve", outcome)
        with ledger.reading() as connection:
            return figures(read_poll(connection, now=clock.now))


def record(ledger, begin, reports):
    with ledger.writing("ana", "import") as w:
        for (name, slug, day), said in reports:
            who = find_or_add_forecaster(w, name, Kind.IMPORTED)
            row = {"question": [*QUESTIONS].index(slug) + 1, "forecaster": who}
            w.insert(Report, [{**row, "at": begin + day * DAY, "probability": said}])


def figures(poll):
    made, names = board(poll.panel), poll.forecasters
    found = {
        (names[who], poll.questions[question]): astuple(cell)
        for (who, question), cell in by_cell(cells(poll.panel)).items()
    }
    rows = zip(*(getattr(made, column).tolist() for column in FIGURES), strict=True)
    return found | dict(zip(names, rows, strict=False))


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=st.dictionaries(WHAT, SAID, min_size=2, max_size=12), data=st.data())
def test_scores_do_not_depend_on_the_order_of_recording(empty_file, tmp_path_factory, said, data):
    folder = tmp_path_factory.mktemp("order")
    orders = [[*said.items()], data.draw(st.permutations([*said.items()]))]
    one, other = (
        scored(shutil.copy(empty_file, folder / f"{n}.db"), order, apart=data.draw(st.booleans()))
        for n, order in enumerate(orders)
    )
    assert one.keys() == other.keys()
    for key, expected in one.items():
        assert other[key] == pytest.approx(expected, 1e-9, 1e-9, nan_ok=True), key
