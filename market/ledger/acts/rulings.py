"""Rulings: what becomes of a question, judged at the moment of writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from market.errors import Refused
from market.ledger.acts.remarks import fit_remark
from market.ledger.acts.settling import settle
from market.ledger.tables import Evidence, Ruling, Verdict
from market.ledger.times import utc
from market.ledger.views.questions import find_question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from market.ledger.views.questions import QuestionState
    from market.ledger.writer import Writing

__all__ = ["Source", "refuse_out_of_turn", "rule"]


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
    """Record a ruling on a question, and settle its market.

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
            or before the question opened, the reason is too long or not one line, or a source has
            no address.
        ValueError: The outcome does not go with the verdict.
    """
    verdict = Verdict(verdict)
    if (outcome in {0, 1}) != (verdict is Verdict.RESOLVE):
        raise ValueError(f"{verdict} with outcome {outcome}")
    question = find_question(w.connection, question_slug, now=w.now)
    refuse_out_of_turn(question, verdict)
    at = w.now if at is None else at
    _refuse_wrong_time(question, verdict, at, w.now)
    row = {
        "question": question.id,
        "verdict": verdict.value,
        "outcome": outcome,
        "at": at,
        "status": status,
        "note": fit_remark("reason", note),
    }
    (ruling,) = w.insert(Ruling, [row])
    w.insert(Evidence, ({"ruling": ruling, **_found(source)} for source in evidence))
    close = min(at, question.actual_close)
    settle(w, question, verdict, ruling, outcome=outcome, close=close)
    return ruling


def _found(source: Source) -> dict[str, str | None]:
    """The source's columns, once it is known that it can be found."""
    if not source.address.strip():
        raise Refused("A source has no address.", "Say where it is reported, or leave it out.")
    return source._asdict()


def refuse_out_of_turn(question: QuestionState, verdict: Verdict) -> None:
    """Let a ruling pass that changes what holds.

    Raises:
        Refused: The question is in no state to be ruled so; the hint says how to get it there.
    """
    slug, status = question.slug, question.status
    if verdict is Verdict.UNRESOLVE:
        if question.ruling is None:
            undo = f"An early close is undone by: foretell reopen {slug}"
            raise Refused(
                f"{slug} is {status}: there is nothing to take back.",
                f"See: foretell show {slug}" if question.early_close is None else undo,
            )
    elif question.ruling is not None:
        raise Refused(
            f"{slug} is {status} already{_outcome(question)}.",
            f"Take it back first: foretell unresolve {slug}",
        )
    elif verdict is Verdict.CLOSE and status != "open":
        raise Refused(_closed(question), f"Resolve it when you can: foretell resolve {slug} yes|no")
    elif verdict is Verdict.REOPEN and question.early_close is None:
        extend = f"Give it a later close: foretell edit {slug} --closes TIME"
        raise Refused(
            f"{slug} was not closed before its time.",
            f"It is open: foretell show {slug}" if status == "open" else extend,
        )


def _outcome(question: QuestionState) -> str:
    if question.resolved_at is None:
        return ""
    return f": {'YES' if question.outcome else 'NO'}, as of {utc(question.resolved_at)}"


def _closed(question: QuestionState) -> str:
    early = "" if question.early_close is None else ", before its time"
    return f"{question.slug} closed at {utc(question.actual_close)}{early}."


def _refuse_wrong_time(question: QuestionState, verdict: Verdict, at: int, now: int) -> None:
    """Let a time pass at which the verdict can have fallen."""
    slug = question.slug
    if at > now:
        raise Refused(f"{utc(at)} is in the future.", "A ruling is made on what has happened.")
    if at < question.opens and verdict in {Verdict.RESOLVE, Verdict.CLOSE}:
        raise Refused(
            f"{utc(at)} is before {slug} opened, at {utc(question.opens)}.",
            f"What was settled or dropped before it opened is annulled: foretell annul {slug}",
        )
