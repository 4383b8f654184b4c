"""Pools of probabilities at one moment: closed forms, laws, and the edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.odds import expit, logit
from scoring.pooling import log_odds, static

INNER = st.floats(1e-6, 1 - 1e-6)
SAID = st.lists(INNER, min_size=1, max_size=12)

POOLS = {
    "linear": static.linear,
    "median": static.median,
    "weighted_percentile": static.weighted_percentile,
    "trimmed": static.trimmed,
    "log_pool": log_odds.log_pool,
    "extremized": lambda p: log_odds.extremized(p, 1.0),
    "neyman": lambda p: log_odds.neyman(p) if np.shape(p)[-1] == 1 else log_odds.log_pool(p),
}
"""Pools that say what everybody says, where all say the same."""


@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS)
@given(p=INNER, n=st.integers(1, 9))
def test_where_all_say_the_same_the_pool_says_so(pool, p, n):
    assert pool([p] * n) == pytest.approx(p)


@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS)
@given(said=SAID, data=st.data())
def test_the_order_of_forecasts_does_not_matter(pool, said, data):
    shuffled = data.draw(st.permutations(said))
    assert pool(shuffled) == pytest.approx(pool(said).item(), rel=1e-9)


@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS)
@given(said=SAID)
def test_a_pool_keeps_within_what_is_said_and_takes_no_side(pool, said):
    pooled = pool(said)
    assert min(said) - 1e-12 <= pooled <= max(said) + 1e-12
    assert pool([1 - p for p in said]) == pytest.approx(1 - pooled, abs=1e-9)


@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS)
def test_forecasts_stand_on_the_last_axis(pool):
    said = np.random.default_rng(0).random((2, 3, 5))
    assert pool(said).shape == (2, 3)
    assert pool(said)[1, 2] == pytest.approx(pool(said[1, 2]).item())


@pytest.mark.parametrize(
    "pool", [static.linear, static.weighted_percentile, log_odds.log_pool], ids=lambda f: f.__name__
)
@given(said=SAID, data=st.data())
def test_a_whole_weight_is_a_repetition_and_none_a_removal(pool, said, data):
    weights = data.draw(st.lists(st.integers(0, 4), min_size=len(said), max_size=len(said)))
    repeated = np.repeat(said, weights)
    if repeated.size:
        assert pool(said, weights) == pytest.approx(pool(repeated).item())


def test_without_any_weight_there_is_no_mean():
    assert math.isnan(static.linear([0.2, 0.4], [0, 0]))
    assert math.isnan(log_odds.log_pool([0.2, 0.4], [0, 0]))


def test_a_certainty_rules_the_logarithmic_pool_and_two_that_differ_spoil_it():
    assert log_odds.log_pool([1.0, 0.2]) == 1.0
    assert log_odds.log_pool([0.0, 0.2]) == 0.0
    assert math.isnan(log_odds.log_pool([0.0, 1.0]))
    assert log_odds.log_pool([0.0, 1.0, 0.3], [0, 1, 1]) == 1.0


@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS)
@pytest.mark.parametrize("bad", [[1.1], [-0.1, 0.5]])
def test_what_is_no_probability_is_refused(pool, bad):
    with pytest.raises(ValueError, match=r"\[0, 1\]"):
        pool(bad)


@pytest.mark.parametrize("bad", [[-1, 1], [math.nan, 1], [math.inf, 1]])
def test_what_is_no_weight_is_refused(bad):
    with pytest.raises(ValueError, match="weights"):
        log_odds.log_pool([0.2, 0.3], bad)


@pytest.mark.parametrize(
    ("n", "left"), [(1, 1), (2, 2), (4, 4), (5, 5), (6, 4), (15, 11), (20, 16)]
)
def test_a_tenth_rounded_is_left_out_at_each_end(n, left):
    p = np.arange(n) / (2 * n)
    kept = p[(n - left) // 2 : n - (n - left) // 2]
    assert static.trimmed(p) == pytest.approx(kept.mean())


def test_a_trim_never_leaves_nothing():
    assert static.trimmed([0.1, 0.3], trim=0.49) == pytest.approx(0.2)
    with pytest.raises(ValueError, match=r"\[0, 0.5\)"):
        static.trimmed([0.1], trim=0.5)


@given(INNER, st.floats(0.1, 5), st.floats(0.1, 5))
def test_a_line_in_log_odds_is_the_published_curve(p, gamma, delta):
    expected = delta * p**gamma / (delta * p**gamma + (1 - p) ** gamma)
    assert log_odds.llo(p, gamma, delta) == pytest.approx(expected, rel=1e-9)
    assert log_odds.karmarkar(p, gamma) == pytest.approx(log_odds.llo(p, gamma).item())


@given(SAID, INNER)
def test_independent_signals_multiply_their_odds(said, prior):
    odds = prior / (1 - prior) * np.prod([p / (1 - p) * (1 - prior) / prior for p in said])
    assert log_odds.bayes_independent(said, prior=prior) == pytest.approx(odds / (1 + odds))


def test_neymans_factor_grows_from_one_to_the_root_of_three():
    factor = log_odds.neyman_factor(np.arange(1, 2000))
    assert factor[0] == 1.0
    assert np.all(np.diff(factor) > 0)
    assert factor[-1] == pytest.approx(math.sqrt(3), abs=1e-3)


@given(SAID, INNER)
def test_neymans_pool_leaves_a_baseline_where_it_is(said, baseline):
    assert log_odds.neyman([baseline] * len(said), baseline=baseline) == pytest.approx(baseline)


@given(SAID, st.integers(0, 1))
def test_what_pooling_gains_is_the_variance(said, outcome):
    found = static.ambiguity(said, outcome)
    assert found.individual == pytest.approx(found.pool + found.variance, abs=1e-12)


def test_several_questions_are_taken_apart_together():
    found = static.ambiguity([[0.2, 0.4], [0.9, 0.5]], [0, 1])
    apart = [static.ambiguity(*one) for one in (([0.2, 0.4], 0), ([0.9, 0.5], 1))]
    assert found.pool == pytest.approx(np.mean([one.pool for one in apart]))


def test_deviations_are_missing_on_a_side_where_nothing_lies():
    assert all(map(math.isnan, static.semi_deviations([0.3, 0.3])))
    assert static.semi_deviations([0.1, 0.2, 0.6]) == pytest.approx(
        (math.sqrt((0.2**2 + 0.1**2) / 2), 0.3)
    )


def test_log_odds_and_back_keep_both_tails():
    p = np.array([0.0, 1e-300, 1e-9, 0.5, 1 - 1e-9, 1.0])
    assert expit(logit(p)) == pytest.approx(p, rel=1e-12)
    assert logit([0.0, 1.0]).tolist() == [-math.inf, math.inf]


@pytest.mark.parametrize("pool", ["linear", "median", "weighted_percentile", "trimmed", "log_pool"])
def test_of_none_and_of_a_missing_forecast_there_is_no_pool(pool):
    assert np.isnan(POOLS[pool]([]))
    assert POOLS[pool](np.empty((2, 0))).shape == (2,)
    assert np.isnan(POOLS[pool]([0.1, 0.2, 0.3, 0.4, np.nan]))


@pytest.mark.parametrize("percentile", [0, 25, 50, 100])
def test_a_percentile_is_never_that_of_a_forecast_without_weight(percentile):
    found = static.weighted_percentile([0.1, 0.4, 0.9], [0, 1, 0], percentile=percentile)
    assert found == 0.4
    assert np.isnan(static.weighted_percentile([0.1, 0.4], [0, 0], percentile=percentile))
