"""The questions of an import: recorded, or found to be there already in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from market.bulk.questions import bulk_question, rows_of
from market.errors import Refused
from market.ledger.acts.settling import settle_all
from market.ledger.acts.wordings import Words, fit
from market.ledger.names import fold_slug, stored_text
from market.ledger.tables import Question, Ruling, Verdict, Wording
from market.ledger.times import utc
from market.ledger.views.questions import question_states
from market.logic.voiding import annul_void

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from market.bulk.questions import BulkQuestion
    from market.bulk.table import Table
    from market.importing.imported import Imported
    from market.ledger.views.questions import QuestionState
    from market.ledger.writer import Writing

__all__ = ["Asked"]

_COLUMNS = {
    "title": "title",
    "opens": "open_time",
    "closes": "scheduled close",
    "family": "family",
    "tags": "tags",
    "criteria": "criteria",
    "source": "source",
}
"""What must be the same of a question that is there already, and its name in messages."""

_ANSWERS = ("no", "yes")


class Asked:
    """The questions of an import, by their folded slugs.

    Attributes:
        good: Those of good rows.
        bad: Slugs that only bad rows have.
    """

    def __init__(self, w: Writing) -> None:
        self.good: dict[str, BulkQuestion] = {}
        self.bad: set[str] = set()
        self._there = 0
        self._w = w
        self._new: dict[str, Words] = {}
        self._states: Mapping[str, QuestionState] = {
            fold_slug(state.slug): state for state in question_states(w.connection, now=w.now)
        }

    def take(self, table: Table) -> None:
        """Judge the rows of a table; bad ones are noted in its faults."""
        for line, cells in rows_of(table):
            cell = dict(zip(table.header, cells, strict=True))
            slug = fold_slug(cell["question_id"])
            self.bad.add(slug)
            with table.faults.judging(line, cells):
                self._take(slug, cell)
        self.bad -= self.good.keys()

    def record(self, imported: Imported) -> None:
        """Record what is new: questions with their words, and what became of any question.

        Questions that are conditional on one that is now NO are annulled.

        Args:
            imported: Where to count it.
        """
        new = self._w.insert(Question, ({"slug": self.good[slug].slug} for slug in self._new))
        ids = dict(zip(self._new, new, strict=True))
        words = ({"question": ids[slug], **self._new[slug].row()} for slug in ids)
        self._w.insert(Wording, words)
        ids |= {slug: state.id for slug, state in self._states.items()}
        known = _ruled(self._w)
        rulings = [
            {"question": ids[slug], **ruling}
            for slug, question in self.good.items()
            for ruling in _rulings(question, self._states.get(slug), self._w.now)
            if (ids[slug], ruling["verdict"], ruling.get("outcome"), ruling["at"]) not in known
        ]
        numbers = self._w.insert(Ruling, rulings)
        settle_all(self._w, self._states.values(), zip(numbers, rulings, strict=True))
        annul_void(self._w, {ruling["question"] for ruling in rulings})
        imported.questions, imported.questions_there = len(new), self._there
        imported.closes = sum(ruling["verdict"] == Verdict.CLOSE.value for ruling in rulings)
        imported.resolutions = len(rulings) - imported.closes

    def _take(self, slug: str, cell: Mapping[str, str]) -> None:
        question = bulk_question(cell, self.good)
        _refuse_future(question, self._w.now)
        state = self._states.get(slug)
        if state is not None:
            _refuse_others(question, state)
            self._there += 1
        else:
            self._new[slug] = _words(question)
        self.good[slug] = question


def _refuse_future(question: BulkQuestion, now: int) -> None:
    """Let a question pass of which nothing is told that is still to come.

    Raises:
        Refused: It was settled, or closed before its time, in the future.
    """
    if now < question.closed < question.scheduled:
        said = f"{question.slug} closed before its time at {utc(question.closed)}, in the future."
        raise Refused(said, "Mend close_time, or leave scheduled_close_time out.")
    decided = question.annulled or question.outcome is not None
    if decided and question.resolved is not None and question.resolved > now:
        said = f"{question.slug} has an outcome from {utc(question.resolved)}, in the future."
        raise Refused(said, "Leave the outcome out, or mend resolve_time.")


def _refuse_others(question: BulkQuestion, state: QuestionState) -> None:
    """Let a question pass that is the ledger's; what its row leaves empty is not compared.

    Raises:
        Refused: It has other words or dates, or another outcome.
    """
    words = _words(question)
    differing = [
        column
        for field, column in _COLUMNS.items()
        if getattr(question, field) != "" and getattr(words, field) != getattr(state, field)
    ]
    if differing:
        said = f"The ledger has {state.slug} with another {', '.join(differing)}."
        raise Refused(said, f"See: foretell show {state.slug}")
    is_final = state.ruling is not None and (question.annulled or question.outcome is not None)
    if is_final and state.outcome != question.outcome:
        known = state.status if state.outcome is None else f"resolved {_ANSWERS[state.outcome]}"
        said = f"The ledger has {state.slug} {known}."
        raise Refused(said, f"See: foretell show {state.slug}")


def _words(question: BulkQuestion) -> Words:
    """The question's words as the ledger stores them; without a title it has its slug for one.

    Raises:
        Refused: They cannot be stored.
    """
    words = Words(
        title=question.title if question.title.strip() else question.slug,
        opens=question.opens,
        closes=_due(question),
        criteria=stored_text(question.criteria),
        source=stored_text(question.source),
        family=question.family or None,
        tags=tuple(question.tags.split(",")),
    )
    return fit(question.slug, words)


def _due(question: BulkQuestion) -> int:
    """The scheduled close as the ledger can have it: after the open, if by a microsecond.

    Where it was not, the ruling that closes the question early has the time of the file.
    """
    return max(question.scheduled, question.opens + 1)


def _ruled(w: Writing) -> set[tuple[int, str, int | None, int]]:
    """What has ever been ruled: who took one of these back had a reason."""
    ruling = Ruling.__table__.c
    rows = select(ruling.question, ruling.verdict, ruling.outcome, ruling.at)
    return {(row.question, row.verdict, row.outcome, row.at) for row in w.connection.execute(rows)}


def _rulings(
    question: BulkQuestion, state: QuestionState | None, now: int
) -> Iterator[dict[str, Any]]:
    """What has become of a question, as far as the ledger does not know it."""
    if state is not None and state.ruling is not None:
        return
    # What has an outcome before its close, and says no time for it, has it by now.
    settled = min(question.closes, now) if question.resolved is None else question.resolved
    closed_early = question.closed < _due(question) and (
        question.outcome is None or question.closed < settled
    )
    if closed_early and (state is None or state.early_close is None):
        yield {"verdict": Verdict.CLOSE.value, "at": question.closed}
    if question.outcome is not None:
        resolve = Verdict.RESOLVE.value
        yield {"verdict": resolve, "outcome": question.outcome, "at": settled}
    elif question.annulled:
        yield {"verdict": Verdict.ANNUL.value, "at": settled}
