"""`foretell report`: everything on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsOf, Invocation, command, new_app
from cli.output.files import refuse_taken, write_file
from cli.output.streams import say
from cli.shared.polls import When
from cli.typed.filters import Tag  # noqa: TC001 - typer reads it

__all__ = ["app"]

app = new_app()

Output = Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")]
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
    file for any browser, which needs no network and tells nobody that it is read.
    """
    refuse_taken(output, force=force)
    when = When.of(call.now, as_of)
    from cli.report.contents import Wanted
    from cli.report.page import page
    from cli.report.reading import read_contents

    wanted = Wanted(tuple(question or ()), tuple(who or ()), tag, anonymous)
    with call.ledger().reading() as connection:
        contents = read_contents(
            connection,
            wanted,
            source=Path(call.address).name,
            user=call.user,
            blind=call.blind,
            now=when.now,
            as_of=when.as_of,
        )
    write_file(output, page(contents), force=force)
    say(f"Wrote {output}", f"Next: open {output} in a browser")
