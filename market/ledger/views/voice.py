"""What markets and their traders say: prices as forecasts, on the questions of a poll."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from market.ledger.views.rows import positions
from market.ledger.views.trades import Markets, read_markets, read_trades
from scoring.odds import expit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from market.ledger.views.questions import QuestionState
    from market.ledger.views.trades import Trades

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["Exchange", "Sayings", "exchange_on"]


class Sayings(NamedTuple):
    """Forecasts as columns, as a panel takes them.

    Attributes:
        entry: Number of the entry that recorded each.
        forecaster: Code of its forecaster.
        question: Position of its question among those asked for.
        at: From when it counts, in microseconds.
        probability: Probability of YES, NaN for a withdrawal.
    """

    entry: Ints
    forecaster: Ints
    question: Ints
    at: Ints
    probability: Floats

    @classmethod
    def joined(cls, *parts: Self) -> Self:
        """Forecasts of several parts, one after the other."""
        return cls._make(map(np.concatenate, zip(*parts, strict=True)))

    def at_rows(self, rows: NDArray[np.intp]) -> Self:
        """Some of them, in the order of the rows that are given."""
        return type(self)._make(column[rows] for column in self)

    def recorded(self) -> Self:
        """The same in the order in which they were recorded."""
        return self.at_rows(np.argsort(self.entry, kind="stable"))


class Exchange(NamedTuple):
    """Markets on some questions, and the trades on them.

    Attributes:
        markets: The markets.
        trades: The trades.
        asked: Position of each market's question among those asked for.
        place: Position of each trade's market among the markets.
    """

    markets: Markets
    trades: Trades
    asked: Ints
    place: Ints

    @property
    def prices(self) -> Floats:
        """The price at which each trade left its market."""
        return expit(self.trades.quantity / self.markets.liquidity[self.place])

    def quoted(self, code: int) -> Sayings:
        """What the markets say: the price of each, from its opening on and after every trade.

        Args:
            code: The code under which they say it, one for all markets.
        """
        markets, trades = self.markets, self.trades
        question = np.concatenate([self.asked, self.asked[self.place]])
        return Sayings(
            entry=np.concatenate([markets.entry, trades.entry]),
            forecaster=np.full(question.size, code),
            question=question,
            at=np.concatenate([markets.opened, trades.at]),
            probability=np.concatenate([expit(markets.start / markets.liquidity), self.prices]),
        )

    def believed(self, forecasters: Ints) -> Sayings:
        """What the traders say: of each trade, that the price it led to is right.

        Args:
            forecasters: Numbers of all forecasters, by code.
        """
        trades = self.trades
        trader = positions(trades.forecaster, forecasters)
        return Sayings(trades.entry, trader, self.asked[self.place], trades.at, self.prices)


def exchange_on(
    connection: Connection,
    states: Sequence[QuestionState],
    *,
    as_of: int | None = None,
    known_at: int | None = None,
) -> Exchange | None:
    """The markets on some questions and what was traded on them; none where there is no market.

    Args:
        connection: The snapshot of the ledger from which the questions are.
        states: The questions.
        as_of: Only what had happened by then, in microseconds.
        known_at: Only what had been recorded by then.
    """
    known = read_markets(connection, as_of=as_of, known_at=known_at)
    asked = positions(known.question, np.array([state.id for state in states], np.int64))
    chosen = np.flatnonzero(asked >= 0)
    if not chosen.size:
        return None
    markets = Markets(*(column[chosen] for column in known))
    few = None if chosen.size == asked.size else markets.id.tolist()
    trades = read_trades(connection, as_of=as_of, known_at=known_at, markets=few)
    return Exchange(markets, trades, asked[chosen], positions(trades.market, markets.id))
