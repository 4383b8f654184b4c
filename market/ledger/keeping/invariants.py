"""What holds of every ledger that foretell wrote, and no constraint or digest can show.

Whoever rewrites a ledger can compute all digests anew. What he writes must still be what the
program could have written. ``docs/journal.md`` lists what is checked here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select

from market.ledger.clauses import Clause, Term
from market.ledger.keeping.constraints import Breach
from market.ledger.keeping.exchange import broken_exchange
from market.ledger.link_kinds import PAIRED
from market.ledger.names import fold
from market.ledger.tables import (
    Entry,
    Evidence,
    Forecaster,
    Member,
    Question,
    Report,
    Ruling,
    Verdict,
    Wording,
)
from market.ledger.team.rights import Right, stored_rights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Select

__all__ = ["broken_invariants"]

_IMPORT = "import"
"""The command that brings in reports dated later than itself, as files have them."""


def broken_invariants(connection: Connection) -> Iterator[Breach]:
    """For each invariant that does not hold, the first row that shows it."""
    for said, query in _QUERIES.items():
        for number, entry in connection.execute(query().limit(1)):
            yield Breach(entry, said.format(number))
    for look in (_misnamed, _unruly, _unknown_rights, broken_exchange):
        yield from look(connection)


def _early_reports() -> Select[Any]:
    said, entry = Report.__table__.c, Entry.__table__.c
    return (
        select(said.id, said.entry)
        .join(Entry.__table__, entry.number == said.entry)
        .where(said.at > entry.recorded_at, entry.command != _IMPORT)
        .order_by(said.id)
    )


def _early_rulings() -> Select[Any]:
    ruled, entry = Ruling.__table__.c, Entry.__table__.c
    # A file may have a question that closes as it opens, both still to come.
    brought = (ruled.verdict == Verdict.CLOSE.value) & (entry.command == _IMPORT)
    return (
        select(ruled.id, ruled.entry)
        .join(Entry.__table__, entry.number == ruled.entry)
        .where(ruled.at > entry.recorded_at, ~brought)
        .order_by(ruled.id)
    )


def _wordless_questions() -> Select[Any]:
    question, wording = Question.__table__.c, Wording.__table__.c
    first = exists().where(wording.question == question.id, wording.entry == question.entry)
    return select(question.id, question.entry).where(~first).order_by(question.id)


def _late_evidence() -> Select[Any]:
    found, ruling = Evidence.__table__.c, Ruling.__table__.c
    return (
        select(found.id, found.entry)
        .join(Ruling.__table__, ruling.id == found.ruling)
        .where(ruling.entry != found.entry)
        .order_by(found.id)
    )


def _partial_clauses() -> Select[Any]:
    clause, term = Clause.__table__.c, Term.__table__.c
    terms, pair = func.count(term.id), 2
    return (
        select(clause.id, clause.entry)
        .outerjoin(Term.__table__, term.clause == clause.id)
        .group_by(clause.id, clause.entry, clause.kind)
        .having(or_(terms < pair, and_(terms > pair, clause.kind.in_(PAIRED))))
        .order_by(clause.id)
    )


def _late_terms() -> Select[Any]:
    term, clause = Term.__table__.c, Clause.__table__.c
    return (
        select(term.id, term.entry)
        .join(Clause.__table__, clause.id == term.clause)
        .where(clause.entry != term.entry)
        .order_by(term.id)
    )


_QUERIES: dict[str, Callable[[], Select[Any]]] = {
    "report {} counts from a time after it was recorded": _early_reports,
    "ruling {} is as of a time after it was recorded": _early_rulings,
    "question {} was asked without words": _wordless_questions,
    "evidence {} was recorded after its ruling": _late_evidence,
    "clause {} links fewer or more questions than its kind takes": _partial_clauses,
    "term {} was recorded after its clause": _late_terms,
}


def _misnamed(connection: Connection) -> Iterator[Breach]:
    """The first forecaster whose name is compared in another form than its own."""
    known = Forecaster.__table__
    for row in connection.execute(select(known).order_by(known.c.id)):
        if row.folded != fold(row.name):
            yield Breach(row.entry, f"forecaster {row.id} is compared by another name than its own")
            return


def _unruly(connection: Connection) -> Iterator[Breach]:
    """The first ruling that was out of turn, by what its question's rulings amounted to then."""
    ruled = Ruling.__table__.c
    query = select(ruled.id, ruled.entry, ruled.question, ruled.verdict).order_by(ruled.id)
    over: set[int] = set()
    closed: set[int] = set()
    for row in connection.execute(query):
        is_over, is_closed = row.question in over, row.question in closed
        match row.verdict:
            case Verdict.UNRESOLVE:
                in_turn = is_over
                over.discard(row.question)
            case Verdict.CLOSE:
                in_turn = not is_over and not is_closed
                closed.add(row.question)
            case Verdict.REOPEN:
                in_turn = not is_over and is_closed
                closed.discard(row.question)
            case _:
                in_turn = not is_over
                over.add(row.question)
        if not in_turn:
            yield Breach(row.entry, f"ruling {row.id} ({row.verdict}) is out of turn")
            return


def _unknown_rights(connection: Connection) -> Iterator[Breach]:
    """The first member with rights that nobody has."""
    known = Member.__table__
    for row in connection.execute(select(known).order_by(known.c.id)):
        if row.rights != stored_rights(set(Right) & {*row.rights.split(",")}):
            yield Breach(row.entry, f"member {row.id} has rights that there are not")
            return
