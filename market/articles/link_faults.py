"""Whether the links of a pack make sense: among themselves, and with the outcomes it holds."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from market.logic.conditions import steps
from market.logic.inference import Answer, Inference
from market.logic.links import PAIRED, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from market.articles.pack import Pack
    from market.logic.links import Link

__all__ = ["LINK_CHECKS"]

_PAIR = 2

_SHOWN = 5
"""So many questions of a circle are named."""


def _dangling(pack: Pack) -> Iterator[tuple[str, str]]:
    known = {question.slug for question in pack.questions}
    for link in pack.links:
        for slug in dict.fromkeys(link.questions):
            if slug not in known:
                yield slug, f"is linked but not a question: {link}"


def _miscounted(pack: Pack) -> Iterator[tuple[str, str]]:
    for link in pack.links:
        if problem := _miscount(link):
            yield link.questions[0], f"{problem}: {link}"


def _miscount(link: Link) -> str | None:
    """What is wrong with the number of a link's questions."""
    count = len(link.questions)
    if len(set(link.questions)) < count:
        return "is linked with itself"
    if count < _PAIR:
        return "is linked with nothing"
    if link.kind in PAIRED and count > _PAIR:
        return f"is linked with {count - 1} questions, not one"
    return None


def _circular(pack: Pack) -> Iterator[tuple[str, str]]:
    """Find a circle of questions that imply, or presuppose, each the next."""
    for kind, verb in ((LinkKind.IMPLIES, "implies"), (LinkKind.CONDITIONAL, "is conditional on")):
        try:
            TopologicalSorter(steps(_sensible(pack.links), kind)).prepare()
        except CycleError as error:
            _, circle = error.args
            yield circle[-1], f"{verb} itself, by way of {_named(circle[-2:0:-1])}"


def _named(slugs: Sequence[str]) -> str:
    more = len(slugs) - _SHOWN
    return ", ".join(slugs[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _contradictory(pack: Pack) -> Iterator[tuple[str, str]]:
    """Find outcomes that cannot hold together, each set of them once."""
    outcomes = {o.question: int(o.outcome) for o in pack.outcomes if o.outcome is not None}
    inferred = Inference(outcomes, _sensible(pack.links))
    told: set[frozenset[str]] = set()
    for fact in inferred.contradicted():
        causes = inferred.rests_on[fact.opposite]
        if (together := frozenset((fact.slug, *causes))) not in told:
            told.add(together)
            because = " and ".join(f"{slug} is {Answer(outcomes[slug]).name}" for slug in causes)
            yield fact.slug, f"is {fact.answer.name}, though {because}, so that it cannot be"


def _sensible(links: Iterable[Link]) -> Iterator[Link]:
    """Those that `_miscounted` does not find."""
    return (link for link in links if _miscount(link) is None)


LINK_CHECKS = {
    "L01": _dangling,
    "L02": _miscounted,
    "L03": _circular,
    "L04": _contradictory,
}
"""By code, as in `market.articles.validation.CHECKS`."""
