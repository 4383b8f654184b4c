"""The scoring rule that somebody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from market.errors import UsageError
from market.near import did_you_mean

if TYPE_CHECKING:
    from scoring.rules import Rule

__all__ = ["RuleName", "rule_named"]

RuleName = Annotated[
    str,
    typer.Option("--rule", metavar="RULE", help="The scoring rule: brier, log, spherical, …"),
]


def rule_named(name: str) -> Rule:
    """A proper rule by its name.

    Raises:
        UsageError: There is none of that name, or it is improper.
    """
    from scoring.rules import IMPROPER, RULES

    if name in IMPROPER:
        said = f"{name} is improper: it does not reward honesty."
        raise UsageError(said, f"Choose one of {', '.join(RULES)}")
    if name not in RULES:
        hint = did_you_mean(name, RULES, f"Choose one of {', '.join(RULES)}")
        raise UsageError(f"There is no rule {name}.", hint)
    return RULES[name]
