"""CORP: one decomposition for every proper score, from the isotonic fit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle_isotonic import LOSSES, corp_by_definition

from scoring.decomposition import corp
from scoring.rules import BRIER, FAMILIES, IMPROPER, LOG, RULES
from scoring.sample import Sample

PROPER = [*RULES.values(), FAMILIES["elementary"](0.3), FAMILIES["power"](1.5)]
NAMES = [rule.name for rule in PROPER]
RULE = st.sampled_from(PROPER)
PARTS = ("score", "miscalibration", "discrimination", "uncertainty")

WORDS = st.one_of(st.sampled_from([0.1, 0.29, 0.5]), st.floats(0.001, 0.999))
ROWS = st.lists(
    st.tuples(WORDS, st.integers(0, 1), st.sampled_from([1.0, 2.0, 0.375])), min_size=1, max_size=12
)
CERTAIN = st.lists(
    st.tuples(st.sampled_from([0.0, 0.2, 0.5, 1.0]), st.integers(0, 1), st.just(1.0)),
    min_size=1,
    max_size=12,
)


def columns(rows):
    return zip(*rows, strict=True)


def parts(found):
    return [getattr(found, name) for name in PARTS]


@given(rule=st.sampled_from(sorted(LOSSES)), rows=ROWS)
def test_the_parts_are_the_differences_of_mean_scores(rule, rows):
    p, y, w = columns(rows)
    expected = corp_by_definition(p, y, w, rule)
    found = parts(corp(Sample.of(p, y, w), rule=RULES[rule]))
    assert found == pytest.approx([expected[name] for name in PARTS], abs=1e-12)


@given(rule=RULE, rows=st.one_of(ROWS, CERTAIN))
def test_the_parts_add_up_and_none_is_negative(rule, rows):
    p, y, w = columns(rows)
    found = corp(Sample.of(p, y, w), rule=rule)
    assert min(parts(found)) >= 0.0
    together = found.miscalibration - found.discrimination + found.uncertainty
    assert found.score == pytest.approx(together, abs=1e-13)
    assert found.score == pytest.approx(rule.mean(p, y, w), abs=1e-13)


@given(rule=RULE, rows=ROWS)
def test_weights_are_repetitions_and_their_scale_does_not_matter(rule, rows):
    p, y, w = columns([(p, y, round(8 * w)) for p, y, w in rows])
    weighted = parts(corp(Sample.of(p, y, w), rule=rule))
    repeated = parts(corp(Sample.of(np.repeat(p, w), np.repeat(y, w)), rule=rule))
    scaled = parts(corp(Sample.of(p, y, 7.0 * np.array(w)), rule=rule))
    assert weighted == pytest.approx(repeated, abs=1e-13)
    assert weighted == pytest.approx(scaled, abs=1e-13)


@pytest.mark.parametrize("rule", PROPER, ids=NAMES)
def test_everybody_tied_has_neither_miscalibration_nor_discrimination_in_any_order(rule):
    for y in ([1, 0, 1, 0], [0, 0, 1, 1], [1, 1, 0, 0]):
        found = corp(Sample.of([0.5] * 4, y), rule=rule)
        assert (found.miscalibration, found.discrimination) == (0.0, 0.0)


@pytest.mark.parametrize("rule", PROPER, ids=NAMES)
@pytest.mark.parametrize("came", [0, 1])
def test_of_one_class_there_is_nothing_to_discriminate(rule, came):
    found = corp(Sample.of([0.2, 0.7, 0.7], [came] * 3), rule=rule)
    assert (found.discrimination, found.uncertainty) == (0.0, 0.0)
    assert found.miscalibration == found.score == pytest.approx(rule.mean([0.2, 0.7, 0.7], came))


def test_one_forecast_is_all_miscalibration():
    assert parts(corp(Sample.of([0.3], [1]))) == pytest.approx([0.49, 0.49, 0.0, 0.0])


def test_a_wrong_certainty_makes_the_score_infinite_and_leaves_the_rest_finite():
    found = corp(Sample.of([0.0, 0.5, 1.0], [1, 0, 1]), rule=LOG)
    assert (found.score, found.miscalibration) == (math.inf, math.inf)
    assert found.uncertainty == pytest.approx(-math.log(1 / 3) / 3 - 2 * math.log(2 / 3) / 3)
    assert math.isfinite(found.discrimination)


def test_a_wrong_certainty_without_weight_is_not_there():
    found = corp(Sample.of([0.0, 0.5, 1.0], [1, 0, 1], [0, 1, 1]), rule=LOG)
    assert parts(found) == parts(corp(Sample.of([0.5, 1.0], [0, 1]), rule=LOG))


def test_right_certainties_cost_nothing_under_any_rule():
    for rule in PROPER:
        assert corp(Sample.of([0.0, 1.0], [0, 1]), rule=rule).score == 0.0


@pytest.mark.parametrize("rule", IMPROPER.values(), ids=IMPROPER)
def test_an_improper_rule_is_refused(rule):
    with pytest.raises(ValueError, match="improper"):
        corp(Sample.of([0.2, 0.7], [0, 1]), rule=rule)


def test_of_nothing_there_are_no_parts():
    assert np.isnan(parts(corp(Sample.of([], [])))).all()


def test_an_isotonic_distortion_moves_miscalibration_only():
    p = np.array([0.1, 0.2, 0.4, 0.4, 0.7, 0.9])
    y = [0, 1, 0, 1, 1, 1]
    honest, bent = corp(Sample.of(p, y), rule=BRIER), corp(Sample.of(p**2, y), rule=BRIER)
    assert honest.discrimination == bent.discrimination
    assert honest.miscalibration != bent.miscalibration
