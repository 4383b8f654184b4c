"""Who loses less under which scoring rules, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.output.figures import percent, share

if TYPE_CHECKING:
    from scoring.murphy_diagram import Dominance

__all__ = ["every_rule", "every_rule_words"]

_NEAR = 0.015
"""Thresholds so close could be the same in whole percent."""


def every_rule(found: Dominance, names: tuple[str, str]) -> dict[str, Any]:
    """Who loses less at which thresholds, for programs.

    Args:
        found: Two forecasters at every threshold.
        names: How they are shown.
    """
    leads = _leads(found, names)
    keys = ("from", "to", "better")
    return {
        "dominates": leads[0][2] if len(leads) == 1 else None,
        "murphy": [dict(zip(keys, lead, strict=True)) for lead in leads],
    }


def every_rule_words(found: Dominance, names: tuple[str, str]) -> str:
    """Who loses less under which rules, in a sentence.

    Args:
        found: Two forecasters at every threshold.
        names: How they are shown.
    """
    match found.winner:
        case "equal":
            return "Every proper rule finds their losses equal."
        case "neither":
            acting = "to act once a forecast passes a threshold"
            guide = _guide(_leads(found, names))
            return f"Which one has the lower loss depends on the rule: {acting}, {guide}."
        case _:
            better = _leads(found, names)[0][2]
            return f"Here {better} has the lower loss under every proper rule."


def _leads(found: Dominance, names: tuple[str, str]) -> list[tuple[float, float, str | None]]:
    """Thresholds from which, and up to which, somebody loses less, and who."""
    edges = [0.0, *found.crossings.tolist(), 1.0]
    better = [names[0] if side == "first" else names[1] for side in found.leads]
    return list(zip(edges[:-1], edges[1:], better or (None,), strict=True))


def _guide(leads: list[tuple[float, float, str | None]]) -> str:
    """Who is to be followed at which thresholds; the lead changes at least once."""
    one, other = (better for _, _, better in leads[:2])
    low, high = leads[0][1], leads[-1][0]
    match len(leads):
        case 2:
            return f"{one} is the better guide below {percent(low)}, {other} above"
        case 3:
            marks = [percent(mark, 1 if high - low < _NEAR else 0) for mark in (low, high)]
            where = " and above ".join(marks)
            return f"{one} is the better guide below {where}, {other} between"
    part = sum(end - begin for begin, end, better in leads if better == one)
    if part < 0.5:  # noqa: PLR2004 - a half: the one with more of them is named first
        one, other, part = other, one, 1.0 - part
    return f"{one} is the better guide at {share(part)} of them, {other} at the others"
