"""Hints for texts that are no amounts of credits or shares."""

from __future__ import annotations

import re
from decimal import Decimal

from cli.typed.amounts import NUMBER

__all__ = ["FORMS", "meant_amount"]

FORMS = "Write it as 20 or 12.5."

_EXPONENT = re.compile(rf"({NUMBER})[eE]([+-]?[0-9]{{1,2}})")
_GROUPED = re.compile(
    r"[0-9]{1,3}(?:([ ,'_\u00a0\u2009\u202f])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]*)?"
)
_COMMA = re.compile(r"([0-9]*),([0-9]+)")


def meant_amount(words: str, most: int) -> str:
    """What to do about a text that is no amount.

    Args:
        words: The text.
        most: The most that an amount may be.

    >>> meant_amount("1 000", 10**6), meant_amount("0,5", 10**6), meant_amount("0", 10**6)
    ('Write it without separators: 1000', 'Write it with a point: 0.5', 'It must be above 0.')
    """
    if words.endswith("%"):
        return "A percentage is a price, as in --to 70%."
    if re.fullmatch(rf"-?{NUMBER}", words):
        return _out_of_bounds(Decimal(words), most)
    if meant := _otherwise_spelt(words):
        return meant
    numbers = re.findall(NUMBER, words)
    return f"Did you mean {numbers[0]} ?" if len(numbers) == 1 else FORMS


def _out_of_bounds(value: Decimal, most: int) -> str:
    if value <= 0:
        return "It must be above 0."
    return f"{most:,} is the most." if value > most else "Six decimals are the most."


def _otherwise_spelt(words: str) -> str:
    if found := _EXPONENT.fullmatch(words):
        value = Decimal(found[1]).scaleb(int(found[2]))
        return f"Write it without an exponent: {value:f}"
    if found := _GROUPED.fullmatch(words):
        return f"Write it without separators: {words.replace(found[1], '')}"
    if found := _COMMA.fullmatch(words):
        return f"Write it with a point: {found[1] or 0}.{found[2]}"
    return ""
