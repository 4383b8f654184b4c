"""Whether a pack hangs together: names that lead somewhere, times in order, outcomes that agree.

Each check is a generator over the pack; `faults` runs them all, so that the author of a pack
sees every fault at once.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby, islice, pairwise
from typing import TYPE_CHECKING, TypeAlias

from market.articles.link_faults import LINK_CHECKS
from market.articles.pack import RelationKind, Status
from market.articles.texts import unfinished
from market.errors import Refused
from market.ledger.names import is_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from market.articles.pack import Claim, Pack

__all__ = ["CHECKS", "Check", "Fault", "faults", "refuse_unsound", "restated"]

Check: TypeAlias = "Callable[[Pack], Iterator[tuple[str, str]]]"
"""Gives, of a pack, the slug that each fault concerns, or its place, and what is wrong."""

_NAMED = 5
"""So many places are named in which something is still to be done: a draft has many."""

_DIGEST = re.compile(r"[0-9A-Fa-f]{64}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the slug it concerns, and what is wrong with it."""

    subject: str
    problem: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.problem}"


def faults(pack: Pack) -> list[Fault]:
    """Return all faults of a pack, none if it is sound."""
    return [Fault(*fault) for check in CHECKS.values() for fault in check(pack)]


def refuse_unsound(pack: Pack, given: str | None = None) -> None:
    """Let only a pack pass that is finished and hangs together.

    Args:
        pack: The pack.
        given: How the user named it, for the hint.

    Raises:
        Refused: It has texts that say TODO, or faults; the details name them.
    """
    hint = f"Nothing was recorded. See what to mend: foretell lint {given or pack.name}"
    if places := unfinished(pack):
        more = len(places) - _NAMED
        named = [*islice(places, _NAMED), *([f"and {more:,} more"] if more > 0 else [])]
        raise Refused(f"The pack {pack.name} is unfinished: it says TODO.", hint, named)
    if told := [str(fault) for fault in faults(pack)]:
        raise Refused(f"The pack {pack.name} does not hang together.", hint, told)


def _misnamed(pack: Pack) -> Iterator[tuple[str, str]]:
    for slug in [pack.name, *_slugs(pack), *(claim.slug for claim in pack.claims)]:
        if not is_slug(slug):
            yield slug, "is not a slug: a letter or digit, then up to 79 of those and . _ : -"


def _repeated(pack: Pack) -> Iterator[tuple[str, str]]:
    for slugs in (
        _slugs(pack),
        [claim.slug for claim in pack.claims],
        [outcome.question for outcome in pack.outcomes],
    ):
        for slug, times in Counter(slug.casefold() for slug in slugs).items():
            if times > 1:
                yield slug, f"is there {times} times (capitals make no difference)"


def _dangling(pack: Pack) -> Iterator[tuple[str, str]]:
    """Find names of questions that do not exist."""
    known = set(_slugs(pack))
    for claim in pack.claims:
        for relation in claim.relations:
            if relation.question not in known and not relation.elsewhere:
                yield claim.slug, f"bears on {relation.question}, which is not a question"
    for outcome in pack.outcomes:
        if outcome.question not in known:
            yield outcome.question, "has an outcome but is not a question"


def _unclaimed(pack: Pack) -> Iterator[tuple[str, str]]:
    claimed = {relation.question for claim in pack.claims for relation in claim.relations}
    for slug in _slugs(pack):
        if pack.claims and slug not in claimed:
            yield slug, "comes from no claim"


def _untitled(pack: Pack) -> Iterator[tuple[str, str]]:
    if not pack.article.title.strip():
        yield pack.name, "has an article without a title"
    for question in pack.questions:
        if not question.title.strip():
            yield question.slug, "has no title"


def _untraceable(pack: Pack) -> Iterator[tuple[str, str]]:
    """Find texts that nobody could tell from others, or look up."""
    if not _DIGEST.fullmatch(pack.article.sha256):
        yield pack.name, "has an article whose sha256 is not 64 hexadecimal digits"
    for outcome in pack.outcomes:
        if not all(report.address.strip() for report in outcome.evidence):
            yield outcome.question, "has a source without an address"


def _untimely(pack: Pack) -> Iterator[tuple[str, str]]:
    for question in pack.questions:
        if question.opens >= question.closes:
            yield question.slug, "does not close after it opens"


def _not_nested(pack: Pack) -> Iterator[tuple[str, str]]:
    """Find neighbours in a family of which the earlier is not contained in the later."""
    for _, family in groupby(pack.questions, key=lambda question: question.family):
        for earlier, later in pairwise(family):
            if later.opens > earlier.opens or later.closes <= earlier.closes:
                yield later.slug, f"does not contain the time of {earlier.slug} before it"


def _undocumented(pack: Pack) -> Iterator[tuple[str, str]]:
    for outcome in pack.outcomes:
        if outcome.status is not Status.WAITING and not outcome.evidence:
            yield outcome.question, "is resolved without a source"


def _misdated(pack: Pack) -> Iterator[tuple[str, str]]:
    questions = {question.slug: question for question in pack.questions}
    for outcome in pack.outcomes:
        question = questions.get(outcome.question)
        if question is None or outcome.at is None:
            continue
        if outcome.at > question.closes:
            yield question.slug, "has an outcome dated after its deadline"
        if outcome.at < question.opens:
            yield question.slug, "has an outcome dated before it opens"


def _unexplained(pack: Pack) -> Iterator[tuple[str, str]]:
    for claim in pack.claims:
        if claim.unresolvable is not None and not claim.unresolvable.strip():
            yield claim.slug, "is called unresolvable without a reason"
        if claim.unresolvable is None and not claim.relations:
            yield claim.slug, "has neither a question nor a reason why it has none"


def _overstated(pack: Pack) -> Iterator[tuple[str, str]]:
    """Find numbers where the article gives none: on context, or on a second deadline."""
    families = {question.slug: question.family for question in pack.questions}
    for claim in pack.claims:
        for relation in claim.relations:
            if relation.statement and relation.kind is RelationKind.CONTEXT:
                yield claim.slug, f"gives {relation.question} a number, but is only its context"
    yield from restated(pack, families)


def restated(pack: Pack, families: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Find claims with a number on several deadlines of one family.

    Args:
        pack: Whose claims.
        families: By slug, the family of each question that has one.
    """
    for claim in pack.claims:
        stated = Counter(families.get(slug, slug) for slug in _stated(claim))
        for family, times in stated.items():
            if times > 1:
                yield claim.slug, f"gives a number to {times} deadlines of {family}; it may to one"


def _stated(claim: Claim) -> Iterable[str]:
    return (relation.question for relation in claim.relations if relation.statement)


def _slugs(pack: Pack) -> list[str]:
    return [question.slug for question in pack.questions]


CHECKS: Mapping[str, Check] = {
    "P03": _misnamed,
    "P04": _repeated,
    "P05": _untraceable,
    "P06": _dangling,
    "Q01": _untitled,
    "T01": _untimely,
    "F01": _not_nested,
    "C01": _unclaimed,
    "C02": _unexplained,
    "C03": _overstated,
    "O01": _undocumented,
    "O02": _misdated,
    **LINK_CHECKS,
}
"""By code; `market.articles.linting` knows a mend for each."""
