"""Honesty pays under every scoring rule that may rank, and not under the one that may not.

Source: Gneiting & Raftery 2007, Journal of the American Statistical Association 102:359.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from market.simulation.theory.check import at_least, equals, vanishes
from scoring.rules import IMPROPER, RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

__all__ = ["propriety"]

_GRID = np.linspace(0.001, 0.999, 999)


def propriety(_effort: Effort) -> Iterator[Check]:
    """Scoring rules: what honesty is expected to cost, and everything else."""
    said, believed = _GRID[:, None], _GRID
    for name, rule in RULES.items():
        yield at_least(f"{name}: cost of another report", rule.divergence(said, believed), 0.0)
        if rule.properness == "strict":
            best = _GRID[rule.expected(said, believed).argmin(axis=0)]
            yield vanishes(f"{name}: best report less belief", best - believed)
    for name, rule in IMPROPER.items():
        cost = rule.divergence(1.0, 0.6)
        yield equals(f"{name}: cost of 100% at a belief of 60%", cost, -0.08, 1e-12)
