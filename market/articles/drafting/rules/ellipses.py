"""What a later event of a clause leaves unsaid, because it shares it with the first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from market.articles.drafting.rules.splitting import begins_with_verb
from market.articles.drafting.rules.who_and_what import noun_of

if TYPE_CHECKING:
    from market.articles.drafting.rules.who_and_what import WhoAndWhat

__all__ = ["completed"]

_GERUND = re.compile(r"\w{2,}ing ")
_EXAMPLES = re.compile(r",? (?:such as|including) .*$", re.IGNORECASE)
_OBJECT = re.compile(
    r" (?:an?|the|more|fewer|less|higher|lower|further|another|new|at least|one|two|three) .*$",
    re.IGNORECASE,
)
_AFTER_PREPOSITION = re.compile(
    r"(?P<kept>.* (?:towards?|to|for|on|in|with|into|from|against|at|of|about|over|up|out|off)) .*",
    re.IGNORECASE,
)


def completed(first: WhoAndWhat, words: str, rule: str | None) -> WhoAndWhat:
    """Make whole what is said by a later event.

    Args:
        first: Whom the first event speaks of, and what it says of them.
        words: The words of the later event.
        rule: The rule that told it from the first.

    Examples:
        >>> completed(("focus", "shift towards small steps, such as a truce"), "a pact", "list")
        ('focus', 'shift towards a pact')
        >>> completed(("second summit", None), "with the duke", "aside")
        ('second summit', 'take place with the duke')
        >>> completed(("fewer ferries", None), "a new bridge", "contrast")
        ('new bridge', None)
    """
    who, what = first
    if rule == "aside":
        return who, f"{what or 'take place'} {words}"
    if begins_with_verb(words):
        return who, words
    if who is None or _GERUND.match(words):
        return None, words
    if what is None:
        return noun_of(words), None
    whole = _EXAMPLES.sub("", what)
    shared = _shared(whole)
    return (noun_of(words), whole) if shared == whole else (who, f"{shared} {words}")


def _shared(what: str) -> str:
    """A predicate without its object, or all of one that has none."""
    if _OBJECT.search(what):
        return _OBJECT.sub("", what)
    prepositional = _AFTER_PREPOSITION.fullmatch(what)
    return prepositional["kept"] if prepositional else what.partition(" ")[0]
