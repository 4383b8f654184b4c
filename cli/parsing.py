"""How the words of a command are read, and its help given.

More strictly than the library would; and while words are completed, not at all.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

from cli.output.streams import screen
from cli.output.text import ascii_text
from market.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Command", "Group"]

NAMING = {
    "ARTICLE|-",
    "BACKUP",
    "DIR",
    "FIGURE",
    "FILE",
    "FORECASTS.csv...",
    "KEY",
    "LEDGER",
    "MAKER",
    "PLATFORM",
    "POOL",
    "QUESTIONS.csv",
    "ROLE",
    "RULE",
    "URL",
    "forecast|last|cell|time",
    "scheduled|actual",
    "time|question|none",
    "--as",
    "--who",
}
"""Metavars and options that name something: `--as "$NAME"` without a NAME is a slip."""


class _Words:
    """What a command and a group of commands have in common."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words after the command's name.

        Raises:
            UsageError: An option is given twice, has no value, or another option for a value.
        """
        if ctx.resilient_parsing:
            from cli.completion import offer_words

            offer_words(self.get_params(ctx))  # type: ignore[attr-defined]
        else:
            _refuse_slips(self, ctx, args)
        return super().parse_args(ctx, args)  # type: ignore[misc, no-any-return]

    def get_help(self, ctx: Any) -> str:
        """The help, in signs that stdout can show."""
        text: str = super().get_help(ctx)  # type: ignore[misc]
        return text if screen().unicode else ascii_text(text)


class Command(_Words, TyperCommand):
    """A command whose options stand once, each with a value of its own."""


class Group(_Words, TyperGroup):
    """A group of commands; the options before a command's name are read as strictly."""


def _refuse_slips(command: Any, ctx: Any, args: list[str]) -> None:
    given, order = _given(command, ctx, args)
    names = {name for word in command.get_params(ctx) for name in word.opts}
    for word, times in Counter(order).items():
        is_option = word.param_type_name == "option"
        if is_option and word.is_flag:
            continue
        name = word.opts[-1] if is_option else word.metavar
        if is_option and times > 1 and not word.multiple:
            raise UsageError(f"{name} is given {times} times.", "Give it once.")
        for value in _values(given[word.name]):
            if is_option and value in names:
                said = f"{name} is followed by {value}, which is an option."
                raise UsageError(said, f"Give {name} a value, or leave it out.")
            if not value.strip() and {word.metavar, name} & NAMING:
                hint = "Give it a value, or leave it out." if is_option else "Name one."
                raise UsageError(f"{name} is empty.", hint)


def _values(given: Any) -> Sequence[str]:
    """What was given for one parameter, which may be nothing, one word or several."""
    return [] if given is None else [given] if isinstance(given, str) else given


def _given(command: Any, ctx: Any, args: list[str]) -> tuple[dict[str, Any], list[Any]]:
    """Values by parameter, and the parameters as often as they are given."""
    try:
        given, _, order = command.make_parser(ctx).parse_args(args=list(args))
    except Exception as error:
        if getattr(error, "ctx", ctx) is None:
            error.ctx = ctx  # type: ignore[attr-defined]  # the hint then names this command
        raise
    return given, order
