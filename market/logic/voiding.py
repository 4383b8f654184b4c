"""Conditional questions are annulled when a condition fails, in the entry that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from market.ledger.acts.rulings import rule
from market.ledger.tables import Verdict
from market.ledger.views.questions import question_states
from market.logic.conditions import conditions
from market.logic.notes import void_note
from market.logic.reading import recorded_links

if TYPE_CHECKING:
    from collections.abc import Collection

    from market.ledger.views.questions import QuestionState
    from market.ledger.writer import Writing

__all__ = ["Voided", "annul_void"]


class Voided(NamedTuple):
    """A question that was annulled, as it was before, and the condition of it that is NO."""

    question: QuestionState
    condition: QuestionState


def annul_void(w: Writing, decided: Collection[int]) -> list[Voided]:
    """Annul what is conditional on questions that the transaction has resolved NO.

    What somebody has ruled on already is left as it is, and so is what is conditional on an
    annulled question only. An annulment is as of the moment when its condition was settled.

    Args:
        w: The writing transaction.
        decided: The numbers of the questions that it has resolved.
    """
    presupposed = conditions(recorded_links(w.connection))
    if not presupposed or not decided:
        return []
    states = {state.slug: state for state in question_states(w.connection, now=w.now)}
    failed = [state for state in states.values() if state.id in decided and state.outcome == 0]
    void = [
        Voided(states[slug], condition)
        for slug, wanted in presupposed.items()
        for condition in [state for state in failed if state.slug in wanted][:1]
        if states[slug].ruling is None
    ]
    for question, condition in void:
        note = void_note(condition.slug)
        rule(w, question.slug, Verdict.ANNUL, at=condition.resolved_at, note=note)
    return void
