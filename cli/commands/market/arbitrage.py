"""`foretell market arbitrage`: linked prices that contradict each other, and what mends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.commands.market.group import app
from cli.options import Invocation, command
from cli.output.emit import emit
from cli.output.streams import say

if TYPE_CHECKING:
    from cli.shared.arbitrage import Prices

__all__: list[str] = []


@command(
    app,
    "foretell market arbitrage",
    "foretell market arbitrage --json",
    "foretell market arbitrage --csv | foretell market trade --from -",
)
def arbitrage(call: Invocation) -> None:
    """Find linked prices that contradict each other, and trades that mend them.

    Of the markets that take trades: each group of prices that break links between their questions,
    the trades that bring them to the nearest prices that hold together, and what these trades earn
    at least, however the questions resolve; if one is annulled, its trades are undone. The trades
    of the CSV form can be made with foretell market trade --from FILE, all of them or none.
    """
    from cli.output.arbitrage import FIELDS, document, lines, rows
    from cli.shared.arbitrage import read_prices

    found = read_prices(call)
    emit(
        call.sink,
        fields=FIELDS,
        rows=rows(found),
        document=document(found),
        text=lambda screen: lines(found, screen),
    )
    say(_next(found))


def _next(found: Prices) -> str:
    if found.arbitrages:
        return "Next: foretell market arbitrage --csv | foretell market trade --from -"
    return "Next: foretell market price"
