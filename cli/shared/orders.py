"""What somebody wants to trade, as it was typed, and as an order for a market."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer

from cli.typed.outcomes import parse_side
from cli.typed.units import parse_credits, parse_price, parse_shares
from market.errors import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from market.exchange.orders import Order
    from market.ledger.acts.quoting import Quoting
    from market.ledger.acts.trading import Trading
    from market.ledger.engine import Ledger

__all__ = [
    "Limit",
    "Shares",
    "Side",
    "Spend",
    "To",
    "Wanted",
    "read_wanted",
    "states_seen",
]

T = TypeVar("T")

Side = Annotated[str, typer.Argument(metavar="yes|no", help="The side.")]
Shares = Annotated[
    str | None, typer.Option("--shares", metavar="N", help="So many shares, as in 20 or 12.5.")
]
Spend = Annotated[
    str | None, typer.Option("--spend", metavar="CREDITS", help="As many as this buys.")
]
To = Annotated[
    str | None, typer.Option("--to", metavar="PRICE", help="Until the price of YES is there: 70%.")
]
Limit = Annotated[
    str | None,
    typer.Option("--limit", metavar="PRICE", help="Not if the price of YES would go beyond."),
]


class Wanted(NamedTuple):
    """What somebody wants to trade; of ``shares``, ``spend`` and ``to`` one at most is given.

    Attributes:
        question: The question's slug.
        yes: The side; none for the one that is held.
        shares: How many shares, in units.
        spend: How much to spend, in units.
        to: The price to move to.
        limit: The price not to go beyond.
        sells: Whether shares are sold.
    """

    question: str
    yes: bool | None
    shares: int | None
    spend: int | None
    to: float | None
    limit: float | None
    sells: bool

    @property
    def is_bound(self) -> bool:
        """Whether it says how far the price may go."""
        return self.to is not None or self.limit is not None

    def order(self, at: Quoting | Trading, looked: Mapping[str, int] | None = None) -> Order:
        """The order for its market.

        Args:
            at: Where it is going to be filled.
            looked: What `states_seen` found when the trader decided, if that matters.

        Raises:
            Refused: The question is unknown or not open, or has no market, or had none yet; or no
                side was said, and nothing is held.
        """
        from market.exchange.orders import Order

        market = at.market(self.question)
        yes = self._held_side(at.held(market)) if self.yes is None else self.yes
        seen = None
        if looked is not None and not self.is_bound:
            if self.question not in looked:
                said = f"The market on {self.question} has only just opened."
                raise Refused(said, f"See its price: foretell market price {self.question}")
            seen = looked[self.question]
        return Order(market, yes, self.shares, self.spend, self.to, self.sells, self.limit, seen)

    def _held_side(self, held: int) -> bool:
        if not held:
            hint = "See what you hold: foretell market portfolio"
            raise Refused(f"You hold no shares on {self.question}.", hint)
        return held > 0


def read_wanted(question: str, side: str | None, words: Mapping[str, str | None]) -> Wanted:
    """Read what was typed.

    Args:
        question: The question's slug.
        side: Yes or no; may be absent in a sale.
        words: The texts of ``shares``, ``spend``, ``to``, ``limit`` and ``action`` (buy or sell),
            each of which may be absent.

    Raises:
        Refused: A price is more certain than a market's may be.
        UsageError: A word cannot be read, or not one of the amounts is given.
    """
    sells = _sells(words.get("action"))
    _refuse_amounts(words, sells=sells)

    def read(name: str, parse: Callable[[str], T]) -> T | None:
        text = words.get(name)
        return None if text is None else parse(text)

    yes = None if sells and side is None else parse_side(side or "")
    return Wanted(
        question=question,
        yes=yes,
        shares=read("shares", parse_shares),
        spend=read("spend", parse_credits),
        to=read("to", parse_price),
        limit=read("limit", parse_price),
        sells=sells,
    )


def states_seen(ledger: Ledger, wanted: Iterable[Wanted], now: int) -> dict[str, int]:
    """The states of markets before anybody waits to trade on them, by the slug that was typed.

    What cannot be found is left out: the trade itself is going to say why.
    """
    from market.ledger.views.markets import maker_on
    from market.ledger.views.questions import find_question

    slugs = {one.question for one in wanted if not one.is_bound}
    seen = {}
    if slugs:
        with ledger.reading() as connection:
            for slug in slugs:
                with suppress(Refused):
                    question = find_question(connection, slug, now=now)
                    if state := maker_on(connection, question.id):
                        seen[slug] = state.quantity
    return seen


def _sells(action: str | None) -> bool:
    if action not in {None, "buy", "sell"}:
        raise UsageError(f"{action} is no action.", "Say buy or sell.")
    return action == "sell"


def _refuse_amounts(words: Mapping[str, str | None], *, sells: bool) -> None:
    """Let pass what says in one way how much; a sale may leave it out."""
    given = [name for name in ("shares", "spend", "to") if words.get(name) is not None]
    if sells and "spend" in given:
        raise UsageError("What is sold is not spent.", "Sell shares, or to a price: --to 30%")
    if len(given) > 1:
        raise UsageError(f"A trade has one size, not {' and '.join(given)}.", "Leave one out.")
    if not given and not sells:
        raise UsageError("How much?", "One of --shares 20, --spend 10 or --to 70%.")
