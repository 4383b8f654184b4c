"""How a writing transaction begins, once it holds the lock: whose it is, and what it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import literal_column, select

from market.ledger.journal import GENESIS, digest, line
from market.ledger.names import act_key, fold, forecaster_name, stored_text
from market.ledger.prepared import prepared
from market.ledger.repetition import Repetition
from market.ledger.tables import Entry, Forecaster
from market.ledger.team.session import session_of
from market.ledger.team.writing import MemberWriting, signed_by_member
from market.ledger.writer import Signature, Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection, Row, Select

__all__ = ["begun"]


def begun(
    connection: Connection, clock: Callable[[], int], actor: str, command: str, key: str | None
) -> Writing:
    """The writing transaction that has begun on a connection.

    Args:
        connection: An open transaction that holds the lock of writers.
        clock: Gives the time in microseconds.
        actor: Who writes.
        command: With which command.
        key: The actor's own name for the act: one that is there already makes a repetition of it.

    Raises:
        Refused: The actor's name is not allowed, or not that of the role that is connected; the
            key is none, or was used with another command.
    """
    signature = Signature(
        forecaster_name(actor), stored_text(command), None if key is None else act_key(key)
    )
    session = session_of(connection)
    if session is not None:
        signature = signature._replace(role=stored_text(session.role))
        if session.is_member:
            signature = signed_by_member(signature, session)
    if signature.key is not None:
        known = _known_as(connection, signature.actor)
        recorded = _recorded(connection, signature.key, {signature.actor, known})
        if recorded is not None:
            return Repetition(connection, signature, recorded)
        signature = signature._replace(actor=known)  # whoever repeats it in another case finds it
    last = _last_entry(connection).first()
    if last is None:
        return Writing(connection, signature, now=clock(), entry=1, previous=GENESIS)
    if session is not None and session.is_member:
        return MemberWriting(connection, signature, session, last)
    return Writing(
        connection,
        signature,
        now=max(clock(), last.recorded_at),
        entry=last.number + 1,
        previous=digest(line("entry", last)),
    )


@prepared
def _last_entry() -> Select[Any]:
    """The entry that the next one follows."""
    entry = Entry.__table__
    return select(entry).order_by(entry.c.number.desc()).limit(literal_column("1"))


def _known_as(connection: Connection, actor: str) -> str:
    """The name of the forecaster who has it, whatever the case; else the name itself."""
    known = Forecaster.__table__.c
    same = select(known.name).where(known.folded == fold(actor))
    return str(connection.execute(same).scalar() or actor)


def _recorded(connection: Connection, key: str, names: Iterable[str]) -> Row[Any] | None:
    """The entry of the act that has the key, under one of the actor's names."""
    entry = Entry.__table__
    acts = select(entry).where(entry.c.actor.in_(names), entry.c.key == key)
    return connection.execute(acts.order_by(entry.c.number).limit(1)).first()
