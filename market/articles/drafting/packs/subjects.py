"""What a claim is about, in words for the title and the name of a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from market.articles.drafting.claim import DraftClaim

__all__ = ["asked_words", "key_words"]

_LONGEST = 120
_QUOTED = 60
_JOINED = " … "
"""What stands between the parts of a phrase that is not in one piece."""

_ARTICLES = {"no": "any", "none of the": "any of the", "neither": "either"}
"""What stands in a question for the article of a denial."""

_DETERMINER = re.compile(
    r"(?:all|any|at|both|each|every|few|her|his|its|many|more|most|my|no|one|only|our|some|"
    r"somebody|such|their|these|this|those|whoever)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r",? ?\b(?:perhaps|possibly|probably|likely|maybe|certainly|surely)\b", re.IGNORECASE
)
_SECOND_CLAUSE = re.compile(r"[;:]| [\N{EN DASH}\N{EM DASH}] ")


def asked_words(claim: DraftClaim) -> str:
    """The clause between "Will" and "by": what is to happen, or a TODO with the claim's words."""
    clause = _clause(claim)
    if clause is not None and len(clause) <= _LONGEST:
        return clause
    return f"TODO: say as a clause “{_shortened(_undated(_event(claim), claim))}”"


def key_words(claim: DraftClaim) -> str:
    """The words that a name is made of: whom and what it is about, without time and strength."""
    if claim.who is not None:
        return _undated(f"{claim.who} {claim.what or ''}", claim)
    words = _undated(claim.text, claim)
    for part in claim.phrase.split(_JOINED) if claim.phrase and claim.reading else ():
        words = words.replace(part, " ", 1)
    return words


def _event(claim: DraftClaim) -> str:
    """The words of the event alone, where the claim says "that" before them."""
    is_said_apart = claim.phrase is not None and claim.phrase.endswith(" that")
    return claim.what if is_said_apart and claim.what else claim.text


def _is_verdict(claim: DraftClaim) -> bool:
    """Whether the words of strength follow a colon, and what precedes it may be a sentence."""
    return claim.phrase is not None and f": {claim.phrase}" in claim.text


def _clause(claim: DraftClaim) -> str | None:
    if claim.who is None or _is_verdict(claim):
        return None
    who = _with_article(_undated(claim.who, claim), claim.sentence.text)
    said = _SECOND_CLAUSE.split(_undated(claim.what or "", claim))[0]
    what = _HEDGE.sub("", said).strip()
    return f"{who} {what}" if what else f"there be {who}"


def _with_article(who: str, sentence: str) -> str:
    """The subject as it stands within a sentence."""
    articles = "none of the|neither|no|the|an?"
    found = re.search(rf"\b({articles}) {re.escape(who)}", sentence, re.IGNORECASE)
    if found:
        article = found[1].lower()
        return f"{_ARTICLES.get(article, article)} {who}"
    return who[0].lower() + who[1:] if _DETERMINER.match(who) else who


def _undated(words: str, claim: DraftClaim) -> str:
    """Words without the time, of which the deadline takes the place."""
    if claim.time is not None:
        words = re.sub(rf"[\s,]*{re.escape(claim.time.words)}", "", words)
    return " ".join(words.split()).strip(" .,;:?!")


def _shortened(words: str) -> str:
    if len(words) <= _QUOTED:
        return words
    return words[:_QUOTED].rpartition(" ")[0] + " …"
