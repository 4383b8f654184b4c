"""What forecasters and questions may be called, and what text may be stored."""

from __future__ import annotations

import re
import unicodedata

from market.errors import Refused

__all__ = [
    "LONGEST_KEY",
    "LONGEST_NAME",
    "act_key",
    "fold",
    "fold_slug",
    "forecaster_name",
    "is_plain_line",
    "is_slug",
    "stored_text",
    "valid_slug",
]

LONGEST_NAME = 64
"""The most characters that a forecaster's name may have."""

LONGEST_KEY = 200
"""The most characters that the key of an act may have."""

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,79}")
_SLUG_HINT = "Use letters, digits, and . _ : - (not first); at most 80 characters."
_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Hyphens and blanks that take no room; the joiners are left, which some scripts are written with.
_UNSEEN = frozenset("\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff")


def stored_text(value: str) -> str:
    r"""The text as the ledger stores it: Unicode in normal form C.

    Raises:
        Refused: It holds a NUL, or bytes that are not Unicode.

    >>> stored_text("Cafe\u0301")
    'Café'
    """
    if value.isascii() and "\0" not in value:
        return value
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise Refused("A text holds a NUL or bytes that are not Unicode.", "Save it as UTF-8.")
    return unicodedata.normalize("NFC", value)


def forecaster_name(name: str) -> str:
    """The name as it is stored: normal form C, no space around it.

    Raises:
        Refused: It is empty, too long, starts with ``@`` (kept for computed forecasters), or
            holds control characters or marks that change the direction of writing.

    >>> forecaster_name(" Ana ")
    'Ana'
    """
    name = stored_text(name).strip()
    if not name:
        raise Refused("A forecaster needs a name.", f"It has 1 to {LONGEST_NAME} characters.")
    if name.startswith("@"):
        raise Refused(f"“{name}” cannot be a name: @ is kept for computed ones.", "Drop the @.")
    if len(name) > LONGEST_NAME:
        raise Refused(f"A name of {len(name)} characters is too long.", f"Use {LONGEST_NAME}.")
    if not is_plain_line(name):
        raise Refused(f"The name {name!a} holds invisible characters.", "Type it anew.")
    return name


def act_key(key: str) -> str:
    """The key of an act as it is stored: normal form C, no space around it.

    Raises:
        Refused: It is empty, too long, or not one line that shows all it holds.

    >>> act_key(" monday ")
    'monday'
    """
    key = stored_text(key).strip()
    if not key:
        raise Refused("The key is empty.", "Give it a name of your own, or leave it out.")
    if len(key) > LONGEST_KEY:
        said = f"The key has {len(key):,} characters: that is too long."
        raise Refused(said, f"Use {LONGEST_KEY} at most.")
    if not is_plain_line(key):
        raise Refused("The key holds line breaks or invisible characters.", "Type it anew.")
    return key


def is_plain_line(text: str) -> bool:
    r"""Whether the text is one line that shows all it holds.

    >>> is_plain_line("Café?"), is_plain_line("two\nlines"), is_plain_line("\u202eyas")
    (True, False, False)
    """
    hidden = _BIDI | _UNSEEN
    return not any(unicodedata.category(c) in _UNPRINTABLE or c in hidden for c in text)


def fold(name: str) -> str:
    """The form in which names are compared: two that differ in case are the same.

    >>> fold("Straße") == fold("STRASSE")
    True
    """
    return unicodedata.normalize("NFC", name.casefold())


def fold_slug(text: str) -> str:
    """The form in which slugs are compared: two that differ in case are the same.

    >>> fold_slug("Brent-above-100")
    'brent-above-100'
    """
    return text.lower() if text.isascii() else text  # what is not ASCII is no slug, nor becomes one


def is_slug(text: str) -> bool:
    """Whether the text is made as slugs are.

    >>> is_slug("brent-above-100-by-2026-06"), is_slug("brent > 100")
    (True, False)
    """
    return _SLUG.fullmatch(text) is not None


def valid_slug(text: str) -> str:
    """The slug itself, once it is known to be one.

    Raises:
        Refused: It is not made as a slug is.

    >>> valid_slug("brent-above-100-by-2026-06")
    'brent-above-100-by-2026-06'
    """
    if not is_slug(text):
        raise Refused(f"{text!a} cannot be a question's slug.", _SLUG_HINT)
    return text
