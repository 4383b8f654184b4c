"""One clause that foretells several events, taken apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from market.articles.drafting.claim import ClaimKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.articles.drafting.rules.clauses import Clause
    from market.articles.drafting.rules.judgements import Judgement

__all__ = ["Event", "begins_with_verb", "events"]


class Event(NamedTuple):
    """One event of a clause.

    Attributes:
        start: Where its words begin.
        end: Where they end.
        rule: The rule that told it from the others; none for the first.
        hedge: The hedge of an aside, whose event needs that of the clause as well.
    """

    start: int
    end: int
    rule: str | None = None
    hedge: str | None = None


_CONTRAST = re.compile(
    r",? (?:rather than|instead of|as opposed to) (?!in |by |on |at |\d)(?P<event>)"
)
_ASIDE = re.compile(
    r", (?P<event>(?P<hedge>possibly|potentially|perhaps|maybe) (?:with|involving|followed by) )"
)
_ASIDE_ENDS = re.compile(r" [\u2013\u2014-] |; |, ")
_EXAMPLES = re.compile(r"\b(?:such as|including) ")
_LIST_ENDS = re.compile(
    r", (?:in|on|by|at|to|before|after|within|until|during|over|as|while|which|who|when|but)\b|; "
    r"| [\u2013\u2014-] "
)
_AFFECTING = re.compile(r", (?:impacting|affecting|hitting|threatening|reshaping|straining) ")
_COMMA_OR_AND = re.compile(r",? and (?:the very |even |also )?|, ")
_PARTNERS = re.compile(
    r"\b(?:consult|meet|talk|speak|confer|negotiate) with (?:the )?(?:\w+ ){1,4}?(?P<joint>and )"
)
_VERBS = (
    "accept|add|adopt|agree|announce|appoint|approve|ask|ban|be|become|begin|block|break|bring|build|"
    "buy|call|cancel|close|collapse|come|continue|create|cut|decline|deliver|double|drop|end|enter|"
    "exceed|expand|fail|fall|finish|force|give|go|grow|halve|have|hit|hold|impose|improve|increase|"
    "introduce|join|keep|launch|lead|leave|lift|lose|lower|make|meet|merge|miss|move|offer|open|"
    "overtake|pass|pay|pull|push|put|raise|reach|recover|reject|release|remain|replace|resign|"
    "return|rise|see|sell|send|settle|shrink|shut|sign|slow|spread|start|stay|stop|strike|suspend|"
    "take|tighten|triple|turn|veto|vote|win|withdraw"
)
_SECOND_VERB = re.compile(
    rf",? (?:and|but|then|and then) (?:to )?(?:then |also |not |\w+ly ){{0,2}}"
    rf"(?=(?:{_VERBS})\b)(?!be able)"
)
_SECOND_OBJECT = re.compile(
    r",? and (?=(?:more|fewer|less|higher|lower|further|another|new|at least|one|two|three) )"
)
_VERB = re.compile(rf"(?:then |also |not |never |\w+ly )*(?:{_VERBS})\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween [^,;]*$")


def events(text: str, clause: Clause, judgement: Judgement) -> Iterator[Event]:
    """Tell the events of a clause apart.

    Args:
        text: The sentence.
        clause: A clause of it.
        judgement: What it does.

    Yields:
        Each event with its words; the first has those of the clause from its beginning.
    """
    after = judgement.cue.end if judgement.cue else clause.start
    if judgement.kind is ClaimKind.NORM:
        yield Event(clause.start, clause.end)
    elif judgement.is_numbered:
        yield from _foretold(text, clause, after)
    elif judgement.kind is ClaimKind.FACT:
        yield from _listed(text, clause.start, clause.end, _AFFECTING, clause.start)
    else:
        yield from _met(text, clause.start, clause.end)


def begins_with_verb(words: str) -> bool:
    """Whether the words of an event have a verb of their own.

    Example:
        >>> begins_with_verb("open a ferry"), begins_with_verb("higher tolls")
        (True, False)
    """
    return _VERB.match(words) is not None


def _foretold(text: str, clause: Clause, after: int) -> Iterator[Event]:
    """Cut off what stands in contrast or aside, then the members of a list."""
    end, others = clause.end, []
    for pattern, rule in ((_CONTRAST, "contrast"), (_ASIDE, "aside")):
        if cut := pattern.search(text, after, end):
            stop = _ASIDE_ENDS.search(text, cut.end(), end)
            last = stop.start() if stop else end
            others.append(Event(cut.start("event"), last, rule, cut.groupdict().get("hedge")))
            end = cut.start()
    yield from _coordinated(text, clause.start, end, after)
    yield from reversed(others)


def _met(text: str, start: int, end: int) -> Iterator[Event]:
    """Two partners whom somebody means to meet."""
    found = _PARTNERS.search(text, start, end)
    cut = found.span("joint") if found else (end, end)
    stop = _ASIDE_ENDS.search(text, cut[1], end) if found else None
    yield Event(start, cut[0])
    if found:
        yield Event(cut[1], stop.start() if stop else end, "list")


def _coordinated(text: str, start: int, end: int, after: int) -> Iterator[Event]:
    if _EXAMPLES.search(text, after, end):
        yield from _listed(text, start, end, _EXAMPLES, after)
        return
    cuts = [
        cut
        for pattern in (_SECOND_VERB, _SECOND_OBJECT)
        for cut in pattern.finditer(text, after, end)
        if not _BETWEEN.search(text, after, cut.start())
    ]
    edges = sorted((cut.start(), cut.end()) for cut in cuts)
    starts = [start, *(right for _, right in edges)]
    ends = [*(left for left, _ in edges), end]
    for place, (first, last) in enumerate(zip(starts, ends, strict=True)):
        yield Event(first, last, "list" if place else None)


def _listed(text: str, start: int, end: int, lead: re.Pattern[str], after: int) -> Iterator[Event]:
    """The members of the list that some words lead in; the first takes all before it as well."""
    found = lead.search(text, after, end)
    if not found:
        yield Event(start, end)
        return
    stop = _LIST_ENDS.search(text, found.end(), end)
    first, end = start, stop.start() if stop else end
    for joint in _COMMA_OR_AND.finditer(text, found.end(), end):
        yield Event(first, joint.start(), "list" if first > start else None)
        first = joint.end()
    yield Event(first, end, "list" if first > start else None)
