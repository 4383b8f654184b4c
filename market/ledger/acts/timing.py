"""Whether a question takes forecasts and trades at the moment of writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.errors import Refused
from market.ledger.times import utc

if TYPE_CHECKING:
    from market.ledger.views.questions import QuestionState

__all__ = ["ending", "refuse_annulled", "refuse_unless_open"]


def refuse_annulled(question: QuestionState) -> None:
    """Let a question pass that still counts.

    Raises:
        Refused: It was annulled.
    """
    if question.status == "annulled":
        said = f"{question.slug} was annulled: nobody is scored on it."
        raise Refused(said, f"If that was a mistake: foretell unresolve {question.slug}")


def refuse_unless_open(question: QuestionState, now: int, *, otherwise: str = "") -> None:
    """Let a question pass that is open at the moment of writing.

    Args:
        question: The question.
        now: The moment, in microseconds.
        otherwise: What may be done instead, for the hint.

    Raises:
        Refused: It is annulled, closed or resolved, or does not open until later.
    """
    refuse_annulled(question)
    if question.status != "open":
        is_early = question.status == "closed" and now < question.closes
        again = f"To open it again: foretell reopen {question.slug}" if is_early else ""
        look = "" if otherwise or again else f"See: foretell show {question.slug}"
        raise Refused(ending(question), " ".join(filter(None, (otherwise, again, look))))
    if now < question.opens:
        raise Refused(f"{question.slug} opens at {utc(question.opens)}.", "Come back then.")


def ending(question: QuestionState) -> str:
    """When and how a question came to its end, in a sentence."""
    if question.resolved_at != question.actual_close:
        return f"{question.slug} closed at {utc(question.actual_close)}."
    answer = "yes" if question.outcome else "no"
    return f"{question.slug} was resolved {answer}, as of {utc(question.resolved_at)}."
