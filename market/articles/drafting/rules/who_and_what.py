"""Whom a clause speaks of, and what it says of them, as far as simple rules can tell."""

from __future__ import annotations

import re

from market.articles.drafting.rules.wordings import SAID

__all__ = ["WhoAndWhat", "noun_of", "predicate", "who_and_what"]

WhoAndWhat = tuple[str | None, str | None]
"""Subject and predicate; none where they are not clear."""

_EDGES = " .,;:!\u201c\u201d\"'"
_OF_OTHERS = frozenset({"expectation", "bet", "chance", "number"})
"""Rules whose words come before the subject of the event."""

_LEAD = re.compile(
    r"^(?:(?:and|but|so|or|yet|then|still|now|however|also|nor|perhaps|maybe|probably|"
    r"most likely|in turn|in the end|as a result|while|although|though|because|since|that|which|"
    r"whether|even as|as)[, ]+){1,4}",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|a|an|no|none of the|neither) ", re.IGNORECASE)
_REPORT = re.compile(
    rf"^.{{0,80}}?\b(?:{SAID}|(?:believe|think|assess|judge|doubt|argue|hope|fear)s?|confident|sure|"
    r"certain|convinced|(?:predict|forecast|expect|estimate|project|suspect|anticipate)(?:s|ed)?"
    r"(?= that\b)),? (?:with \w+ confidence )?(?:that )?",
    re.IGNORECASE,
)
_SAYING = re.compile(
    rf" (?:has |have )?{SAID} (?:\w+ ){{0,3}}?(?:that )?(?:he|she|it|they) $", re.IGNORECASE
)
_OBJECT = re.compile(
    r"^(?:that |for )?(?P<who>.{2,60}?) (?:to|will) (?P<what>\w.*)$", re.IGNORECASE
)
_TRAILING = re.compile(
    r"(?: (?:almost|virtually|most|very|highly|perhaps|now|also|still|then|likely|soon|\w+ly|"
    r"has|have|is|are|had|was|that|which|who)){1,3}$",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"^(?:(?:almost|virtually|very|highly|most|probably|likely|possibly|perhaps|certainly|surely|"
    r"never|potentially|inevitably|undoubtedly|definitely|not|also|soon|now|still|well|yet) ){1,4}",
    re.IGNORECASE,
)
_REASON = re.compile(
    r",? (?:because|since|although|though|whatever|unless|if|even if|according to) .*$"
    r"|, (?:which|who|as|so|and|but|not|is|are|was|were|has|have|had) .*$"
    r"|, (?:\w+ ){1,4}(?:says?|said|predicts?|predicted)$",
    re.IGNORECASE,
)
_NOUN_PHRASE = re.compile(
    r"(?:an?|the (?:first|next|second|third|last|final)|more|fewer|less|further|another|higher|"
    r"lower|some|new|at least|at most|several) ",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"(?P<who>.+?)(?:['\u2019]s|(?<=s)['\u2019]) (?:[\w-]+ ){0,3}?"
    r"(?:comments?|remarks?|statements?|words|speech|letter|announcement|message|post|interview|"
    r"address|spokes(?:man|woman|person))$",
    re.IGNORECASE,
)
_BE = re.compile(r"be (?P<who>.+)", re.IGNORECASE)
_THERE = re.compile(r"\bthere $", re.IGNORECASE)
_LEVEL = re.compile(r"at \D?\d")
_CHANCE_OF = re.compile(
    r"(?:odds|chances?|probability|likelihood|prospects?|risk) of (?!.*\w{2}ing\b)(?P<who>.+?) "
    r"(?:is|are|at|stands?)\b",
    re.IGNORECASE,
)
_GERUND = re.compile(r"(?:\w+ ){0,2}?\w{2,}ing\b")
_HAS = re.compile(r" (?:has|have)(?: \w+){0,2} $")
_PRONOUN = re.compile(r"(?:he|she|it|they)$", re.IGNORECASE)
_ANAPHOR = re.compile(r"(?:either|so|too|neither|not|it|this|that|do so|the same)$", re.IGNORECASE)
_VAGUE = frozenset(
    {"i", "it", "this", "that", "there", "they", "him", "he", "she", "we", "you", "these", "those"}
    | {"what", "who", "which", "one", "some", "nobody", "them", "all"}
)
_STRETCH = re.compile(r", |: |; | [\u2013\u2014] ")
_LONGEST = 12


def who_and_what(before: str, words: str, after: str, rule: str) -> WhoAndWhat:
    """Tell subject and predicate from the words before and after a cue.

    Args:
        before: The clause up to a cue.
        words: The words of the cue.
        after: The clause from the end of the cue.
        rule: The rule that the cue belongs to.

    Returns:
        The subject without its article and the predicate; none where they are not clear.
    """
    what, subject = predicate(after), _subject(before)
    if _ANAPHOR.match(what):
        return None, None
    if noun := noun_of(_existing(before, words, what, rule) or ""):
        return noun, None
    if rule not in _OF_OTHERS:
        noun = noun_of(subject)
        speaker = _SPEAKER.match(noun) if noun and rule == "intention" else None
        return speaker["who"] if speaker else noun, what or None
    said = _OBJECT.match(what)
    return (noun_of(said["who"]), said["what"]) if said else (None, what or None)


def _existing(before: str, words: str, what: str, rule: str) -> str | None:
    """What is said to be there: "there will be a strike", "expect a strike", "a chance of rain"."""
    if rule not in _OF_OTHERS:
        there = _BE.match(what) if _THERE.search(before) else None
        return there and there["who"]
    if _HAS.search(before):
        return _subject(before)
    if named := _CHANCE_OF.match(words):
        return named["who"]
    if words.endswith(" of"):
        return None if _GERUND.match(what) else what
    is_noun = rule == "expectation" and not _OBJECT.match(what) and _NOUN_PHRASE.match(what)
    return what if is_noun else None


def predicate(words: str) -> str:
    """The words of an event, without hedges before it and reasons after it.

    Example:
        >>> predicate("probably reopen, because it must.")
        'reopen'
    """
    bare = _REASON.sub("", f" {words.rstrip(_EDGES).lstrip()}").strip(_EDGES)
    what = _HEDGE.sub("", bare).strip(_EDGES)
    return f"be {what}" if _LEVEL.match(what) else what


def _subject(before: str) -> str:
    """The last stretch between commas, or that before an inserted one."""
    said = _REPORT.sub("", before).rstrip()
    if _PRONOUN.match(said) and (report := _SAYING.search(before)):
        said = before[: report.start()].rstrip()
    if said.endswith((" and", " but", " or")):
        return ""
    stretches = [words for words in _STRETCH.split(said) if words.strip(_EDGES)]
    if said.endswith(",") and len(stretches) > 1:
        del stretches[-1]
    return stretches[-1] if stretches else ""


def noun_of(words: str) -> str | None:
    """A noun phrase without its article; none where it is vague or long."""
    bare = _TRAILING.sub("", _LEAD.sub("", words.strip(_EDGES)))
    noun = _ARTICLE.sub("", bare).strip(_EDGES)
    is_vague = noun.rpartition(" ")[2].casefold() in _VAGUE
    return None if not noun or is_vague or noun.count(" ") >= _LONGEST else noun
