"""Speed of scoring, as ratios to work that nobody can do without."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from timing import ratio, say

from scoring.board import board
from scoring.panel import Panel
from scoring.pooling import crowds
from scoring.timeline import Timeline, cells

pytestmark = pytest.mark.benchmark


def random_panel(rng, *, forecasts, forecasters, questions):
    """Forecasts scattered over questions that are open for one second."""
    return Panel.from_reports(
        forecaster=rng.integers(0, forecasters, forecasts),
        question=rng.integers(0, questions, forecasts),
        time=rng.random(forecasts),
        probability=rng.uniform(0.001, 0.999, forecasts),
        opens=np.zeros(questions),
        closes=np.ones(questions),
        scheduled=np.ones(questions),
        outcome=rng.integers(0, 2, questions).astype(float),
    )


@pytest.fixture(scope="module")
def large():
    return random_panel(
        np.random.default_rng(5), forecasts=1_000_000, forecasters=1_000, questions=1_000
    )


def test_a_million_forecasts_become_cells_in_the_time_of_two_sorts(large):
    points = large.question + np.concatenate([large.start, np.minimum(large.end, 1.0)]).reshape(
        2, -1
    )
    shuffled = np.random.default_rng(6).permutation(points.ravel())
    found = ratio(lambda: cells(large), lambda: np.argsort(shuffled, kind="stable"))
    say(f"cells: {found:.2f} stable sorts of 2,000,000 end points (at most 2)")
    assert found <= 2


def test_skill_and_intervals_cost_little_beside_the_cells(large):
    found = ratio(lambda: board(large, pools=()), lambda: cells(large), rounds=3)
    say(f"board with skill, intervals and rank ranges: {found:.2f} times the cells (at most 3)")
    assert found <= 3


def test_the_median_at_every_moment_costs_little_beside_the_cells(large):
    swept = Timeline.of(large)
    found = ratio(lambda: crowds(swept, ["median"]), lambda: cells(large), rounds=3)
    say(f"@median at every moment: {found:.2f} times the cells (at most 6)")
    assert found <= 6


def test_many_people_and_questions_cost_no_more_than_their_forecasts():
    rng = np.random.default_rng(7)
    few = random_panel(rng, forecasts=200_000, forecasters=1_000, questions=1_000)
    many = random_panel(rng, forecasts=200_000, forecasters=40_000, questions=80_000)
    found = ratio(
        lambda: board(many, pools=("mean",)), lambda: board(few, pools=("mean",)), rounds=2
    )
    say(
        f"board of 40,000 people on 80,000 questions: {found:.2f} times 1,000 on 1,000 (at most 12)"
    )
    assert found <= 12


def moment_by_moment(panel):
    """Peer scores as they are often computed: at every breakpoint, look who stands."""
    stands = list(
        zip(
            panel.forecaster.tolist(),
            panel.start.tolist(),
            np.minimum(panel.end, 1.0).tolist(),
            [math.log(p if panel.outcome[0] else 1 - p) for p in panel.probability.tolist()],
            strict=True,
        )
    )
    cuts = sorted({time for _, start, end, _ in stands for time in (start, end)})
    gained = [0.0] * panel.forecasters
    for start, end in pairwise(cuts):
        said = [(who, log) for who, since, until, log in stands if since <= start < until]
        if len(said) > 1:
            total = math.fsum(log for _, log in said)
            for who, log in said:
                others = (total - log) / (len(said) - 1)
                gained[who] += 100 * (end - start) * (log - others)
    return gained


def test_a_busy_question_is_scored_hundreds_of_times_faster_than_moment_by_moment():
    busy = random_panel(np.random.default_rng(8), forecasts=4_000, forecasters=1_500, questions=1)
    scored = cells(busy)
    slow = np.array(moment_by_moment(busy))[scored.forecaster]
    assert scored.peer == pytest.approx(slow, abs=1e-9)
    found = ratio(lambda: moment_by_moment(busy), lambda: cells(busy), rounds=2)
    say(f"one question, 4,000 forecasts: {found:.0f} times faster (at least 500)")
    assert found >= 500
