"""Values that other libraries have been seen to get wrong."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scoring.murphy_diagram import murphy_diagram
from scoring.rules import BRIER, LOG, elementary
from scoring.sample import Sample


@pytest.mark.parametrize(
    ("p", "y", "nats"),
    [
        (1e-300, 1, 690.7755278982137),
        (1e-12, 1, 27.631021115928547),
        (1e-14, 0, 1.000000000000005e-14),
        (1e-17, 0, 1e-17),
        (1 - 2**-53, 1, 1.1102230246251565e-16),
        (1 - 2**-53, 0, 36.7368005696771),
    ],
)
def test_a_log_loss_is_exact_in_a_tail_alone_and_in_a_mean(p, y, nats):
    assert LOG.loss(p, y).item() == pytest.approx(nats, rel=4e-16)
    assert LOG.mean(np.full(9, p), np.full(9, y)) == pytest.approx(nats, rel=1e-15)


@pytest.mark.parametrize(("p", "y"), [(0.0, 1), (1.0, 0)])
def test_a_wrong_certainty_costs_infinity_not_36_nats(p, y):
    assert LOG.loss(p, y).item() == math.inf
    assert LOG.mean(np.array([0.5, p]), np.array([1, y])) == math.inf


def test_a_float32_tail_is_not_capped_at_16_nats():
    p = np.array([1e-30], np.float32)
    assert LOG.mean(p, np.array([1])) == pytest.approx(-math.log(float(p[0])), rel=1e-15)


@pytest.mark.parametrize("happened", [0, 1])
def test_outcomes_all_alike_need_no_labels(happened):
    y = np.full(3, happened)
    assert LOG.mean(np.array([0.2, 0.5, 0.7]), y) == pytest.approx(
        np.mean([-math.log(p if happened else 1 - p) for p in (0.2, 0.5, 0.7)])
    )


def test_a_probability_slightly_above_one_is_refused_and_never_pays():
    for p in (np.array([1 + 1e-5]), [1 + 2**-52], np.nextafter(1.0, 2.0)):
        with pytest.raises(ValueError, match="probabilities"):
            LOG.mean(p, [1])
        with pytest.raises(ValueError, match="probabilities"):
            LOG.loss(p, 1)


def test_a_missing_outcome_gives_a_missing_loss_and_no_error():
    assert np.isnan(BRIER.loss([0.3, 0.4], [math.nan, 1])).tolist() == [True, False]


def test_an_elementary_score_at_one_half_is_half_not_a_quarter():
    assert elementary(0.5).loss([0.4, 0.6], [1, 0]).tolist() == [0.5, 0.5]


def test_a_threshold_on_a_forecast_counts_it_as_not_above():
    sample = Sample.of([0.3, 0.3], [1, 0])
    assert murphy_diagram(sample).at(0.3).item() == pytest.approx(0.7 / 2)
    assert murphy_diagram(sample).below(0.3).item() == pytest.approx(0.3 / 2)
