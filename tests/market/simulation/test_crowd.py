"""Simulated forecasters: when they speak, what they say, and how good that is."""

from __future__ import annotations

import numpy as np
import pytest

from market.simulation.crowd import DEMO_CROWD, Crowd, simulate_reports
from scoring.board import board
from scoring.kinds import Kind
from scoring.panel import Panel

DAY = 86_400.0
OPEN = 1.7e9


def crowd(**columns):
    """A crowd of as many as the columns are long, alike in all that is not given."""
    usual = {"slope": 1.0, "bias": 0.0, "noise": 0.3, "share": 1.0, "delay": 0.05, "pace": 3.0}
    size = max(map(len, columns.values()), default=1)
    filled = {
        name: np.array(columns.get(name, [value] * size), float) for name, value in usual.items()
    }
    return Crowd(tuple(f"sim-{n}" for n in range(size)), **filled)


def world(questions, seed, days=90.0):
    """Opens, closes, outcomes and a generator."""
    rng = np.random.default_rng(seed)
    opens = OPEN + DAY * rng.integers(0, 50, questions)
    return opens, opens + days * DAY, rng.integers(0, 2, questions).astype(float), rng


@pytest.fixture(scope="module")
def demo():
    opens, closes, outcome, rng = world(200, 7)
    return opens, closes, simulate_reports(DEMO_CROWD, opens, closes, outcome, rng)


def test_reports_lie_within_their_questions_open_time_and_come_in_order(demo):
    opens, closes, said = demo
    assert np.all(said.time >= opens[said.question])
    assert np.all(said.time <= closes[said.question])
    assert np.all(np.diff(said.time) >= 0)


def test_probabilities_are_whole_per_cents_that_a_live_forecast_may_have(demo):
    _, _, said = demo
    assert set(said.probability.tolist()) <= {n / 100 for n in range(1, 100)}


def test_a_report_changes_what_its_forecaster_said(demo):
    _, _, said = demo
    order = np.lexsort((said.time, said.question, said.forecaster))
    who, question, p = (
        column[order] for column in (said.forecaster, said.question, said.probability)
    )
    follows = (who[1:] == who[:-1]) & (question[1:] == question[:-1])
    assert follows.any()
    assert np.all(p[1:][follows] != p[:-1][follows])


def test_everybody_forecasts_the_share_of_questions_that_is_theirs(demo):
    _, _, said = demo
    for who, share in enumerate(DEMO_CROWD.share):
        taken = np.unique(said.question[said.forecaster == who]).size / 200
        assert abs(taken - share) <= 4 * np.sqrt(share * (1 - share) / 200)


def test_who_looks_more_often_reports_more_often():
    said = simulate_reports(crowd(pace=[0.3, 3.0]), *world(200, 1))
    few, many = np.bincount(said.forecaster)
    assert many > 2 * few


def test_the_seed_decides_everything():
    one, same, other = (simulate_reports(DEMO_CROWD, *world(20, seed)) for seed in (1, 1, 2))
    for name in ("forecaster", "question", "time", "probability"):
        assert np.array_equal(getattr(one, name), getattr(same, name))
    assert not np.array_equal(one.time, other.time)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("noise", [0.2, 0.6, 1.2]),
        ("slope", [1.0, 0.5, 0.1]),
        ("slope", [1.0, 2.0, 4.0]),
        ("bias", [0.0, 0.5, 1.0]),
        ("bias", [0.0, -0.5, -1.0]),
        ("pace", [5.0, 0.5, 0.0]),
    ],
    ids=["noise", "timid", "rash", "hopeful", "gloomy", "idle"],
)
def test_better_forecasters_score_better(name, values):
    people = crowd(**{name: values})
    skill = np.mean([_skill(people, seed) for seed in range(20)], axis=0)
    assert skill[0] > skill[1] > skill[2]


def test_the_demonstrations_best_and_worst_are_found_over_seeds():
    skill = np.mean([_skill(DEMO_CROWD, seed) for seed in range(20)], axis=0)
    by_name = dict(zip(DEMO_CROWD.names, skill, strict=True))
    ranked = sorted(by_name, key=by_name.get, reverse=True)
    assert ranked[0] == "sim-heron"
    assert set(ranked[-3:]) == {"sim-badger", "sim-cuckoo", "sim-lapwing"}


def _skill(people, seed):
    opens, closes, outcome, rng = world(60, seed)
    said = simulate_reports(people, opens, closes, outcome, rng)
    panel = Panel.from_reports(
        forecaster=said.forecaster,
        question=said.question,
        time=said.time,
        probability=said.probability,
        opens=opens,
        closes=closes,
        scheduled=closes,
        outcome=outcome,
        kind=[Kind.SIMULATED.code] * len(people.names),
    )
    return board(panel, pools=()).skill_unshrunk


def test_no_questions_have_no_reports():
    assert simulate_reports(DEMO_CROWD, *world(0, 1)).time.size == 0


def test_a_question_that_closes_as_it_opens_is_forecast_at_that_moment():
    opens, _, outcome, rng = world(3, 1)
    said = simulate_reports(crowd(), opens, opens, outcome, rng)
    assert np.array_equal(said.time, opens[said.question])
    assert said.question.size == 3
