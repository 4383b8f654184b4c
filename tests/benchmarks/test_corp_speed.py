"""Speed of the decomposition without bins, beside that of model-diagnostics in the same run."""

from __future__ import annotations

import numpy as np
import pytest
from timing import ratio, say

from scoring.decomposition import corp
from scoring.sample import Sample

pytestmark = pytest.mark.benchmark


@pytest.fixture(scope="module")
def decompose():
    """The peer's decomposition of the mean squared error."""
    peer = pytest.importorskip("model_diagnostics.scoring")
    return lambda y, p: peer.decompose(y, p, scoring_function=peer.SquaredError())


def forecasts(size, *, grid):
    """Calibrated forecasts, continuous or in whole percents."""
    rng = np.random.default_rng(7)
    p = rng.random(size)
    p = np.rint(100.0 * p) / 100.0 if grid else p
    return p, (rng.random(size) < p).astype(float)


@pytest.mark.parametrize("size", [1_000_000, 10_000_000], ids=["1e6", "1e7"])
@pytest.mark.parametrize(("grid", "least"), [(False, 1.8), (True, 12.0)], ids=["any", "percents"])
def test_corp_is_faster_than_its_peer_checks_included(decompose, size, grid, least):
    p, y = forecasts(size, grid=grid)
    found = ratio(lambda: decompose(y, p), lambda: corp(Sample.of(p, y)), rounds=3)
    say(f"CORP, {size:,} forecasts, {'percents' if grid else 'any'}: {found:.1f} times faster")
    assert found >= least


@pytest.mark.parametrize("grid", [False, True], ids=["any", "percents"])
def test_corp_agrees_with_its_peer(decompose, grid):
    p, y = forecasts(100_000, grid=grid)
    found, other = corp(Sample.of(p, y)), decompose(y, p)
    ours = (found.miscalibration, found.discrimination, found.uncertainty, found.score)
    names = ("miscalibration", "discrimination", "uncertainty", "score")
    assert ours == pytest.approx([other[name][0] for name in names], abs=1e-14)
