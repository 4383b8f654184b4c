"""`foretell market history`: every trade on a question, and the path of its price."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cli.commands.market.group import app
from cli.options import AsOf, Invocation, Slug, command
from cli.output.dates import iso
from cli.output.emit import emit
from cli.output.figures import counted, percent
from cli.output.streams import WIDEST, say
from market.exchange.credits import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from cli.output.streams import Screen
    from cli.output.trades import Step
    from cli.shared.polls import When
    from market.ledger.views.markets import MarketState
    from market.ledger.views.questions import QuestionState

__all__ = ["history"]

_UNDONE = "undone: made after the question's actual close, and paid back when it is settled."
_READING = "to: where the trade left the price, and so its trader's forecast. Costs are in credits."

Limit = Annotated[
    int, typer.Option("--limit", metavar="N", min=0, help="The newest N steps only; 0 for all.")
]


@command(
    app,
    "foretell market history second-summit-by-2027",
    "foretell market history second-summit-by-2027 --csv",
    "foretell market history second-summit-by-2027 --limit 10 --json",
)
def history(call: Invocation, question: Slug, *, limit: Limit = 0, as_of: AsOf = None) -> None:
    """List every trade on a question, and how it moved the price.

    Where the question, or FORETELL_BLIND=1, hides the crowd, trades and prices are hidden, too,
    until you have given a forecast or traded.
    """
    from cli.output.trades import FIELDS, step_lines, step_row
    from cli.shared.hiding import PRICE_HIDDEN
    from cli.shared.polls import When

    when = When.of(call.now, as_of)
    with call.ledger().reading() as connection:
        told = _read(call, connection, question, when)
    shown = told.steps[-limit:] if limit else told.steps
    rows = [step_row(step) for step in shown]

    def text(screen: Screen) -> Iterator[str]:
        columns = screen.width or WIDEST
        yield from wrap(f"Market on {told.state.slug} · {told.words} · {when.words}", columns)
        if not shown:
            return
        yield ""
        if earlier := len(told.steps) - len(shown):
            yield f"  …  {earlier:,} earlier: --limit 0"
        yield from step_lines(shown, screen)
        yield ""
        yield from wrap(_READING, columns)
        if any(step.undone for step in shown):
            yield from wrap(_UNDONE, columns)

    document = {"question": told.state.slug, "as_of": when.iso, **told.document(), "rows": rows}
    emit(call.sink, fields=FIELDS, rows=rows, document=document, text=text)
    if told.hidden:
        say(f"The price and all trades are {PRICE_HIDDEN}.")
    say(f"Next: {_next(told)}")


class Told(NamedTuple):
    """A market and its price's path.

    Attributes:
        state: Its question as it stands now.
        market: The market at the moment asked for.
        steps: The opening and all trades; none where they are hidden from the user.
        hidden: Whether they are.
    """

    state: QuestionState
    market: MarketState
    steps: Sequence[Step]
    hidden: bool

    @property
    def words(self) -> str:
        """How many trades there are, and where the price is."""
        trades = counted(self.market.trades, "trade")
        return trades if self.hidden else f"{trades} · price {percent(self.market.price, 1)}"

    def document(self) -> dict[str, Any]:
        """The market for programs, money in credits."""
        market = self.market
        return {
            "liquidity": market.liquidity / UNIT,
            "opened": iso(market.opened),
            "trades": market.trades,
            "volume": market.volume / UNIT,
            "price": None if self.hidden else market.price,
            "price_hidden": self.hidden,
        }


def _read(call: Invocation, connection: Connection, slug: str, when: When) -> Told:
    from cli.output.trades import price_path
    from cli.shared.hiding import prices_hidden_from
    from market.ledger.views.forecasters import forecaster_names
    from market.ledger.views.markets import find_market
    from market.ledger.views.questions import find_question
    from market.ledger.views.trades import read_trades

    state = find_question(connection, slug, now=when.now)
    market = find_market(connection, state, as_of=when.as_of)
    if prices_hidden_from(call.user, connection, [state], blind=call.blind):
        return Told(state, market, (), hidden=True)
    trades = read_trades(connection, as_of=when.as_of, markets=[market.id])
    close = find_question(connection, slug, now=when.now, as_of=when.as_of).actual_close
    steps = list(price_path(market, trades, forecaster_names(connection), close))
    return Told(state, market, steps, hidden=False)


def _next(told: Told) -> str:
    if told.hidden:
        return f"foretell forecast {told.state.slug} 30%"
    if told.state.status == "open":
        return f"foretell market trade {told.state.slug} yes --to 70%"
    return "foretell market board"
