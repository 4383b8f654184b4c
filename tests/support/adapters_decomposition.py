"""One small adapter for each metric of decompositions: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DECOMPOSITION"]

Inputs = dict[str, Any]

DECOMPOSITION: dict[str, Callable[[Inputs], Any]] = {}
"""Adapters by the metric's name."""
