"""Resolving a question together with those whose outcome follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from market.errors import Refused
from market.ledger.acts.rulings import refuse_out_of_turn, rule
from market.ledger.tables import Verdict
from market.ledger.views.questions import find_question, question_states
from market.logic.consequences import Logic
from market.logic.inference import Answer
from market.logic.notes import causes_in, implied_note
from market.logic.reading import all_links
from market.logic.voiding import annul_void

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from market.ledger.acts.rulings import Source
    from market.ledger.views.questions import QuestionState
    from market.ledger.writer import Writing
    from market.logic.consequences import Consequence
    from market.logic.voiding import Voided

__all__ = ["Resolution", "resolve", "resting_on"]


class Resolution(NamedTuple):
    """A resolved question, and what that makes of others.

    Attributes:
        question: The question as it stands now.
        is_new: Whether it has been resolved by this act.
        because: The slugs of the questions from which its outcome followed, with commas between
            them, if it was not said.
        follows: What follows for questions that were unresolved.
        recorded: The slugs of those that were resolved with it.
        voided: The questions that were annulled, since a condition of theirs is now NO.
        contradicted: Resolved questions that cannot have their outcome if this one has its own.
    """

    question: QuestionState
    is_new: bool
    because: str | None
    follows: list[Consequence]
    recorded: frozenset[str]
    voided: list[Voided]
    contradicted: list[QuestionState]


def resolve(
    w: Writing,
    slug: str,
    outcome: int | None = None,
    *,
    at: int | None = None,
    note: str | None = None,
    evidence: Sequence[Source] = (),
    implied: bool = False,
) -> Resolution:
    """Record an outcome and, if wanted, those that follow from it.

    Questions that are conditional on one that is now NO are annulled, wanted or not.

    Args:
        w: The writing transaction.
        slug: Of which question.
        outcome: 1 for yes, 0 for no; none where it follows from what is resolved.
        at: When it was settled. By default, now; of an outcome that follows, when its cause was.
        note: Why.
        evidence: What it rests on.
        implied: Whether what follows is recorded too. If the question has the outcome already,
            that alone is recorded.

    Raises:
        Refused: The question is unknown or in no state to be resolved, the time is wrong, or
            nothing follows where that was to be recorded.
    """
    question = find_question(w.connection, slug, now=w.now)
    stands = question.outcome is not None and outcome in {None, question.outcome}
    if implied and stands and at is None and note is None and not evidence:
        return _followed_up(w, question.slug, is_new=False, record=True)
    refuse_out_of_turn(question, Verdict.RESOLVE)
    made = _deduced(w, question) if outcome is None else None
    if made:
        outcome, at = made.outcome, made.at if at is None else at
        note = implied_note(made.causes, note)
    rule(w, question.slug, "resolve", outcome, at=at, note=note, evidence=evidence)
    done = _followed_up(w, question.slug, is_new=True, record=implied)
    return done._replace(because=made.causes) if made else done


def resting_on(connection: Connection, slug: str, *, now: int) -> list[QuestionState]:
    """The questions that were resolved or annulled because of the outcome of this one.

    Args:
        connection: A snapshot of the ledger.
        slug: This one.
        now: The time, in microseconds.
    """
    return [
        state
        for state in question_states(connection, now=now)
        if state.ruling is not None and slug in causes_in(state.ruling_note)
    ]


def _followed_up(w: Writing, slug: str, *, is_new: bool, record: bool) -> Resolution:
    """Find what follows from a resolved question, and record it if wanted."""
    states = question_states(w.connection, now=w.now)
    links = all_links(w.connection, states)
    logic = Logic(states, links)
    decided = logic.decided_by(slug)
    touched = {made.question.slug for made in decided}
    follows = [made for made in logic.consequences() if made.question.slug in touched]
    due = [made for made in follows if record and not made.opens_later]
    if not is_new and not due:
        raise Refused(
            f"{slug} is resolved already, and nothing more follows from it.",
            f"See: foretell show {slug}",
        )
    for made in due:
        rule(
            w,
            made.question.slug,
            "resolve",
            made.outcome,
            at=made.at,
            note=implied_note(made.causes),
        )
    question = find_question(w.connection, slug, now=w.now)
    return Resolution(
        question=question,
        is_new=is_new,
        because=None,
        follows=follows,
        recorded=frozenset(made.question.slug for made in due),
        voided=annul_void(w, [question.id, *(made.question.id for made in due)]),
        contradicted=logic.contradicting(slug),
    )


def _deduced(w: Writing, question: QuestionState) -> Consequence:
    """What the resolved questions make of an unresolved one."""
    states = question_states(w.connection, now=w.now)
    made = Logic(states, all_links(w.connection, states)).verdicts().get(question.slug, [])
    if not made:
        raise Refused(
            f"Nothing that is resolved says how {question.slug} ends.",
            f"Say it yourself: foretell resolve {question.slug} yes|no",
        )
    if len(made) > 1:
        raise Refused(
            f"What is resolved contradicts itself on {question.slug}.",
            f"Take back what is wrong: foretell unresolve {made[0].because[-1].slug}",
            sorted(f"{_said(one)}, so this is {Answer(one.outcome).name}" for one in made),
        )
    return made[0]


def _said(made: Consequence) -> str:
    return " and ".join(f"{one.slug} is {Answer(one.outcome or 0).name}" for one in made.because)
