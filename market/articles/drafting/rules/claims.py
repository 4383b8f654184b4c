"""What a text claims: its sentences, one by one, under the rules."""

from __future__ import annotations

import re
from dataclasses import replace
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from market.articles.drafting.claim import ClaimKind, DraftClaim
from market.articles.drafting.reading.sentences import sentences
from market.articles.drafting.rules.capitals import as_within, common_words
from market.articles.drafting.rules.clauses import clauses
from market.articles.drafting.rules.cues import cues_in
from market.articles.drafting.rules.ellipses import completed
from market.articles.drafting.rules.judgements import judge
from market.articles.drafting.rules.obstacles import obstacle_of
from market.articles.drafting.rules.parts import predicate, who_and_what
from market.articles.drafting.rules.splitting import events
from market.articles.drafting.rules.timing import Clock
from market.articles.pack import Polarity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from market.articles.drafting.claim import Time
    from market.articles.drafting.document import Document, Sentence
    from market.articles.drafting.rules.clauses import Clause
    from market.articles.drafting.rules.cues import Cue
    from market.articles.drafting.rules.judgements import Judgement
    from market.articles.drafting.rules.parts import Parts
    from market.articles.drafting.rules.splitting import Event

__all__ = ["find_claims"]

_EXAMINED = 2_000
_PLAIN = str.maketrans("\u2019\u2018" + ascii_uppercase, "''" + ascii_lowercase)
_WORD = re.compile(r"[^\W\d_]{2}")
_REMARK = re.compile(
    r"\W*(?:my )?(?:probability|chance|likelihood|odds|confidence)\b.{0,60}$"
    r"|.{0,60}\bof (?:that|this)\b.{0,40}$|.{0,20}\b(?:gives?|put) (?:it|that|this) ",
    re.IGNORECASE,
)
_RATED = {
    ClaimKind.PREDICTION: ClaimKind.PREDICTION,
    ClaimKind.CONDITION: ClaimKind.CONDITION,
    ClaimKind.INTENTION: ClaimKind.PREDICTION,
}
"""What becomes of a claim that the author gives a number."""

_NAMES = re.compile(r"\b(?:May|Will)\b(?! (?:yet|also|still))")
_TRIM = " ,;:\u2013\u2014-"


def find_claims(document: Document, published: date) -> list[DraftClaim]:
    """Find what a text predicts, and the norms, intentions and facts that bear on the future.

    Args:
        document: The text.
        published: Its date, against which times are resolved.

    Returns:
        The claims in the order of the text; one for each event that could be checked on its own.
    """
    found: list[DraftClaim] = []
    for paragraph in document.paragraphs:
        clock = Clock(paragraph, document.title, published)
        for sentence in sentences(paragraph):
            _add(found, sentence, clock)
    common = common_words(document)
    return [as_within(claim, common) for claim in found]


def _add(found: list[DraftClaim], sentence: Sentence, clock: Clock) -> None:
    """Add the claims of a sentence, or let it give the last claim its number."""
    if " " not in sentence.text or not _WORD.search(sentence.text):
        return
    text = _plain(sentence)
    cues = cues_in(text)
    stated = next((cue for cue in cues if cue.stated), None)
    if stated and found and _is_remark(sentence, found[-1]):
        found[-1] = _restated(found[-1], sentence, stated)
    else:
        found.extend(_claims_of(sentence, text, cues, clock))


def _is_remark(sentence: Sentence, last: DraftClaim) -> bool:
    """Whether a sentence says no more than how likely the last claim is."""
    same = last.sentence.paragraph is sentence.paragraph
    return same and last.kind in _RATED and _REMARK.match(sentence.text) is not None


def _plain(sentence: Sentence) -> str:
    """The words that are examined: small letters, straight apostrophes, as long as the original."""
    return _NAMES.sub(_masked, sentence.text[:_EXAMINED]).translate(_PLAIN)


def _masked(name: re.Match[str]) -> str:
    """May and Will with a capital are names."""
    return "#" * len(name[0])


def _restated(claim: DraftClaim, remark: Sentence, cue: Cue) -> DraftClaim:
    """The claim with the number that a remark after it states: "Probability: 35 %"."""
    words = remark.text[cue.start : cue.end]
    return replace(
        claim,
        kind=_RATED[claim.kind],
        phrase=words,
        read_as=(),
        proxy=False,
        reading=cue.stated,
        rules=(*claim.rules, cue.rule),
    )


