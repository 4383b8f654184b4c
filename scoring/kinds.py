"""Kinds of forecaster, and which of them are people."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["PEOPLE", "Kind"]


class Kind(StrEnum):
    """What stands behind a forecaster's name.

    The order of the members is the order of the codes in a panel's ``kind`` column.
    """

    PERSON = "person"
    PUNDIT = "pundit"
    IMPORTED = "imported"
    SIMULATED = "simulated"
    ARTICLE = "article"
    COMPUTED = "computed"

    @property
    def code(self) -> int:
        """Position among the kinds, as stored in a panel."""
        return list(Kind).index(self)


PEOPLE = frozenset({Kind.PERSON, Kind.PUNDIT, Kind.IMPORTED, Kind.SIMULATED})
"""Kinds that hold ranks and enter pools, peer averages and the skill fit."""
