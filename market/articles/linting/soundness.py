"""How to mend what keeps a pack from being loaded at all."""

from __future__ import annotations

from market.articles.linting.rule import Rule
from market.articles.validation import CHECKS

__all__ = ["RULES"]

_TOLD = {
    "P03": (
        "a name that is no slug",
        "Use letters, digits, and . _ : - (not first); at most 80 characters.",
    ),
    "P04": ("a name that is there twice", "Give one of the two another name."),
    "P05": (
        "what nobody can look up",
        "Give the SHA-256 of the article's text, and an address with every report.",
    ),
    "P06": (
        "a name that leads nowhere",
        "Write it as the question is called: FAMILY-DEADLINE.",
    ),
    "Q01": ("no title", "Say in one sentence what is asked."),
    "T01": ("a close that is not after the open", "Give a later deadline."),
    "F01": (
        "deadlines of a family that do not nest",
        "List the earliest first; let none open later than the one before it.",
    ),
    "C01": (
        "a question that comes from no claim",
        "Give a claim a relation to it, if only as context.",
    ),
    "C02": (
        "a claim without question or reason",
        "Add a relation, or say under unresolvable why no question settles it.",
    ),
    "C03": (
        "a number that the article does not give",
        "Keep phrase and read_as for one deadline that the claim states; none for context.",
    ),
    "O01": ("an outcome without evidence", "Name the reports that it rests on."),
    "O02": (
        "an outcome outside the time of its question",
        "Look up the day of the event, or resolve it the other way.",
    ),
    "L01": ("a link to no question", "Write it as the question is called, or drop the link."),
    "L02": ("a link with too few or too many questions", "Link two questions or more, each once."),
    "L03": ("links that form a cycle", "Take one of them out: one way only can be meant."),
    "L04": (
        "outcomes that contradict the links",
        "Look both outcomes up again, else drop the link.",
    ),
}

RULES = tuple(Rule(code, *told, CHECKS[code]) for code, told in _TOLD.items())
"""One for each check of `market.articles.validation`."""
