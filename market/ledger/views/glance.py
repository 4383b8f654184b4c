"""A glance into a ledger's file, for the shells that complete words.

A shell waits for the answer at every press of a key, so bare ``sqlite3`` is asked and no reason
given: where there is no ledger, or it is locked, damaged or in PostgreSQL, nothing is found. What
is found is made of signs that no shell takes for anything but themselves, whatever somebody may
have written into the file.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from market.ledger.names import is_slug

__all__ = ["glimpse_markets", "glimpse_names", "glimpse_slugs"]

_PATIENCE = 0.2
"""Seconds for which a lock is waited for."""

_PLAIN = re.compile(r"\w[\w.-]*")

_SLUGS = """
SELECT slug,
       opens <= :now AND closes > :now AND coalesce(verdict IN ('reopen', 'unresolve'), TRUE)
FROM question
JOIN wording ON wording.id = (SELECT max(id) FROM wording WHERE question = question.id)
LEFT JOIN ruling ON ruling.id = (SELECT max(id) FROM ruling WHERE question = question.id)
ORDER BY closes, slug
"""


def glimpse_slugs(address: str, now: int) -> list[tuple[str, bool]]:
    """The slugs of a ledger, the soonest to close first, and whether each question is open.

    Open is told from the newest wording and the last ruling alone, which is right but for a
    question closed early, resolved, and unresolved again.

    Args:
        address: Where the ledger is.
        now: The moment by which open is judged, in microseconds.
    """
    rows = _rows(address, _SLUGS, {"now": now})
    return [(slug, bool(is_open)) for slug, is_open in rows if is_slug(slug)]


def glimpse_markets(address: str) -> set[str]:
    """The slugs of the questions on which there is a market."""
    query = "SELECT slug FROM question JOIN market ON market.question = question.id"
    return {slug for (slug,) in _rows(address, query, {}) if is_slug(slug)}


def glimpse_names(address: str) -> list[str]:
    """The names of a ledger's forecasters, but for those that would have to be quoted."""
    rows = _rows(address, "SELECT name FROM forecaster ORDER BY folded", {})
    return [name for (name,) in rows if _PLAIN.fullmatch(name)]


def _rows(address: str, query: str, values: dict[str, int]) -> list[Any]:
    try:
        file = Path(address).absolute().as_uri() + "?mode=ro"
        with closing(sqlite3.connect(file, timeout=_PATIENCE, uri=True)) as connection:
            return connection.execute(query, values).fetchall()
    except (sqlite3.Error, ValueError):
        return []
