"""`foretell market price`: what markets say, and how far a trade would move them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.market.group import app
from cli.options import AsOf, Invocation, command
from cli.output.emit import emit
from cli.output.streams import say

if TYPE_CHECKING:
    from cli.shared.priced import Priced

__all__: list[str] = []

Question = Annotated[
    str | None, typer.Argument(metavar="QUESTION", help="The question's slug; else all markets.")
]


@command(
    app,
    "foretell market price",
    "foretell market price second-summit-by-2027 --as-of 2026-11-01",
    "foretell market price --json",
)
def price(call: Invocation, question: Question = None, *, as_of: AsOf = None) -> None:
    """Say what markets say: all of them, or one with its details."""
    from cli.shared.polls import When
    from cli.shared.priced import read_prices

    when = When.of(call.now, as_of)
    moment = when.now if when.as_of is None else when.as_of
    with call.ledger().reading() as connection:
        found = read_prices(
            connection, call.user, now=when.now, as_of=moment, blind=call.blind, slug=question
        )
    if question is None:
        _print_all(call, found, when.words)
    else:
        _print(call, found[0], moment)


def _print_all(call: Invocation, found: list[Priced], when: str) -> None:
    from cli.output.markets import FIELDS, price_row, price_table

    emit(
        call.sink,
        fields=FIELDS,
        rows=[price_row(one) for one in found],
        text=lambda screen: price_table(found, when, screen),
    )
    if any(one.state.status == "open" for one in found):
        say("Next: foretell market quote QUESTION yes|no --spend 10")
    else:
        say("Next: foretell market open QUESTION")


def _print(call: Invocation, one: Priced, moment: int) -> None:
    from cli.output.markets import FIELDS, price_lines, price_row

    row = price_row(one)
    emit(
        call.sink,
        fields=FIELDS,
        rows=[row],
        document=row,
        text=lambda screen: price_lines(one, moment, screen),
    )
    slug = one.state.slug
    trades = one.state.status == "open"
    say(f"Next: foretell market {f'quote {slug} yes --spend 10' if trades else f'history {slug}'}")
