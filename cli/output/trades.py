"""The trades on a market one by one, for people and for programs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.output.dates import iso, moment
from cli.output.figures import fixed, percent
from cli.output.money import short
from cli.output.table import Column, table
from market.exchange.credits import UNIT
from market.exchange.pricing import price

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cli.output.streams import Screen
    from market.ledger.views.markets import MarketState
    from market.ledger.views.trades import Trades

__all__ = ["FIELDS", "Step", "price_path", "step_lines", "step_row"]

FIELDS = (
    "trade",
    "entry",
    "at",
    "trader",
    "shares",
    "redeemed",
    "cost",
    "before",
    "price",
    "undone",
)

_COLUMNS = (
    Column("when, UTC"),
    Column("trader", shrinks=True),
    Column("what"),
    Column("cost", right=True),
    Column("from", right=True, leaves=1),
    Column("to", right=True),
)


class Step(NamedTuple):
    """A step of a market's price: a trade, or the opening, which has neither trader nor shares.

    Attributes:
        trade: The trade's number.
        entry: Number of the entry that recorded it.
        at: When that was, in microseconds.
        trader: Who traded.
        shares: YES shares bought, below 0 sold, in units; a NO share is a YES share sold.
        redeemed: How many of them, without sign, did away with shares of the other side.
        cost: What was paid, below 0 received, in units.
        before: The price before.
        price: The price after.
        undone: Whether it came after the question's actual close: the settlement pays it back.
    """

    trade: int | None
    entry: int | None
    at: int
    trader: str | None
    shares: int
    redeemed: int
    cost: int
    before: float | None
    price: float
    undone: bool


def price_path(
    market: MarketState, trades: Trades, names: Mapping[int, str], close: int
) -> Iterator[Step]:
    """The opening of a market and all trades on it, in their order.

    Args:
        market: The market.
        trades: The trades on it.
        names: Names by forecaster's number.
        close: The question's actual close, in microseconds.
    """
    before = price(market.liquidity, market.start)
    yield Step(None, None, market.opened, None, 0, 0, 0, None, before, undone=False)
    held: defaultdict[int, int] = defaultdict(int)
    for id_, entry, at, _, trader, shares, cost, quantity in zip(
        *(column.tolist() for column in trades), strict=True
    ):
        own = held[trader]
        redeemed = min(abs(own), abs(shares)) if own * shares < 0 else 0
        after = price(market.liquidity, quantity)
        bought = shares, redeemed, cost
        yield Step(id_, entry, at, names[trader], *bought, before, after, undone=at > close)
        held[trader], before = own + shares, after


def step_row(step: Step) -> dict[str, Any]:
    """A step for programs: a value for each of `FIELDS`, money and shares in whole ones."""
    row = step._asdict() | {"at": iso(step.at)}
    if step.trade is None:
        return row | dict.fromkeys(("shares", "redeemed", "cost"))
    return row | {name: row[name] / UNIT for name in ("shares", "redeemed", "cost")}


def step_lines(steps: Sequence[Step], screen: Screen) -> list[str]:
    """Steps for people."""
    return table(_COLUMNS, map(_cells, steps), screen)


def _cells(step: Step) -> tuple[str, ...]:
    when, after = moment(step.at).removesuffix(" UTC"), percent(step.price, 1)
    if step.trader is None:
        return when, "", "opened", "", "", after
    told, cost = _told(step.shares, step.redeemed), fixed(step.cost / UNIT, 2)
    told += ", undone" if step.undone else ""
    return when, step.trader, told, cost, percent(step.before, 1), after


def _told(shares: int, redeemed: int) -> str:
    """A trade in words.

    >>> _told(20 * UNIT, 0), _told(-5 * UNIT, 5 * UNIT), _told(20 * UNIT, 5 * UNIT)
    ('bought 20 YES', 'sold 5 YES', 'sold 5 NO, bought 15 YES')
    """
    side, other = ("YES", "NO") if shares > 0 else ("NO", "YES")
    sold, bought = redeemed, abs(shares) - redeemed
    parts = (("sold", sold, other), ("bought", bought, side))
    return ", ".join(f"{verb} {short(number)} {of}" for verb, number, of in parts if number)
