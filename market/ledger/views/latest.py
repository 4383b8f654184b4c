"""The last entry of the journal, by which two looks at a ledger can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from market.ledger.journal import GENESIS, digest, line
from market.ledger.tables import Entry

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Latest", "latest"]


class Latest(NamedTuple):
    """The last entry.

    Attributes:
        head: Its digest; it pins all that was ever recorded.
        recorded_at: When it was recorded, in microseconds; 0 where there is none.
    """

    head: str
    recorded_at: int


def latest(connection: Connection) -> Latest:
    """Read the last entry of the journal."""
    entry = Entry.__table__
    last = connection.execute(select(entry).order_by(entry.c.number.desc()).limit(1)).first()
    return Latest(digest(line("entry", last)), last.recorded_at) if last else Latest(GENESIS, 0)
