"""Which inequalities probabilities break, between questions that have one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from scoring.worlds.inequalities import Inequality

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from scoring.worlds.hull import Hull

    Floats = NDArray[np.float64]

__all__ = ["Violation", "violations"]

_NONE = 1e-12
"""What rounding may break."""


class Violation(NamedTuple):
    """An inequality that probabilities break.

    Attributes:
        kind: The constraint behind it; ``jointly`` if it takes several.
        questions: Positions of the questions, all with a forecast; of an implication the one that
            implies comes first.
        excess: By how much: what stakes on these questions alone win in every world.
    """

    kind: Literal["implies", "excludes", "exhaustive", "jointly"]
    questions: tuple[int, ...]
    excess: float


def violations(p: Floats, hull: Hull, against: Floats, stakes: Floats) -> list[Violation]:
    """The broken inequalities, worst first.

    A question without a forecast is passed through: what implies it implies what it implies, and
    takes its place in an exclusive set. Linked questions that break no inequality so, and lose all
    the same, are listed as one violation of those that bets are made on.

    Args:
        p: Probabilities; NaN where there is none.
        hull: What is coherent.
        against: A coherent vector with the least sum of absolute differences from ``p``.
        stakes: The stakes that win as much.
    """
    found = []
    for part in hull.parts:
        mine = part.questions
        broken = list(_broken(p[mine], part.rows))
        loss = float(np.nansum(np.abs(against[mine] - p[mine])))
        if not broken and loss > _NONE:
            staked = np.flatnonzero(np.abs(stakes[mine]) > _NONE)
            broken = [Violation("jointly", tuple(staked.tolist()), loss)]
        found += [
            one._replace(questions=tuple(mine[list(one.questions)].tolist())) for one in broken
        ]
    return sorted(found, key=lambda one: (-one.excess, one.questions))


def _broken(p: Floats, rows: Iterable[Inequality]) -> Iterator[Violation]:
    """Violations of the inequalities of one part, each set of questions once."""
    seen: set[tuple[str, tuple[int, ...]]] = set()
    for row in _seen_through(p, list(rows)):
        excess = row.excess(p)
        if excess > _NONE and row[:2] not in seen:
            seen.add(row[:2])
            yield Violation(row.kind, row.questions, excess)


def _seen_through(p: Floats, rows: list[Inequality]) -> Iterator[Inequality]:
    """Inequalities between questions with a forecast that follow from those given."""
    arrows = [row.questions for row in rows if row.kind == "implies"]
    wider = _Arrows(p, arrows)
    narrower = _Arrows(p, [(other, one) for one, other in arrows])
    for one in np.flatnonzero(np.isfinite(p)).tolist():
        for other in wider.said_after(one):
            yield Inequality("implies", (one, other), (1.0, -1.0), 0.0)
    for row in rows:
        if row.kind == "excludes":
            yield _between(row, [narrower.instead(one, highest=True) for one in row.questions])
        elif row.kind == "exhaustive":
            stand_ins = [wider.instead(one, highest=False) for one in row.questions]
            if None not in stand_ins:
                yield _between(row, stand_ins)
        elif row.kind == "jointly" and np.isfinite(p[list(row.questions)]).all():
            yield row


def _between(row: Inequality, stand_ins: Iterable[int | None]) -> Inequality:
    """The inequality of a set for those that stand in for its questions."""
    members = sorted({one for one in stand_ins if one is not None})
    return Inequality(row.kind, tuple(members), (row.bound,) * len(members), row.bound)


class _Arrows:
    """Questions with a forecast, as seen along arrows through those without one."""

    def __init__(self, p: Floats, arrows: Iterable[tuple[int, ...]]) -> None:
        self._p = p
        self._after: dict[int, list[int]] = {}
        for one, other in arrows:
            self._after.setdefault(one, []).append(other)

    def said_after(self, question: int) -> list[int]:
        """The next ones with a forecast, ascending."""
        waiting, seen = [question], {question}
        while waiting:
            fresh = set(self._after.get(waiting.pop(), ())) - seen
            seen |= fresh
            waiting += [one for one in fresh if np.isnan(self._p[one])]
        return sorted(one for one in seen - {question} if np.isfinite(self._p[one]))

    def instead(self, question: int, *, highest: bool) -> int | None:
        """The question itself, or if it has no forecast the next one that says most."""
        if np.isfinite(self._p[question]):
            return question
        said = self.said_after(question)
        pick = max if highest else min
        return pick(said, key=self._p.__getitem__, default=None)
