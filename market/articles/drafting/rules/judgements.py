"""What a clause does, and with what strength: its cues weighed against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from market.articles.drafting.claim import ClaimKind
from market.articles.drafting.rules.clauses import FORETELLING
from market.articles.drafting.rules.wordings import Role
from market.articles.phrases import probability_of

if TYPE_CHECKING:
    from market.articles.drafting.rules.clauses import Clause
    from market.articles.drafting.rules.cues import Cue
    from market.articles.phrases import Reading

__all__ = ["Judgement", "judge"]

_OTHER_KINDS = {
    Role.NORM: ClaimKind.NORM,
    Role.INTENTION: ClaimKind.INTENTION,
    Role.FACT: ClaimKind.FACT,
}
_DENIED = {"likely": "unlikely", "probably": "probably not", "often": "not often"}
"""Surveyed words for a denial; that of every other phrase is read as one minus its figures."""

_UNSURE = {"almost certain": "maybe"}
"""A certainty denied is no certainty of the opposite: "is not certain to" is not "will not"."""

_ASIDES = {
    "possibly": "possibly",
    "potentially": "possibly",
    "perhaps": "maybe",
    "maybe": "maybe",
}
"""Hedges of an aside, and the surveyed phrases that they are read as."""

_IF = re.compile(
    r"(?<!even )(?<!as )(?<!what )(?<!surprised )\bif\b(?! (?:any|anything|not|only|ever|you)\b)"
    r"|\b(?:unless|provided that|assuming|in the event of|as long as|so long as|only when)\b"
    r"|\b(?:not|n't|never|no) (?:\w+ ){1,6}?without\b|^(?:should|were|without) "
    r"|^(?:\w+ ){0,3}\bany (?:\w+ ){1,4}?will\b"
    r"|\bany (?:\w+ ){0,3}?(?:deal|agreement|settlement|resolution|solution|compromise)\b",
)
_IF_FIRST = re.compile(r"(?:but |and )?if\b(?! you\b).+, ")
_PAST = re.compile(r"\b(?:was|were|had|did|been)\b")
_IRREAL = re.compile(r"\b(?:if|unless) (?:[\w']+ ){1,4}?were\b")
"""No past: "if they were to merge"."""

_STORY = re.compile(r"\b(?:was|were|had|did|every \w+)\b")
_NOT_AFTER = re.compile(
    r"(?: (?:\w+ly|almost|very|most|well|yet|also|still)){0,3} not\b"
    r"(?! (?:only|just|merely|necessarily)\b)"
    r"|(?:(?<=may)|(?<=might)) never\b"
)
_NOT_BEFORE = re.compile(r"\b(?:do not|don't|does not|doesn't|no longer|never|few(?: \w+)?) $")
_NOBODY = re.compile(
    r"(?:^|[,;:] ?|\b(?:that|because|and|but) )\W{0,2}"
    r"(?:no|nobody|no one|none|neither|nothing|nor)\b[^,;:]*$",
)
_NEAR = 25
"""How far behind a modal its adverb may stand, in characters."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a clause does.

    Attributes:
        kind: Its kind.
        cue: The cue that decided; none in a plain "if this happens, that happens".
        rules: The rules that fired.
        beside: What gives the strength in place of the cue: an adverb, an opinion or a figure.
        read_as: The surveyed phrases that its words are read as.
        proxy: No survey asked these words.
        stated: The probability that the author states in figures.
        against: The event is denied.
        aside: The hedge of an aside, where its event has to come about as well.
    """

    kind: ClaimKind
    cue: Cue | None
    rules: tuple[str, ...]
    beside: Cue | None = None
    read_as: tuple[str, ...] = ()
    proxy: bool = False
    stated: Reading | None = None
    against: bool = False
    aside: str | None = None

    @property
    def is_numbered(self) -> bool:
        """Whether it gives a number."""
        return bool(self.read_as) or self.stated is not None

    def words(self, text: str) -> str | None:
        """The words that give the strength, as they stand in a text."""
        used = [cue for cue in (self.cue, self.beside) if cue]
        used.sort(key=lambda cue: cue.start)
        words = [text[cue.start : cue.end].strip() for cue in used]
        return " … ".join([*words, self.aside] if self.aside else words) or None

    @property
    def reading(self) -> Reading | None:
        """Its number, polarity allowed for."""
        if self.stated:
            return self.stated.negated if self.against else self.stated
        return probability_of(*self.read_as, negated=self.against) if self.read_as else None

    def of(self, rule: str | None, hedge: str | None = None) -> Judgement:
        """The same of one of several claims of a sentence.

        Args:
            rule: The rule that told it from the others; none for the first event of a clause.
            hedge: The hedge of an aside: its event needs both, so that the chances multiply.
        """
        rules = (*self.rules, rule) if rule else self.rules
        against = self.against != (rule == "contrast")
        if not (hedge and self.read_as):
            return replace(self, rules=rules, against=against)
        phrase = _ASIDES[hedge]
        return replace(
            self,
            rules=rules,
            read_as=(*self.read_as, phrase),
            proxy=self.proxy or phrase != hedge,
            aside=hedge,
        )


def judge(text: str, clause: Clause) -> Judgement | None:
    """Say what a clause does; nothing where it claims nothing."""
    cue = clause.governing
    if (cue is None or cue.role is Role.FACT) and _is_bare_condition(text, clause):
        return Judgement(ClaimKind.CONDITION, None, ("condition",), read_as=("will",), proxy=True)
    if cue is None or _is_narrated(text, clause, cue):
        return None
    if cue.role in FORETELLING:
        return _conditional(text, clause, _foretelling(text, clause, cue))
    return Judgement(_OTHER_KINDS[cue.role], cue, (cue.rule,))


def _is_narrated(text: str, clause: Clause, cue: Cue) -> bool:
    """Whether a "would" belongs to a story: "it was clear that prices would fall"."""
    before = _IRREAL.sub("", text[clause.start : cue.start])
    return cue.role is Role.SUPPOSED and _STORY.search(before) is not None


def _is_bare_condition(text: str, clause: Clause) -> bool:
    """Whether it is of the form "if this happens, that happens"."""
    said = text[clause.start : clause.end]
    return _IF_FIRST.match(said) is not None and not _PAST.search(said)


def _conditional(text: str, clause: Clause, judgement: Judgement) -> Judgement:
    """Make a prediction that holds given something else a condition."""
    supposed = judgement.cue is not None and judgement.cue.role is Role.SUPPOSED
    said = text[clause.start : clause.end]
    begins_with_it = _IF.match(text)
    if not (supposed or begins_with_it or _IF.search(said)):
        return judgement
    return replace(judgement, kind=ClaimKind.CONDITION, rules=(*judgement.rules, "condition"))


def _foretelling(text: str, clause: Clause, cue: Cue) -> Judgement:
    """Weigh the cue with the adverb, opinion or figure beside it, and with what denies it."""
    stronger = _stronger(text, clause, cue)
    source = stronger or cue
    phrase, denied = source.read_as, cue.denied or _is_denied(text, clause, cue)
    other_words = _DENIED | (_UNSURE if source.role is Role.STRENGTH else {})
    if denied and phrase in other_words:
        phrase, denied = other_words[phrase], False
    return Judgement(
        kind=ClaimKind.PREDICTION,
        cue=cue,
        rules=(cue.rule, *([stronger.rule] if stronger else []), *(["negation"] * denied)),
        beside=stronger,
        read_as=(phrase,) if phrase else (),
        proxy=phrase is not None and phrase not in _spelt_out(text[source.start : source.end]),
        stated=source.stated,
        against=denied,
    )


def _spelt_out(words: str) -> str:
    return words.replace("'ll", "will").replace("won't", "will not")


def _stronger(text: str, clause: Clause, cue: Cue) -> Cue | None:
    """What gives the strength in place of the cue: a figure, else an adverb, else an opinion."""
    others = [each for each in clause.cues if each is not cue]
    figures = (each for each in others if each.stated)
    if cue.role is Role.STRENGTH:
        return None if cue.stated else next(figures, None)
    adverbs = (each for each in others if _is_adverb_of(text, each, cue))
    nearest = min(adverbs, key=lambda each: abs(each.start - cue.start), default=None)
    opinions = (each for each in others if each.role is Role.OPINION and each.start < cue.start)
    opinion = next(opinions, None) if cue.read_as == "will" else None
    return next(figures, None) or nearest or opinion


def _is_adverb_of(text: str, adverb: Cue, cue: Cue) -> bool:
    """Whether it stands before the cue, close behind it, or after a comma.

    Of "would be unlikely to" the outlook, right behind the modal, is its adverb.
    """
    between = text[cue.end : adverb.start]
    if adverb.role is Role.STRENGTH:
        return adverb.start > cue.start and not between.strip()
    if adverb.role is not Role.ADVERB:
        return False
    return adverb.start < cue.start or len(between) < _NEAR or between.endswith(", ")


def _is_denied(text: str, clause: Clause, cue: Cue) -> bool:
    before = text[clause.start : cue.start]
    return any(
        (_NOT_AFTER.match(text, cue.end), _NOT_BEFORE.search(before), _NOBODY.search(before))
    )
