"""A part of a sentence as a claim: its words, its time, whom it speaks of, what is in the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from market.articles.drafting.claim import ClaimKind, DraftClaim
from market.articles.drafting.rules.ellipses import completed
from market.articles.drafting.rules.obstacles import obstacle_of
from market.articles.drafting.rules.who_and_what import predicate, who_and_what
from market.articles.pack import Polarity

if TYPE_CHECKING:
    from market.articles.drafting.claim import Time
    from market.articles.drafting.document import Sentence
    from market.articles.drafting.rules.clauses import Clause
    from market.articles.drafting.rules.judgements import Judgement
    from market.articles.drafting.rules.splitting import Event
    from market.articles.drafting.rules.timing import Clock
    from market.articles.drafting.rules.who_and_what import WhoAndWhat

__all__ = ["Part", "claim_of", "part_of"]

_WORD = re.compile(r"[^\W\d_]{2}")
_JOINTS = " ,;:\u2013\u2014-"


class Part(NamedTuple):
    """A part of a sentence that makes one claim.

    Attributes:
        sentence: The sentence.
        clause: Its clause.
        judgement: What that does, as it is told of this part.
        start: Where in the sentence its words begin.
        end: Where they end.
        event: Its event.
        first: The first event of the clause.
    """

    sentence: Sentence
    clause: Clause
    judgement: Judgement
    start: int
    end: int
    event: Event
    first: Event

    @property
    def text(self) -> str:
        """Its words."""
        return self.sentence.text[self.start : self.end]


def part_of(
    sentence: Sentence, clause: Clause, judgement: Judgement, event: Event, first: Event
) -> Part:
    """One event of a clause, without the joints at its ends; it may have no words."""
    words = sentence.text[event.start : event.end]
    start = event.start + len(words) - len(words.lstrip(_JOINTS))
    end = max(start, event.start + len(words.rstrip(_JOINTS)))
    said = judgement.of(event.rule, event.hedge)
    return Part(sentence, clause, said, start, end, event, first)


def claim_of(part: Part, clock: Clock) -> DraftClaim:
    """The claim that a part with words makes.

    Args:
        part: The part.
        clock: The times of its paragraph.
    """
    sentence, judgement = part.sentence, part.judgement
    time, when = _time_of(part, clock)
    who, what = _who_and_what(part, time, clock)
    return DraftClaim(
        sentence=sentence,
        span=sentence.paragraph.span(sentence.start + part.start, sentence.start + part.end),
        text=part.text,
        kind=judgement.kind,
        phrase=judgement.words(sentence.text),
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


def _asked(part: Part, who: str | None) -> str:
    """The words of the event: its subject and what follows the cue; all, where that is nothing."""
    cue, text = part.judgement.cue, part.sentence.text
    if cue and part.judgement.kind is not ClaimKind.FACT:
        said = f"{who or ''} {text[max(part.start, cue.end) : part.end]}"
        if _WORD.search(said):
            return said
    return part.text.replace(part.judgement.words(text) or "", "")


def _time_of(part: Part, clock: Clock) -> tuple[Time | None, tuple[str, ...]]:
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


def _who_and_what(part: Part, time: Time | None, clock: Clock) -> WhoAndWhat:
    """Subject and predicate: a later event of a clause has from the first what it leaves unsaid."""
    cue, text = part.judgement.cue, part.sentence.text
    if cue is None or part.judgement.kind is ClaimKind.FACT:
        return None, None
    begin = part.sentence.start
    before = text[clock.behind_time(begin + part.clause.start) - begin : cue.start]
    words, after = text[cue.start : cue.end], text[cue.end : max(cue.end, part.first.end)]
    bare = before.replace(time.words, "") if time else before
    first = who_and_what(bare, words.rstrip(), after, cue.rule)
    if part.event is part.first:
        return first
    own = part.text.removeprefix(part.event.hedge or "")
    return completed(first, predicate(own), part.event.rule)
