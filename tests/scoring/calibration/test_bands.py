"""Bands of curves: what they hold, and what they do at the edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from calibrated import families, paths
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.bins import Bins
from scoring.calibration import confidence_band, consistency_band, curve
from scoring.calibration.asymptotic import binomial_band, continuous_half_width, density
from scoring.calibration.envelope import draws_needed, envelope
from scoring.calibration.exact import poisson_binomial
from scoring.calibration.redraw import Pieces
from scoring.sample import Sample

TENTHS = Bins.equal_width(10)
BANDS = [consistency_band, confidence_band]


def alike(p, n, true=0):
    return Sample.of(np.full(n, p), np.arange(n) < true)


def quantiles(law, level):
    """Numbers of successes at the two quantiles of an exact distribution."""
    reached = np.cumsum(law)
    return [int(np.searchsorted(reached, q - 1e-12)) for q in (0.5 - level / 2, 0.5 + level / 2)]


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
@pytest.mark.parametrize(("p", "n"), [(0.1, 40), (0.5, 10), (0.93, 300)])
def test_forecasts_that_say_the_same_get_the_binomial_band(p, n, level):
    sample = alike(p, n)
    made = curve(sample, bins=TENTHS)
    band = consistency_band(sample, made, level=level, draws=20_000)
    lower, upper = binomial_band(p, p, n, level)
    row = int(TENTHS.assign(p))
    assert band.lower[row] == pytest.approx(lower, abs=1.01 / n)
    assert band.upper[row] == pytest.approx(upper, abs=1.01 / n)


def test_forecasts_that_differ_get_the_quantiles_of_the_exact_law_of_their_number():
    p = np.random.default_rng(1).uniform(0.2, 0.3, 60)
    sample = Sample.of(p, np.zeros(60))
    band = consistency_band(sample, curve(sample, bins=Bins.equal_width(1)), draws=20_000)
    low, high = quantiles(poisson_binomial(p), 0.9)
    assert 60 * band.lower[0] == pytest.approx(low, abs=1.01)
    assert 60 * band.upper[0] == pytest.approx(high, abs=1.01)


def test_a_band_at_95_percent_leaves_out_two_and_a_half_on_either_side_not_five():
    drawn = np.arange(999.0)[:, None]
    lower, upper = envelope(drawn, 0.95, simultaneous=False)
    assert (lower[0], upper[0]) == (24, 974)


def test_the_level_of_a_band_is_the_one_asked_for():
    sample = alike(0.5, 100)
    made = curve(sample, bins=TENTHS)
    widths = [
        float(np.nanmax(band.upper - band.lower))
        for band in (consistency_band(sample, made, level=level) for level in (0.5, 0.9, 0.99))
    ]
    assert widths == sorted(set(widths))
    assert consistency_band(sample, made, level=0.99).level == 0.99


def test_many_forecasts_of_one_cluster_are_worth_one():
    crowd = Sample.of(np.full(500, 0.5), np.ones(500), cluster=np.zeros(500))
    for band in BANDS:
        made = band(crowd, curve(crowd, bins=TENTHS))
        single = band(alike(0.5, 1, 1), curve(alike(0.5, 1, 1), bins=TENTHS))
        assert made.lower == pytest.approx(single.lower, nan_ok=True)
        assert made.upper == pytest.approx(single.upper, nan_ok=True)


def test_forecasts_of_one_cluster_widen_the_band():
    sample = paths(np.random.default_rng(2), clusters=80)
    made = curve(sample, bins=Bins.equal_width(3))
    apart = replace(sample, cluster=np.arange(sample.size))
    for band in BANDS:
        width, narrow = (b.upper - b.lower for b in (band(sample, made), band(apart, made)))
        assert np.all(width > narrow)


@pytest.mark.parametrize("bins", [Bins.equal_width(4), "corp"])
@pytest.mark.parametrize("band", BANDS)
def test_a_simultaneous_band_holds_the_pointwise_one(band, bins):
    sample = families(np.random.default_rng(3))
    made = curve(sample, bins=bins)
    wide, narrow = (band(sample, made, simultaneous=choice) for choice in (True, False))
    assert np.all(wide.lower <= narrow.lower)
    assert np.all(wide.upper >= narrow.upper)
    assert wide.simultaneous
    assert not narrow.simultaneous


@pytest.mark.parametrize("bins", [TENTHS, "corp"])
@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("simultaneous", [False, True])
def test_bands_lie_between_0_and_1_and_are_missing_where_nothing_was_said(band, bins, simultaneous):
    for sample in (
        Sample.of([], []),
        alike(0.3, 1, 1),
        Sample.of([0.0, 1.0], [0, 1]),
        Sample.of([0.0, 1.0], [1, 0]),
        Sample.of([0.5] * 4, [1] * 4, cluster=[0] * 4),
        Sample.of([0.2, 0.8], [0, 1], weights=[1e-12, 1e12]),
    ):
        made = curve(sample, bins=bins)
        found = band(sample, made, simultaneous=simultaneous, draws=100)
        some = made.count > 0
        assert np.isnan(found.lower[~some]).all()
        assert np.all((found.lower[some] >= 0) & (found.lower[some] <= found.upper[some]))
        assert np.all(found.upper[some] <= 1)


def test_certainties_have_a_band_without_width_and_a_wrong_one_lies_outside():
    sample = Sample.of([0.0, 1.0], [0, 0])
    made = curve(sample, bins=TENTHS)
    band = consistency_band(sample, made)
    assert band.lower[[0, 9]].tolist() == band.upper[[0, 9]].tolist() == [0, 1]
    assert band.holds(made.frequency)[[0, 9]].tolist() == [True, False]


@pytest.mark.parametrize("bins", [TENTHS, "corp"])
def test_what_always_came_true_may_yet_fail(bins):
    for sample in (alike(0.9, 5, 5), Sample.of([0.9] * 5, [1] * 5, cluster=[0, 0, 0, 1, 1])):
        lower = confidence_band(sample, curve(sample, bins=bins)).lower
        assert 0 < np.nanmin(lower) < 0.9


def test_the_same_seed_gives_the_same_band_and_the_order_of_the_rows_none_other():
    rng = np.random.default_rng(4)
    p, y = rng.random(50), rng.integers(0, 2, 50)
    turned = Sample.of(p[::-1], y[::-1])
    sample = Sample.of(p, y)
    for bins in (TENTHS, "corp"):
        one = consistency_band(sample, curve(sample, bins=bins), seed=7)
        same = consistency_band(turned, curve(turned, bins=bins), seed=7)
        assert one.lower == pytest.approx(same.lower, abs=1e-12, nan_ok=True)
        assert one.upper == pytest.approx(same.upper, abs=1e-12, nan_ok=True)


def test_weights_matter_only_as_shares():
    sample = paths(np.random.default_rng(5))
    heavy = replace(sample, weight=1024 * sample.weight)
    for bins in (TENTHS, "corp"):
        for band in BANDS:
            one, other = (band(s, curve(s, bins=bins), draws=100) for s in (sample, heavy))
            assert other.lower == pytest.approx(one.lower, nan_ok=True)
            assert other.upper == pytest.approx(one.upper, nan_ok=True)


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("options", [{"level": 0.0}, {"level": 1.0}, {"draws": 0}])
def test_a_level_or_a_number_of_draws_that_means_nothing_is_refused(band, options):
    sample = alike(0.5, 3)
    with pytest.raises(ValueError, match="band"):
        band(sample, curve(sample, bins=TENTHS), **options)


def test_closed_forms_are_refused_where_they_do_not_hold():
    sample = paths(np.random.default_rng(6))
    with pytest.raises(ValueError, match="closed forms"):
        consistency_band(sample, curve(sample, bins="corp"), method="discrete")
    with pytest.raises(ValueError, match="closed forms"):
        consistency_band(alike(0.5, 3), curve(alike(0.5, 3), bins=TENTHS), method="continuous")


@pytest.mark.parametrize(("method", "decimals"), [("discrete", 1), ("continuous", 12)])
def test_closed_forms_agree_with_resampling_in_large_samples(method, decimals):
    rng = np.random.default_rng(7)
    p = rng.random(5000).round(decimals)
    sample = Sample.of(p, rng.random(5000) < p)
    made = curve(sample, bins="corp")
    drawn, closed = (consistency_band(sample, made, method=m) for m in ("resampling", method))
    middle = (made.mean > 0.15) & (made.mean < 0.85)
    wide, narrow = (np.mean((b.upper - b.lower)[middle]) for b in (drawn, closed))
    assert narrow == pytest.approx(wide, rel=0.12)


def test_large_samples_of_independent_forecasts_get_a_closed_form_by_themselves(monkeypatch):
    monkeypatch.setattr("scoring.calibration.bands._LARGE", 1000)
    rng = np.random.default_rng(8)
    for decimals, method in ((1, "discrete"), (9, "continuous")):
        p = rng.random(2000).round(decimals)
        sample = Sample.of(p, rng.random(2000) < p)
        made = curve(sample, bins="corp")
        chosen, expected = (consistency_band(sample, made, method=m) for m in ("auto", method))
        assert chosen.lower.tolist() == expected.lower.tolist()


@given(arrays(float, (200, 3), elements=st.integers(0, 9)), st.sampled_from([0.5, 0.8, 0.9]))
def test_an_envelope_leaves_out_no_more_draws_than_it_may(drawn, level):
    held = {}
    for simultaneous in (False, True):
        lower, upper = envelope(drawn, level, simultaneous=simultaneous)
        held[simultaneous] = (drawn >= lower) & (drawn <= upper)
    assert np.all(held[False].mean(axis=0) >= level)
    assert held[True].all(axis=1).mean() >= level


@pytest.mark.parametrize("level", [1e-9, 1 - 1e-3])
@pytest.mark.parametrize("simultaneous", [False, True])
def test_levels_near_0_and_1_have_bands(level, simultaneous):
    sample = families(np.random.default_rng(10))
    made = curve(sample, bins=Bins.equal_width(2))
    for band in BANDS:
        found = band(sample, made, level=level, draws=10, simultaneous=simultaneous)
        assert np.all(found.lower <= found.upper)


def test_so_high_a_level_is_given_more_draws_than_asked_for():
    sample = alike(0.5, 1000)
    made = curve(sample, bins=TENTHS)
    few, many = (consistency_band(sample, made, level=0.999, draws=n) for n in (10, 4000))
    assert few.lower[5] == pytest.approx(many.lower[5], abs=0.02)
    assert draws_needed(0.999, 1) == 4000


def test_pieces_come_true_as_often_as_they_say_and_together_within_a_cluster():
    sample = Sample.of([0.2, 0.4, 0.7, 0.7], [0, 0, 0, 0], cluster=[0, 0, 0, 1])
    pieces = Pieces.of(sample, np.array([0, 1, 2, 2]), 3)
    drawn = np.concatenate(list(pieces.draw(np.random.default_rng(9), 40_000)))
    assert drawn.mean(axis=0) == pytest.approx([0.2, 0.4, 1.4], abs=0.02)
    assert np.all(drawn[:, 0] <= drawn[:, 1])
    assert np.mean(drawn[:, 0] * drawn[:, 1]) == pytest.approx(0.2, abs=0.02)


def test_pieces_alike_are_counted_instead_of_drawn_one_by_one():
    sample = Sample.of([0.25] * 1000 + [0.5] * 1000, np.zeros(2000))
    pieces = Pieces.of(sample, np.repeat([0, 1], 1000), 2)
    assert pieces.number.tolist() == [1000, 1000]
    drawn = np.concatenate(list(pieces.draw(np.random.default_rng(1), 4000)))
    assert drawn.mean(axis=0) == pytest.approx([250, 500], abs=1.5)
    assert drawn.var(axis=0) == pytest.approx([187.5, 250], rel=0.1)


def test_the_density_of_a_constant_forecast_is_high_where_it_is_said():
    assert density(np.full(100, 0.5), [0.5, 0.1]).tolist() == pytest.approx([400, 0], abs=200)


def test_the_continuous_band_has_no_width_at_certainty():
    assert continuous_half_width([0.0, 1.0], [1.0, 1.0], 100, 0.9).tolist() == [0.0, 0.0]
