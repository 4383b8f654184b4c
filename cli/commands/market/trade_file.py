"""`foretell market trade --from FILE`: all trades of a file, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.output.emit import emit
from cli.output.figures import counted, fixed
from cli.output.fills import TRADE_FIELDS, trade_row
from cli.output.streams import say
from cli.shared.lists import ActList
from cli.shared.orders import read_wanted, states_seen
from market.exchange.credits import UNIT
from market.ledger.acts.trading import Trading

if TYPE_CHECKING:
    from cli.invocation import Invocation
    from cli.shared.orders import Wanted

__all__ = ["trade_file"]

REQUIRED = ("question", "side")


def trade_file(call: Invocation, name: str) -> None:
    """Make the trades of a file in one entry, one after another.

    Args:
        call: Whose trades they are, and where they are told.
        name: A CSV file with the columns ``question`` and ``side``, of ``shares``, ``spend`` and
            ``to`` those in use, and maybe ``limit`` and ``action``; or ``-`` for standard input.

    Raises:
        Refused: The file is not such a file, has no rows, or a bad one; then nothing is recorded,
            and the details name the bad lines.
    """
    listed = ActList(name, REQUIRED, _read, "Give a question, a side and a size in each line.")
    ledger = call.ledger()
    looked = states_seen(ledger, (one for _, one in listed.acts), call.now)
    with call.writing("market trade --from", ledger) as writing:
        trading = Trading(writing, call.user)

        def fill(wanted: Wanted) -> int:
            return trading.trade(wanted.order(trading, looked)).balance

        balance = listed.record(listed.acts, fill)[-1]
        made = trading.record()
    emit(
        call.sink,
        fields=TRADE_FIELDS,
        rows=[trade_row(one) for one in made],
        text=lambda _: [f"{counted(len(made), 'trade')} made   balance {fixed(balance / UNIT, 6)}"],
    )
    say("Next: foretell market portfolio")


def _read(row: dict[str, str]) -> Wanted:
    """What a row says; an empty cell says nothing."""
    words = {name: cell or None for name, cell in row.items()}
    return read_wanted(row["question"], words["side"], words)
