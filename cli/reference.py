"""The reference of commands, made from their help; see `INTRODUCTION` for how to make it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from typer.main import get_command

from cli.main import app

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["reference"]

COLUMNS = 80

INTRODUCTION = """\
# Commands

Made from the commands' own help by `python -m cli.reference > docs/commands.md`.

Data go to stdout, messages to stderr. `--db`, `--as` and `--format` may stand before the command or
after it; after wins. Exit codes: 0 done, 1 refused, 2 usage, 3 database, 4 integrity, 130
interrupted.
"""


def reference() -> str:
    """The help of every command, as one Markdown document."""
    return "\n".join([INTRODUCTION, *_sections(get_command(app), "foretell", None)])


def _sections(command: Any, name: str, parent: Any) -> Iterator[str]:
    """The command's own section, then those of the commands in it."""
    settings = {"terminal_width": COLUMNS, "resilient_parsing": True}
    context = command.make_context(name, [], parent=parent, **settings)
    yield f"## {context.command_path}\n\n```text\n{context.get_help()}\n```\n"
    if hasattr(command, "list_commands"):
        for inner in command.list_commands(context):
            yield from _sections(command.get_command(context, inner), inner, context)


if __name__ == "__main__":
    sys.stdout.write(reference())
