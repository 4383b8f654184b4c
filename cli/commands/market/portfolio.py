"""`foretell market portfolio`: what somebody owns, and what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.market.group import app
from cli.options import AsOf, Invocation, command
from cli.output.emit import emit
from cli.output.streams import say
from cli.typed.who import EVERYBODY, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from cli.output.portfolio import Portfolio
    from cli.output.streams import Screen
    from cli.shared.polls import When

__all__ = ["portfolio"]

Trader = Annotated[
    str | None, typer.Argument(metavar="NAME", help="Whose; your own, where none is given.")
]


@command(
    app,
    "foretell market portfolio",
    "foretell market portfolio bo --json",
    "foretell market portfolio --as-of 2026-06-30",
)
def portfolio(call: Invocation, trader: Trader = None, *, as_of: AsOf = None) -> None:
    """Show what you own: credits, open positions, settled markets.

    A position is told at what selling all of it now would bring, which is less than the price times
    the shares: each share that is sold lowers the price of the next.
    """
    from cli.output.portfolio import FIELDS
    from cli.shared.polls import When

    when = When.of(call.now, as_of)
    with call.ledger().reading() as connection:
        owned = _read(call, connection, trader, when)

    def text(screen: Screen) -> Iterator[str]:
        yield f"Portfolio of {owned.trader} · {when.words}"
        yield ""
        yield from owned.lines(screen)

    emit(call.sink, fields=FIELDS, rows=owned.rows(), document=owned.document(), text=text)
    say("Next: foretell market trade QUESTION yes --to 70%")


def _read(call: Invocation, connection: Connection, who: str | None, when: When) -> Portfolio:
    from cli.output.portfolio import Portfolio
    from market.exchange.stakes import cash
    from market.ledger.views.accounts import balance_of
    from market.ledger.views.dealings import Dealings

    number, name = _trader(call, connection, who)
    dealings = Dealings.read(connection, now=when.now, as_of=when.as_of)
    slugs = {state.id: state.slug for state in dealings.questions}
    stakes = [(slugs[one.question], one) for one in dealings.stakes if one.trader == number]
    is_past = when.as_of is not None
    return Portfolio(
        trader=name,
        as_of=when.iso,
        has_account=bool(stakes),
        balance=cash(one for _, one in stakes) if is_past else balance_of(connection, number),
        stakes=stakes,
        hidden=_hidden(call, connection, when).intersection(slug for slug, _ in stakes),
    )


def _trader(call: Invocation, connection: Connection, who: str | None) -> tuple[int, str]:
    """Number and name of whoever is asked for; the number is 0 for a user nobody knows yet.

    Raises:
        Refused: Somebody else is named whom nobody knows, or a computed forecaster.
    """
    from market.errors import Refused
    from market.ledger.names import fold
    from market.ledger.views.forecasters import forecaster_names

    known = forecaster_names(connection)
    wanted = call.user if who is None else who
    if fold(wanted) == fold(call.user) and fold(wanted) not in map(fold, known.values()):
        return 0, call.user
    if wanted.strip().startswith("@"):
        raise Refused(f"{wanted.strip()} is computed, and trades nothing.", EVERYBODY)
    number = list(known)[place_of(wanted, list(known.values()))]
    return number, known[number]


def _hidden(call: Invocation, connection: Connection, when: When) -> frozenset[str]:
    """Slugs of the questions whose price is hidden from the user, as they stand now."""
    from cli.shared.hiding import prices_hidden_from
    from market.ledger.views.questions import question_states

    states = question_states(connection, now=when.now)
    hidden = prices_hidden_from(call.user, connection, states, blind=call.blind)
    return frozenset(state.slug for state in states if state.id in hidden)
