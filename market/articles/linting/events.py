"""Whether a title asks after one event, and after a figure only with a threshold."""

from __future__ import annotations

import re

from market.articles.drafting.reading.dates import MONTH

__all__ = ["asks_two_events", "has_threshold", "is_yes_or_no", "needs_threshold"]

_READ = 500
"""Characters of a title that are looked at; the ledger takes no more."""

_AUXILIARY = r"(?:will|would|does|do|did|is|are|was|were|has|have|had|can|could|should|shall)"
_PLAIN = re.compile(rf"{_AUXILIARY}\b.*\?", re.IGNORECASE | re.DOTALL)
_CONDITIONAL = re.compile(
    rf"(?:if|in|on|by|before|after|during|once|at|when)\b.*,\s*{_AUXILIARY}\b.*\?",
    re.IGNORECASE | re.DOTALL,
)

# Verbs in the form that follows "will", seldom anything else.
_VERBS = (
    "abandon|abolish|accept|acquire|adopt|agree|announce|appoint|approve|arrest|attend|authori[sz]e"
    "|be|become|begin|break|bring|build|buy|cancel|capture|cease|close|complete|conclude|convict|cut"
    "|declare|defeat|deliver|deploy|destroy|dismiss|dissolve|elect|end|enrich|enter|establish|exceed"
    "|expand|expel|fail|fall|finish|follow|form|give|go|grant|halt|hand|hold|impose|increase|introduce"
    "|invade|invest|join|keep|launch|lead|leave|legali[sz]e|lift|lose|lower|make|meet|merge|move"
    "|nominate|occupy|open|pass|pay|prevent|publish|raise|ratify|reach|recogni[sz]e|reduce|reject"
    "|rejoin|release|remain|remove|repeal|replace|resign|restore|resume|retain|retire|return|rise"
    "|seize|sell|send|settle|sign|start|step|stop|surrender|suspend|take|testify|transfer|win|withdraw"
)
# As often nouns: they show a second event only with an object.
_NOUNS = "attack|ban|blockade|drop|fire|limit|strike|support|test|use|visit|vote"
_OBJECT = r"(?:an?|the|its|his|her|their|another|it|them)"
_NAMED = r"(?:the\s+)?(?:[A-Z][\w.\u2019'-]*\s+){1,4}"
_SECOND_EVENT = re.compile(
    rf"\b(?:{_VERBS}|{_NOUNS})\b[^,;]*?,?\s+\b(?:and|or|but|while)\s+"
    rf"(?:(?:{_NAMED})?(?:also\s+|then\s+|not\s+)?(?:(?:{_VERBS})\b|(?:{_NOUNS})\s+{_OBJECT}\b)"
    rf"|(?:\w+\s+){{1,3}}be\b)"
    rf"|,?\s(?:and|or|but)\s+{_AUXILIARY}\b"
)
_ALTERNATIVES = re.compile(r"\band/or\b|\?.*\?", re.IGNORECASE | re.DOTALL)

_CHANGE = re.compile(
    r"\b(?:exceeds?|surpass(?:es)?|increases?|decreases?|outperforms?|outpaces?|higher|lower|fewer"
    r"|larger|smaller|faster|slower|cheaper|dearer|shrinks?|soars?|plummets?|skyrockets?)\b",
    re.IGNORECASE,
)
_MOVEMENT = re.compile(
    r"\b(?:rises?|rose|falls?|fell|drops?|declines?|grows?|grew|climbs?|jumps?|slips?|gains?|doubles?"
    r"|accelerates?|slows?|go(?:es)? (?:up|down)|crash(?:es)?)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\b(?:prices?|rates?|inflation|unemployment|gdp|shares?|stocks?|number|spending|output|exports?"
    r"|imports?|sales|revenues?|profits?|temperatures?|emissions?|population|deficit|debt|volume"
    r"|levels?|index|approval|turnout|costs?|wages?|yields?|growth|demand|supply|production|trade"
    r"|economy|currency|dollar|euro|oil|gas|bitcoin|budget|tariffs?|deaths|cases|casualties|support)\b",
    re.IGNORECASE,
)

_TIME = re.compile(
    rf"\b\d{{4}}-\d\d(?:-\d\d)?\b|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}"
    rf"|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b|\b(?:19|20)\d\d\b|\b\d{{1,2}}:\d\d(?::\d\d)?\b"
    r"|\b(?:UTC|GMT)[+-]\d+"
)
_MEASURE = re.compile(
    r"\d|\b(?:above|below|at least|at most|more than|less than|fewer than|higher than|lower than"
    r"|greater than|no more than|or more|or less|half|twice|double|third|quarter|majority|record"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten)(?! of)|dozen|hundred|thousand|million"
    r"|billion)\b",
    re.IGNORECASE,
)


def is_yes_or_no(title: str) -> bool:
    """Whether a title can be answered by yes or no, and is a question at all.

    >>> is_yes_or_no("Will it rain?"), is_yes_or_no("If it rains, will the river rise?")
    (True, True)
    >>> is_yes_or_no("Who will win?"), is_yes_or_no("It will rain.")
    (False, False)
    """
    title = title.strip()[:_READ]
    return bool(_PLAIN.fullmatch(title) or _CONDITIONAL.fullmatch(title))


def asks_two_events(title: str) -> bool:
    """Whether a title joins two events, so that one may come true without the other.

    Subjects and objects may be joined, and both acts of one event after "both".

    >>> asks_two_events("Will Russia leave and Ukraine join the treaty?")
    True
    >>> asks_two_events("Will Russia and Ukraine sign the treaty?")
    False
    """
    event = re.sub(r"^(?:If|Once|When)\b[^,]*,", "", title[:_READ])
    if _ALTERNATIVES.search(event):
        return True
    return " both " not in event and _SECOND_EVENT.search(event) is not None


def needs_threshold(title: str) -> bool:
    """Whether a title asks after a change of some quantity.

    >>> needs_threshold("Will oil prices fall?"), needs_threshold("Will the government fall?")
    (True, False)
    """
    moves = _MOVEMENT.search(title) and _QUANTITY.search(title)
    return bool(_CHANGE.search(title) or moves)


def has_threshold(text: str) -> bool:
    """Whether a text gives a number, dates left out, or something to compare with.

    >>> has_threshold("above its estimate for 2024"), has_threshold("It rises by 1 May 2026.")
    (True, False)
    """
    return _MEASURE.search(_TIME.sub(" ", text)) is not None
