"""The demonstration's crowd: what it says, and how good that is."""

from __future__ import annotations

import numpy as np
import pytest

from market.simulation.recording.crowd import DEMO_CROWD, forecasts_of
from scoring.board import board
from scoring.kinds import Kind
from scoring.panel import Panel

QUESTIONS = 1000
DAYS = 90.0


@pytest.fixture(scope="module")
def outcome():
    return np.random.default_rng(7).integers(0, 2, QUESTIONS).astype(float)


@pytest.fixture(scope="module")
def said(outcome):
    return forecasts_of(DEMO_CROWD, np.full(QUESTIONS, DAYS), outcome, seed=7)


def test_all_is_said_after_the_open_and_before_the_close(said):
    assert np.all((said.time > 0.0) & (said.time < 1.0))


def test_probabilities_are_whole_per_cents_that_a_live_forecast_may_have(said):
    assert set(said.probability.tolist()) <= {n / 100 for n in range(1, 100)}


def test_a_report_changes_what_its_forecaster_said(said):
    order = np.lexsort((said.time, said.question, said.forecaster))
    who, question, p = (
        column[order] for column in (said.forecaster, said.question, said.probability)
    )
    follows = (who[1:] == who[:-1]) & (question[1:] == question[:-1])
    assert follows.any()
    assert np.all(p[1:][follows] != p[:-1][follows])


def test_who_looks_more_often_a_month_reports_more_often_in_as_many_months(said, outcome):
    shorter = forecasts_of(DEMO_CROWD, np.full(QUESTIONS, DAYS / 3), outcome, seed=7)
    assert said.time.size > 1.8 * shorter.time.size
    heron, badger = DEMO_CROWD.names.index("sim-heron"), DEMO_CROWD.names.index("sim-badger")
    counts = np.bincount(said.forecaster)
    assert counts[heron] > 4 * counts[badger]


def test_the_seed_decides_everything():
    days, outcome = [30.0, 200.0, 90.0] * 5, [1, 0, 1] * 5
    one, same, other = (forecasts_of(DEMO_CROWD, days, outcome, seed) for seed in (1, 1, 2))
    for name in ("forecaster", "question", "time", "probability"):
        assert np.array_equal(getattr(one, name), getattr(same, name))
    assert not np.array_equal(one.probability, other.probability)


def test_the_best_and_the_worst_are_found_on_many_questions(said, outcome):
    panel = Panel.from_reports(
        forecaster=said.forecaster,
        question=said.question,
        time=said.time,
        probability=said.probability,
        opens=np.zeros(QUESTIONS),
        closes=np.ones(QUESTIONS),
        scheduled=np.ones(QUESTIONS),
        outcome=outcome,
        kind=[Kind.SIMULATED.code] * len(DEMO_CROWD.names),
    )
    found = np.argsort(-board(panel, pools=()).skill)
    ranked = [DEMO_CROWD.names[code].removeprefix("sim-") for code in found]
    assert ranked[0] == "heron"
    assert set(ranked[1:5]) == {"stoat", "otter", "wren", "magpie"}
    assert set(ranked[-4:]) == {"badger", "cuckoo", "dipper", "lapwing"}


def test_a_question_that_closes_as_it_opens_is_forecast_all_the_same():
    alone = forecasts_of(DEMO_CROWD, [0.0] * 20, [1, 0] * 10, seed=1)
    assert alone.time.size == round(20 * DEMO_CROWD.share.sum())


def test_no_questions_have_no_reports():
    assert forecasts_of(DEMO_CROWD, [], [], seed=1).time.size == 0
