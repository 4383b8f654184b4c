"""Reports: what a forecaster says of a question, judged at the moment of writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, literal_column, select

from market.errors import Refused
from market.ledger.acts.forecasters import find_or_add_forecaster, refuse_another_kind
from market.ledger.acts.remarks import fit_remark
from market.ledger.acts.timing import ending, refuse_annulled, refuse_unless_open
from market.ledger.names import fold, forecaster_name
from market.ledger.prepared import prepared
from market.ledger.tables import Forecaster, Report
from market.ledger.times import utc
from market.ledger.views.lateness import would_be_late
from market.ledger.views.questions import find_question
from market.ledger.views.standings import crowd_on
from scoring.bounds import HIGHEST, LOWEST
from scoring.kinds import Kind

if TYPE_CHECKING:
    from sqlalchemy import Select

    from market.ledger.views.questions import QuestionState
    from market.ledger.writer import Writing

__all__ = ["Recorded", "report"]


class Recorded(NamedTuple):
    """A report as it was recorded, and what it is seen against.

    Attributes:
        id: The report's number.
        entry: The entry that recorded it.
        slug: The question's slug, as it was asked.
        at: From when it counts, in microseconds.
        probability: What was said; none for a withdrawal.
        previous: What the forecaster had standing before, if anything.
        previous_at: Since when that stood.
        crowd: The median of the people standing after this report, or at the close if that is
            past; none where nobody stands.
        closes: When the question is due to close.
        actual_close: When it closed, or is due to.
        recorded_at: When the report was recorded; for a live one, the time from which it counts.
        kind: What the forecaster is.
        late: Whether boards leave it out, because its end could be known when it was recorded.
    """

    id: int
    entry: int
    slug: str
    at: int
    probability: float | None
    previous: float | None
    previous_at: int | None
    crowd: float | None
    closes: int
    actual_close: int
    recorded_at: int
    kind: Kind
    late: bool


def report(  # noqa: PLR0913 - a report is that many words
    w: Writing,
    question_slug: str,
    forecaster_name: str,
    probability: float | None,
    *,
    at: int | None = None,
    rationale: str | None = None,
    source: str | None = None,
    quote: str | None = None,
    kind: Kind = Kind.PERSON,
) -> Recorded:
    """Record a forecaster's probability for a question, or its withdrawal.

    Args:
        w: The writing transaction.
        question_slug: Of which question.
        forecaster_name: Whose; recorded at first use.
        probability: Of *yes*; none withdraws what stands.
        at: From when it counts, for something said before the question closed. By default it is
            live: it counts from the moment of writing, while the question is open.
        rationale: Why.
        source: Where it was said.
        quote: In which words.
        kind: What the forecaster is, if new.

    Raises:
        Refused: The question is unknown, annulled, or closed before the report counts, the
            probability out of bounds, the time in the future, the name not allowed, a
            text too long or not one line, or there is nothing to withdraw.
    """
    question = find_question(w.connection, question_slug, now=w.now)
    _refuse_untimely(question, at, w.now)
    moment = w.now if at is None else at
    forecaster, known, previous, previous_at = _so_far(
        w, forecaster_name, kind, question.id, moment
    )
    _refuse_out_of_bounds(probability, bounded=at is None or known is Kind.PERSON)
    if probability is None and previous is None:
        said = f"Nothing of yours stands on {question.slug}."
        raise Refused(said, "See what stands: foretell questions --mine")
    row = {
        "question": question.id,
        "forecaster": forecaster,
        "at": moment,
        "probability": probability,
        "rationale": fit_remark("reason", rationale),
        "source": fit_remark("source", source),
        "quote": fit_remark("quotation", quote),
    }
    (number,) = w.insert(Report, [row])
    seen = min(w.now, question.actual_close)
    return Recorded(
        id=number,
        entry=w.entry,
        slug=question.slug,
        at=moment,
        probability=probability,
        previous=previous,
        previous_at=previous_at,
        crowd=crowd_on(w.connection, question.id, seen).median,
        closes=question.closes,
        actual_close=question.actual_close,
        recorded_at=w.now,
        kind=known,
        late=would_be_late(question, known, at=moment, now=w.now),
    )


def _so_far(
    w: Writing, name: str, kind: Kind, question: int, moment: int
) -> tuple[int, Kind, float | None, int | None]:
    """Whose number and kind it is, what stands at the moment, and since when.

    The forecaster is recorded at first use; nothing stands once it is withdrawn.
    """
    name = forecaster_name(name)
    asked = {"question": question, "moment": moment}
    last = _last_said(w.connection, folded=fold(name), **asked).first()
    if last is None:
        return find_or_add_forecaster(w, name, kind), kind, None, None
    refuse_another_kind(name, last.kind, kind)
    stands = last.probability is not None
    return last.id, Kind(last.kind), last.probability, last.at if stands else None


@prepared
def _last_said() -> Select[Any]:
    """A forecaster by the folded name, and the last report on a question by a moment, if any."""
    who, said = Forecaster.__table__.c, Report.__table__.c
    last = (
        select(said.id)
        .where(said.question == bindparam("question"), said.forecaster == who.id)
        .where(said.at <= bindparam("moment"))
        .order_by(said.at.desc(), said.id.desc())
        .limit(literal_column("1"))
        .correlate(Forecaster.__table__)
        .scalar_subquery()
    )
    return (
        select(who.id, who.kind, said.probability, said.at)
        .outerjoin_from(Forecaster.__table__, Report.__table__, said.id == last)
        .where(who.folded == bindparam("folded"))
    )


def _refuse_untimely(question: QuestionState, at: int | None, now: int) -> None:
    """Let a report pass that can count: said while the question was open, or before it opened."""
    if at is None:
        hint = "Something said before then is recorded with --at."
        refuse_unless_open(question, now, otherwise=hint)
        return
    if at > now:
        raise Refused(f"{utc(at)} is in the future.", "Leave --at out: it counts from now.")
    refuse_annulled(question)
    if at > question.actual_close:
        hint = "What was said before then counts: give the time of that with --at."
        raise Refused(f"{ending(question)} {utc(at)} is later.", hint)


def _refuse_out_of_bounds(probability: float | None, *, bounded: bool) -> None:
    if probability is None:
        return
    if not 0 <= probability <= 1:
        raise Refused(f"{probability} is not a probability.", "Give one from 0 to 1.")
    if bounded and not LOWEST <= probability <= HIGHEST:
        raise Refused(
            f"{100 * probability:.10g}% is more certain than a forecast may be.",
            f"Stay between {LOWEST:.1%} and {HIGHEST:.1%}.",
        )
