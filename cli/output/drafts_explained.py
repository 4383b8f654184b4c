"""How a claim was found, in words: the rules that fired, its strength, its time."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from cli.output.dates import written
from cli.output.figures import percent
from market.articles.drafting.rules.registry import RULES
from market.articles.pack import Polarity
from market.articles.phrases import phrase_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.articles.drafting.claim import DraftClaim, Time
    from market.articles.phrases import Reading

__all__ = ["explanation"]

_EXPLAINED = {rule.name: rule.explanation for rule in RULES}
_INDENT = " " * 8


def explanation(claim: DraftClaim, line: str, columns: int) -> Iterator[str]:
    """Lines below a claim.

    Args:
        claim: The claim.
        line: What is told of it on its own line.
        columns: How wide the lines may be.
    """
    cut = [] if claim.text in line else [f"“{claim.text}”"]
    for words in (*cut, *_said(claim)):
        yield from wrap(words, columns, initial_indent=_INDENT, subsequent_indent=_INDENT + "  ")


def _said(claim: DraftClaim) -> Iterator[str]:
    for rule in claim.rules:
        yield f"{rule}: {_EXPLAINED[rule]}"
    if claim.reading is not None:
        yield _strength(claim, claim.reading)
    if claim.time is not None:
        yield f"“{claim.time.words}”: {_days(claim.time)}"
    if claim.who or claim.what:
        yield f"who: {claim.who or 'not found'}; what: {claim.what or 'not found'}"
    if claim.obstacle is not None:
        yield f"not resolvable: {claim.obstacle}"


def _strength(claim: DraftClaim, reading: Reading) -> str:
    """What its words are read as, what readers answered of these, and the number it comes to."""
    if not claim.read_as:
        return f"“{claim.phrase}” is taken as it stands: {percent(reading.probability)}"
    answers = " times ".join(map(_answers, claim.read_as))
    survey = "no survey asked it, " if claim.proxy else ""
    denied = "the opposite of it: " if claim.polarity is Polarity.AGAINST else ""
    return f"“{claim.phrase}”: {survey}read as {answers}: {denied}{percent(reading.probability)}"


def _answers(words: str) -> str:
    """What readers answered of a surveyed phrase."""
    asked = phrase_table()[words]
    return (
        f"{words} (survey {asked.source}: median {asked.median:g}%, quartiles {asked.low:g}% to "
        f"{asked.high:g}%)"
    )


def _days(time: Time) -> str:
    """The days that a time covers."""
    first, last = (day and written(day) for day in (time.first, time.last))
    if first and last:
        return last if first == last else f"{first} to {last}"
    if last:
        return f"up to {last}"
    return f"from {first} on" if first else "no day in particular"
