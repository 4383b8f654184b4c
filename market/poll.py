"""A panel with the names that belong to its codes: what the faces show and the floors score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from scoring.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.panel import Panel

__all__ = ["MARKET", "Poll", "family_codes", "shown_name"]

MARKET = "@market"
"""Name of the pseudo-forecaster that says what the market's price says."""


@dataclass(frozen=True, slots=True)
class Poll:
    """Forecasts on questions, by code, and the names of the codes.

    Attributes:
        panel: The columns.
        forecasters: Names as they are shown, by forecaster code.
        questions: Slugs, by question code.
        late: How many reports were left out because they were entered too late to be foresight.
    """

    panel: Panel
    forecasters: tuple[str, ...]
    questions: tuple[str, ...]
    late: int = 0

    def until(self, share: float) -> Self:
        """The poll as it stood once a share of every scheduled open time was over.

        Raises:
            ValueError: The share is out of range; see :meth:`scoring.panel.Panel.until`.
        """
        return replace(self, panel=self.panel.until(share))


def shown_name(name: str, kind: str) -> str:
    """A stored name as it is shown: those of articles begin with an @.

    >>> shown_name("article:anchorage", "article"), shown_name("ana", "person")
    ('@article:anchorage', 'ana')
    """
    return f"@{name}" if kind == Kind.ARTICLE else name


def family_codes(families: Iterable[str | None]) -> list[int]:
    """A code for each question's family; a question without one is a family of its own.

    >>> family_codes(["peace", None, "peace", ""])
    [0, 1, 0, 2]
    """
    codes: dict[str | int, int] = {}
    return [codes.setdefault(name or place, len(codes)) for place, name in enumerate(families)]
