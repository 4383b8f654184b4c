"""What somebody says of linked questions, and the nearest to it that holds together."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Self

import numpy as np

from cli.shared.entrants import Entrants
from cli.shared.linked import linked
from cli.shared.worlds import possible_worlds
from market.logic.constraints import constraints_of
from market.logic.contradictions import NEGLIGIBLE, contradictions
from scoring.coherence import assess, project
from scoring.pooling import pooled_forecasts, standing_forecasts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from cli.invocation import Invocation
    from cli.shared.linked import Linked
    from cli.shared.polls import Asked
    from cli.shared.query import Query
    from market.logic.contradictions import Contradiction
    from market.logic.links import Link
    from scoring.coherence import Coherence

    Floats = NDArray[np.float64]

__all__ = ["Coherent", "coherent_at", "coherent_of"]

_ROUNDING = 1e-9
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Coherent:
    """The linked questions of somebody, and what becomes of them together.

    Attributes:
        questions: Slugs of all linked questions; first those of the poll, as they were asked.
        said: What is said of each; NaN where there is no forecast.
        links: How they hang together.
        hidden: How many of them are left out, because what is said of them is hidden.
        contradictions: Which links are broken, the worst first.
        found: What all links come to together, question by question.
    """

    questions: tuple[str, ...]
    said: Floats
    links: tuple[Link, ...]
    hidden: int
    contradictions: tuple[Contradiction, ...]
    found: Coherence

    @classmethod
    def of(cls, linked: Linked, questions: Sequence[str], said: Floats) -> Self:
        """What somebody says, judged by links.

        Args:
            linked: How the questions hang together.
            questions: Slugs of the poll's questions.
            said: What is said of each; NaN where there is no forecast.
        """
        links = linked.links
        chosen, there = _tied(links, questions, said)
        with possible_worlds("Look at fewer: --tag TAG"):
            found = assess(there, constraints_of(links, chosen))
        return cls(
            questions=chosen,
            said=there,
            links=links,
            hidden=len(linked.hidden.intersection(chosen)),
            contradictions=tuple(contradictions(links, _standing(chosen, there))),
            found=found,
        )

    @property
    def standing(self) -> list[int]:
        """Places of the questions that have a forecast."""
        return [place for place, p in enumerate(self.said.tolist()) if not isnan(p)]

    @property
    def forecasts(self) -> dict[str, float]:
        """What is said, by slug."""
        return _standing(self.questions, self.said)

    @property
    def least_squares(self) -> Floats:
        """The nearest that holds together; to the last digit what was said where that stays."""
        near = np.round(self.found.least_squares, _DIGITS)
        return np.where(np.isclose(near, self.said, rtol=0.0, atol=_ROUNDING), self.said, near)

    @property
    def holds(self) -> bool:
        """Whether nobody can win from it whatever happens."""
        return bool(self.found.sure_loss <= NEGLIGIBLE)


def coherent_of(call: Invocation, asked: Asked, query: Query, who: str) -> tuple[str, Coherent]:
    """What somebody says, judged by the links between the questions of a poll.

    Args:
        call: Who looks.
        asked: The poll.
        query: How it was asked for.
        who: Whose forecasts: a name, or that of a pool.

    Returns:
        The name as it is shown, and what was found.

    Raises:
        Refused: Nobody is called so.
        DatabaseError: The ledger cannot be read.
    """
    entrants = Entrants.of(asked, who)
    code = entrants.code(who)
    name = entrants.names[code]
    ties = linked(call, asked, query, name)
    return name, Coherent.of(ties, asked.poll.questions, _said_by(entrants, code, ties))


def coherent_at(linked: Linked, questions: Sequence[str], slug: str, said: Floats) -> float:
    """What somebody would say of one question whose numbers held together.

    Args:
        linked: The links by which it hangs together with others.
        questions: Slugs of the poll's questions.
        slug: That of the one.
        said: What is said of each; NaN where there is no forecast.
    """
    chosen, there = _tied(linked.links, questions, said)
    if slug not in chosen:
        return float(said[questions.index(slug)])
    with possible_worlds("Look at fewer: --tag TAG"):
        near = project(there, constraints_of(linked.links, chosen))
    return float(near[chosen.index(slug)])


def _tied(
    links: Iterable[Link], questions: Sequence[str], said: Floats
) -> tuple[tuple[str, ...], Floats]:
    """The linked questions, and what is said of each: nothing of those beside the poll."""
    places = {slug: place for place, slug in enumerate(questions)}
    tied = dict.fromkeys(slug for link in links for slug in link.questions)
    inside = sorted((slug for slug in tied if slug in places), key=places.__getitem__)
    beside = [slug for slug in tied if slug not in places]
    there = said[[places[slug] for slug in inside]]
    return (*inside, *beside), np.append(there, np.full(len(beside), np.nan))


def _standing(questions: Sequence[str], said: Floats) -> dict[str, float]:
    pairs = zip(questions, said.tolist(), strict=True)
    return {slug: p for slug, p in pairs if not isnan(p)}


def _said_by(entrants: Entrants, code: int, linked: Linked) -> Floats:
    """What one of those who can be named says of every question.

    Args:
        entrants: Those of the poll.
        code: Whose forecasts.
        linked: When each question is looked at.
    """
    panel = entrants.poll.panel
    if code < panel.forecasters:
        return standing_forecasts(panel, code, linked.moments)
    pool = entrants.pools[code - panel.forecasters]
    return pooled_forecasts(entrants.timeline, pool, linked.moments)
