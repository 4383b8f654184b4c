"""`foretell report`: everything on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsOf, Invocation, command, new_app
from cli.output.files import refuse_taken, write_file
from cli.output.streams import say, write
from cli.shared.polls import When
from cli.typed.filters import Tag  # noqa: TC001 - typer reads it

if TYPE_CHECKING:
    from cli.report.contents import Contents, Wanted

__all__ = ["app"]

app = new_app()

Output = Annotated[
    str, typer.Option("-o", "--output", metavar="FILE", help="The page to write; - for stdout.")
]
Force = Annotated[bool, typer.Option("--force", help="Let -o replace a file.")]
OnlyQuestions = Annotated[
    list[str] | None,
    typer.Option("--question", metavar="QUESTION", help="Only this question; repeatable."),
]
OnlyWho = Annotated[
    list[str] | None,
    typer.Option("--who", metavar="WHO", help="Tell of this forecaster, too; repeatable."),
]
Anonymous = Annotated[
    bool, typer.Option("--anonymous", help="Give people numbers in the place of names.")
]


@command(
    app,
    "foretell report -o report.html",
    "foretell report --tag energy --who ana -o ana.html",
    "foretell report --as-of 2025-12-31 --anonymous -o report.html",
    prints=False,
)
def report(
    call: Invocation,
    *,
    output: Output = "report.html",
    force: Force = False,
    question: OnlyQuestions = None,
    who: OnlyWho = None,
    tag: Tag = None,
    as_of: AsOf = None,
    anonymous: Anonymous = False,
) -> None:
    """Write everything on one page.

    Leaderboard, questions with their histories, calibration, comparisons and markets: a single
    file for any browser, which needs no network and tells nobody that it is read. Crowds that are
    hidden from you stay hidden, whoever reads it.
    """
    if output != "-":
        refuse_taken(output, force=force)
    when = When.of(call.now, as_of)
    from cli.report.contents import Wanted
    from cli.report.page import page

    wanted = Wanted(tuple(question or ()), tuple(who or ()), tag, anonymous)
    contents = _read(call, wanted, when)
    if output == "-":
        write(page(contents))
        return
    write_file(output, page(contents), force=force)
    then = f"open {output} in a browser" if contents.states else contents.advice
    say(f"Wrote {output}", f"Next: {then}")


def _read(call: Invocation, wanted: Wanted, when: When) -> Contents:
    from cli.report.reading import read_contents, source_of
    from market.ledger.address import Address

    with call.ledger().reading() as connection:
        return read_contents(
            connection,
            wanted,
            source=source_of(Address.parse(call.address)),
            user=call.user,
            blind=call.blind,
            now=when.now,
            as_of=when.as_of,
        )
