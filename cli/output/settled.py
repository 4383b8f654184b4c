"""What a ruling made a market pay, in a sentence and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.output.figures import counted
from cli.output.money import short
from market.exchange.credits import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.ledger.views.settlements import Settlement

__all__ = ["settled", "settled_lines"]

_DONE = {"resolve": "settled", "annul": "annulled", "unresolve": "no more settled"}


def settled(settlement: Settlement | None) -> float | None:
    """What traders were paid, less what was taken from them, in credits; for programs."""
    return None if settlement is None else (settlement.paid - settlement.taken) / UNIT


def settled_lines(settlement: Settlement | None, verdict: str) -> list[str]:
    """Who was paid what by a ruling, if anybody had traded and it moves money.

    >>> from market.ledger.views.settlements import Settlement
    >>> settled_lines(Settlement(1, 20_000_000, 3, 0, 0, 41_200_000), "resolve")
    ['Market settled: 20 credits to 3 traders; it keeps 41.2.']
    >>> settled_lines(Settlement(2, 0, 0, 1_500_000, 1, 0), "unresolve")
    ['2 markets no more settled: 1.5 credits from 1 trader; they keep 0.']
    """
    if settlement is None or verdict not in _DONE:
        return []
    alone = settlement.markets == 1
    what = "Market" if alone else counted(settlement.markets, "market")
    moved = " and ".join(_moved(settlement)) or "nobody is paid"
    keeps = f"{'it keeps' if alone else 'they keep'} {short(settlement.kept)}"
    return [f"{what} {_DONE[verdict]}: {moved}; {keeps}."]


def _moved(settlement: Settlement) -> Iterator[str]:
    if settlement.payees:
        yield f"{short(settlement.paid)} credits to {counted(settlement.payees, 'trader')}"
    if settlement.payers:
        yield f"{short(settlement.taken)} credits from {counted(settlement.payers, 'trader')}"
