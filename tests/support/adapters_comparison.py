"""One small adapter for each metric of comparisons: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["COMPARISON"]

Inputs = dict[str, Any]

COMPARISON: dict[str, Callable[[Inputs], Any]] = {}
"""Adapters by the metric's name."""
