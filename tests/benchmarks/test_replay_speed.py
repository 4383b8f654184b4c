"""Speed of a replay, beside a loop over the same forecasts in plain Python in the same run."""

from __future__ import annotations

from math import exp, log, log1p

import numpy as np
import pytest
from timing import ratio, say

from market.exchange.replay import replay
from market.makers.lmsr import LMSR
from scoring.panel import Panel
from scoring.rules import LOG

pytestmark = pytest.mark.benchmark

SIZE, B = 1_000_000, 100.0


def forecasts(questions):
    rng = np.random.default_rng(7)
    return Panel.from_reports(
        forecaster=rng.integers(0, 500, SIZE),
        question=rng.integers(0, questions, SIZE),
        time=rng.random(SIZE),
        probability=rng.uniform(0.01, 0.99, SIZE),
        opens=np.zeros(questions),
        closes=np.ones(questions),
        scheduled=np.ones(questions),
        outcome=rng.integers(0, 2, questions),
    )


def loop(panel):
    """The profit of each forecast, one trade after another."""
    columns = (panel.question, panel.probability, panel.outcome[panel.question])
    odds, profits = dict.fromkeys(range(panel.questions), 0.0), []
    for question, p, outcome in zip(*(column.tolist() for column in columns), strict=True):
        before, after = odds[question], log(p) - log1p(-p)
        cost = B * (_softplus(after) - _softplus(before))
        profits.append(B * (after - before) * outcome - cost)
        odds[question] = after
    return profits


def _softplus(x):
    return max(x, 0.0) + log1p(exp(-abs(x)))


@pytest.mark.parametrize("questions", [1, 2_000])
def test_a_million_forecasts_are_replayed_faster_than_by_a_loop(questions):
    panel, maker = forecasts(questions), LMSR.opened(B, 0.5)
    assert replay(panel, maker, rule=LOG).profit == pytest.approx(loop(panel), abs=1e-9)
    found = ratio(lambda: loop(panel), lambda: replay(panel, maker, rule=LOG), rounds=3)
    say(f"replay, {SIZE:,} forecasts on {questions:,} questions: {found:.1f} times faster")
    assert found >= 1.5
