"""Text for terminals: harmless, of known width, shortened in the middle."""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

__all__ = ["ascii_text", "escaped", "harmless", "pad", "safe", "shorten", "signs", "width"]

_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
# C0 and C1 controls (ESC among them) but for tab and line feed, and every character that turns the
# direction of writing.
_HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ASCII = str.maketrans(
    {
        "…": "...",
        "·": ".",
        "→": "->",
        "↓": "(low)",
        "↑": "(high)",
        "▲": "^",
        "≤": "<=",
        "≥": ">=",
        "±": "+/-",
        "¶": "par. ",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "“": '"',
        "”": '"',
        "∞": "inf",
        "┃": "|",
        "▒": ":",
        "●": "o",
        "│": "|",
        "┼": "|",
        "├": "+",
        "┤": "+",
        "─": "-",
        "•": "*",
        "◆": "#",
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{MULTIPLICATION SIGN}": "x",
    }
)

_LONGEST_TAIL = 11  # keeps a deadline such as "-by-2026-06" whole


def safe(text: str) -> str:
    r"""Text on one line, without controls that a terminal would obey.

    >>> safe("two\nlines \x1b[31mred\u202e")
    'two lines [31mred'
    """
    return harmless(_BREAKS.sub(" ", text))


def harmless(text: str) -> str:
    r"""Text without controls that a terminal would obey; tabs and line feeds stay.

    >>> harmless("two\nlines \x1b[31mred\u202e")
    'two\nlines [31mred'
    """
    return _HARMFUL.sub("", text)


def escaped(json: str) -> str:
    r"""JSON that means the same and holds no control that a terminal would obey.

    >>> escaped('{"title": "left\u202eright"}')
    '{"title": "left\\u202eright"}'
    """
    return _HARMFUL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json)


def ascii_text(text: str) -> str:
    """The same text with the house's own signs spelt in ASCII.

    >>> ascii_text("Brier ↓ 35% → 45%")
    'Brier (low) 35% -> 45%'
    """
    return text.translate(_ASCII)


def signs() -> str:
    """The house's own signs: a place that can show them all needs no ASCII."""
    return "".join(map(chr, _ASCII))


def width(text: str) -> int:
    """Columns that a text takes on a terminal.

    >>> width("a日本")
    5
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text
    )


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with blanks up to a number of columns."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def shorten(text: str, columns: int, mark: str = "…") -> str:
    """Shorten in the middle: the ends of slugs tell them apart.

    >>> shorten("energy-terms-in-peace-agreement-by-2027", 24)
    'energy-terms…ent-by-2027'
    """
    if width(text) <= columns:
        return text
    room = columns - width(mark)
    tail = min(_LONGEST_TAIL, room // 2)
    return _head(text, room - tail) + mark + _head(text[::-1], tail)[::-1]


def _head(text: str, columns: int) -> str:
    """The beginning of a text that fits into so many columns."""
    head = text[: max(columns, 0)]
    while width(head) > columns:
        head = head[:-1]
    return head
