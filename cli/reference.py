"""The reference of commands, made from what they say of themselves."""

from __future__ import annotations

import sys
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

from typer.main import get_command

from cli.main import app

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["reference"]

BAR = r"\|"  # a bare bar would end the cell

INTRODUCTION = """\
# Commands

Made from the commands themselves by `python -m cli.reference > docs/commands.md`.

Data go to stdout, messages to stderr. `--db`, `--as` and `--format` may stand before the command or
after it; after wins. Exit codes: 0 done, 1 refused, 2 usage, 3 database, 4 integrity, 130
interrupted.
"""


def reference() -> str:
    """Every command with its words, options and examples, as one Markdown document.

    It is made from the definitions, not from the help as it is printed, whose form is the
    library's and changes with it.
    """
    return "\n".join([INTRODUCTION, *_sections(get_command(app), "foretell", None)])


def _sections(command: Any, path: str, parent: Any) -> Iterator[str]:
    """The command's own section, then those of the commands in it."""
    context = command.make_context(path, [], parent=parent, resilient_parsing=True)
    shown = [word for word in command.params if not getattr(word, "hidden", False)]
    arguments = [word for word in shown if word.param_type_name == "argument"]
    options = [word for word in shown if word.param_type_name == "option"]
    usage = [path, *(_argument(word) for word in arguments)]
    yield f"## {path}\n\n{cleandoc(command.help or '')}\n\n`{' '.join(usage)}`\n"
    yield from _table("argument", [(word.metavar or word.name, word) for word in arguments])
    yield from _table("option", [(_option(word), word) for word in options])
    if command.epilog:
        yield "```sh\n" + "\n".join(_examples(command.epilog)) + "\n```\n"
    if hasattr(command, "list_commands"):
        for inner in command.list_commands(context):
            yield from _sections(command.get_command(context, inner), f"{path} {inner}", context)


def _argument(word: Any) -> str:
    name = word.metavar or word.name
    return name if word.required else f"[{name}]"


def _option(word: Any) -> str:
    names = ", ".join(word.opts)
    return names if word.is_flag else f"{names} {word.metavar or 'VALUE'}"


def _table(title: str, words: list[tuple[str, Any]]) -> Iterator[str]:
    if not words:
        return
    rows = [f"| `{name.replace('|', BAR)}` | {word.help or ''} |" for name, word in words]
    yield "\n".join([f"| {title} | |", "|---|---|", *rows]) + "\n"


def _examples(epilog: str) -> list[str]:
    lines = (line.strip().removeprefix("Example:").strip() for line in epilog.splitlines())
    return [line for line in lines if line.startswith("foretell")]


if __name__ == "__main__":
    sys.stdout.write(reference())
