"""What a trader owns: money, open positions, and what settled ones brought."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.figures import MISSING, fixed, percent, signed
from cli.output.labels import labelled
from cli.output.money import held
from cli.output.streams import WIDEST
from cli.output.table import READABLE, Column, table
from market.exchange.credits import GRANT, UNIT, in_credits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.labels import Labelled
    from cli.output.streams import Screen
    from market.exchange.stakes import Stake

__all__ = ["FIELDS", "Portfolio"]

FIELDS = (
    "question",
    "status",
    "outcome",
    "position",
    "cost",
    "trades",
    "price",
    "at_price",
    "worth",
    "profit_if_yes",
    "profit_if_no",
    "paid_out",
    "profit",
    "price_hidden",
)

_READING = (
    "sells for: what the market would pay for all shares now, each of them lowering the price of "
    "the next. if YES, if NO: what the position then pays, less its cost."
)
_HIDDEN = "hidden: until you forecast or trade on the question."


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Somebody's account and positions at a moment; money and shares in whole units.

    Attributes:
        trader: Whose, as shown.
        as_of: The moment, ISO 8601.
        has_account: Whether there was a trade; else the grant is waiting.
        balance: What can be spent.
        stakes: The positions, each with the slug of its question.
        hidden: Slugs of those whose price is hidden from the user, as that of others' positions.
    """

    trader: str
    as_of: str
    has_account: bool
    balance: int
    stakes: Sequence[tuple[str, Stake]]
    hidden: frozenset[str]

    @property
    def worth(self) -> int | None:
        """What selling everything would bring; None where part of it is hidden."""
        return None if self.hidden else sum(stake.worth for _, stake in self.stakes)

    @property
    def owed(self) -> int | None:
        """What settlements will pay back of trades after a close; None as `worth`."""
        return None if self.hidden else sum(stake.owed for _, stake in self.stakes)

    @property
    def total(self) -> int | None:
        """The balance, what selling everything would bring, and what is owed."""
        if self.worth is None or self.owed is None:
            return None
        return self.balance + self.worth + self.owed

    def rows(self) -> list[dict[str, Any]]:
        """The positions for programs: a value for each of `FIELDS`, money in credits."""
        return [_row(slug, stake, hidden=slug in self.hidden) for slug, stake in self.stakes]

    def document(self) -> dict[str, Any]:
        """The portfolio for programs."""
        total = self.total
        return {
            "trader": self.trader,
            "as_of": self.as_of,
            "has_account": self.has_account,
            "balance": self.balance / UNIT,
            "worth": _credits(self.worth),
            "owed": _credits(self.owed),
            "total": _credits(total),
            "profit": _credits(None if total is None else total - GRANT),
            "rows": self.rows(),
        }

    def lines(self, screen: Screen) -> Iterator[str]:
        """The portfolio for people, below the heading."""
        columns = screen.width or WIDEST
        yield from labelled(self._sums(), columns)
        running = [one for one in self.stakes if not one[1].is_settled]
        if running:
            yield ""
            yield from table(_RUNNING, (self._running(*one) for one in running), screen)
        over = [one for one in self.stakes if one[1].is_settled]
        if over:
            yield ""
            yield from table(_OVER, (_settled(*one) for one in over), screen)
        if running:
            yield ""
            yield from wrap(_READING, columns)
        if self.hidden:
            yield _HIDDEN

    def _running(self, slug: str, stake: Stake) -> tuple[str, ...]:
        if slug in self.hidden:
            return slug, "hidden", *[MISSING] * 6
        return (
            slug,
            held(stake.shares),
            fixed(stake.paid / UNIT, 2),
            percent(stake.price, 1),
            fixed(stake.at_price / UNIT, 2),
            fixed(stake.worth / UNIT, 2),
            signed(stake.profit_if(1) / UNIT, 2),
            signed(stake.profit_if(0) / UNIT, 2),
        )

    def _sums(self) -> Iterator[Labelled]:
        waiting = "" if self.has_account else "   the grant, which waits for the first trade"
        yield "Balance", f"{fixed(self.balance / UNIT, 6)} credits{waiting}"
        if self.worth is None or self.total is None:
            return
        if running := [stake for _, stake in self.stakes if not stake.is_settled]:
            at_price = in_credits(sum(stake.at_price for stake in running))
            said = f"{in_credits(self.worth)} if all were sold now ({at_price} at the price)"
            yield "Positions", said
        if self.owed:
            yield "Owed", f"{fixed(self.owed / UNIT, 6)} when settled, for trades after the close"
        if self.has_account:
            gain = signed((self.total - GRANT) / UNIT, 6)
            yield "Total", f"{fixed(self.total / UNIT, 6)}   profit {gain}"


def _row(slug: str, stake: Stake, *, hidden: bool) -> dict[str, Any]:
    own = {
        "question": slug,
        "status": stake.status,
        "outcome": stake.outcome,
        "price_hidden": hidden,
    }
    if hidden:
        return dict.fromkeys(FIELDS) | own
    is_open = not stake.is_settled
    return {
        **dict.fromkeys(FIELDS),
        **own,
        "position": stake.shares / UNIT,
        "cost": stake.paid / UNIT,
        "trades": stake.trades,
        "price": stake.price,
        "at_price": stake.at_price / UNIT if is_open else None,
        "worth": stake.worth / UNIT if is_open else None,
        "profit_if_yes": stake.profit_if(1) / UNIT if is_open else None,
        "profit_if_no": stake.profit_if(0) / UNIT if is_open else None,
        "paid_out": None if is_open else (stake.profit + stake.paid) / UNIT,
        "profit": stake.profit / UNIT,
    }


def _credits(units: int | None) -> float | None:
    return None if units is None else units / UNIT


_RUNNING = (
    Column("question", shrinks=True, least=READABLE),
    Column("holds", right=True),
    Column("cost", right=True),
    Column("price", right=True),
    Column("at the price", right=True, leaves=1),
    Column("sells for", right=True),
    Column("if YES", right=True),
    Column("if NO", right=True),
)


_OVER = (
    Column("settled", shrinks=True, least=READABLE),
    Column("outcome"),
    Column("held", right=True),
    Column("cost", right=True),
    Column("paid out", right=True),
    Column("profit", right=True),
)


def _settled(slug: str, stake: Stake) -> tuple[str, ...]:
    outcome = "annulled" if stake.outcome is None else "YES" if stake.outcome else "NO"
    profit = stake.profit / UNIT
    cost, paid_out = stake.paid / UNIT, (stake.profit + stake.paid) / UNIT
    return slug, outcome, held(stake.shares), fixed(cost, 2), fixed(paid_out, 2), signed(profit, 2)
