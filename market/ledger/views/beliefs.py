"""What counts as a forecast: what people report, what they trade, or both."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Beliefs"]


class Beliefs(StrEnum):
    """From what somebody's beliefs are read.

    Whoever trades says that the right price is where the trade leaves it: each trade is a forecast
    of that probability, from its time on. Of both, the later supersedes the earlier.
    """

    REPORTS = "reports"
    TRADES = "trades"
    BOTH = "both"
