"""Questions: finding them, and what has become of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, exists, func, or_, select

from market.errors import Refused
from market.ledger.acts.wordings import split_tags
from market.ledger.names import fold_slug, is_slug
from market.ledger.prepared import prepared
from market.ledger.tables import Entry, Question, Ruling, Verdict, Wording
from market.near import did_you_mean

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row, Select

__all__ = ["QuestionState", "find_question", "named", "question_states"]


class QuestionState(NamedTuple):
    """A question at a moment: its newest wording, and what its rulings amount to.

    Times are microseconds since 1970, UTC.

    Attributes:
        crowd_hidden: Whether the crowd is shown only to those who have given a forecast.
        status: ``open``, ``closed``, ``resolved`` or ``annulled``.
        outcome: 1 or 0 once resolved.
        resolved_at: When the outcome was settled.
        early_close: When it was closed before its time.
        actual_close: The earliest of scheduled close, early close and resolution.
        ruling: The number of the resolution or annulment in force.
        ruling_status: How well that ruling is attested, as recorded.
        ruling_note: What was noted with it.
    """

    id: int
    slug: str
    title: str
    background: str
    criteria: str
    fine_print: str
    source: str
    opens: int
    closes: int
    family: str | None
    tags: tuple[str, ...]
    crowd_hidden: bool
    status: str
    outcome: int | None
    resolved_at: int | None
    early_close: int | None
    actual_close: int
    ruling: int | None
    ruling_status: str | None
    ruling_note: str | None


def find_question(
    connection: Connection, slug: str, *, now: int, as_of: int | None = None
) -> QuestionState:
    """The question of this slug, whatever the case.

    Raises:
        Refused: There is none; the hint names those that come near.
    """
    # What is no slug is not looked for: PostgreSQL takes no text with a NUL.
    found = is_slug(slug) and question_states(connection, now=now, as_of=as_of, slug=slug)
    if not found:
        raise Refused(f"There is no question {slug!a}.", _near(connection, slug))
    return found[0]


def question_states(
    connection: Connection,
    *,
    now: int,
    as_of: int | None = None,
    known_at: int | None = None,
    slug: str | None = None,
) -> list[QuestionState]:
    """All questions, in the order in which they were asked.

    Args:
        connection: A reading or writing transaction.
        now: The moment by which open and closed are judged.
        as_of: Only questions open by then, judged then, by the wording recorded by then (the
            first where none was) and by the rulings that held then.
        known_at: Only what had been recorded by then.
        slug: Only this question.
    """
    moment = now if as_of is None else min(now, as_of)
    folded = None if slug is None else fold_slug(slug)
    limits = {"as_of": as_of, "known_at": known_at, "slug": folded}
    limits = {name: value for name, value in limits.items() if value is not None}
    by = frozenset(limits)
    wordings = {row.id: row for row in _wordings(connection, by, **limits)}
    verdicts = {question: _Verdicts() for question in wordings}
    ruled = any(row.ruled for row in wordings.values())
    for ruling in _rulings(connection, by, **limits) if ruled else ():
        if ruling.question in verdicts:
            verdicts[ruling.question].add(ruling)
    return [
        _state(wording, verdicts[question], moment)
        for question, wording in wordings.items()
        if as_of is None or wording.opens <= as_of
    ]


class _Verdicts:
    """What a question's rulings amount to, the latest counting."""

    __slots__ = ("early_close", "final")

    def __init__(self) -> None:
        self.early_close: int | None = None
        self.final: Row[Any] | None = None

    def add(self, ruling: Row[Any]) -> None:
        match ruling.verdict:
            case Verdict.CLOSE:
                self.early_close = ruling.at
            case Verdict.REOPEN:
                self.early_close = None
            case Verdict.UNRESOLVE:
                self.final = None
            case _:
                self.final = ruling


def _state(wording: Row[Any], verdicts: _Verdicts, moment: int) -> QuestionState:
    final = verdicts.final
    resolved_at = final.at if final and final.verdict == Verdict.RESOLVE else None
    ends = (wording.closes, verdicts.early_close, resolved_at)
    actual_close = min(end for end in ends if end is not None)
    if final:
        status = "annulled" if resolved_at is None else "resolved"
    else:
        status = "open" if moment < actual_close else "closed"
    words = {
        **wording._mapping,  # noqa: SLF001 - public in spite of its name
        "tags": split_tags(wording.tags),
        "crowd_hidden": bool(wording.crowd_hidden),
    }
    del words["ruled"]
    return QuestionState(
        **words,
        status=status,
        outcome=final.outcome if final else None,
        resolved_at=resolved_at,
        early_close=verdicts.early_close,
        actual_close=actual_close,
        ruling=final.id if final else None,
        ruling_status=final.status if final else None,
        ruling_note=final.note if final else None,
    )


@prepared
def _wordings(by: frozenset[str]) -> Select[Any]:
    """Wordings with their questions, the newest last: it replaces the others as they are read.

    Args:
        by: Which of ``slug``, ``as_of`` and ``known_at`` limit them.
    """
    question, wording = Question.__table__.c, Wording.__table__.c
    worded = [column for column in wording if column.name not in {"id", "entry", "question"}]
    # Most questions that a forecast is given on are not ruled on, and need not be asked for it.
    ruled = exists().where(Ruling.__table__.c.question == question.id).label("ruled")
    rows = (
        select(question.id, question.slug, *worded, ruled)
        .where(wording.question == question.id)
        .order_by(wording.id)
    )
    if "slug" in by:
        rows = rows.where(_is_named())
    if "as_of" in by:
        # What was asked later than it opened, as a pack is, has its first words from the start.
        first = select(func.min(wording.id)).group_by(wording.question)
        rows = rows.where(or_(wording.entry.in_(_recorded_by("as_of")), wording.id.in_(first)))
    if "known_at" in by:
        rows = rows.where(wording.entry.in_(_recorded_by("known_at")))
    return rows


@prepared
def _rulings(by: frozenset[str]) -> Select[Any]:
    """Rulings in the order in which they were recorded; limited as `_wordings`."""
    ruling = Ruling.__table__.c
    rows = select(Ruling.__table__).order_by(ruling.id)
    if "slug" in by:
        rows = rows.where(ruling.question.in_(select(Question.__table__.c.id).where(_is_named())))
    if "as_of" in by:
        rows = rows.where(ruling.at <= bindparam("as_of"))
    if "known_at" in by:
        rows = rows.where(ruling.entry.in_(_recorded_by("known_at")))
    return rows


def _recorded_by(limit: str) -> Select[Any]:
    entry = Entry.__table__.c
    return select(entry.number).where(entry.recorded_at <= bindparam(limit))


def _is_named() -> ColumnElement[bool]:
    return func.lower(Question.__table__.c.slug) == bindparam("slug")


def named(slug: str) -> ColumnElement[bool]:
    """Condition: the question has this slug, whatever the case."""
    return func.lower(Question.__table__.c.slug) == slug.lower()


def _near(connection: Connection, slug: str) -> str:
    slugs = connection.execute(select(Question.__table__.c.slug)).scalars()
    return did_you_mean(slug, slugs, "See: foretell questions --all")
