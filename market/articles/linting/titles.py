"""The first weak point of a title, for somebody who asks a question of his own."""

from __future__ import annotations

from market.articles.linting.events import asks_two_events
from market.articles.linting.vague import VAGUE, WORDS, vague_words

__all__ = ["weak_point"]


def weak_point(title: str) -> str:
    """What is weak, in a sentence; empty where no rule finds anything.

    >>> weak_point("Will it rain soon?")
    '“soon” is a time that is none.'
    >>> weak_point("Will it rain?")
    ''
    """
    for code, (name, *_) in VAGUE.items():
        for word in vague_words(title, WORDS[code]):
            return f"“{word}” is {name}."
    return "That asks after two events at once." if asks_two_events(title) else ""
