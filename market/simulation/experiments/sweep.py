"""A sweep: all blocks of all points of a scenario, by whoever computes them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from market.simulation.experiments.block import run_block
from market.simulation.experiments.executors import Alone
from market.simulation.experiments.extent import Extent
from market.simulation.experiments.joining import Joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from market.simulation.experiments.executors import Executor
    from market.simulation.experiments.keeping import Kept, Place
    from market.simulation.measures.tally import Tally
    from market.simulation.scenarios.scenario import Point, Scenario

__all__ = ["Task", "extents_of", "sweep"]


class Task(NamedTuple):
    """A block to compute.

    Attributes:
        at: The point's number in the scenario, from 0, and the block's.
        point: The point.
        seed: Seed of the run.
    """

    at: Place
    point: Point
    seed: int


def extents_of(scenario: Scenario, panels: int | None = None) -> list[Extent]:
    """How far each point is run.

    Args:
        scenario: The scenario.
        panels: Panels of each point; the scenario's own number if absent.
    """
    wanted = scenario.panels if panels is None else panels
    return [Extent.of(point, wanted) for point in scenario.points]


def sweep(
    scenario: Scenario,
    *,
    seed: int | None = None,
    panels: int | None = None,
    executor: Executor | None = None,
    kept: Kept | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> list[Tally]:
    """Run a scenario. The result depends on scenario, seed and panels, and on nothing else.

    Args:
        scenario: What to run.
        seed: Seed in place of the scenario's own.
        panels: Panels of each point in place of the scenario's own number; rounded up to whole
            lanes.
        executor: Who computes; this process if absent.
        kept: Where blocks are kept once they are computed; those that are there already are not
            computed again.
        progress: Told how many blocks more there are now.

    Returns:
        A tally for each point.

    Raises:
        Refused: Those who compute are lost.
    """
    extents = extents_of(scenario, panels)
    tasks = partial(_tasks, scenario, extents, scenario.seed if seed is None else seed)
    joined = [Joined(extent) for extent in extents]
    for task, tally in _in_order(tasks, executor or Alone(), kept):
        joined[task.at[0]].add(tally)
        progress(1)
    return [sums.tally() for sums in joined]


def _tasks(scenario: Scenario, extents: Sequence[Extent], seed: int) -> Iterator[Task]:
    for place, (point, extent) in enumerate(zip(scenario.points, extents, strict=True)):
        for block in range(extent.blocks):
            yield Task((place, block), point, seed)


def _in_order(
    tasks: Callable[[], Iterator[Task]], executor: Executor, kept: Kept | None
) -> Iterator[tuple[Task, Tally]]:
    """Each task with its tally, in the order of tasks; what is computed is kept as it comes.

    A long run has too many tasks to list them.
    """
    known = {} if kept is None else dict(kept.places)
    missing = (task for task in tasks() if task.at not in known)
    computed = executor.results(_computed, missing)
    early: dict[Place, Tally] = {}
    for task in tasks():
        if kept is not None and task.at in known:
            yield task, kept.read(task.at)
            continue
        while task.at not in early:
            other, tally = next(computed)
            early[other.at] = tally
            if kept is not None:
                kept.add(other.at, tally)
        yield task, early.pop(task.at)


def _computed(task: Task) -> Tally:
    return run_block(task.point, task.seed, task.at[1])
