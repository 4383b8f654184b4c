"""What a market owes its traders once its question is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Holding", "payout", "refunds", "winnings"]


class Holding(NamedTuple):
    """What somebody did on a market, in whole units.

    Attributes:
        trader: The trader's number.
        shares: YES shares held at the actual close, or NO shares below 0.
        paid: What all trades cost together; below 0 what they brought.
        paid_late: What those cost that were made after the actual close.
    """

    trader: int
    shares: int
    paid: int
    paid_late: int = 0


def payout(shares: int, outcome: int) -> int:
    """What shares pay: a credit each if they are of the side that came about.

    >>> payout(3_000_000, 1), payout(3_000_000, 0), payout(-3_000_000, 0)
    (3000000, 0, 3000000)
    """
    return max(0, shares if outcome else -shares)


def winnings(holdings: Iterable[Holding], outcome: int) -> dict[int, int]:
    """What the market maker pays at a resolution, by trader.

    A trade after the outcome was settled is undone: its price is paid back.

    Args:
        holdings: What each trader did.
        outcome: 1 for yes, 0 for no.

    Returns:
        Amounts other than 0; below 0 where the trader pays.

    >>> winnings([Holding(7, 2_000_000, 1_000_000), Holding(8, -5, 3)], 1)
    {7: 2000000}
    """
    owed = {one.trader: payout(one.shares, outcome) + one.paid_late for one in holdings}
    return {trader: amount for trader, amount in owed.items() if amount}


def refunds(holdings: Iterable[Holding]) -> dict[int, int]:
    """What the market maker pays back at an annulment, by trader, as if nobody had traded.

    Returns:
        Amounts other than 0; below 0 where the trader had earned by trading, and pays it back.

    >>> refunds([Holding(7, 2_000_000, 1_000_000), Holding(8, 0, -4)])
    {7: 1000000, 8: -4}
    """
    return {one.trader: one.paid for one in holdings if one.paid}
