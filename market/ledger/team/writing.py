"""A member's writing transaction: the program says what, and the database records it."""

from __future__ import annotations

from contextlib import contextmanager
from shlex import quote
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from market.errors import IntegrityError, Refused
from market.ledger.journal import digest, line
from market.ledger.names import fold
from market.ledger.tables import Entry, Forecaster, Report
from market.ledger.team.rights import Right, needed_for, writable
from market.ledger.writer import Signature, Writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from market.ledger.team.session import Session

__all__ = ["MemberWriting", "signed_by_member"]

# What the functions in the database cannot know: the command, and the key.
_BEGIN = (
    "SELECT foretell.moment(), set_config('foretell.command', %s, true),"
    " set_config('foretell.key', %s, true)"
)


def signed_by_member(signature: Signature, session: Session) -> Signature:
    """The signature in the name of the member who is connected.

    Raises:
        Refused: It is somebody else's.
    """
    assert session.name is not None
    if fold(signature.actor) != fold(session.name):
        raise _another(session, signature.actor)
    return signature._replace(actor=session.name)


class MemberWriting(Writing):
    """The transaction of a team's member.

    The database gives numbers, moment, forecaster and digest itself. This program computes them
    too, by which the act is judged and shown, and what was recorded is compared with that.

    Args:
        connection: An open transaction that holds the lock of writers.
        signature: Whose it is.
        session: The member.
        previous: The entry before it.
    """

    def __init__(
        self, connection: Connection, signature: Signature, session: Session, previous: Any
    ) -> None:
        self._session = session
        self._columns = writable(session.rights)
        begin = (signature.command, signature.key or "")
        now = connection.exec_driver_sql(_BEGIN, begin).scalars().one()
        super().__init__(
            connection,
            signature,
            now=now,
            entry=previous.number + 1,
            previous=digest(line("entry", previous)),
        )

    def _store(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Write what the member gives of complete rows; the database completes them again."""
        if table.name not in self._columns:
            raise self._without_right(table)
        for row in rows:
            self._refuse_others(table, row)
        columns = self._columns[table.name]
        given = [tuple(row[column] for column in columns) for row in rows]
        places = ", ".join(["%s"] * len(columns))
        into = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - names from the schema
        with _refusals_in_words():
            self.connection.exec_driver_sql(into, given)

    def _store_columns(self, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
        nothing = dict.fromkeys(table.columns.keys())
        rows = zip(*columns.values(), strict=True)
        self._store(table, [{**nothing, **dict(zip(columns, row, strict=True))} for row in rows])

    def _append(self, rows: str) -> None:
        """Let the database append the entry, and see that it is what it should be."""
        with _refusals_in_words():
            self.connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
        entry = Entry.__table__
        appended = self.connection.execute(select(entry).where(entry.c.number == self.entry)).one()
        signature = self._signature
        if tuple(appended) != (
            self.entry,
            self.now,
            signature.actor,
            signature.command,
            signature.key,
            self._previous,
            rows,
            signature.role,
        ):
            raise IntegrityError(
                f"The database would record entry {self.entry} otherwise than it was written.",
                "Nothing was recorded. Let the owner look: foretell db check",
            )

    def _without_right(self, table: Table) -> Refused:
        right = needed_for(table.name)
        name = str(self._session.name)
        you = f"you are {name}, {_described(self._session.rights)}."
        if right is None:
            return Refused(f"Only the owner of the ledger may do that: {you}", "Ask the owner.")
        hint = f"Ask the owner: foretell team grant {quote(name)} {right}"
        return Refused(f"Only {_article(right)} may do that: {you}", hint)

    def _refuse_others(self, table: Table, row: Mapping[str, Any]) -> None:
        """Let a row pass that is nobody else's; if it is a report, one that counts from now."""
        whose = row.get("forecaster")
        if whose not in {None, self._session.forecaster}:
            who = Forecaster.__table__.c
            name = select(who.name).where(who.id == whose)
            raise _another(self._session, self.connection.execute(name).scalar_one())
        if table is Report.__table__ and row["at"] != self.now:
            raise Refused("A member's forecast counts from now.", "Leave --at out.")


def _another(session: Session, name: str) -> Refused:
    return Refused(
        f"You write as {session.name} here, not as {name}.", "Leave --as and FORETELL_USER out."
    )


def _described(rights: frozenset[Right]) -> str:
    """What somebody with these rights is.

    >>> _described(frozenset({Right.MEMBER})), _described(frozenset(Right))
    ('a member', 'an editor and a resolver')
    """
    more = sorted(rights - {Right.MEMBER}) or [Right.MEMBER]
    return " and ".join(map(_article, more))


def _article(right: Right) -> str:
    return f"an {right}" if right is Right.EDITOR else f"a {right}"


@contextmanager
def _refusals_in_words() -> Iterator[None]:
    """Tell what a function in the database refuses as the acts tell what they refuse."""
    try:
        yield
    except DBAPIError as error:
        said: Any = getattr(error.orig, "diag", None)
        if said is None or said.sqlstate != "P0001":
            raise
        message = said.message_primary
        raise Refused(f"{message[0].upper()}{message[1:]}.", said.message_hint or "") from error
