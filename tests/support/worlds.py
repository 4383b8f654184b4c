"""Small worlds in plain Python: what was said about which questions, before any array."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scoring.kinds import PEOPLE, Kind
from scoring.panel import Panel

__all__ = ["Question", "Report", "World", "panel_of", "question"]


@dataclass(frozen=True)
class Question:
    """One question; ``outcome`` is None while unresolved or annulled."""

    opens: float
    closes: float
    scheduled: float
    outcome: int | None
    family: int

    @property
    def lifetime(self) -> float:
        """Seconds from the open to the scheduled close."""
        return self.scheduled - self.opens

    @property
    def scored(self) -> bool:
        """Whether it resolved, and not before it opened; a life of no length has a close too."""
        return self.outcome is not None and self.opens <= self.closes

    def brier(self, p: float) -> float:
        """Brier loss of a probability, once resolved."""
        assert self.outcome is not None
        return (p - self.outcome) ** 2

    def moment(self, time: float) -> float:
        """``time`` in lifetimes since the open, never before it."""
        since = max(time, self.opens) - self.opens
        return since / self.lifetime if since else 0.0


@dataclass(frozen=True)
class Report:
    """One row of the record; a withdrawal has no probability."""

    who: int
    question: int
    time: float
    probability: float | None


@dataclass(frozen=True)
class World:
    """Reports in order of recording, the questions, and the kind of each forecaster."""

    reports: tuple[Report, ...]
    questions: tuple[Question, ...]
    kinds: tuple[Kind, ...]

    @property
    def people(self) -> list[int]:
        """Codes of the forecasters who are people."""
        return [who for who, kind in enumerate(self.kinds) if kind in PEOPLE]

    def renamed(self, order: list[int]) -> World:
        """The same world with forecaster ``i`` called ``order[i]``."""
        kinds = dict(zip(order, self.kinds, strict=True))
        reports = tuple(replace(report, who=order[report.who]) for report in self.reports)
        return replace(self, reports=reports, kinds=tuple(kinds[i] for i in range(len(kinds))))


def question(
    *,
    closes: float = 1.0,
    opens: float = 0.0,
    scheduled: float = 1.0,
    outcome: int | None = 1,
    family: int = 0,
) -> Question:
    """A question that is open for one second unless told otherwise."""
    return Question(opens, closes, scheduled, outcome, family)


def panel_of(world: World) -> Panel:
    """The world as the library sees it."""
    reports, questions = world.reports, world.questions
    return Panel.from_reports(
        forecaster=np.array([r.who for r in reports], dtype=np.int32),
        question=np.array([r.question for r in reports], dtype=np.int32),
        time=np.array([r.time for r in reports], dtype=float),
        probability=np.array([_number(r.probability) for r in reports], dtype=float),
        opens=np.array([q.opens for q in questions], dtype=float),
        closes=np.array([q.closes for q in questions], dtype=float),
        scheduled=np.array([q.scheduled for q in questions], dtype=float),
        outcome=np.array([_number(q.outcome) for q in questions], dtype=float),
        cluster=np.array([q.family for q in questions], dtype=np.int32),
        kind=np.array([kind.code for kind in world.kinds], dtype=np.int32),
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
