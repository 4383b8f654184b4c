"""Contradicting forecasts in words."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.figures import counted, percent, precise_percent
from cli.output.links import enumerated
from cli.output.streams import WIDEST
from cli.typed.who import as_word
from market.logic.contradictions import nearest
from market.logic.links import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from market.logic.contradictions import Contradiction

__all__ = [
    "broken_words",
    "contradiction_rows",
    "contradiction_words",
    "nearest_words",
    "note_lines",
]

_NOTE = "Note: "
_INDENT = " " * len(_NOTE)
_MOST = 5
"""Contradictions of which a note tells; a file of forecasts may have many."""

_LONG = 6
"""Questions of a set that are told one by one; of more, the first of them."""


def contradiction_rows(
    found: Iterable[Contradiction], said: Mapping[str, float]
) -> list[dict[str, Any]]:
    """Contradictions for programs.

    Args:
        found: The contradictions.
        said: The forecasts or prices, by slug.
    """
    return [
        {
            "kind": one.kind.value,
            "questions": list(one.questions),
            "said": [said[slug] for slug in one.questions],
            "sure_loss": one.excess,
        }
        for one in found
    ]


def contradiction_words(
    found: Contradiction, said: Mapping[str, float], families: Mapping[str, str | None]
) -> str:
    """What contradicts what, as it is told to whose forecasts they are.

    Args:
        found: The contradiction.
        said: The forecasts, by slug.
        families: The family of each question: of two of one, the second is named by its deadline.

    >>> from market.logic.contradictions import Contradiction
    >>> found = Contradiction(LinkKind.IMPLIES, ("rain-by-may", "rain-by-june"), 0.04)
    >>> families = {"rain-by-may": "rain", "rain-by-june": "rain"}
    >>> contradiction_words(found, {"rain-by-may": 0.45, "rain-by-june": 0.41}, families)
    'rain-by-may implies by-june, but your 45% is above your 41% for by-june'
    """
    numbers = [said[slug] for slug in found.questions]
    shown = [precise_percent(p) for p in numbers]
    if found.kind is LinkKind.IMPLIES:
        one, other = found.questions
        short = _within(families, one, other)
        return f"{one} implies {short}, but your {shown[0]} is above your {shown[1]} for {short}"
    bound = "most" if found.kind is LinkKind.EXCLUDES else "least"
    total = precise_percent(sum(numbers))
    figures = enumerated(shown) if len(shown) <= _LONG else "forecasts"
    names = _several(found.questions)
    return f"at {bound} one of {names} is YES, but your {figures} come to {total}"


def broken_words(found: Contradiction, said: Mapping[str, float]) -> str:
    """A broken link with the numbers that break it.

    >>> from market.logic.contradictions import Contradiction
    >>> found = Contradiction(LinkKind.EXCLUDES, ("war", "peace"), 0.2)
    >>> broken_words(found, {"war": 0.7, "peace": 0.5})
    'war 70% and peace 50% exclude each other: 120% together'
    """
    numbered = [f"{slug} {precise_percent(said[slug])}" for slug in found.questions]
    if found.kind is LinkKind.IMPLIES:
        return " implies ".join(numbered)
    total = precise_percent(sum(said[slug] for slug in found.questions))
    several = _several(numbered)
    if found.kind is LinkKind.EXCLUDES:
        return f"{several} exclude each other: {total} together"
    return f"one of {several} must be YES: {total} together"


def nearest_words(found: Contradiction, said: Mapping[str, float]) -> str:
    """The nearest numbers that the broken link allows.

    >>> from market.logic.contradictions import Contradiction
    >>> found = Contradiction(LinkKind.EXCLUDES, ("war", "peace"), 0.2)
    >>> nearest_words(found, {"war": 0.7, "peace": 0.5})
    'nearest coherent pair 60% and 40%'
    """
    near = nearest(found.kind, [said[slug] for slug in found.questions])
    if len(near) > _LONG:
        return "numbers that hold together"
    what = "pair" if len(near) == 2 else "numbers"  # noqa: PLR2004 - two are a pair
    return f"nearest coherent {what} {enumerated([_tenth(p) for p in near])}"


def note_lines(
    found: Sequence[Contradiction],
    said: Mapping[str, float],
    families: Mapping[str, str | None],
    user: str,
) -> list[str]:
    """What somebody is told whose new forecasts contradict his others.

    Args:
        found: The contradictions, the worst first.
        said: His forecasts, by slug.
        families: The family of each question, if it has one.
        user: His name.
    """
    more = f"foretell coherence {as_word(user)}"
    lines = []
    for one in found[:_MOST]:
        told = contradiction_words(one, said, families)
        lines += wrap(f"{_NOTE}{told}.", WIDEST, subsequent_indent=_INDENT, break_on_hyphens=False)
        lines.append(f"{_INDENT}{nearest_words(one, said)}:  {more}")
    if len(found) > _MOST:
        lines.append(f"{_NOTE}{counted(len(found) - _MOST, 'contradiction')} more:  {more}")
    return lines


def _several(words: Sequence[str]) -> str:
    """Words in a row; of many, the first ones.

    >>> _several(["may", "june"]), _several("abcdefghi")
    ('may and june', 'a, b, c, d, e and 4 others')
    """
    if len(words) <= _LONG:
        return enumerated(words)
    first = words[: _LONG - 1]
    return enumerated([*first, f"{len(words) - len(first)} others"])


def _tenth(probability: float) -> str:
    """In percent, with one decimal where it is needed."""
    return percent(probability, 1).replace(".0%", "%")


def _within(families: Mapping[str, str | None], one: str, other: str) -> str:
    """A question beside another: its deadline alone, if they are of one family."""
    family = families[one]
    in_family = family and families[other] == family and other.startswith(f"{family}-by-")
    return other.removeprefix(f"{family}-") if in_family else other
