"""What is shown of two forecasters alike, whether they meet alone or among others."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from cli.output.figures import MISSING, signed
from cli.output.streams import WIDEST
from cli.output.text import width

if TYPE_CHECKING:
    from cli.output.streams import Screen
    from scoring.comparison.contest import Contest
    from scoring.rules import Rule

__all__ = ["LEAD", "MANY", "figures", "header", "label", "lead_header", "span"]

LEAD = "lead"
"""Header of what the first is better by, where their names are too long to say it."""

MANY = 1_000_000
"""Questions from here on are not told by their number."""

_BESIDE = 43
"""Columns of the terminal that a table of two takes beside its names."""


def figures(contest: Contest, rule: Rule, names: tuple[str, str]) -> dict[str, Any]:
    """The figures of two forecasters for programs.

    Args:
        contest: The two.
        rule: The rule of their losses.
        names: How they are shown.
    """
    found, mariano = contest.paired, contest.diebold_mariano
    low, high = _interval(contest, rule)
    first, second = found.better
    return {
        "questions": found.questions,
        "clusters": found.clusters,
        f"{rule.name}_first": found.first,
        f"{rule.name}_second": found.second,
        "difference": found.difference,
        "difference_low": low,
        "difference_high": high,
        "p": found.p,
        "better_first": first,
        "better_second": second,
        "winner": names[found.winner - 1] if found.winner else None,
        "needed": found.needed if found.needed < MANY else None,
        "weight": float(contest.losses.weight.sum()),
        "p_sign_flip": contest.flips.p,
        "flips": contest.flips.flips,
        "flips_exact": contest.flips.exact,
        "p_diebold_mariano": mariano.p,
        "diebold_mariano": mariano.statistic,
        "diebold_mariano_horizon": mariano.horizon,
        "skill_score": contest.skill.skill,
        "skill_score_se": contest.skill.sd,
    }


def label(rule: Rule) -> str:
    """A rule as people write it."""
    return "Brier" if rule.name == "brier" else rule.name


def header(rule: Rule) -> str:
    """A rule as the header of its losses."""
    return f"{label(rule)} ↓"


def lead_header(names: tuple[str, str], screen: Screen) -> str:
    """Header of what the first of two is better by."""
    told = f"{names[0]} better by"
    taken = _BESIDE + sum(map(width, (told, *names)))
    return told if taken <= (screen.width or WIDEST) else LEAD


def span(contest: Contest, rule: Rule) -> str:
    """The interval around the difference, for people.

    Args:
        contest: The two.
        rule: The rule of their losses.
    """
    low, high = _interval(contest, rule)
    return MISSING if isnan(low) else f"{signed(low, 3)} to {signed(high, 3)}"


def _interval(contest: Contest, rule: Rule) -> tuple[float, float]:
    """The interval around the difference, which ends where the rule lets no difference be."""
    middle, half = contest.paired.difference, contest.paired.half_width
    low, high = np.clip([middle - half, middle + half], -rule.bound, rule.bound).tolist()
    return low, high
