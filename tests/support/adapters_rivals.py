"""One small adapter for each metric of rival scores and boards: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RIVALS"]

Inputs = dict[str, Any]

RIVALS: dict[str, Callable[[Inputs], Any]] = {}
"""Adapters by the metric's name."""