class _Part(NamedTuple):
    """A part of a sentence that makes one claim, and the first that its clause makes."""

    sentence: Sentence
    clause: Clause
    judgement: Judgement
    start: int
    end: int
    event: Event
    first: Event

    @property
    def text(self) -> str:
        return self.sentence.text[self.start : self.end]


def _claims_of(
    sentence: Sentence, text: str, cues: list[Cue], clock: Clock
) -> Iterator[DraftClaim]:
    if text.rstrip("\u201d\"'*_) ").endswith("?"):
        return
    for clause in clauses(text, cues):
        judgement = judge(text, clause)
        if judgement is None or _is_over(sentence, clause, judgement, clock):
            continue
        if clause.end - clause.start < len(text):
            judgement = judgement.of("clause")
        first, *others = events(text, clause, judgement)
        for event in (first, *others):
            if text[event.start : event.end].strip(_TRIM):
                yield _claim(_part(sentence, clause, judgement, event, first), clock)


def _is_over(sentence: Sentence, clause: Clause, judgement: Judgement, clock: Clock) -> bool:
    words = judgement.words(sentence.text) or ""
    return clock.is_over(words, sentence.start + clause.start, sentence.start + clause.end)


def _part(
    sentence: Sentence, clause: Clause, judgement: Judgement, event: Event, first: Event
) -> _Part:
    """One event of a clause, without the joints at its ends."""
    words = sentence.text[event.start : event.end]
    start = event.start + len(words) - len(words.lstrip(_TRIM))
    end = event.start + len(words.rstrip(_TRIM))
    said = judgement.of(event.rule, event.hedge)
    return _Part(sentence, clause, said, start, end, event, first)


def _claim(part: _Part, clock: Clock) -> DraftClaim:
    sentence, judgement = part.sentence, part.judgement
    words = judgement.words(sentence.text)
    time, when = _time_of(part, clock)
    who, what = _who_and_what(part, time, clock)
    return DraftClaim(
        sentence=sentence,
        span=sentence.paragraph.span(sentence.start + part.start, sentence.start + part.end),
        text=part.text,
        kind=judgement.kind,
        phrase=words,
        read_as=judgement.read_as,
        proxy=judgement.proxy,
        reading=judgement.reading,
        polarity=Polarity.AGAINST if judgement.against else Polarity.FOR,
        time=time,
        who=who,
        what=what,
        obstacle=obstacle_of(_asked(part, who), time),
        rules=(*judgement.rules, *when),
    )


def _asked(part: _Part, who: str | None) -> str:
    """The words of the event: its subject and what follows the cue; all, where that is nothing."""
    cue, text = part.judgement.cue, part.sentence.text
    if cue and part.judgement.kind is not ClaimKind.FACT:
        said = f"{who or ''} {text[max(part.start, cue.end) : part.end]}"
        if _WORD.search(said):
            return said
    return part.text.replace(part.judgement.words(text) or "", "")


def _time_of(part: _Part, clock: Clock) -> tuple[Time | None, tuple[str, ...]]:
    """The time of a claim, nearest first, and the rule by which it is its time."""
    sentence, clause, judgement = part.sentence, part.clause, part.judgement
    cue = sentence.start + (judgement.cue.end if judgement.cue else part.start)
    whole = (0, len(sentence.text))
    for start, end in ((part.start, part.end), (clause.start, clause.end), whole):
        stretch = sentence.start + start, sentence.start + end
        if time := clock.time_within(*stretch, cue, judgement.kind):
            return time, ("time",)
    around = clock.time_around(judgement.kind, sentence.start)
    return (around[0], (around[1],)) if around else (None, ())


def _who_and_what(part: _Part, time: Time | None, clock: Clock) -> Parts:
    """Subject and predicate: a later event of a clause has from the first what it leaves unsaid."""
    cue, text, event = part.judgement.cue, part.sentence.text, part.event
    if cue is None or part.judgement.kind is ClaimKind.FACT:
        return None, None
    begin = part.sentence.start
    before = text[clock.behind_time(begin + part.clause.start) - begin : cue.start]
    words, after = text[cue.start : cue.end], text[cue.end : max(cue.end, part.first.end)]
    bare = before.replace(time.words, "") if time else before
    first = who_and_what(bare, words.rstrip(), after, cue.rule)
    if event is part.first:
        return first
    words = part.text.removeprefix(part.event.hedge or "")
    return completed(first, predicate(words), event.rule)
