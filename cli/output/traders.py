"""Traders by profit, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from cli.output.figures import counted, fixed, signed
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from market.exchange.credits import UNIT
from market.exchange.stakes import cash
from scoring.skill.ranks import competition_ranks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.streams import Screen
    from market.exchange.stakes import Stake
    from scoring.board import Board

__all__ = ["FIELDS", "Trader", "Traders"]

FIELDS = (
    "rank",
    "rank_low",
    "rank_high",
    "trader",
    "markets",
    "trades",
    "profit",
    "settled",
    "log_gain",
    "worth",
    "balance",
    "questions",
    "brier",
    "log",
    "skill",
)

_COLUMNS = (
    Column("rank/by skill", right=True),
    Column("trader", shrinks=True),
    Column("markets", right=True, leaves=4),
    Column("trades", right=True),
    Column("profit ↑", right=True),
    Column("settled", right=True),
    Column("sells for", right=True, leaves=1),
    Column("balance", right=True, leaves=3),
    Column("Brier ↓", right=True),
    Column("log ↓", right=True, leaves=2),
)
_READING = (
    "profit: what settled markets brought, and what open positions would if all were sold now, "
    "less what was paid. Brier, log: those of the trades on resolved questions, each of them a "
    "forecast of the price to which it moved."
)
_IDENTITY = (
    "Settled profit is b \N{MULTIPLICATION SIGN} the gain in log score that the trades made over "
    "the prices they found; here to within"
)
_CAUTION = (
    "A profit is luck and boldness as well as foresight, above all in a short record: "
    "by skill are the ranks that the skill of the forecasts leaves possible."
)


@dataclass(frozen=True, slots=True)
class Trader:
    """What somebody has traded; money in whole units.

    Attributes:
        name: Whose it is, as shown.
        stakes: The markets.
        log_gain: What the trades on resolved questions gained in log score, times b.
        place: The trader's row on the board of trades as forecasts.
    """

    name: str
    stakes: Sequence[Stake]
    log_gain: float
    place: int

    @property
    def profit(self) -> int:
        """What the trades have earned, open positions as if all were sold now."""
        return sum(stake.profit for stake in self.stakes)

    @property
    def settled(self) -> int:
        """What they have earned on resolved questions."""
        return sum(stake.profit for stake in self.stakes if stake.is_settled)

    @property
    def trades(self) -> int:
        """How many trades there are."""
        return sum(stake.trades for stake in self.stakes)

    @property
    def difference(self) -> float:
        """How far the settled profit is from b times the log-score gain, in units."""
        return abs(self.settled - self.log_gain)


@dataclass(frozen=True, slots=True)
class Traders:
    """All traders, the highest profit first.

    Attributes:
        ranked: Rank and trader.
        scored: The board of trades as forecasts.
    """

    ranked: Sequence[tuple[int, Trader]]
    scored: Board

    @classmethod
    def of(cls, traders: Sequence[Trader], scored: Board) -> Self:
        """Traders by profit, equal ones by name."""
        profit = np.array([trader.profit for trader in traders], np.float64)
        ranks = competition_ranks(profit, higher_is_better=True).tolist()
        order = sorted(zip(ranks, traders, strict=True), key=lambda one: (one[0], one[1].name))
        return cls(order, scored)

    def rows(self) -> list[dict[str, Any]]:
        """The traders for programs: a value for each of `FIELDS`, money in credits."""
        return [self._row(rank, trader) for rank, trader in self.ranked]

    def _row(self, rank: int, trader: Trader) -> dict[str, Any]:
        scored, place = self.scored, trader.place
        return {
            "rank": rank,
            "rank_low": int(scored.rank_low[place]) or None,
            "rank_high": int(scored.rank_high[place]) or None,
            "trader": trader.name,
            "markets": len(trader.stakes),
            "trades": trader.trades,
            "profit": trader.profit / UNIT,
            "settled": trader.settled / UNIT,
            "log_gain": trader.log_gain / UNIT,
            "worth": sum(stake.worth for stake in trader.stakes) / UNIT,
            "balance": cash(trader.stakes) / UNIT,
            "questions": int(scored.questions[place]),
            **{name: getattr(scored, name)[place].item() for name in ("brier", "log", "skill")},
        }

    def lines(self, screen: Screen) -> Iterator[str]:
        """The table for people, and how to read it."""
        yield from table(_COLUMNS, map(_cells, self.rows()), screen)
        yield ""
        for words in (_READING, *self._identity(), _CAUTION):
            yield from wrap(words, screen.width or WIDEST)

    def _identity(self) -> Iterator[str]:
        """What the settled profits are, by the scores; each of them is rounded once a trade."""
        traders = [trader for _, trader in self.ranked]
        if any(stake.outcome is not None for trader in traders for stake in trader.stakes):
            off = counted(round(max(trader.difference for trader in traders)), "millionth")
            yield f"{_IDENTITY} {off} of a credit."


def _cells(row: dict[str, Any]) -> list[str]:
    low, high = row["rank_low"], row["rank_high"]
    between = f"{low}\N{EN DASH}{high}" if low else ""
    return [
        f"{row['rank']:>4}{between:>9}",
        row["trader"],
        str(row["markets"]),
        f"{row['trades']:,}",
        signed(row["profit"], 2),
        signed(row["settled"], 2),
        fixed(row["worth"], 2),
        fixed(row["balance"], 2),
        fixed(row["brier"]),
        fixed(row["log"]),
    ]
