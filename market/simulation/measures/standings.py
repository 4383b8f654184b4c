"""Figures of the people of a panel on named boards, all turned so that higher is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.rivals.table import RIVALS, rivals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.panel import Panel

    Floats = NDArray[np.float64]

__all__ = ["FLOOR", "standings"]

FLOOR = 0.001
"""Floor under probabilities in logarithms, for all alike: the least that Metaculus accepts."""


def standings(panel: Panel, moments: int, boards: Sequence[str]) -> Floats:
    """Figures of a panel's people, a row for each board; NaN where one has none.

    Args:
        panel: The questions of one panel.
        moments: Moments of a lifetime; boards that score daily take each for a day.
        boards: Names of boards, of `scoring.rivals`.

    Raises:
        KeyError: A board is unknown.
    """
    found = rivals(panel, eps=FLOOR, day=1.0 / moments, names=boards).figures
    signs = {"gain": 1.0, "loss": -1.0}
    turned = [signs[RIVALS[name].orientation] * found[name] for name in boards]
    return np.stack(turned)[:, panel.people]
