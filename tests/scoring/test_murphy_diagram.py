"""Murphy diagrams: the exact curve, what its integrals are, and who dominates whom."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_cases import PROPER

from scoring.murphy_diagram import dominance, murphy_diagram
from scoring.rules import ABSOLUTE_ERROR, BRIER, LOG, elementary, threshold_weighted_brier
from scoring.sample import Sample

ROWS = st.lists(
    st.tuples(
        st.integers(0, 20).map(lambda twentieths: twentieths / 20),
        st.integers(0, 1),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=12,
)


def sample_of(rows):
    p, y, w = zip(*rows, strict=True)
    return Sample.of(p, y, w)


@given(ROWS, st.floats(0.001, 0.999))
def test_the_curve_is_the_mean_elementary_score_at_every_threshold(rows, theta):
    sample = sample_of(rows)
    expected = elementary(theta).mean(sample.probability, sample.outcome, sample.weight)
    assert murphy_diagram(sample).at(theta).item() == pytest.approx(expected, abs=1e-14)


@given(ROWS)
def test_values_and_left_limits_at_the_forecasts_are_the_curves(rows):
    curve = murphy_diagram(sample_of(rows))
    inner = curve.start[1:]
    assert curve.value[1:] == pytest.approx(curve.at(inner), abs=1e-15)
    assert curve.left_limit[:-1] == pytest.approx(curve.below(inner), abs=1e-15)
    assert curve.below(inner) == pytest.approx(curve.at(inner - 1e-9), abs=1e-8)


@given(ROWS)
def test_areas_between_straight_lines_add_up_to_brier_and_log(rows):
    sample = sample_of(rows)
    curve = murphy_diagram(sample)
    low, high = curve.start, curve.end
    brier = (high - low) * (curve.value + curve.left_limit)
    assert brier.sum() == pytest.approx(BRIER.mean(*columns(sample)), abs=1e-12)
    with np.errstate(divide="ignore", invalid="ignore"):
        missed = curve.missed * np.log(high / low)
        alarmed = curve.alarmed * np.log((1 - low) / (1 - high))
    missed[curve.missed == 0.0] = alarmed[curve.alarmed == 0.0] = 0.0
    expected = LOG.mean(*columns(sample))
    assert np.sum(missed + alarmed) == pytest.approx(expected, rel=1e-12, abs=1e-12)


def columns(sample):
    return sample.probability, sample.outcome, sample.weight


@pytest.mark.parametrize("rule", PROPER.values(), ids=PROPER)
def test_the_integral_in_a_rules_own_measure_is_its_mean_loss(rule):
    dice = np.random.default_rng(5)
    sample = Sample.of(dice.random(400).round(2) * 0.98 + 0.001, dice.integers(0, 2, 400))
    expected = rule.mean(sample.probability, sample.outcome)
    assert murphy_diagram(sample).integral(rule) == pytest.approx(expected, rel=1e-12)


def test_certainties_cost_infinity_only_where_they_were_wrong():
    right, wrong = Sample.of([0.0, 1.0, 0.5], [0, 1, 1]), Sample.of([0.0, 0.5], [1, 1])
    assert murphy_diagram(right).integral(LOG) == pytest.approx(math.log(2) / 3)
    assert murphy_diagram(wrong).integral(LOG) == math.inf
    assert murphy_diagram(wrong).integral(BRIER) == pytest.approx(0.625)


def test_an_improper_rule_has_no_measure():
    with pytest.raises(ValueError, match="improper"):
        murphy_diagram(Sample.of([0.5], [1])).integral(ABSOLUTE_ERROR)


def test_a_curve_of_nothing_is_missing_everywhere():
    curve = murphy_diagram(Sample.of([], []))
    assert np.isnan(curve.at([0.2, 0.7])).all()
    assert math.isnan(curve.integral(BRIER))


@pytest.mark.parametrize("theta", [0.0, 1.0, math.nan, [0.5, 2]])
def test_thresholds_lie_between_zero_and_one(theta):
    with pytest.raises(ValueError, match="thresholds"):
        murphy_diagram(Sample.of([0.5], [1])).at(theta)


@given(ROWS, st.lists(st.integers(0, 20), min_size=12, max_size=12))
def test_who_dominates_is_who_loses_no_more_at_any_threshold(rows, other):
    first = sample_of(rows)
    second = Sample.of(np.array(other[: first.size]) / 20, first.outcome, first.weight)
    forecasts = np.union1d(first.probability, second.probability)
    theta = np.union1d(forecasts, np.arange(1, 200) / 200)
    theta = theta[(theta > 0) & (theta < 1)]
    curves = [murphy_diagram(one) for one in (first, second)]
    lead = np.append(
        curves[1].at(theta) - curves[0].at(theta), curves[1].below(theta) - curves[0].below(theta)
    )
    verdict = dominance(first, second)
    ahead, behind = np.any(lead > 1e-12), np.any(lead < -1e-12)
    names = {(True, False): "first", (False, True): "second", (False, False): "equal"}
    assert verdict.winner == names.get((bool(ahead), bool(behind)), "neither")
    assert (verdict.crossings.size > 0) == (verdict.winner == "neither")
    edges = np.array([0.0, *verdict.crossings, 1.0])
    twice, sides = np.append(theta, theta), (lead > 1e-12, lead < -1e-12)
    for low, high, leader in zip(edges[:-1], edges[1:], verdict.leads, strict=False):
        within = (twice > low + 1e-9) & (twice < high - 1e-9)
        assert not np.any(within & sides[leader == "first"])
    mirrored = {"first": "second", "second": "first"}
    turned = dominance(second, first)
    assert turned.winner == mirrored.get(verdict.winner, verdict.winner)
    assert turned.crossings.tolist() == pytest.approx(verdict.crossings.tolist())


def test_a_lead_that_lives_at_a_left_limit_alone_is_seen():
    # At and above 0.5 both are alike; just below it the first still acts, in vain.
    first, second = Sample.of([0.5, 0.9], [0, 1]), Sample.of([0.4, 0.9], [0, 1])
    assert dominance(first, second).winner == "second"
    assert dominance(first, second).crossings.size == 0


def test_a_lead_that_falls_from_exactly_nothing_changes_where_it_falls():
    # Both lose the same at 0.5, where a stretch begins; the first leads before, the second after.
    said = ([0.55, 0.0, 0.55], [0.5, 0.55, 0.0])
    first, second = (Sample.of(p, [0, 1, 1], [1, 2, 3]) for p in said)
    assert dominance(first, second).leads == ("first", "second")
    assert dominance(first, second).crossings.tolist() == [0.5]


def test_crossings_are_where_the_better_choice_changes():
    y = [0, 1]
    # The first misses at low thresholds, the second alarms at high ones.
    first, second = Sample.of([0.1, 0.3], y), Sample.of([0.6, 0.9], y)
    verdict = dominance(first, second)
    assert verdict.winner == "neither"
    lead = [
        murphy_diagram(second).at(theta) - murphy_diagram(first).at(theta)
        for theta in (verdict.crossings[0] - 1e-6, verdict.crossings[0] + 1e-6)
    ]
    assert lead[0] * lead[1] < 0


def test_the_dominant_forecaster_wins_by_every_rule():
    y = np.tile([0, 1], 50)
    p = np.random.default_rng(6).uniform(0.2, 0.8, 100)
    better = np.where(y == 1, p + 0.1, p - 0.1)
    assert dominance(Sample.of(better, y), Sample.of(p, y)).winner == "first"
    for rule in (*PROPER.values(), threshold_weighted_brier(0.4, 0.5)):
        assert rule.mean(better, y) <= rule.mean(p, y)


def test_forecasts_of_other_outcomes_cannot_be_compared():
    for other in (Sample.of([0.5], [0]), Sample.of([0.5], [1], [2]), Sample.of([0.5] * 2, [1, 1])):
        with pytest.raises(ValueError, match="same outcomes"):
            dominance(Sample.of([0.5], [1]), other)
    with pytest.raises(ValueError, match="same outcomes"):
        dominance(Sample.of([], []), Sample.of([], []))
