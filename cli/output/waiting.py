"""A word for somebody at a terminal who has to wait."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cli.output.streams import say

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["waiting"]

SOON = 1.0
"""Seconds that nobody calls waiting."""


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Say what is waited for, once that has taken a while and if somebody is there to read it.

    Args:
        what: What the block waits for.
    """
    if not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    timer = Timer(SOON, say, [f"Waiting for {what} ..."])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
