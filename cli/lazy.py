"""A group of commands that imports a command's module only when that command is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from typer.core import TyperGroup
from typer.main import get_command as build

from market.errors import UsageError
from market.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LazyGroup"]


class LazyGroup(TyperGroup):
    """Commands by name, each with the module that holds it and a summary of one line.

    A module holds its command, or its group of commands, as a typer application named ``app``.
    The summaries stand here a second time so that `--help` can list what it does not import.
    """

    registry: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        """Names in the order of the registry, which is the order of a forecaster's day."""
        return list(self.registry)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - typer's signature
        """The command itself, imported now."""
        if cmd_name not in self.registry:
            return None
        module, _ = self.registry[cmd_name]
        return build(import_module(module).app)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Refuse an unknown name with the names that look like it.

        Raises:
            UsageError: No command has this name.
        """
        name = args[0]
        if name not in self.registry and not name.startswith("-"):
            hint = did_you_mean(name, self.registry, "See: foretell --help")
            raise UsageError(f"There is no command {name!r}.", hint)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - typer's signature
        """List the summaries without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.registry.items()])
