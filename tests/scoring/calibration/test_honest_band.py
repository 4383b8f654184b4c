"""The honest band: its definition, its grouping, and that it holds whole curves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.calibration import confidence_band, curve, honest_band
from scoring.sample import Sample


def clopper_pearson(successes, trials, error):
    """One-sided bounds from the definition: the probability of so many is what the error allows."""
    from scipy.special import betaincinv

    low = 0.0 if successes == 0 else betaincinv(successes, trials - successes + 1, error)
    failed = trials - successes
    high = 1.0 if failed == 0 else 1.0 - betaincinv(failed, successes + 1, error)
    return low, high


def by_definition(x, y, level, at):
    """Bounds at one probability: every run of neighbouring values below it, and above it."""
    values = sorted(set(x))
    error = (1 - level) / (len(values) * (len(values) + 1))
    lower, upper = [0.0], [1.0]
    for first, low in enumerate(values):
        for high in values[first:]:
            inside = [said for p, said in zip(x, y, strict=True) if low <= p <= high]
            bounds = clopper_pearson(sum(inside), len(inside), error)
            if high <= at:
                lower.append(bounds[0])
            if low >= at:
                upper.append(bounds[1])
    return max(lower), min(upper)


@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 0.1, 0.3, 0.35, 0.8, 1.0]), st.integers(0, 1)),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from([0.0, 0.2, 0.3, 0.5, 0.9, 1.0]),
)
def test_the_band_is_what_its_definition_says(rows, at):
    x, y = zip(*rows, strict=True)
    lower, upper = honest_band(Sample.of(x, y), level=0.8).at(at)
    assert (lower, upper) == pytest.approx(by_definition(x, y, 0.8, at))


def test_one_value_gets_the_interval_of_clopper_and_pearson():
    lower, upper = honest_band(Sample.of([0.4] * 20, [1] * 7 + [0] * 13), level=0.95).at(0.4)
    # R: binom.test(7, 20)$conf.int
    assert (lower, upper) == pytest.approx((0.1539092, 0.5921885), abs=1e-7)


def test_bounds_never_fall_and_nothing_said_means_nothing_known():
    rng = np.random.default_rng(1)
    band = honest_band(Sample.of(rng.random(200), rng.integers(0, 2, 200)))
    assert np.all(np.diff(band.lower) >= 0)
    assert np.all(np.diff(band.upper) >= 0)
    lower, upper = honest_band(Sample.of([], [])).at([0.0, 0.5])
    assert lower.tolist() == [0, 0]
    assert upper.tolist() == [1, 1]


def test_groups_hold_what_lies_below_and_above_them_and_never_more():
    rng = np.random.default_rng(2)
    p = rng.random(400)
    sample = Sample.of(p, rng.random(400) < p)
    band = honest_band(sample, groups=20)
    assert band.lower.size <= 20
    assert np.all(band.lowest <= band.highest)
    assert np.all(band.highest[:-1] < band.lowest[1:])
    first = band.highest[0]
    assert band.at(np.nextafter(first, 0.0))[0] == 0.0


def test_weights_that_are_all_alike_do_not_matter():
    rng = np.random.default_rng(3)
    p, y = rng.random(50), rng.integers(0, 2, 50)
    one, other = (honest_band(Sample.of(p, y, np.full(50, w))) for w in (1.0, 0.2))
    assert other.lower == pytest.approx(one.lower)


def test_forecasts_that_depend_on_each_other_are_refused():
    for sample in (
        Sample.of([0.2, 0.4], [0, 1], cluster=[0, 0]),
        Sample.of([0.2, 0.4], [0, 1], weights=[1, 2]),
    ):
        with pytest.raises(ValueError, match="independent"):
            honest_band(sample)


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_level_that_means_nothing_is_refused(level):
    with pytest.raises(ValueError, match="level"):
        honest_band(Sample.of([0.5], [1]), level=level)


def test_all_of_an_isotonic_curve_at_once_is_held_by_this_band():
    rng = np.random.default_rng(4)
    p = rng.random(300).round(1)
    sample = Sample.of(p, rng.random(300) < p)
    made = curve(sample, bins="corp")
    band = confidence_band(sample, made, level=0.8, simultaneous=True)
    lower, upper = honest_band(sample, level=0.8).at(made.mean)
    assert band.lower == pytest.approx(lower, abs=1e-12)
    assert band.upper == pytest.approx(upper, abs=1e-12)


def bent(x):
    """A true curve that is not the diagonal: what is said is underconfident."""
    return x**1.5 / (x**1.5 + (1 - x) ** 1.5)


def held(rng, n, *, decimals, groups, level=0.9, panels=60):
    """Share of panels in which the band holds the true frequency of everything said."""
    whole = []
    for _ in range(panels):
        x = rng.beta(0.7, 0.7, n).round(decimals)
        band = honest_band(Sample.of(x, rng.random(n) < bent(x)), level=level, groups=groups)
        lower, upper = band.at(x)
        whole.append(bool(np.all((lower <= bent(x)) & (bent(x) <= upper))))
    return float(np.mean(whole))


@pytest.mark.parametrize(
    ("n", "decimals", "groups"), [(20, 9, 200), (60, 1, 200), (500, 2, 40), (2000, 9, 40)]
)
def test_the_band_holds_the_whole_curve_in_samples_of_every_size(n, decimals, groups):
    assert held(np.random.default_rng(n), n, decimals=decimals, groups=groups) >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize(("level", "n"), [(0.5, 200), (0.5, 5000), (0.9, 20_000)])
def test_the_band_holds_the_whole_curve_at_other_levels(level, n):
    rng = np.random.default_rng(n)
    assert held(rng, n, decimals=2, groups=101, level=level, panels=300) >= level


def test_a_grid_of_whole_percents_takes_no_grouping():
    rng = np.random.default_rng(5)
    p = rng.random(20_000).round(2)
    band = honest_band(Sample.of(p, rng.random(20_000) < p))
    assert band.lowest.tolist() == np.unique(p).tolist()
    lower, upper = band.at(p)
    assert np.mean(upper - lower) < 0.15
