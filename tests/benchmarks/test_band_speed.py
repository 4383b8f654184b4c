"""Speed of bands, as ratios to sorting every draw, which none of them does."""

from __future__ import annotations

import numpy as np
import pytest
from timing import ratio, say

from scoring.bins import Bins
from scoring.calibration import consistency_band, curve, honest_band
from scoring.sample import Sample

pytestmark = pytest.mark.benchmark

ROWS, DRAWS = 10_000, 1000


def calibrated(decimals):
    rng = np.random.default_rng(1)
    p = rng.random(ROWS).round(decimals)
    return Sample.of(p, rng.random(ROWS) < p)


def sorts():
    """What resampling pairs and sorting them again would cost before anything else."""
    column = np.random.default_rng(2).random(ROWS)
    return lambda: [np.argsort(column) for _ in range(DRAWS)]


@pytest.mark.parametrize(
    ("bins", "decimals", "most"),
    [
        (Bins.equal_width(10), 12, 2.0),
        (Bins.equal_width(10), 2, 0.5),
        ("corp", 12, 6.0),
        ("corp", 2, 1.0),
    ],
    ids=["bins, all different", "bins, whole percents", "corp, all different", "corp, percents"],
)
def test_a_thousand_draws_of_ten_thousand_forecasts(bins, decimals, most, request):
    sample = calibrated(decimals)
    made = curve(sample, bins=bins)
    found = ratio(lambda: consistency_band(sample, made, draws=DRAWS), sorts(), rounds=2)
    say(f"{request.node.callspec.id}: {found:.2f} times {DRAWS} sorts (at most {most})")
    assert found <= most


def test_the_honest_band_of_ten_thousand_forecasts():
    sample = calibrated(12)
    found = ratio(lambda: honest_band(sample), sorts(), rounds=2)
    say(f"honest band: {found:.2f} times {DRAWS} sorts (at most 1)")
    assert found <= 1.0
