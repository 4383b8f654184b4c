"""What a text claims: its sentences, one by one, under the rules."""

from __future__ import annotations

import re
from dataclasses import replace
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

from market.articles.drafting.claim import ClaimKind
from market.articles.drafting.reading.sentences import sentences
from market.articles.drafting.rules.capitals import as_within, common_words
from market.articles.drafting.rules.clauses import clauses
from market.articles.drafting.rules.cues import cues_in
from market.articles.drafting.rules.judgements import judge
from market.articles.drafting.rules.parts import claim_of, part_of
from market.articles.drafting.rules.splitting import events
from market.articles.drafting.rules.timing import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from market.articles.drafting.claim import DraftClaim
    from market.articles.drafting.document import Document, Sentence
    from market.articles.drafting.rules.clauses import Clause
    from market.articles.drafting.rules.cues import Cue
    from market.articles.drafting.rules.judgements import Judgement

__all__ = ["find_claims"]

_EXAMINED = 2_000
"""How much of a sentence is examined, in characters."""

_PLAIN = str.maketrans("\u2019\u2018" + ascii_uppercase, "''" + ascii_lowercase)
_WORD = re.compile(r"[^\W\d_]{2}")
_REMARK = re.compile(
    r"\W*(?:my )?(?:probability|chance|likelihood|odds|confidence)\b.{0,60}$"
    r"|.{0,60}\bof (?:that|this)\b.{0,40}$"
    r"|.{0,20}\b(?:gives?|put) (?:it|that|this) (?!.{0,20}\bthat\b)",
    re.IGNORECASE,
)
"""How a sentence begins that says no more than how likely the last claim is."""

_NAMES = re.compile(r"\b(?:May|Will)\b(?! (?:yet|also|still))")


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
    return same and last.kind.is_ahead and _REMARK.match(sentence.text) is not None


def _plain(sentence: Sentence) -> str:
    """The words that are examined: small letters, straight apostrophes, as long as the original."""
    return _NAMES.sub(_masked, sentence.text[:_EXAMINED]).translate(_PLAIN)


def _masked(name: re.Match[str]) -> str:
    """May and Will with a capital are names."""
    return "#" * len(name[0])


def _restated(claim: DraftClaim, remark: Sentence, cue: Cue) -> DraftClaim:
    """The claim with the number that a remark after it states: "Probability: 35 %".

    What somebody means to do is a prediction, once its author gives it a number.
    """
    words = remark.text[cue.start : cue.end]
    return replace(
        claim,
        kind=ClaimKind.PREDICTION if claim.kind is ClaimKind.INTENTION else claim.kind,
        phrase=words,
        read_as=(),
        proxy=False,
        reading=cue.stated,
        rules=(*claim.rules, cue.rule),
    )


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
        every = list(events(text, clause, judgement))
        for event in every:
            part = part_of(sentence, clause, judgement, event, every[0])
            if part.text:
                yield claim_of(part, clock)


def _is_over(sentence: Sentence, clause: Clause, judgement: Judgement, clock: Clock) -> bool:
    words = judgement.words(sentence.text) or ""
    return clock.is_over(words, sentence.start + clause.start, sentence.start + clause.end)
