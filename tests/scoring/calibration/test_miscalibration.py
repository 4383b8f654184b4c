"""The test of miscalibration: valid p-values, under every proper rule."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from calibrated import KINDS

from scoring.calibration import miscalibration_test
from scoring.calibration.miscalibration import _shared
from scoring.decomposition.corp import corp
from scoring.rules import BRIER, LOG, RULES
from scoring.sample import Sample


@pytest.mark.parametrize("rule", [r for r in RULES.values() if r.properness != "improper"])
def test_the_figure_is_that_of_the_decomposition(rule):
    sample = KINDS["paths"](np.random.default_rng(1))
    found = miscalibration_test(sample, rule=rule, draws=9)
    assert found.mcb == corp(sample, rule=rule).miscalibration
    assert 0.1 <= found.p <= 1.0


def test_a_p_value_is_never_0():
    sure = Sample.of([0.001] * 50, [1] * 50)
    assert miscalibration_test(sure, draws=99).p == 0.01
    assert miscalibration_test(sure, draws=9).p == 0.1


def test_what_cannot_be_better_calibrated_has_p_1():
    assert miscalibration_test(Sample.of([0.5] * 4, [0, 1, 0, 1])).p == 1.0
    assert miscalibration_test(Sample.of([0.0, 1.0], [0, 1]), rule=LOG).p == 1.0


@pytest.mark.parametrize("cluster", [None, [0, 0, 0, 1, 1]])
def test_a_certainty_that_was_wrong_is_the_least_p_value(cluster):
    sample = Sample.of([1.0, 0.9, 0.85, 0.2, 0.3], [0, 1, 1, 0, 0], cluster=cluster)
    found = miscalibration_test(sample, rule=LOG, draws=99)
    assert found.mcb == np.inf
    assert found.p == 0.01


def test_nothing_is_known_of_an_empty_sample():
    found = miscalibration_test(Sample.of([], []))
    assert np.isnan([found.mcb, found.expected, found.p]).all()


def test_calibrated_forecasts_show_some_miscalibration_and_the_test_says_how_much():
    sample = KINDS["independent"](np.random.default_rng(2))
    found = miscalibration_test(sample)
    assert 0 < found.expected < 0.05
    assert found.p > 0.05


def test_overconfidence_is_found():
    rng = np.random.default_rng(3)
    p = rng.random(300)
    assert (
        miscalibration_test(Sample.of(np.where(p > 0.5, 0.95, 0.05), rng.random(300) < p)).p < 0.01
    )


def test_the_order_of_the_rows_does_not_matter():
    rng = np.random.default_rng(4)
    p, y = rng.random(60), rng.integers(0, 2, 60)
    one, other = (
        miscalibration_test(Sample.of(*c), draws=99) for c in ((p, y), (p[::-1], y[::-1]))
    )
    assert one.p == other.p


def test_forecasts_alone_in_their_cluster_come_true_with_what_they_say():
    sample = KINDS["independent"](np.random.default_rng(5))
    assert _shared(sample) == pytest.approx(sample.probability)


def test_an_improper_rule_and_no_draws_are_refused():
    sample = Sample.of([0.5], [1])
    with pytest.raises(ValueError, match="draw"):
        miscalibration_test(sample, draws=0)
    with pytest.raises(ValueError, match="improper"):
        miscalibration_test(sample, rule=replace(BRIER, properness="improper"))


def test_what_a_cluster_says_in_one_fifth_shares_its_mean_and_certainties_none():
    said = [0.05, 0.15, 0.3, 0.0, 0.9, 1.0, 0.1]
    sample = Sample.of(said, [0, 0, 0, 0, 1, 1, 1], [3, 1, 1, 1, 1, 1, 1], [0] * 6 + [1])
    assert _shared(sample) == pytest.approx([0.075, 0.075, 0.3, 0.0, 0.9, 1.0, 0.1])


def test_the_test_redraws_what_a_cluster_says_in_one_fifth_as_one():
    """What comes true or fails as one strays farther, so that chance alone costs more."""
    p, cluster = np.tile([0.01, 0.19], 40), np.repeat(np.arange(40), 2)
    found = miscalibration_test(Sample.of(p, np.zeros(80), cluster=cluster), draws=99)
    apart = miscalibration_test(Sample.of(p, np.zeros(80)), draws=99)
    assert found.expected > 1.2 * apart.expected
