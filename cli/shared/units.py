"""What weighs 1 where forecasts are averaged, and how a heading says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from market.errors import UsageError
from market.near import did_you_mean

if TYPE_CHECKING:
    from scoring.sample import Unit

__all__ = ["UnitName", "unit_named", "unit_words"]

UnitName = Annotated[
    str,
    typer.Option(
        "--unit",
        metavar="forecast|last|cell|time",
        help="What weighs 1: a forecast, a last word, a question (its time split), or a lifetime.",
    ),
]

_WORDS = {
    "forecast": "every forecast weighs 1",
    "last": "every last word at the close weighs 1",
    "cell": "a question weighs 1, split by standing time",
    "time": "every lifetime stood weighs 1",
}


def unit_named(name: str) -> Unit:
    """The unit that was asked for.

    Raises:
        UsageError: There is none of that name.
    """
    if name not in _WORDS:
        hint = did_you_mean(name, _WORDS, f"Choose one of {', '.join(_WORDS)}")
        raise UsageError(f"There is no unit {name}.", hint)
    return cast("Unit", name)


def unit_words(unit: Unit) -> str:
    """The unit as a heading tells it."""
    return _WORDS[unit]
