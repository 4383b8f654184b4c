"""How far a long command is: one line on a terminal, rewritten in place; nothing elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

__all__ = ["Bar", "Progress"]

_WIDE = 30
_SECOND, _MINUTE, _HOUR = 1_000_000, 60, 3600


class Progress:
    """A count that grows on stderr, and is gone when the block has ended.

    Args:
        what: What is counted.
    """

    def __init__(self, what: str) -> None:
        self._what, self._count, self._shown = what, 0, ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._shown:
            self._write("")

    def add(self, number: int) -> None:
        """Count on."""
        self._count += number
        if sys.stderr.isatty():
            self._write(self._line())

    def _line(self) -> str:
        return f"{self._count:,} {self._what}"

    def _write(self, line: str) -> None:
        blank = " " * (len(self._shown) - len(line))
        sys.stderr.write(f"\r{line}{blank}" + ("" if line else "\r"))
        sys.stderr.flush()
        self._shown = line


class Bar(Progress):
    """A bar that fills up, with the time that is left if things go on as they did.

    Args:
        what: What is counted.
        total: How many there are.
        clock: Tells the time, microseconds.
    """

    def __init__(self, what: str, total: int, clock: Callable[[], int]) -> None:
        super().__init__(what)
        self._total, self._clock, self._began = total, clock, clock()

    def _line(self) -> str:
        filled = _WIDE * self._count // self._total
        left = (self._clock() - self._began) * (self._total - self._count) / self._count
        bar = "#" * filled + "-" * (_WIDE - filled)
        done = f"{self._count:,} of {self._total:,} {self._what}"
        return f"{bar}  {done}, {_worded(left / _SECOND)} left"


def _worded(seconds: float) -> str:
    """A time in words, in its largest unit that says enough.

    >>> _worded(7), _worded(400), _worded(9000)
    ('7 s', '7 min', '2.5 h')
    """
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / _MINUTE:.0f} min" if seconds < 2 * _HOUR else f"{seconds / _HOUR:.1f} h"
