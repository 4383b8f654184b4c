"""What forecasters can expect in worlds that are known exactly, against plain integration."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from market.simulation.worlds import bin as bin_world
from market.simulation.worlds import evidence


@pytest.mark.parametrize(("gamma", "delta"), [(0.1, 0.1), (0.4, 0.0), (0.4, 0.3), (0.95, 2.0)])
def test_the_brier_score_in_the_bin_world_is_the_integral_over_signals(gamma, delta):
    spread, slope = np.sqrt(gamma + delta), gamma / (gamma + delta)

    def loss(z):
        report = stats.norm.cdf(z / np.sqrt(1 - gamma))
        happens = stats.norm.cdf(slope * z / np.sqrt(1 - slope * gamma))
        squared = happens * (1 - report) ** 2 + (1 - happens) * report**2
        return stats.norm.pdf(z, scale=spread) * squared

    integral = quad(loss, -12 * spread, 12 * spread, epsabs=1e-12, limit=400)[0]
    assert bin_world.expected_brier(gamma, delta) == pytest.approx(integral, abs=1e-9)


@pytest.mark.parametrize(("prior", "v"), [(0.5, 0.5), (0.01, 2.0), (0.9, 30.0), (0.999, 300.0)])
def test_the_brier_score_of_calibrated_evidence_is_the_integral_over_evidence(prior, v):
    start, deviation = np.log(prior / (1 - prior)), np.sqrt(v)

    def loss(z, sign):
        belief = 1 / (1 + np.exp(-(start + sign * v / 2 + deviation * z)))
        return stats.norm.pdf(z) * ((1 - belief) ** 2 if sign > 0 else belief**2)

    parts = (
        weight
        * quad(loss, -30, 30, args=(sign,), points=[-sign * deviation / 2], epsabs=0, limit=2000)[0]
        for weight, sign in ((prior, 1), (1 - prior, -1))
    )
    assert evidence.expected_brier(prior, v) == pytest.approx(sum(parts), rel=1e-9)


def test_evidence_from_none_to_all_takes_the_score_from_the_priors_to_nothing():
    score = evidence.expected_brier(0.3, [0.0, 0.1, 1.0, 10.0, 100.0, 1000.0])
    assert score[0] == pytest.approx(0.21, rel=1e-14)
    assert np.all(np.diff(score) < 0.0)
    assert 0.0 < score[-1] < 1e-50
