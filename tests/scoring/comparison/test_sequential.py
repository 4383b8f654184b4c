"""Confidence sequences and e-processes: their formulas, and that one may look at any time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.comparison.boundaries import best_rho, gamma_exponential, normal_mixture
from scoring.comparison.differences import intrinsic_time
from scoring.comparison.e_values import e_process, fixed_stake
from scoring.comparison.sequential import confidence_sequence
from scoring.comparison.stakes import _SHARES, _STAKES

KINDS = ["betting", "bernstein", "hoeffding"]
WEAK = ["betting", "bernstein"]
DIFFERENCES = st.lists(st.floats(-1, 1), min_size=1, max_size=25)
ALPHA = 0.05


def capital_by_hand(d, mean, sides):
    """The mean over all stakes of the product of their gains, in plain numbers."""
    parts = []
    for side in sides:
        for stake, share in zip(side * _STAKES, _SHARES, strict=True):
            gains = [(1 + stake * x) / (1 + stake * mean) for x in d]
            parts.append(share / len(sides) * math.prod(gains))
    return math.fsum(parts)


@given(DIFFERENCES)
def test_the_betting_e_process_is_the_mean_over_its_stakes(d):
    assert np.exp(e_process(d).log_e[-1]) == pytest.approx(capital_by_hand(d, 0.0, (1, -1)))
    above = e_process(d, alternative="greater")
    assert np.exp(above.log_e[-1]) == pytest.approx(capital_by_hand(d, 0.0, (1,)))


@given(DIFFERENCES, st.sampled_from([0.01, 0.05, 0.3]))
def test_at_an_end_of_the_betting_interval_the_capital_is_one_over_alpha(d, alpha):
    found = confidence_sequence(d, alpha=alpha)
    for end in (found.lower[-1], found.upper[-1]):
        capital = capital_by_hand(d, end, (1, -1))
        if abs(end) < 1:
            assert capital == pytest.approx(1 / alpha, rel=1e-6)
        else:
            assert capital <= 1 / alpha * (1 + 1e-9)


@given(DIFFERENCES)
def test_the_interval_leaves_out_0_exactly_where_e_has_reached_one_over_alpha(d):
    found, process = confidence_sequence(d, alpha=0.2), e_process(d)
    outside = (found.lower > 0.0) | (found.upper < 0.0)
    clear = np.abs(process.log_e - math.log(5.0)) > 1e-6
    assert outside[clear].tolist() == (process.log_e > math.log(5.0))[clear].tolist()


@given(st.lists(st.floats(-0.5, 2.0), min_size=1, max_size=25))
def test_bounds_need_not_lie_evenly_about_0(d):
    found = confidence_sequence(d, low=-0.5, high=2.0, alpha=0.2)
    process = e_process(d, low=-0.5, high=2.0)
    outside = (found.lower > 0.0) | (found.upper < 0.0)
    clear = np.abs(process.log_e - math.log(5.0)) > 1e-6
    assert outside[clear].tolist() == (process.log_e > math.log(5.0))[clear].tolist()


@pytest.mark.parametrize("kind", KINDS)
@given(d=DIFFERENCES)
def test_an_interval_holds_the_mean_and_stays_within_the_bounds(kind, d):
    found = confidence_sequence(d, kind=kind)
    assert found.mean == pytest.approx(np.cumsum(d) / np.arange(1, len(d) + 1), abs=1e-12)
    assert np.all((found.lower >= -1.0) & (found.lower <= found.mean + 1e-9))
    assert np.all((found.upper <= 1.0) & (found.upper >= found.mean - 1e-9))


@pytest.mark.parametrize("kind", KINDS)
@given(d=DIFFERENCES)
def test_turning_every_sign_turns_the_interval(kind, d):
    one = confidence_sequence(d, kind=kind)
    other = confidence_sequence([-x for x in d], kind=kind)
    assert one.lower == pytest.approx(-other.upper, abs=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_other_bounds_only_move_and_stretch_the_scale(kind):
    d = np.random.default_rng(1).uniform(-0.4, 0.6, 50)
    one = confidence_sequence(d, kind=kind)
    other = confidence_sequence(3 + 2 * d, low=1, high=5, kind=kind, best_at=40.0)
    assert other.lower == pytest.approx(3 + 2 * one.lower)
    assert other.upper == pytest.approx(3 + 2 * one.upper)


def test_hoeffding_counts_a_quarter_of_the_squared_range_a_step():
    found = confidence_sequence([0.5] * 60, low=0.0, high=1.0, kind="hoeffding", best_at=10.0)
    v = np.arange(1.0, 61.0) / 4
    reach = normal_mixture(v, ALPHA, rho=best_rho(10.0, ALPHA, two_sided=True))
    unclipped = np.arange(1, 61) > 20
    expected = (0.5 - reach / np.arange(1.0, 61.0))[unclipped]
    assert found.lower[unclipped] == pytest.approx(expected)


def test_bernstein_reaches_as_far_as_the_spread_about_predictions_allows():
    d = np.random.default_rng(2).uniform(-0.3, 0.5, 80)
    found = confidence_sequence(d, kind="bernstein")
    reach = gamma_exponential(intrinsic_time(d)[-1:], 0.025, rho=best_rho(10.0, 0.025), c=2.0)
    assert found.upper[-1] == pytest.approx(d.mean() + reach.item() / 80)


def test_the_kinds_differ_in_length_as_they_are_said_to():
    d = np.random.default_rng(3).uniform(-0.3, 0.4, 300)
    found = [confidence_sequence(d, kind=kind) for kind in KINDS]
    betting, bernstein, hoeffding = (one.upper[-1] - one.lower[-1] for one in found)
    assert betting < bernstein < hoeffding


def test_the_first_looks_do_not_know_what_comes_later():
    d = np.random.default_rng(4).uniform(-1, 1, 60)
    for kind in KINDS:
        whole, part = (confidence_sequence(each, kind=kind) for each in (d, d[:20]))
        assert whole.lower[:20] == pytest.approx(part.lower)
    for kind in (*WEAK, "agrapa"):
        whole, part = (e_process(each, kind=kind) for each in (d, d[:20]))
        assert whole.log_e[:20] == pytest.approx(part.log_e)


@pytest.mark.parametrize("kind", [*WEAK, "agrapa"])
def test_two_sided_evidence_is_the_mean_of_both_sides(kind):
    d = np.random.default_rng(5).uniform(-0.4, 0.6, 40)
    both, above, below = (
        np.exp(e_process(d, kind=kind, alternative=side).log_e)
        for side in ("two-sided", "greater", "less")
    )
    assert both == pytest.approx((above + below) / 2)
    assert below == pytest.approx(np.exp(e_process(-d, kind=kind, alternative="greater").log_e))


def test_a_stake_that_follows_the_data_never_looks_ahead_and_risks_half_at_most():
    d = [0.2, 0.4, -1.0]
    # An observation of 0 with square 1 before all: 0, then 0.2 / (0.04 + 1), then 0.6 / 1.2.
    stakes = [0.0, 0.2 / 1.04, 0.6 / 1.2]
    expected = np.cumprod([1 + s * x for s, x in zip(stakes, d, strict=True)])
    assert np.exp(e_process(d, kind="agrapa", alternative="greater").log_e) == pytest.approx(
        expected
    )
    assert e_process([1.0] * 50 + [-1.0], kind="agrapa", alternative="greater").log_e[
        -1
    ] == pytest.approx(
        e_process([1.0] * 50, kind="agrapa", alternative="greater").log_e[-1] - math.log(2)
    )


def test_p_is_the_least_alpha_at_which_one_could_have_stopped():
    found = fixed_stake([0.9, 0.9, -0.9, -0.9, 0.1], 1.0)
    assert found.p.tolist() == pytest.approx([1 / 1.9] + [1 / 3.61] * 4)
    assert found.stop(0.3) == 2
    assert found.stop(0.01) is None


def test_neither_e_nor_p_is_clipped():
    found = e_process(np.full(3000, 0.9))
    assert found.log_e[-1] > 1000.0
    assert found.p[500] < 1e-100


def test_a_wrong_stake_of_everything_loses_everything_for_good():
    assert fixed_stake([-1.0, 1.0], 1.0).log_e.tolist() == [-math.inf, -math.inf]


@pytest.mark.parametrize(("stake", "low", "high"), [(1.5, -1, 1), (-3, -1, 0.5)])
def test_a_stake_that_could_lose_more_than_there_is_is_refused(stake, low, high):
    with pytest.raises(ValueError, match="lose more"):
        fixed_stake([0.1], stake, low=low, high=high)


@pytest.mark.parametrize("call", [confidence_sequence, e_process])
@pytest.mark.parametrize("d", [[1.2], [math.nan], [-math.inf]])
def test_differences_out_of_bounds_are_refused(call, d):
    with pytest.raises(ValueError, match=r"must lie in \[-1, 1\]"):
        call(d)


def test_arguments_without_a_meaning_are_refused():
    with pytest.raises(ValueError, match="alpha"):
        confidence_sequence([0.1], alpha=1.0)
    with pytest.raises(ValueError, match="below high"):
        confidence_sequence([0.1], low=1.0, high=1.0)
    with pytest.raises(ValueError, match="between low and high"):
        e_process([0.5], low=0.0, high=1.0)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_seen_is_nothing_said(kind):
    assert confidence_sequence([], kind=kind).lower.size == 0
    assert e_process([]).p.size == 0
    assert e_process([]).stop() is None


def paths(means, runs, seed, spread=0.25):
    """Bounded differences with given conditional means."""
    rng = np.random.default_rng(seed)
    return (
        means
        + rng.uniform(-spread, spread, (runs, means.size)) * rng.choice([1.0, 0.4], runs)[:, None]
    )


NULLS = {
    "always 0": np.zeros(500),
    "down, then up": np.tile([-0.2, 0.2], 250),
    "long spells": np.repeat(np.tile([-0.1, 0.1], 5), 50),
}


@pytest.mark.parametrize("null", NULLS)
@pytest.mark.parametrize("kind", WEAK)
def test_false_alarms_under_continuous_looking_are_no_more_than_alpha(null, kind):
    runs = 300
    alarms = np.mean(
        [
            e_process(d, kind=kind, alternative="greater").p[-1] <= ALPHA
            for d in paths(NULLS[null], runs, seed=7)
        ]
    )
    assert alarms <= ALPHA + 3 * math.sqrt(ALPHA * (1 - ALPHA) / runs)


def test_a_stake_that_follows_the_data_keeps_its_level_where_no_mean_is_above_0():
    alarms = [e_process(d, kind="agrapa").p[-1] <= ALPHA for d in paths(np.zeros(500), 400, 8)]
    assert np.mean(alarms) <= ALPHA + 3 * math.sqrt(ALPHA * (1 - ALPHA) / 400)


def misses(means, kind, runs, seed):
    """How often any of the intervals misses the running average of the means."""
    target = np.cumsum(means) / np.arange(1, means.size + 1)
    missed = 0
    for d in paths(means, runs, seed):
        found = confidence_sequence(d, kind=kind)
        missed += bool(np.any((found.lower > target) | (found.upper < target)))
    return missed / runs


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("means", [*NULLS.values(), 0.6 * np.sin(np.arange(500) / 9)])
def test_all_intervals_hold_the_running_average_together(means, kind):
    error = math.sqrt(ALPHA * (1 - ALPHA) / 200)
    assert misses(means, kind, runs=200, seed=9) <= ALPHA + 3 * error


@pytest.mark.parametrize("kind", KINDS)
def test_intervals_follow_means_that_change(kind):
    error = math.sqrt(ALPHA * (1 - ALPHA) / 60)
    assert misses(0.6 * np.sin(np.arange(300) / 9), kind, runs=60, seed=9) <= ALPHA + 3 * error
