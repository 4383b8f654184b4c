"""What a scenario found: as rows for programs, as tables for people."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Self

from cli.output.emit import Name
from cli.output.figures import counted
from cli.output.simulated_tables import (
    board_lines,
    gaming_lines,
    market_lines,
    plain,
    score_lines,
)
from cli.output.streams import WIDEST
from market.simulation.experiments.sweep import extents_of
from market.simulation.experiments.table import Row, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.streams import Screen
    from market.simulation.measures.tally import Tally
    from market.simulation.scenarios.scenario import Scenario

__all__ = ["Simulated"]

_COLUMNS = ("who", "figure", "board", "value", "error", "panels")


@dataclass(frozen=True, slots=True)
class Simulated:
    """A scenario that was run.

    Attributes:
        scenario: The scenario.
        seed: Seed of the run.
        panels: Panels of each point.
        table: Its figures.
    """

    scenario: Scenario
    seed: int
    panels: Sequence[int]
    table: Sequence[Row]

    @classmethod
    def of(cls, scenario: Scenario, seed: int, panels: int, tallies: Sequence[Tally]) -> Self:
        """What a sweep found."""
        extents = extents_of(scenario, panels)
        return cls(
            scenario,
            seed,
            [extent.panels for extent in extents],
            rows(scenario, tallies, panels),
        )

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns of a row: the keys that vary, then `who` and the rest."""
        return (*self.scenario.points[0].at, *_COLUMNS)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The figures for programs."""
        return [
            {key: _cell(value) for key, value in row.at.items()}
            | {name: getattr(row, name) for name in _COLUMNS}
            | {"who": Name(row.who)}
            for row in self.table
        ]

    def document(self) -> dict[str, Any]:
        """The run for programs."""
        scenario = self.scenario
        return {
            "scenario": scenario.name,
            "title": scenario.title,
            "lesson": scenario.lesson,
            "measure": scenario.points[0].measure,
            "seed": self.seed,
            "reference": scenario.reference,
            "points": len(scenario.points),
            "rows": self.rows,
        }

    def lines(self, screen: Screen) -> Iterator[str]:
        """The run for people."""
        columns = screen.width or WIDEST
        yield from wrap(self._heading(), columns)
        yield from wrap(self.scenario.title, columns)
        tables = _TABLES[self.scenario.points[0].measure]
        for lines in tables:
            for place, line in enumerate(lines(self.scenario, self.table, screen)):
                yield from [""] * (place == 0)
                yield line
        if self.scenario.lesson:
            yield ""
            yield from wrap(f"The scenario's own lesson: {self.scenario.lesson}", columns)

    def _heading(self) -> str:
        """How much was simulated."""
        points = self.scenario.points
        panels = _extent(self.panels, "panel")
        questions = _extent([point.questions for point in points], "question")
        if questions == "1 question":
            amount = panels.replace("panel", "question")
        else:
            amount = f"{panels} of {questions}"
        people = _extent([point.forecasters for point in points], "forecaster")
        times = "\N{MULTIPLICATION SIGN}"
        several = f"{counted(len(points), 'point')}, each " if len(points) > 1 else ""
        return f"{self.scenario.name} · {several}{amount} {times} {people} · seed {self.seed}"


_TABLES = {
    "questions": (score_lines, market_lines),
    "boards": (board_lines,),
    "gaming": (gaming_lines,),
}


def _extent(numbers: Sequence[int], thing: str) -> str:
    """A number of things, or from how many to how many.

    >>> _extent([20, 20], "forecaster"), _extent([10, 1000], "question")
    ('20 forecasters', '10 to 1,000 questions')
    """
    least, most = min(numbers), max(numbers)
    return ("" if least == most else f"{least:,} to ") + counted(most, thing)


def _cell(value: Any) -> Any:
    """A value of the grid for programs: a distribution as text."""
    return value if isinstance(value, int | float) else plain(value)
