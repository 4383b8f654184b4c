"""Loading a pack into a ledger: what was asked and said in one entry, what happened in the next.

Two entries, because whatever is said after an outcome is on record comes too late to be scored.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from market.articles.outcomes import kept_outcomes, loaded_in, record_outcomes
from market.articles.recording import (
    ask_all,
    questions_on_record,
    record_article,
    refuse_unpublished,
)
from market.articles.validation import refuse_unsound
from market.errors import Refused
from market.ledger.names import act_key, fold_slug
from market.ledger.tables import Question
from market.ledger.views.questions import question_states
from market.logic.recording import insert_links

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from market.articles import pack as packs
    from market.ledger.engine import Ledger
    from market.ledger.writer import Writing

__all__ = ["Loaded", "load_pack"]

_NAMED = 3
"""So many questions are named in a remark."""


class Loaded(NamedTuple):
    """What a pack has brought into a ledger.

    Attributes:
        claims: How many claims its article makes.
        questions: How many questions it asks.
        resolved: How many of them have an outcome.
        waiting: How many are closed and have none.
        open: How many are still to close.
        resumed: Whether the pack was there, and only outcomes were outstanding.
        annulled: How many are annulled, among them those whose condition has failed.
        kept: The slugs of those that somebody has ruled on otherwise than the pack would.
        repeated: The entry that loaded it, if that was before under the same key.
    """

    claims: int
    questions: int
    resolved: int
    waiting: int
    open: int
    resumed: bool = False
    annulled: int = 0
    kept: tuple[str, ...] = ()
    repeated: int | None = None

    @property
    def remark(self) -> str:
        """One line on what is kept; empty where nothing is."""
        if not self.kept:
            return ""
        more = len(self.kept) - _NAMED
        named = ", ".join(self.kept[:_NAMED]) + (f" and {more} more" if more > 0 else "")
        return f"Kept as somebody here has ruled, otherwise than the pack: {named}."


def load_pack(
    ledger: Ledger,
    pack: packs.Pack,
    *,
    actor: str,
    command: str = "seed load",
    key: str | None = None,
    outcomes: bool = True,
) -> Loaded:
    """Record a pack: its questions, its article with claims and numbers, and what happened.

    The article is a forecaster, named ``article:`` and the pack's name, whose numbers count from
    its publication. Of a pack that is there already, outcomes are recorded that are outstanding:
    loading it may have been stopped between its two entries, or been too early for them. What
    somebody has ruled on an outcome since then is left as it is.

    Args:
        ledger: Where to.
        pack: What.
        actor: Who loads it.
        command: With which command.
        key: The actor's name for it. The entry of the outcomes has a key made of it.
        outcomes: Whether what happened is recorded too; `load_outcomes` does it later.

    Raises:
        Refused: The pack has faults, is there already with nothing outstanding, or asks what
            somebody else has asked, or its article is not yet published; then nothing is recorded.
    """
    refuse_unsound(pack)
    key_of_outcomes = None if key is None else act_key(f"{key}:outcomes")
    with ledger.writing(actor, command, key) as words:
        resumed = loaded_in(words.connection, pack) is not None
        if not resumed:
            _record_words(words, pack)
        loaded = _counted(words, pack)
    newest, recorded = words, 0
    if outcomes:
        with ledger.writing(actor, command, key_of_outcomes) as w:
            # Completed later, a loading brings what it would have brought at once.
            recorded = record_outcomes(w, pack, known_by=w.now if resumed else words.now)
            if recorded or resumed:
                kept = kept_outcomes(w.connection, pack, w.now)
                newest, loaded = w, _counted(w, pack)._replace(resumed=resumed, kept=kept)
    if resumed and not recorded:
        raise Refused(
            f"The pack {pack.name} has been loaded before.",
            "See: foretell questions --all",
            [loaded.remark] if loaded.kept else [],
        )
    return loaded._replace(repeated=newest.entry if newest.repeats else None)


def _record_words(w: Writing, pack: packs.Pack) -> None:
    """Record what is asked and what the article says."""
    _refuse_taken(w.connection, pack)
    refuse_unpublished(pack, w.now)
    there = {slug: state.id for slug, state in questions_on_record(w, pack).items()}
    asked = ask_all(w, pack, pack.questions)
    record_article(w, pack, there | asked)
    insert_links(w, pack.links, asked)


def _refuse_taken(connection: Connection, pack: packs.Pack) -> None:
    slug = Question.__table__.c.slug
    wanted = [fold_slug(question.slug) for question in pack.questions]
    same = select(slug).where(func.lower(slug).in_(wanted))
    if taken := connection.execute(same).scalars().all():
        raise Refused(
            f"Questions of the pack {pack.name} have been asked by somebody else.",
            "Load it elsewhere: add --db FILE. Or join them: foretell article add PACK",
            sorted(taken),
        )


def _counted(w: Writing, pack: packs.Pack) -> Loaded:
    own = {question.slug for question in pack.questions}
    states = question_states(w.connection, now=w.now)
    status = Counter(state.status for state in states if state.slug in own)
    return Loaded(
        claims=len(pack.claims),
        questions=len(own),
        resolved=status["resolved"],
        waiting=status["closed"],
        open=status["open"],
        annulled=status["annulled"],
    )
