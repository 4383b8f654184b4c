"""Linked prices that contradict each other, and the trades that mend them."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.contradictions import broken_words, contradiction_rows
from cli.output.figures import counted, percent, precise_percent
from cli.output.money import held
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from cli.shared.hiding import PRICE_HIDDEN
from market.exchange.credits import UNIT, in_credits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from cli.shared.arbitrage import Prices
    from market.logic.arbitrage import Arbitrage, Leg

__all__ = ["FIELDS", "document", "lines", "rows"]

FIELDS = ("question", "side", "to", "price", "bought", "cost", "liquidity", "arbitrage")
"""None is called shares: a line of a file of trades has one size, which is ``to`` here."""


def rows(found: Prices) -> list[dict[str, Any]]:
    """All trades, for programs: a value for each of `FIELDS`."""
    return [row for number, one in enumerate(found.arbitrages, 1) for row in _rows(one, number)]


def _rows(one: Arbitrage, number: int) -> list[dict[str, Any]]:
    return [
        {
            "question": leg.offer.question,
            "side": _side(leg),
            "to": leg.to,
            "price": leg.offer.price,
            "bought": abs(leg.shares) / UNIT,
            "cost": leg.cost / UNIT,
            "liquidity": leg.offer.liquidity / UNIT,
            "arbitrage": number,
        }
        for leg in one.legs
    ]


def _side(leg: Leg) -> str:
    return "yes" if leg.shares > 0 else "no"


def document(found: Prices) -> dict[str, Any]:
    """The same, group by group, with what the prices break."""
    return {
        "markets": found.markets,
        "links": found.links,
        "hidden": found.hidden,
        "arbitrages": [
            {
                "contradictions": contradiction_rows(one.contradictions, one.prices),
                "trades": _rows(one, number),
                "cost": one.cost / UNIT,
                "profit": one.profit / UNIT,
            }
            for number, one in enumerate(found.arbitrages, 1)
        ],
    }


def lines(found: Prices, screen: Screen) -> Iterator[str]:
    """Each group of prices: what they break, the trades, and what these cost and earn."""
    width = screen.width or WIDEST
    yield f"Arbitrage · {counted(found.markets, 'linked market')}, {counted(found.links, 'link')}"
    if found.hidden:
        left = f"{counted(found.hidden, 'market')} left out: the price is {PRICE_HIDDEN}."
        yield from wrap(left, width)
    if not found.arbitrages:
        yield ""
        yield _nothing(found.markets)
    for one in found.arbitrages:
        yield ""
        yield from _broken(one, width)
        yield ""
        yield from _trades(one, screen)
        yield ""
        yield from wrap(_earned(one), width)


def _nothing(markets: int) -> str:
    if not markets:
        return "No market that takes trades is on a question that is linked to another."
    return "The prices hold together: whoever trades on them can lose."


def _broken(one: Arbitrage, width: int) -> Iterator[str]:
    if not one.contradictions:
        yield "No link is broken by itself, but all of them together are."
    for broken in one.contradictions:
        yield from wrap(broken_words(broken, one.prices), width, break_on_hyphens=False)


def _trades(one: Arbitrage, screen: Screen) -> list[str]:
    columns = [
        Column("foretell market trade", shrinks=True),
        Column("price", right=True),
        Column("you buy", right=True),
        Column("cost", right=True),
    ]
    cells = [
        [
            f"{leg.offer.question} {_side(leg)} --to {precise_percent(leg.to)}",
            f"{percent(leg.offer.price, 1)} → {percent(leg.to, 1)}",
            held(leg.shares),
            in_credits(leg.cost),
        ]
        for leg in one.legs
    ]
    return list(table(columns, cells, screen))


def _earned(one: Arbitrage) -> str:
    return (
        f"Together they cost {in_credits(one.cost)} credits and earn {in_credits(one.profit)} or"
        " more, however the questions resolve, unless one is annulled."
    )
