"""`foretell lint`: what a careful editor would ask of a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Invocation, command, new_app
from cli.output.emit import emit
from cli.output.figures import counted
from cli.output.streams import say
from cli.typed.who import as_word

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cli.output.streams import Screen

__all__ = ["app"]

app = new_app()

Pack = Annotated[
    str,
    typer.Argument(metavar="PACK", help="A file or folder, or a pack of `foretell seed list`."),
]


@command(app, "foretell lint mine.toml", "foretell lint anchorage --json")
def lint(call: Invocation, pack: Pack) -> None:
    """Look for weak points in a pack, before anybody forecasts.

    Vague words, a missing threshold, source, deadline or time zone, two questions in one, families
    that do not nest, links that cannot hold, and what is unfinished: each with its place and a
    mend. Exit code 1 says that there is something. The codes are explained in
    docs/writing-questions.md.
    """
    from cli.output.findings import FIELDS, document, lines, rows
    from market.articles.linting.registry import lint_path
    from market.seeds import pack_path

    path = pack_path(pack)
    name, findings = path.name.removesuffix(".toml"), lint_path(path)

    def text(screen: Screen) -> Iterable[str]:
        return lines(name, findings, screen)

    emit(
        call.sink,
        fields=FIELDS,
        rows=rows(findings),
        document=document(name, findings),
        text=text,
    )
    if findings:
        say(f"{counted(len(findings), 'finding')}; docs/writing-questions.md explains the codes.")
        raise typer.Exit(1)
    say(f"Next: foretell {_joins(path)} {as_word(pack)}")


def _joins(path: Path) -> str:
    """The command by which a sound pack gets into a ledger."""
    from market.articles.packfiles import read_pack

    return "seed load" if read_pack(path).questions else "article add"
