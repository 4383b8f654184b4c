"""What of articles cannot be scored, and why, in words."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from cli.output.dates import day
from cli.output.streams import WIDEST
from market.articles.unscored import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cli.output.streams import Screen
    from market.articles.unscored import Unscored

__all__ = ["SILENT", "unscored_lines"]

SILENT = frozenset({Reason.UNRESOLVABLE, Reason.CONTEXT, Reason.NO_NUMBER})
"""Reasons of claims that give no number at all."""

_WORDS: Mapping[Reason, str] = {
    Reason.UNRESOLVABLE: "no question settles them, as they are stated",
    Reason.CONTEXT: "only context of a question: to score them would be unfair",
    Reason.NO_NUMBER: "no number: a norm, reported speech or another deadline",
    Reason.UNRESOLVED: "the question has no outcome yet",
    Reason.ANNULLED: "the question was annulled",
    Reason.TOO_LATE: "the question had closed before the article was published",
    Reason.REPLACED: "the article gives the question another number further on",
}

_MARGIN = " " * 7


def unscored_lines(unscored: Sequence[Unscored], screen: Screen) -> Iterator[str]:
    """What has no score, by article and by reason.

    Args:
        unscored: Claims and numbers, article by article.
        screen: Where it is shown.
    """
    width = screen.width or WIDEST
    works = [(slug, list(part)) for slug, part in groupby(unscored, key=lambda one: one.article)]
    for slug, part in works:
        if len(works) > 1:
            yield f"  @article:{slug}"
        yield from _of_one(part, width)


def _of_one(part: Sequence[Unscored], width: int) -> Iterator[str]:
    """What of one article has no score, by reason."""
    for reason, words in _WORDS.items():
        here = [one for one in part if one.reason is reason]
        if here:
            yield from _wrapped(words, width, f"{len(here):>5}  ")
            yield from _named(here, width)


def _named(here: Sequence[Unscored], width: int) -> Iterator[str]:
    """The claims: together, where there is nothing more to say of each."""
    told = [(one.claim, _more(one)) for one in here]
    plain = [claim for claim, more in told if not more]
    for claim, more in told:
        if more:
            yield from _wrapped(f"{claim}: {more}", width, _MARGIN, "  ")
    yield from _wrapped(", ".join(plain), width, _MARGIN)


def _more(one: Unscored) -> str:
    if one.why is not None:
        return one.why
    if one.question is None or one.closes is None:
        return ""
    if one.reason is Reason.UNRESOLVED:
        return f"{one.question} (close: {day(one.closes)})"
    return one.question


def _wrapped(words: str, width: int, head: str, hang: str = "") -> list[str]:
    return wrap(
        words,
        width,
        initial_indent=head,
        subsequent_indent=" " * len(head) + hang,
        break_on_hyphens=False,
    )
