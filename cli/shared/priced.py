"""Markets as somebody sees them at a moment: the price, where it may be seen, and his position."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cli.shared.hiding import prices_hidden_from
from market.exchange.credits import UNIT
from market.exchange.pricing import price, shares_for, within
from market.ledger.acts.forecasters import find_forecaster
from market.ledger.views.markets import find_market, market_states, positions_of
from market.ledger.views.questions import find_question, question_states

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from market.ledger.views.markets import MarketState
    from market.ledger.views.questions import QuestionState

__all__ = ["SPENT", "WEEK", "Priced", "price_once_spent", "read_prices"]

SPENT = 10 * UNIT
"""What is spent to show how far that moves a price."""

WEEK = 7 * 86_400_000_000


class Priced(NamedTuple):
    """A market at a moment.

    Attributes:
        state: Its question.
        market: The market.
        before: The market a week earlier, if it was open then.
        position: The user's YES shares, or NO shares below 0, in units; 0 once they are settled.
        hidden: Whether the price is hidden from the user.
    """

    state: QuestionState
    market: MarketState
    before: MarketState | None
    position: int
    hidden: bool

    @property
    def price(self) -> float | None:
        """The price of YES; none where it is hidden."""
        return None if self.hidden else self.market.price

    @property
    def opening_price(self) -> float | None:
        """The price of YES at the beginning; none where prices are hidden."""
        return None if self.hidden else price(self.market.liquidity, self.market.start)

    @property
    def week(self) -> float | None:
        """How far the price has moved in a week; none where it is hidden, or was none."""
        if self.hidden or self.before is None:
            return None
        return self.market.price - self.before.price

    def once_spent(self, *, yes: bool) -> float | None:
        """The price once `SPENT` is spent on a side; none where that is hidden, or cannot be."""
        if self.hidden or self.state.status != "open":
            return None
        return price_once_spent(self.market.liquidity, self.market.quantity, yes=yes)


def price_once_spent(liquidity: int, quantity: int, *, yes: bool) -> float:
    """The price of YES once `SPENT` is spent on a side, or as much of it as can be.

    Args:
        liquidity: The market's parameter b, in units.
        quantity: Its state q, in units.
        yes: Whether YES is bought.
    """
    shares = shares_for(liquidity, quantity, SPENT, yes=yes)
    return price(liquidity, within(liquidity, quantity + shares))


def read_prices(
    connection: Connection,
    user: str,
    *,
    now: int,
    as_of: int,
    blind: bool,
    slug: str | None = None,
) -> list[Priced]:
    """All markets, those on open questions first and then the soonest to close; or one.

    Args:
        connection: A snapshot of the ledger.
        user: From whom prices may be hidden, and whose positions are told.
        now: The time, in microseconds.
        as_of: The moment at which markets are looked at, not after now.
        blind: Whether the user wants every crowd hidden.
        slug: Only the market on this question.

    Raises:
        Refused: The question is unknown, or has no market at that moment.
    """
    present = (
        question_states(connection, now=now)
        if slug is None
        else [find_question(connection, slug, now=now)]
    )
    if slug is not None:
        find_market(connection, present[0], as_of=as_of)
    hidden = prices_hidden_from(user, connection, present, blind=blind)
    then = {one.id: one for one in question_states(connection, now=as_of, as_of=as_of)}
    wanted = {one.id for one in present} & then.keys()
    before = {one.id: one for one in market_states(connection, as_of=as_of - WEEK)}
    trader = find_forecaster(connection, user)
    positions = {} if trader is None else positions_of(connection, trader, as_of=as_of)
    found = (
        Priced(
            state := then[market.question],
            market,
            before.get(market.id),
            0 if state.ruling else positions.get(market.id, 0),
            market.question in hidden,
        )
        for market in market_states(connection, as_of=as_of)
        if market.question in wanted
    )
    return sorted(found, key=_in_order)


def _in_order(one: Priced) -> tuple[bool, int, str]:
    return one.state.status != "open", one.state.actual_close, one.state.slug
