"""Runs of scenarios in a ledger: questions, simulated forecasters, forecasts and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import select

from market.errors import Refused
from market.ledger.acts.asking import ask
from market.ledger.tables import Question, Ruling, Verdict
from market.ledger.views.questions import named
from market.simulation.experiments.block import layout_of
from market.simulation.mechanisms.poll import poll
from market.simulation.recording.rows import Asked, record_people, record_said
from market.simulation.recording.said import Said
from market.simulation.scene import set_scene
from market.simulation.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from market.ledger.engine import Ledger
    from market.ledger.writer import Writing
    from market.simulation.scenarios.scenario import Point, Scenario
    from market.simulation.worlds.world import Truth

    Floats = NDArray[np.float64]

__all__ = ["Written", "write_run"]

_DAY = 86_400_000_000
_LIFETIME = 100 * _DAY
_FEW = 64
"""Panels that are written of a scenario whose panels have but one question."""
_MOST = 1_000_000
"""People, times questions, that are written at once."""


class Written(NamedTuple):
    """What a run has brought into a ledger.

    Attributes:
        seed: Seed of the run.
        panels: Panels.
        questions: Questions, all of them resolved.
        forecasters: Forecasters.
        forecasts: Reports and withdrawals.
    """

    seed: int
    panels: int
    questions: int
    forecasters: int
    forecasts: int


def write_run(
    ledger: Ledger,
    scenario: Scenario,
    *,
    actor: str,
    seed: int | None = None,
    panels: int | None = None,
) -> Written:
    """Write a run of a scenario's first point into a ledger, in one entry.

    Its questions are open for a hundred days each and due when the present day began. What
    its markets did is not written: the ledger dates a trade by its entry.

    Args:
        ledger: Where to.
        scenario: What to run.
        actor: Who writes.
        seed: Seed in place of the scenario's own.
        panels: How many panels; if absent one, or 64 where a panel is one question.

    Raises:
        Refused: A run of this scenario is there already, a name is taken, the scenario's name
            cannot be a part of slugs, or it is too much for one entry.
    """
    point, seed = scenario.points[0], scenario.seed if seed is None else seed
    count = panels or (_FEW if point.questions == 1 else 1)
    run = _Run(scenario, point, seed, count * point.questions)
    _refuse_long(run)
    outcome, closes, said = run.play()
    with ledger.writing(actor, f"simulate run {scenario.name} --seed {seed}") as w:
        _refuse_repeated(w, run)
        people = record_people(w, run.names)
        asked = [run.ask(w, number) for number in range(run.questions)]
        record_said(w, said, people, asked)
        w.insert(Ruling, _resolutions(asked, outcome, closes))
    return Written(seed, count, run.questions, len(people), said.time.size)


def _refuse_long(run: _Run) -> None:
    """Let a run pass that memory holds, and that is written within a minute or two."""
    people = run.point.forecasters
    if people * run.questions > _MOST:
        said = f"{people:,} people on {run.questions:,} questions are too much for one entry."
        raise Refused(said, "Write fewer panels, with --panels; `simulate run` alone takes any.")


def _refuse_repeated(w: Writing, run: _Run) -> None:
    """Let a run pass of whose scenario there is none yet."""
    first = select(Question.__table__.c.slug).where(named(run.slug(0)))
    if w.connection.execute(first).first():
        said = f"A run of {run.scenario.name} has been loaded before."
        raise Refused(said, "Write this one into a ledger of its own.")


def _resolutions(
    asked: Sequence[Asked], outcome: Floats, closes: Floats
) -> Iterator[dict[str, int | str]]:
    """How the questions were settled, and when."""
    for question, yes, share in zip(asked, outcome.tolist(), closes.tolist(), strict=True):
        yield {
            "question": question.id,
            "verdict": Verdict.RESOLVE.value,
            "outcome": int(yes),
            "at": question.opens + round(share * (question.ends - question.opens)),
            "status": "simulated",
        }


class _Run(NamedTuple):
    """A run that is to be written."""

    scenario: Scenario
    point: Point
    seed: int
    questions: int

    @property
    def names(self) -> list[str]:
        """What the people are called."""
        return [
            f"sim-{self.scenario.name}-{group.name}-{number + 1:0{len(str(group.count))}}"
            for group in self.point.groups
            for number in range(group.count)
        ]

    def slug(self, number: int) -> str:
        return f"sim-{self.scenario.name}-{number + 1:04}"

    def play(self) -> tuple[Floats, Floats, Said]:
        """How the questions end, when they close, and what is said of them."""
        layout = layout_of(self.point)
        blocks = range(-(-self.questions // layout.columns))
        truths, told = zip(*(self._block(block) for block in blocks), strict=True)
        outcome = np.concatenate([truth.outcome for truth in truths])[: self.questions]
        closes = np.concatenate([truth.closes for truth in truths])[: self.questions]
        said = Said.joined(told, layout.columns)
        return outcome, closes, said.at_rows(said.question < self.questions)

    def _block(self, block: int) -> tuple[Truth, Said]:
        streams = Streams(self.seed, block)
        scene = set_scene(self.point.world, self.point.groups, layout_of(self.point), streams)
        return scene.truth, Said.of(poll(scene))

    def ask(self, w: Writing, number: int) -> Asked:
        """Record a question."""
        name, ends = self.scenario.name, w.now - w.now % _DAY
        opens = ends - _LIFETIME
        at = "".join(f", {key} = {value}" for key, value in self.point.at.items())
        question = ask(
            w,
            self.slug(number),
            f"Simulated event {number + 1} of {name}: does it happen?",
            opens,
            ends,
            background=self.scenario.title,
            criteria=f"It does in a draw of the world {self.point.world} of the scenario "
            f"{name}{at}, seed {self.seed}, panel {number // self.point.questions + 1}.",
            source=f"foretell simulate run {name} --seed {self.seed}",
            tags=["simulated"],
        )
        return Asked(question, opens, ends)
