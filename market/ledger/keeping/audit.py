"""Checking a ledger: that nothing recorded was altered, and that nothing could be with ease.

Every digest is recomputed, and it is seen to that the tables are those which foretell made, with
their constraints and guards, and hold nothing that no honest writer can have written, though all
digests were computed for it. An entry that fails is told rather than what made that possible.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from math import inf
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from market.errors import DatabaseError, IntegrityError
from market.ledger.failures import RESTORE, is_damage
from market.ledger.keeping.catalogue import alterations
from market.ledger.keeping.chain import COMPARE, Chain, named
from market.ledger.keeping.constraints import broken_constraints
from market.ledger.keeping.guards import belongings, refuse_altered_guards
from market.ledger.keeping.invariants import broken_invariants
from market.ledger.keeping.written import Written, entries
from market.ledger.schema import REVISION, tables
from market.ledger.tables import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from market.ledger.engine import Ledger
    from market.ledger.keeping.chain import Sound

__all__ = ["check", "damage_is_a_finding", "vouched_for"]

_ALTERED = "Somebody did that behind foretell's back: find out who, and why."

# What SQLite says of a row that breaks a rule; whatever else it says is of a damaged file.
_UNRULY = re.compile(r"CHECK constraint failed|non-unique entry|(NULL|\S+[A-Z]) value in")


def check(ledger: Ledger) -> Sound:
    """Recompute every digest, in bounded memory, and look for what cannot have been recorded.

    Raises:
        DatabaseError: The ledger cannot be read.
        IntegrityError: The ledger contradicts itself; the message names the first entry that does.
    """
    with damage_is_a_finding(), ledger.reading() as connection:
        unruly = _first_of_file(connection)
        altered = alterations(connection, belongings(connection))
        if altered and altered[0].hinders:
            raise IntegrityError(str(altered[0]), _ALTERED)
        sound = _recomputed(connection)
        _refuse_breaches(connection)
        if altered:
            raise IntegrityError(str(altered[0]), _ALTERED)
        if unruly:
            raise IntegrityError(f"A row breaks a rule of its table: {unruly}.", COMPARE)
        refuse_altered_guards(connection)
        _check_revision(connection)
    return sound


def vouched_for(ledger: Ledger, head: str, sound: Sound) -> int:
    """The last entry that a head vouches for: the one of which it is the digest.

    Args:
        ledger: A ledger that has been checked.
        head: A head that was noted or published earlier.
        sound: What the check found.

    Returns:
        The entry's number; 0 for the head of an empty ledger.

    Raises:
        IntegrityError: It is the head of no state in which this ledger was.
    """
    if head == sound.head:
        return sound.entries
    entry = Entry.__table__.c
    with ledger.reading() as connection:
        following = connection.execute(select(entry.number).where(entry.previous == head)).scalar()
    if following is None:
        raise IntegrityError(
            f"None of the ledger's {sound.entries} entries has the digest {head[:12]}….",
            "Compare foretell log with theirs: both agree up to the first digest that differs.",
        )
    return int(following) - 1


@contextmanager
def damage_is_a_finding() -> Iterator[None]:
    """What is too damaged to be read is what a check looks for, and no failure of the check.

    Raises:
        IntegrityError: In place of what the engine says.
    """
    try:
        yield
    except DatabaseError as error:
        cause = error.__cause__
        if isinstance(cause, DBAPIError) and is_damage(cause):
            raise _damaged(str(cause.orig)) from error
        raise
    except DBAPIError as error:
        raise _damaged(str(error.orig)) from error
    except UnicodeDecodeError as error:  # the driver's, as it reads what the engine complains of
        raise _damaged("what it holds is not text") from error


def _damaged(how: str) -> IntegrityError:
    said = " ".join(how.removeprefix("*** in database main ***").split())
    return IntegrityError(f"The ledger is damaged: {said.removesuffix('.')}.", RESTORE)


def _first_of_file(connection: Connection) -> str:
    """What SQLite finds of a row that breaks a rule; empty where there is none, and no file.

    Raises:
        IntegrityError: The file is damaged.
    """
    if connection.dialect.name != "sqlite":
        return ""
    found = str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar())
    if found == "ok":
        return ""
    if _UNRULY.match(found):
        return found
    raise _damaged(found)


def _recomputed(connection: Connection) -> Sound:
    """What the journal is found to be, once all of its digests have been recomputed."""
    chain = Chain()
    entry, *others = tables()
    written = [Written(connection, table) for table in others]
    for values, run in entries(connection, entry):
        for table in written:
            if table.entry <= run.entry:  # few tables have a row of an entry
                for rows in table.up_to(run.entry):
                    chain.add_run(rows)
        chain.add_entry(values, run)
    for table in written:
        for rows in table.up_to(inf):
            said = f"Entry {rows.entry} is missing, which wrote row {rows.first} of {rows.table}."
            raise IntegrityError(said, COMPARE)
    return chain.sound


def _refuse_breaches(connection: Connection) -> None:
    breaches = [*broken_constraints(connection), *broken_invariants(connection)]
    if not breaches:
        return
    first = min(breaches, key=lambda breach: breach.entry)
    entry = Entry.__table__
    wrote = connection.execute(select(entry).where(entry.c.number == first.entry)).one()
    raise IntegrityError(f"{named(wrote)}: {first.said}.", COMPARE)


def _check_revision(connection: Connection) -> None:
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if found != [REVISION]:
        said = f"The ledger's schema is {REVISION}, and it says of itself: {', '.join(found)}."
        raise IntegrityError(said, _ALTERED)
