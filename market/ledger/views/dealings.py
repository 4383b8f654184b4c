"""Dealings: all that was traded by a moment, and who has what at stake."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np

from market.exchange.stakes import Stake
from market.ledger.views.markets import market_states
from market.ledger.views.questions import question_states
from market.ledger.views.rows import positions
from market.ledger.views.trades import read_trades
from scoring.odds import expit
from scoring.rules import LOG
from scoring.sorting import group_starts, stable_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from market.ledger.views.markets import MarketState
    from market.ledger.views.questions import QuestionState
    from market.ledger.views.trades import Trades

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Dealings"]


@dataclass(frozen=True)
class Dealings:
    """Markets, their questions, and their trades.

    Attributes:
        markets: The markets, in the order in which they were opened.
        questions: The question of each.
        trades: What was traded on them.
    """

    markets: Sequence[MarketState]
    questions: Sequence[QuestionState]
    trades: Trades

    @classmethod
    def read(cls, connection: Connection, *, now: int, as_of: int | None = None) -> Self:
        """All dealings of a ledger.

        Args:
            connection: A snapshot of the ledger.
            now: The time, in microseconds.
            as_of: Only what had happened by then.
        """
        known = {one.id: one for one in question_states(connection, now=now, as_of=as_of)}
        markets = [one for one in market_states(connection, as_of=as_of) if one.question in known]
        numbers = [market.id for market in markets]
        trades = read_trades(connection, as_of=as_of, markets=numbers)
        return cls(markets, [known[market.question] for market in markets], trades)

    @cached_property
    def place(self) -> Ints:
        """Place of each trade's market among the markets."""
        return positions(self.trades.market, np.array([one.id for one in self.markets], np.int64))

    @cached_property
    def is_late(self) -> NDArray[np.bool_]:
        """Whether a trade came after the actual close: a resolution undoes it."""
        close = np.array([state.actual_close for state in self.questions], np.int64)
        return self.trades.at > close[self.place]

    @cached_property
    def stakes(self) -> list[Stake]:
        """What every trader has on every market, by market and by trader."""
        return list(self._stakes())

    @cached_property
    def log_gain(self) -> Floats:
        """What each trade gained in log score over the price before it, times b, in units.

        That is what it earned, up to the rounding of its cost: at most one unit. NaN where the
        question is not resolved; nothing where the resolution undid the trade.
        """
        depth = np.array([market.liquidity for market in self.markets])[self.place]
        settled = [np.nan if one.outcome is None else one.outcome for one in self.questions]
        outcome = np.array(settled)[self.place]
        after, shares = self.trades.quantity, self.trades.shares
        found, left = (LOG.loss(expit(q / depth), outcome) for q in (after - shares, after))
        return np.where(self.is_late, 0.0 * outcome, depth * (found - left))

    def _stakes(self) -> Iterator[Stake]:
        trades = self.trades
        order = stable_order(trades.forecaster)
        order = order[stable_order(self.place[order])]
        starts = group_starts(self.place[order], trades.forecaster[order])
        if not starts.size:
            return
        first, late = order[starts], np.where(self.is_late, trades.cost, 0)
        shares, paid, undone = (
            np.add.reduceat(column[order], starts).tolist()
            for column in (np.where(self.is_late, 0, trades.shares), trades.cost - late, late)
        )
        times = np.diff(starts, append=order.size).tolist()
        whose = zip(self.place[first].tolist(), trades.forecaster[first].tolist(), strict=True)
        for (place, trader), *sums in zip(whose, shares, paid, times, undone, strict=True):
            market, state = self.markets[place], self.questions[place]
            maker = market.liquidity, market.quantity
            yield Stake(state.id, trader, *maker, state.status, state.outcome, *sums)
