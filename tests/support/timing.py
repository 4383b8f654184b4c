"""Ratios of times, measured so that a busy machine disturbs both sides alike."""

from __future__ import annotations

import gc
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ratio", "say"]


def ratio(one: Callable[[], object], other: Callable[[], object], *, rounds: int = 5) -> float:
    """Least time of ``one`` over least time of ``other``, in turns after a first run of each."""
    one()
    other()
    times = [(_seconds(one), _seconds(other)) for _ in range(rounds)]
    mine, theirs = (min(column) for column in zip(*times, strict=True))
    return mine / theirs


def say(line: str) -> None:
    """Print a measured figure, seen with ``pytest -m benchmark -s``."""
    print(line)  # noqa: T201 - the figure is what a benchmark is run for


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begun = perf_counter()
    work()
    return perf_counter() - begun
