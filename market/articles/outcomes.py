"""What happened to a pack's questions: recorded once, and never over what somebody has ruled."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from market.articles.rows import resolution_row
from market.articles.tables import Article
from market.articles.validation import refuse_unsound
from market.errors import Refused
from market.ledger.acts.settling import settle_all
from market.ledger.names import fold, forecaster_name
from market.ledger.tables import FINAL, Evidence, Forecaster, Question, Ruling
from market.ledger.views.questions import question_states
from market.logic.voiding import annul_void

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from market.articles import pack as packs
    from market.articles.rows import Values
    from market.ledger.engine import Ledger
    from market.ledger.views.questions import QuestionState
    from market.ledger.writer import Writing

__all__ = [
    "article_name",
    "kept_outcomes",
    "load_outcomes",
    "loaded_in",
    "record_outcomes",
]


def load_outcomes(
    ledger: Ledger, pack: packs.Pack, *, actor: str, command: str = "seed load"
) -> int:
    """Record what happened to a pack's questions, in an entry of its own: see `record_outcomes`.

    Args:
        ledger: Where to.
        pack: Whose outcomes.
        actor: Who records them.
        command: With which command.

    Raises:
        Refused: The pack has faults, or has not been loaded.
    """
    refuse_unsound(pack)
    with ledger.writing(actor, command) as w:
        return record_outcomes(w, pack, known_by=w.now)


def record_outcomes(w: Writing, pack: packs.Pack, *, known_by: int) -> int:
    """Record what happened to the questions of a pack that has been loaded.

    An outcome of later is left waiting, and a question that has ever been resolved or annulled is
    left as it is: who took that back had a reason. Questions that are conditional on one that is
    now NO are annulled.

    Args:
        w: The writing transaction.
        pack: Whose outcomes; it is sound.
        known_by: Until when something may have happened, in microseconds; not in the future.

    Returns:
        How many questions it resolved.

    Raises:
        Refused: The pack has not been loaded.
    """
    states = _untouched(w, pack)
    settled = list(_settled(pack, states, known_by))
    rulings = w.insert(Ruling, (ruling for _, ruling in settled))
    w.insert(
        Evidence,
        (
            {"ruling": ruling, **asdict(report)}
            for ruling, (outcome, _) in zip(rulings, settled, strict=True)
            for report in outcome.evidence
        ),
    )
    rows = (row for _, row in settled)
    settle_all(w, states.values(), zip(rulings, rows, strict=True))
    annul_void(w, {row["question"] for _, row in settled})
    return len(rulings)


def kept_outcomes(connection: Connection, pack: packs.Pack, now: int) -> tuple[str, ...]:
    """The slugs of those that could have the pack's outcome and have not.

    Args:
        connection: Where the pack has been loaded, with its outcomes.
        pack: Which pack.
        now: The time, in microseconds.
    """
    own = _own(connection, pack, now)
    return tuple(
        outcome.question
        for outcome, row in _settled(pack, own, now)
        if own[outcome.question].outcome != row["outcome"]
    )


def loaded_in(connection: Connection, pack: packs.Pack) -> int | None:
    """The entry that loaded the pack, if there is one."""
    article, forecaster = Article.__table__.c, Forecaster.__table__.c
    entry = select(article.entry).where(
        article.forecaster == forecaster.id, forecaster.folded == fold(article_name(pack))
    )
    return connection.execute(entry).scalar()


def article_name(pack: packs.Pack) -> str:
    """The name of the forecaster that stands for the pack's article."""
    return forecaster_name(f"article:{pack.name}")


def _own(connection: Connection, pack: packs.Pack, now: int) -> dict[str, QuestionState]:
    """The questions that came with the pack, by slug.

    A later edition of a pack may name more, and somebody else may have asked those.
    """
    entry = loaded_in(connection, pack)
    if entry is None:
        hint = f"Load it first: foretell seed load {pack.name}"
        raise Refused(f"The pack {pack.name} has not been loaded.", hint)
    question = Question.__table__.c
    own = set(connection.execute(select(question.id).where(question.entry == entry)).scalars())
    return {state.slug: state for state in question_states(connection, now=now) if state.id in own}


def _untouched(w: Writing, pack: packs.Pack) -> dict[str, QuestionState]:
    """Those on whose outcome nobody has ever ruled."""
    ruling = Ruling.__table__.c
    # Whoever has ruled on the outcome has the last word.
    final = select(ruling.question).where(ruling.verdict.in_(FINAL))
    touched = set(w.connection.execute(final).scalars())
    own = _own(w.connection, pack, w.now)
    return {slug: state for slug, state in own.items() if state.id not in touched}


def _settled(
    pack: packs.Pack, states: Mapping[str, QuestionState], now: int
) -> Iterator[tuple[packs.Outcome, Values]]:
    """The pack's outcomes of some questions, as far as known by now, each with its ruling."""
    for outcome in pack.outcomes:
        state, row = states.get(outcome.question), resolution_row(outcome)
        if state and row and state.opens <= row["at"] <= now:
            yield outcome, {"question": state.id, **row}
