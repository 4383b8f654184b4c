"""A trade as it was made, or would be: what it costs, what it moves, what it earns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.output.figures import fixed, percent, signed
from cli.output.money import held, short
from cli.output.parts import folded_parts
from market.exchange.credits import UNIT, in_credits
from market.exchange.pricing import price

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from market.exchange.orders import Fill, Order
    from market.ledger.acts.trading import Traded

__all__ = [
    "QUOTE_FIELDS",
    "TRADE_FIELDS",
    "quote_lines",
    "quote_row",
    "trade_lines",
    "trade_row",
]

QUOTE_FIELDS = (
    "question",
    "action",
    "side",
    "shares",
    "cost",
    "redeemed",
    "before",
    "price",
    "profit_if_yes",
    "profit_if_no",
    "position",
    "balance",
    "liquidity",
)
TRADE_FIELDS = ("trade", "entry", *QUOTE_FIELDS)


def quote_row(slug: str, order: Order, fill: Fill) -> dict[str, Any]:
    """A quote for programs: a value for each of `QUOTE_FIELDS`, amounts in credits and shares."""
    before, after = _prices(fill)
    return {
        "question": slug,
        "action": "sell" if order.sells else "buy",
        "side": "yes" if order.yes else "no",
        "shares": abs(fill.shares) / UNIT,
        "cost": fill.cost / UNIT,
        "redeemed": _redeemed(order, fill) / UNIT,
        "before": before,
        "price": after,
        "profit_if_yes": fill.gain(1) / UNIT,
        "profit_if_no": fill.gain(0) / UNIT,
        "position": fill.position / UNIT,
        "balance": fill.balance / UNIT,
        "liquidity": fill.liquidity / UNIT,
    }


def trade_row(traded: Traded) -> dict[str, Any]:
    """A trade for programs: a value for each of `TRADE_FIELDS`."""
    row = quote_row(traded.slug, traded.order, traded.fill)
    return {"trade": traded.id, "entry": traded.entry, **row}


def quote_lines(order: Order, fill: Fill, screen: Screen) -> Iterator[str]:
    """What a trade would cost, and earn at either outcome: the log-score gain of its move."""
    size, amount = abs(fill.shares), _amount(order, fill)
    verb = "brings" if order.sells else "cost"
    before, after = (percent(probability, 1) for probability in _prices(fill))
    yield from folded_parts(
        [
            f"{_side(order)} {_counted(size)}",
            f"{verb} {in_credits(amount)} credits ({amount / size:.3f} each)",
            f"price {before} → {after}",
        ],
        screen,
    )
    yield from folded_parts(
        [
            f"  if YES {signed(fill.gain(1) / UNIT, 6)}",
            f"if NO {signed(fill.gain(0) / UNIT, 6)}",
            f"= b × the log-score gain of moving {before} → {after} (± 1 unit)",  # noqa: RUF001 - it multiplies
        ],
        screen,
    )
    if fill.held:
        yield from folded_parts(list(_netted(order, fill)), screen)


def _counted(units: int) -> str:
    """A number of shares.

    >>> _counted(1_000_000), _counted(20_500_000)
    ('1 share', '20.5 shares')
    """
    return f"{short(units)} {'share' if units == UNIT else 'shares'}"


def _netted(order: Order, fill: Fill) -> Iterator[str]:
    """What becomes of what was held; pairs of both sides are redeemed."""
    yield f"  position {held(fill.held)} → {held(fill.position)}"
    if pairs := _redeemed(order, fill):
        yield f"{_pairs(pairs)} redeemed for {short(pairs)}"
        yield f"you {'pay' if fill.cost > 0 else 'are paid'} {in_credits(abs(fill.cost))}"


def trade_lines(traded: Traded, screen: Screen) -> list[str]:
    """What was bought or sold, for how much, and what is left; one line if it fits."""
    order, fill = traded.order, traded.fill
    head = f"{'Sold' if order.sells else 'Bought'} #{traded.id}"
    pairs = _redeemed(order, fill)
    size = f"{short(abs(fill.shares))} {_side(order)} for {in_credits(_amount(order, fill))}"
    parts = [
        f"{head}   {size}",
        *([f"{_pairs(pairs)} redeemed for {short(pairs)}"] if pairs else []),
        f"balance {fixed(fill.balance / UNIT, 6)}",
        f"price {percent(_prices(fill)[1], 1)}",
        f"position {held(fill.position)}",
    ]
    return folded_parts(parts, screen, indent=len(head) + 3)


def _prices(fill: Fill) -> tuple[float, float]:
    """The price before and after."""
    return price(fill.liquidity, fill.before), price(fill.liquidity, fill.after)


def _side(order: Order) -> str:
    return "YES" if order.yes else "NO"


def _redeemed(order: Order, fill: Fill) -> int:
    """Pairs that a purchase made; what is sold is netted, too, but nobody would call it so."""
    return 0 if order.sells else fill.redeemed


def _amount(order: Order, fill: Fill) -> int:
    """The price of the shares alone."""
    return -fill.cost if order.sells else fill.cost + fill.redeemed


def _pairs(units: int) -> str:
    return f"{short(units)} {'pair' if units == UNIT else 'pairs'}"
