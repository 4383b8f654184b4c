"""The adapters of all metrics of a library of scores and markets, by the metric's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters_calibration import CALIBRATION
from adapters_comparison import COMPARISON
from adapters_curves import CURVES
from adapters_decomposition import DECOMPOSITION
from adapters_makers import MAKERS
from adapters_msr import SCORING_RULE_MARKETS
from adapters_pooling import POOLING
from adapters_rivals import RIVALS
from adapters_rules import RULES
from adapters_sequential import SEQUENTIAL
from adapters_traders import TRADERS

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SCORING"]

SCORING: dict[str, Callable[[dict[str, Any]], Any]] = {
    **RULES,
    **DECOMPOSITION,
    **CALIBRATION,
    **CURVES,
    **COMPARISON,
    **SEQUENTIAL,
    **RIVALS,
    **POOLING,
    **MAKERS,
    **TRADERS,
    **SCORING_RULE_MARKETS,
}
