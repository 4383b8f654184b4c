"""Speed of making a thousand linked forecasts coherent, in dense systems of as many equations."""

from __future__ import annotations

import numpy as np
import pytest
from timing import ratio, say

from scoring.coherence import Constraint, project

pytestmark = pytest.mark.benchmark

SIZE, RUNGS = 1000, 10


def chain():
    return [Constraint("implies", (one, one + 1)) for one in range(SIZE - 1)]


def tangle():
    rng = np.random.default_rng(1)
    picks = (sorted(rng.choice(SIZE, 2, replace=False).tolist()) for _ in range(3 * SIZE))
    return [Constraint("implies", tuple(pick)) for pick in picks]


def families():
    """A hundred of ten deadlines each."""
    return [Constraint("implies", (one, one + 1)) for one in range(SIZE - 1) if (one + 1) % RUNGS]


def crossed():
    """Twice as many pairs of families, one of which implies the other at every deadline."""
    rng = np.random.default_rng(1)
    pairs = (sorted(rng.choice(SIZE // RUNGS, 2, replace=False).tolist()) for _ in range(200))
    steps = [(RUNGS * one + at, RUNGS * other + at) for one, other in pairs for at in range(RUNGS)]
    return families() + [Constraint("implies", step) for step in steps]


def exclusive():
    """Four families at a time exclude each other, and each four share one with the next."""
    first = RUNGS * np.arange(4)
    sets = [
        tuple((RUNGS * start + first + at).tolist())
        for start in range(0, SIZE // RUNGS - 3, 3)
        for at in range(RUNGS)
    ]
    return families() + [Constraint("excludes", one) for one in sets]


@pytest.mark.parametrize("divergence", ["brier", "log"])
@pytest.mark.parametrize("linked", [chain, tangle, crossed, exclusive])
def test_a_thousand_linked_forecasts(linked, divergence):
    rng = np.random.default_rng(2)
    p, constraints = rng.uniform(0.01, 0.99, SIZE), linked()
    matrix = rng.normal(size=(SIZE, SIZE))
    found = ratio(
        lambda: project(p, constraints, divergence=divergence),
        lambda: np.linalg.solve(matrix, p),
        rounds=2,
    )
    say(f"{linked.__name__}, {divergence}: {found:.1f} dense systems of {SIZE} (at most 60)")
    assert found <= 60.0
