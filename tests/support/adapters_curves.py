"""One small adapter for each metric of calibration curves and their bands: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CURVES"]

Inputs = dict[str, Any]

CURVES: dict[str, Callable[[Inputs], Any]] = {}
"""Adapters by the metric's name."""
