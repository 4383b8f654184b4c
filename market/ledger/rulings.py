"""Rulings: what becomes of a question, judged at the moment of writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from market.errors import Refused
from market.ledger.questions import find_question
from market.ledger.tables import Evidence, Ruling, Verdict
from market.ledger.times import utc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from market.ledger.questions import QuestionState
    from market.ledger.writer import Writing

__all__ = ["Source", "rule"]


class Source(NamedTuple):
    """A published source that a ruling rests on.

    Attributes:
        address: Where it is to be found.
        publisher: Who published it.
        published: When, in the words at hand: it may be imprecise.
        summary: What it says.
    """

    address: str
    publisher: str | None = None
    published: str | None = None
    summary: str | None = None


def rule(
    w: Writing,
    question_slug: str,
    verdict: Verdict | str,
    outcome: int | None = None,
    *,
    at: int | None = None,
    status: str | None = None,
    note: str | None = None,
    evidence: Iterable[Source] = (),
) -> int:
    """Record a ruling on a question.

    Args:
        w: The writing transaction.
        question_slug: On which question.
        verdict: What is ruled.
        outcome: 1 for yes, 0 for no; with ``resolve`` and only there.
        at: As of when; for a resolution, when the outcome was settled. By default, now.
        status: How well it is attested, in a word.
        note: Why.
        evidence: What it rests on.

    Returns:
        The ruling's number.

    Raises:
        Refused: The question is unknown or in no state to be ruled so, the time is in the future
            or before the question opened, or a source has no address.
        ValueError: The outcome does not go with the verdict.
    """
    verdict = Verdict(verdict)
    if (outcome in {0, 1}) != (verdict is Verdict.RESOLVE):
        raise ValueError(f"{verdict} with outcome {outcome}")
    question = find_question(w.connection, question_slug, now=w.now)
    _refuse_out_of_turn(question, verdict)
    at = w.now if at is None else at
    _refuse_wrong_time(question, at, w.now)
    row = {
        "question": question.id,
        "verdict": verdict.value,
        "outcome": outcome,
        "at": at,
        "status": status,
        "note": note,
    }
    (ruling,) = w.insert(Ruling, [row])
    w.insert(Evidence, ({"ruling": ruling, **_found(source)} for source in evidence))
    return ruling


def _found(source: Source) -> dict[str, str | None]:
    """The source's columns, once it is known that it can be found."""
    if not source.address.strip():
        raise Refused("A source has no address.", "Say where it is reported, or leave it out.")
    return source._asdict()


def _refuse_out_of_turn(question: QuestionState, verdict: Verdict) -> None:
    slug, status = question.slug, question.status
    final = status in {"resolved", "annulled"}
    if verdict is Verdict.UNRESOLVE:
        if not final:
            said = f"{slug} is {status}: there is nothing to take back."
            raise Refused(said, f"See: foretell show {slug}")
    elif final:
        raise Refused(f"{slug} is {status} already.", f"See why: foretell show {slug}")
    elif verdict is Verdict.CLOSE and status != "open":
        raise Refused(f"{slug} closed at {utc(question.actual_close)}.", "Resolve it when you can.")
    elif verdict is Verdict.REOPEN and question.early_close is None:
        raise Refused(f"{slug} was not closed before its time.", "Only an early close is undone.")


def _refuse_wrong_time(question: QuestionState, at: int, now: int) -> None:
    if at > now:
        raise Refused(f"{utc(at)} is in the future.", "A ruling is made on what has happened.")
    if at < question.opens:
        said = f"{utc(at)} is before {question.slug} opened, at {utc(question.opens)}."
        raise Refused(said, "Annul a question whose answer was known before it was asked.")
