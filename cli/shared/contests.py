"""Comparisons of several forecasters, for the command that compares and for the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.output.everybody import Everybody
    from scoring.comparison.common_time import Curves
    from scoring.comparison.contest import Correction
    from scoring.rules import Rule

__all__ = ["everybody"]


def everybody(
    curves: Curves,
    names: Sequence[str],
    rule: Rule,
    *,
    level: float = 0.95,
    common_time: bool = True,
    correction: Correction = "max-t",
    seed: int = 0,
    sequential: bool = False,
) -> Everybody:
    """Three forecasters or more, each pair on the questions that both answered.

    Args:
        curves: Their losses over time.
        names: The forecasters, as they are shown.
        rule: The rule of the losses.
        level: Level of intervals and of the set of the best.
        common_time: Whether losses are taken over common time.
        correction: How p-values allow for the number of pairs.
        seed: Seed of all draws.
        sequential: Whether to tell, too, what may be said after every resolution.
    """
    from cli.output.everybody import Everybody
    from scoring.comparison.contest import RoundRobin
    from scoring.comparison.watch import RoundWatch

    found = RoundRobin.of(
        curves, common_time=common_time, correction=correction, level=level, seed=seed
    )
    pairs = [contest.losses for contest in found.contests]
    watch = RoundWatch.of(pairs, bound=rule.bound, level=level) if sequential else None
    return Everybody(
        names=names,
        found=found,
        rule=rule,
        level=level,
        correction=correction,
        common_time=common_time,
        watch=watch,
    )
