"""Markets on the screen, and as data: opened, listed, and one with its details."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.dates import day, iso, moment
from cli.output.figures import MISSING, counted, percent, signed
from cli.output.labels import labelled
from cli.output.money import held, short
from cli.output.parts import folded_parts
from cli.output.states import long_state, short_state
from cli.output.streams import WIDEST
from cli.output.table import READABLE, Column, table
from cli.shared.hiding import PRICE_HIDDEN
from cli.shared.priced import SPENT, price_once_spent
from market.exchange.credits import UNIT, in_credits
from market.exchange.pricing import price, subsidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.labels import Labelled
    from cli.output.streams import Screen
    from cli.shared.priced import Priced
    from market.ledger.acts.markets import Opened

__all__ = [
    "FIELDS",
    "OPENED_FIELDS",
    "opened_lines",
    "opened_row",
    "price_lines",
    "price_row",
    "price_table",
]

OPENED_FIELDS = ("market", "entry", "question", "price", "liquidity", "subsidy")
FIELDS = (
    "question",
    "title",
    "status",
    "outcome",
    "price",
    "change_7_days",
    "price_yes_10",
    "price_no_10",
    "opening_price",
    "opened",
    "liquidity",
    "subsidy",
    "trades",
    "volume",
    "side",
    "shares",
    "price_hidden",
)

_READING = (
    "price: the market's probability of YES, and what a share costs that pays 1 credit if YES."
)


def opened_row(opened: Opened) -> dict[str, Any]:
    """A market that was opened, for programs: a value for each of `OPENED_FIELDS`."""
    return {
        "market": opened.market,
        "entry": opened.entry,
        "question": opened.slug,
        "price": price(opened.liquidity, opened.quantity),
        "liquidity": opened.liquidity / UNIT,
        "subsidy": opened.subsidy / UNIT,
    }


def opened_lines(opened: Opened, screen: Screen) -> list[str]:
    """What was opened, and how far ten credits move it."""
    depth, state = opened.liquidity, opened.quantity
    parts = [
        f"Opened {opened.slug}",
        f"price {percent(price(depth, state), 1)}",
        f"liquidity {short(depth)}",
        f"it may lose {in_credits(opened.subsidy)} at most",
    ]
    yes, no = (price_once_spent(depth, state, yes=yes) for yes in (True, False))
    return [*folded_parts(parts, screen), f"  {_lever()} {_moves(yes, no)}"]


def price_row(one: Priced) -> dict[str, Any]:
    """A market for programs: a value for each of `FIELDS`, amounts in credits and shares."""
    state, market, own = one.state, one.market, one.position
    return {
        "question": state.slug,
        "title": state.title,
        "status": state.status,
        "outcome": state.outcome,
        "price": one.price,
        "change_7_days": one.week,
        "price_yes_10": one.once_spent(yes=True),
        "price_no_10": one.once_spent(yes=False),
        "opening_price": one.opening_price,
        "opened": iso(market.opened),
        "liquidity": market.liquidity / UNIT,
        "subsidy": subsidy(market.liquidity, market.start) / UNIT,
        "trades": market.trades,
        "volume": market.volume / UNIT,
        "side": ("yes" if own > 0 else "no") if own else None,
        "shares": abs(own) / UNIT if own else None,
        "price_hidden": one.hidden,
    }


def price_table(found: Sequence[Priced], when: str, screen: Screen) -> Iterator[str]:
    """All markets as a table; ``when`` says for which moment it holds."""
    yield f"{counted(len(found), 'market')} · {when}"
    if not found:
        return
    over = any(one.state.status != "open" for one in found)
    columns = [
        Column("question", shrinks=True, least=READABLE),
        *([Column("state")] if over else []),
        Column("price", right=True),
        Column("7 days", right=True),
        Column("liquidity", right=True, leaves=1),
        Column("trades", right=True),
        Column("volume", right=True, leaves=2),
        Column("you hold", right=True),
    ]
    yield ""
    yield from table(columns, (_cells(one, over=over) for one in found), screen)
    yield ""
    yield from wrap(_READING, screen.width or WIDEST)
    if any(one.hidden for one in found):
        yield PRICE_HIDDEN.replace(" ", ": ", 1) + "."


def _cells(one: Priced, *, over: bool) -> list[str]:
    market = one.market
    return [
        one.state.slug,
        *([short_state(one.state)] if over else []),
        PRICE_HIDDEN.split()[0] if one.hidden else percent(one.price, 1),
        signed(None if one.week is None else 100 * one.week),
        f"{market.liquidity / UNIT:,.2f}",
        f"{market.trades:,}",
        f"{market.volume / UNIT:,.2f}",
        held(one.position) if one.position else MISSING,
    ]


def price_lines(one: Priced, at: int, screen: Screen) -> Iterator[str]:
    """One market with its details."""
    shown = PRICE_HIDDEN if one.hidden else percent(one.price, 1)
    columns = screen.width or WIDEST
    yield f"{one.state.slug} · price {shown} · {moment(at)}"
    yield ""
    yield from labelled(_told(one, at), columns)
    yield ""
    yield from wrap(_READING, columns)


def _told(one: Priced, at: int) -> Iterator[Labelled]:
    state, market = one.state, one.market
    yield "Question", state.title
    yield "State", long_state(state, at)
    if one.week is not None:
        yield "7 days", f"{signed(100 * one.week)} points"
    opened_at = "" if one.hidden else f", at {percent(one.opening_price, 1)}"
    yield "Opened", f"{day(market.opened)}{opened_at}"
    yes, no = one.once_spent(yes=True), one.once_spent(yes=False)
    if yes is not None and no is not None:
        yield _lever(), _moves(yes, no)
    funds = in_credits(subsidy(market.liquidity, market.start))
    yield "Liquidity", f"{short(market.liquidity)}: the market may lose {funds} credits at most"
    traded = f"{counted(market.trades, 'trade')}, {in_credits(market.volume)} credits"
    yield "Traded", traded
    yield "You hold", held(one.position) if one.position else ""


def _lever() -> str:
    return f"{short(SPENT)} credits"


def _moves(yes: float, no: float) -> str:
    return f"of YES now move it to {percent(yes, 1)}, of NO to {percent(no, 1)}"
