"""What a scenario file says at its top: how often, how long, and what is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from market.near import did_you_mean
from market.simulation.parameters import ParameterError, between
from market.simulation.scenarios.scenario import Measure

__all__ = ["Settings"]

_MEASURES: tuple[str, ...] = get_args(Measure)


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The run as a whole.

    Attributes:
        title: What the scenario asks, in a few words.
        lesson: What it showed, in one sentence.
        panels: How often each point is repeated.
        quick: How often with ``--quick``; never more than without.
        seed: Seed of its randomness.
        questions: Questions put to the same people.
        moments: Moments at which people may act while a question is open.
        measure: ``questions``, ``boards`` or ``gaming``; see `Point`.
        pools: Names of pools.
        boards: Names of boards; none where questions are measured.
        reference: With whom differences are taken: a group, a pool, a market or ``ideal``.
    """

    title: str
    lesson: str = ""
    panels: int = 10_240
    quick: int = 1_024
    seed: int = 7
    questions: int = 1
    moments: int = 1
    measure: str = "questions"
    pools: tuple[str, ...] = ()
    boards: tuple[str, ...] = ()
    reference: str = ""

    def __post_init__(self) -> None:
        between("panels", self.panels, 1, 10**9)
        between("quick", self.quick, 1, 10**9)
        between("seed", self.seed, 0, 2**53)
        between("questions", self.questions, 1, 100_000)
        between("moments", self.moments, 1, 10_000)
        if not self.title.strip():
            raise ParameterError("title", "is empty")
        if self.measure not in _MEASURES:
            known = f"must be one of {', '.join(_MEASURES)}, not {self.measure!r}"
            raise ParameterError("measure", known, did_you_mean(self.measure, _MEASURES))
        for pool in self.pools:
            _check_pool(pool)
        self._check_boards()

    def _check_boards(self) -> None:
        from scoring.rivals.table import RIVALS

        for board in self.boards:
            if board not in RIVALS:
                hint = did_you_mean(board, RIVALS, f"There are: {', '.join(RIVALS)}")
                raise ParameterError("boards", f"has {board!r}, which is no board", hint)
        if self.measure == "questions" and self.boards:
            raise ParameterError("boards", 'need measure = "boards" or measure = "gaming"')
        if self.measure != "questions" and not self.boards:
            raise ParameterError("boards", f"must be listed where measure is {self.measure!r}")


def _check_pool(name: str) -> None:
    from scoring.pooling import ALL_POOLS, pool_named

    try:
        pool_named(name)
    except KeyError as error:
        hint = did_you_mean(name, ALL_POOLS, f"There are: {', '.join(ALL_POOLS)}")
        raise ParameterError("pools", f"has {name!r}, which is no pool", hint) from error
