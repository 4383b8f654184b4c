"""The market: who has earned by trading, and what each market says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.charts.interval import sign
from cli.charts.markup import joined, tag
from cli.output.figures import MISSING, fixed, percent, signed
from cli.output.states import short_state
from cli.report.section import Section, scrolling
from cli.shared.hiding import PRICE_HIDDEN
from market.exchange.credits import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cli.charts.markup import Markup
    from cli.report.contents import Contents
    from cli.shared.priced import Priced

__all__ = ["markets"]

_READING = (
    "Profit: what settled markets brought, and what open positions would if all were sold now, "
    "less what was paid, in credits of play money. Brier and log: those of the trades on resolved "
    "questions, each of them a forecast of the price to which it moved. A profit is luck and "
    "boldness as well as foresight, above all in a short record."
)
_PRICE = (
    "Price: the market's probability of YES, and what a share costs that pays 1 credit if YES. "
    "Liquidity and volume are in credits."
)


def markets(contents: Contents) -> Section | None:
    """The market board, and all markets."""
    if not contents.markets:
        return None
    traders = [] if contents.traders is None else contents.traders.rows()
    parts = [*(_board(traders) if traders else []), _markets(contents.markets), _note(_PRICE)]
    return Section("markets", "Market", joined(parts))


def _board(rows: Iterable[dict[str, Any]]) -> list[Markup]:
    titles = {"rank": "num", "trader": None, "markets": "num", "trades": "num", "profit ↑": "num"}
    titles |= dict.fromkeys(["settled", "sells for", "balance", "Brier ↓", "log ↓"], "num")
    table = _table("Traders by profit", titles, map(_trader, rows))
    return [table, _note(_READING)]


def _trader(row: dict[str, Any]) -> Markup:
    name = row["trader"]
    return tag(
        "tr",
        _figure(row["rank"], str(row["rank"])),
        tag("th", sign({**row, "forecaster": name}), tag("bdi", name), scope="row", data_v=name),
        *(_figure(row[field], f"{row[field]:,}") for field in ("markets", "trades")),
        *(_figure(row[field], signed(row[field], 2)) for field in ("profit", "settled")),
        *(_figure(row[field], fixed(row[field], 2)) for field in ("worth", "balance")),
        *(_figure(row[field], fixed(row[field])) for field in ("brier", "log")),
    )


def _markets(found: Iterable[Priced]) -> Markup:
    titles = {"question": None, "state": None, "price": "num", "7 days": "num"}
    titles |= dict.fromkeys(["trades", "volume", "liquidity"], "num")
    return _table("Markets", titles, map(_market, found))


def _market(one: Priced) -> Markup:
    state, market = one.state, one.market
    week = None if one.week is None else 100 * one.week
    shown = PRICE_HIDDEN if one.hidden else percent(one.price, 1)
    volume, liquidity = market.volume / UNIT, market.liquidity / UNIT
    return tag(
        "tr",
        tag("th", tag("bdi", state.title), scope="row", data_v=state.title),
        tag("td", short_state(state)),
        _figure(one.price, shown),
        _figure(week, signed(week)),
        _figure(market.trades, f"{market.trades:,}"),
        _figure(volume, f"{volume:,.2f}"),
        _figure(liquidity, f"{liquidity:,.2f}"),
    )


def _table(caption: str, titles: dict[str, str | None], rows: Iterable[Markup]) -> Markup:
    heads = (tag("th", title, scope="col", class_=style) for title, style in titles.items())
    table = tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *rows),
        class_="sortable",
    )
    return scrolling(table, caption)


def _figure(raw: float | None, told: str) -> Markup:
    """A figure, and its exact value to sort by."""
    known = None if raw is None or told == MISSING else f"{raw:.9g}"
    return tag("td", told, class_="num", data_v=known)


def _note(words: str) -> Markup:
    return tag("p", words, class_="note")
