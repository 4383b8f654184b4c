"""Moments, which the ledger keeps as microseconds since 1970 (UTC), in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["utc"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc(moment: int) -> str:
    """The moment to the minute.

    >>> utc(1_765_000_000_000_000)
    '2025-12-06 05:46 UTC'
    """
    try:
        return f"{_EPOCH + timedelta(microseconds=moment):%Y-%m-%d %H:%M} UTC"
    except OverflowError:
        return f"{moment} µs"
