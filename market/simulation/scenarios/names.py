"""Who has figures in a scenario, and what results call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.near import did_you_mean
from market.simulation.parameters import ParameterError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from market.simulation.scenarios.document import Document

__all__ = ["name_in_results", "names_in_results"]

_IDEAL = "ideal"


def names_in_results(document: Document, pools: Sequence[str]) -> dict[str, str]:
    """What results call each of those who have figures, by the name that the file has for it.

    Args:
        document: The scenario.
        pools: Names of its pools.

    Raises:
        ParameterError: A group or a market has a name that is taken.
    """
    from scoring.pooling import POOLS

    for part, tables in (("people", document.people), ("market", document.markets)):
        for name in tables:
            if name in {_IDEAL, *POOLS}:
                raise ParameterError(f"{part}.{name}", "has a name that is taken: choose another")
            if part == "market" and name in document.people:
                raise ParameterError(f"{part}.{name}", "has the name of a group of people")
    computed = (_IDEAL, *document.markets, *pools)
    return {name: name for name in document.people} | {name: f"@{name}" for name in computed}


def name_in_results(reference: str, names: Mapping[str, str]) -> str:
    """What results call the reference; empty for none.

    Args:
        reference: What the file says, with or without the sign before names that are computed.
        names: What results call each name.

    Raises:
        ParameterError: It is nobody's name.
    """
    plain = reference.removeprefix("@")
    if reference and plain not in names:
        hint = did_you_mean(plain, names, f"There are: {', '.join(names)}")
        raise ParameterError("reference", f"is nobody here: {reference!r}", hint)
    return names.get(plain, "")
