"""`foretell demo`: the whole story on real questions, with a simulated crowd."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import demo_address
from cli.options import Invocation, command, new_app
from cli.output.dates import day
from cli.output.sink import STDOUT
from cli.output.streams import say, screen, write
from market.errors import UsageError

if TYPE_CHECKING:
    from market.articles.pack import Pack
    from market.ledger.engine import Ledger

__all__ = ["app"]

app = new_app()

PACK = "anchorage"
SHOWN = "second-summit-by-2026-06"
"""The resolution that the demonstration tells."""

Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", min=0, help="Seed of the simulated crowd, if not 7."),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Make the demonstration's ledger anew.")]


@command(app, "foretell demo", "foretell demo --seed 8 --fresh", prints=False)
def demo(call: Invocation, *, seed: Seed = None, fresh: Fresh = False) -> None:
    """Try foretell with a simulated crowd.

    An article's predictions become questions; twelve simulated forecasters forecast those whose
    outcome is documented; the outcomes resolve them; a leaderboard follows. All of it stands in a
    ledger of its own, which foretell --demo goes on with.
    """
    from cli.demo.ledger import demo_ledger
    from market.articles.packfiles import read_pack
    from market.seeds import seed_path

    if call.chose_ledger:
        raise UsageError("The demonstration has a ledger of its own.", "Leave out --db.")
    pack = read_pack(seed_path(PACK))
    with demo_ledger(pack, clock=call.clock, seed=seed, fresh=fresh) as ledger:
        _tell(call, ledger, pack)
        _report(call, ledger)
    say(
        "",
        "Next: foretell --demo questions",
        "      foretell --demo show second-summit-by-2027",
        "      foretell --demo forecast second-summit-by-2027 30%",
    )


def _tell(call: Invocation, ledger: Ledger, pack: Pack) -> None:
    from cli.demo.story import opening, resolution
    from cli.shared.boards import Ordering, print_board
    from market.ledger.views.panels import read_poll

    now, to = call.now, screen()
    with ledger.reading() as connection:
        poll = read_poll(connection, now=now)
        lines = opening(connection, pack, poll, Path(demo_address()), now, to)
        lines += ["", *resolution(connection, pack, SHOWN, now, to), ""]
    write("".join(f"{to.show(line)}\n" for line in lines))
    print_board(STDOUT, poll, Ordering(), title=f"Leaderboard · as of {day(now)}")


def _report(call: Invocation, ledger: Ledger) -> None:
    """Write all of it as a page beside the ledger; the last demonstration's is replaced."""
    from cli.output.files import write_file
    from cli.report.contents import Wanted
    from cli.report.page import page
    from cli.report.reading import read_contents

    path = Path(demo_address())
    with ledger.reading() as connection:
        contents = read_contents(
            connection, Wanted(), source=path.name, user=call.user, blind=call.blind, now=call.now
        )
    write_file(str(path.with_suffix(".html")), page(contents), force=True)
    say(f"The same as a page, for a browser: {path.with_suffix('.html')}")
