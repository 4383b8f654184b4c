"""`foretell market board`: who has earned by trading, and who foresaw well in doing so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.commands.market.group import app
from cli.options import AsOf, Invocation, command
from cli.output.emit import emit
from cli.output.figures import counted
from cli.output.streams import say
from cli.typed.who import as_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen

__all__ = ["board"]


@command(
    app,
    "foretell market board",
    "foretell market board --as-of 2026-06-30 --json",
)
def board(call: Invocation, *, as_of: AsOf = None) -> None:
    """Rank traders by profit, with the scores that their trades imply.

    A trade is a forecast: of the price to which it moves. So each trader has a Brier and a log
    score like any forecaster, and profits on settled markets are b times gains in log score.
    """
    from cli.output.traders import FIELDS
    from cli.shared.polls import When
    from cli.shared.trading import read_traders

    when = When.of(call.now, as_of)
    with call.ledger().reading() as connection:
        traders = read_traders(connection, now=when.now, as_of=when.as_of)
    rows = traders.rows()

    def text(screen: Screen) -> Iterator[str]:
        yield f"Traders by profit · {counted(len(rows), 'trader')} · {when.words}"
        yield ""
        yield from traders.lines(screen) if rows else ["Nobody has traded."]

    document = {"as_of": when.iso, "level": traders.scored.level, "rows": rows}
    emit(call.sink, fields=FIELDS, rows=rows, document=document, text=text)
    if not rows:
        say("Next: foretell market price   (to open a market: foretell market open QUESTION)")
    else:
        say(f"Next: foretell market portfolio {as_word(rows[0]['trader'])}")
