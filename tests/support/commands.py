"""The commands of the command line, as it builds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["commands_in"]


def commands_in(command: Any, name: str, context: Any = None) -> Iterator[tuple[str, Any, Any]]:
    """Every command that does something, with its name as it is typed and its context."""
    here = command.make_context(name, [], parent=context, resilient_parsing=True)
    if not hasattr(command, "list_commands"):
        yield here.command_path, command, here
        return
    for inner in command.list_commands(here):
        yield from commands_in(command.get_command(here, inner), inner, here)
