"""Loading a pack into a ledger: what was asked and said in one entry, what happened in the next.

Two entries, because whatever is said after an outcome is on record comes too late to be scored.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from market.articles.rows import (
    article_row,
    claim_row,
    link_row,
    microseconds,
    relation_row,
    report_rows,
    resolution_row,
)
from market.articles.tables import Article, Claim, Link, Relation
from market.articles.validation import findings
from market.errors import Refused
from market.ledger.asking import ask
from market.ledger.forecasters import find_or_add_forecaster
from market.ledger.names import fold, forecaster_name
from market.ledger.questions import question_states
from market.ledger.tables import Evidence, Forecaster, Question, Report, Ruling
from market.ledger.times import utc
from scoring.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from market.articles import pack as packs
    from market.articles.rows import Values
    from market.ledger.engine import Ledger
    from market.ledger.questions import QuestionState
    from market.ledger.writer import Writing

__all__ = ["Loaded", "load_outcomes", "load_pack", "refuse_unsound"]


class Loaded(NamedTuple):
    """What a pack has brought into a ledger.

    Attributes:
        claims: How many claims its article makes.
        questions: How many questions it asks.
        resolved: How many of them have an outcome.
        waiting: How many are closed and have none.
        open: How many are still to close.
        resumed: Whether the pack was there, and only outcomes were outstanding.
    """

    claims: int
    questions: int
    resolved: int
    waiting: int
    open: int
    resumed: bool = False


def load_pack(
    ledger: Ledger,
    pack: packs.Pack,
    *,
    actor: str,
    command: str = "seed load",
    outcomes: bool = True,
) -> Loaded:
    """Record a pack: its questions, its article with claims and numbers, and what happened.

    The article is a forecaster, named ``article:`` and the pack's name, whose numbers count from
    its publication. Of a pack that is there already, outcomes are recorded that are outstanding:
    loading it may have been stopped between its two entries, or been too early for them.

    Args:
        ledger: Where to.
        pack: What.
        actor: Who loads it.
        command: With which command.
        outcomes: Whether what happened is recorded too; `load_outcomes` does it later.

    Raises:
        Refused: The pack has faults, is there already with nothing outstanding, or asks what
            somebody else has asked, or its article is not yet published; then nothing is recorded.
    """
    refuse_unsound(pack)
    with ledger.writing(actor, command) as w:
        resumed = _loaded_in(w.connection, pack) is not None
        if not resumed:
            _record_words(w, pack)
    recorded = load_outcomes(ledger, pack, actor=actor, command=command) if outcomes else 0
    if resumed and not recorded:
        raise Refused(
            f"The pack {pack.name} has been loaded before.", "See: foretell questions --all"
        )
    return _counted(ledger, pack, w.now)._replace(resumed=resumed)


def load_outcomes(
    ledger: Ledger, pack: packs.Pack, *, actor: str, command: str = "seed load"
) -> int:
    """Record what happened to the questions of a pack that has been loaded.

    An outcome that lies in the future is left waiting, and a question that somebody has resolved
    or annulled is left as it is.

    Args:
        ledger: Where to.
        pack: Whose outcomes.
        actor: Who records them.
        command: With which command.

    Returns:
        How many questions it resolved.

    Raises:
        Refused: The pack has faults, or has not been loaded.
    """
    refuse_unsound(pack)
    with ledger.writing(actor, command) as w:
        settled = list(_settled(pack, _unresolved(w, pack), w.now))
        rulings = w.insert(Ruling, (ruling for _, ruling in settled))
        w.insert(
            Evidence,
            (
                {"ruling": ruling, **asdict(report)}
                for ruling, (outcome, _) in zip(rulings, settled, strict=True)
                for report in outcome.evidence
            ),
        )
    return len(rulings)


def refuse_unsound(pack: packs.Pack) -> None:
    """Let only a pack pass that hangs together.

    Raises:
        Refused: It has faults; the details name all of them.
    """
    if faults := [str(finding) for finding in findings(pack)]:
        raise Refused(
            f"The pack {pack.name} does not hang together.",
            "Mend its files and load it again: nothing was recorded.",
            faults,
        )


def _record_words(w: Writing, pack: packs.Pack) -> None:
    """Record what is asked and what the article says."""
    _refuse_taken(w.connection, pack)
    _refuse_unpublished(pack, w.now)
    questions = {question.slug: _ask(w, question, pack) for question in pack.questions}
    _add_article(w, pack, questions)
    w.insert(Link, (link_row(link, questions) for link in pack.links))


def _refuse_taken(connection: Connection, pack: packs.Pack) -> None:
    slug = Question.__table__.c.slug
    wanted = [question.slug.lower() for question in pack.questions]
    same = select(slug).where(func.lower(slug).in_(wanted))
    if taken := connection.execute(same).scalars().all():
        raise Refused(
            f"Questions of the pack {pack.name} have been asked by somebody else.",
            "Load it into a ledger of its own: add --db FILE.",
            sorted(taken),
        )


def _refuse_unpublished(pack: packs.Pack, now: int) -> None:
    published = microseconds(pack.article.published)
    if published > now:
        raise Refused(
            f"The article of {pack.name} is dated {utc(published)}, which is in the future.",
            "Check this computer's clock, and the date in pack.toml.",
        )


def _loaded_in(connection: Connection, pack: packs.Pack) -> int | None:
    """The entry that loaded the pack, if there is one."""
    article, forecaster = Article.__table__.c, Forecaster.__table__.c
    entry = select(article.entry).where(
        article.forecaster == forecaster.id, forecaster.folded == fold(_forecaster(pack))
    )
    return connection.execute(entry).scalar()


def _forecaster(pack: packs.Pack) -> str:
    return forecaster_name(f"article:{pack.name}")


def _ask(w: Writing, question: packs.PackQuestion, pack: packs.Pack) -> int:
    return ask(
        w,
        question.slug,
        question.title,
        microseconds(question.opens),
        microseconds(question.closes),
        background=question.background,
        criteria=question.criteria,
        fine_print=pack.fine_print,
        source=question.source,
        family=question.family,
        tags=question.tags,
    )


def _add_article(w: Writing, pack: packs.Pack, questions: Mapping[str, int]) -> None:
    """Record the article, its claims, how they bear on questions, and the numbers they give."""
    forecaster = find_or_add_forecaster(w, _forecaster(pack), Kind.ARTICLE)
    head = {"slug": pack.name, "note": pack.note, "forecaster": forecaster}
    (article,) = w.insert(Article, [{**head, **article_row(pack.article)}])
    claims = w.insert(Claim, ({"article": article, **claim_row(claim)} for claim in pack.claims))
    w.insert(
        Relation,
        (
            {"claim": number, **relation_row(relation, questions)}
            for number, claim in zip(claims, pack.claims, strict=True)
            for relation in claim.relations
        ),
    )
    w.insert(Report, ({"forecaster": forecaster, **row} for row in report_rows(pack, questions)))


def _unresolved(w: Writing, pack: packs.Pack) -> dict[str, QuestionState]:
    """The questions that came with the pack and have no outcome yet, by slug.

    A later edition of a pack may name more, and somebody else may have asked those.
    """
    entry = _loaded_in(w.connection, pack)
    if entry is None:
        hint = f"Load it first: foretell seed load {pack.name}"
        raise Refused(f"The pack {pack.name} has not been loaded.", hint)
    question = Question.__table__.c
    own = set(w.connection.execute(select(question.id).where(question.entry == entry)).scalars())
    return {
        state.slug: state
        for state in question_states(w.connection, now=w.now)
        if state.id in own and state.status in {"open", "closed"}
    }


def _settled(
    pack: packs.Pack, unresolved: Mapping[str, QuestionState], now: int
) -> Iterator[tuple[packs.Outcome, Values]]:
    """Outcomes known by now, each with its ruling."""
    for outcome in pack.outcomes:
        state, row = unresolved.get(outcome.question), resolution_row(outcome)
        if state and row and state.opens <= row["at"] <= now:
            yield outcome, {"question": state.id, **row}


def _counted(ledger: Ledger, pack: packs.Pack, now: int) -> Loaded:
    own = {question.slug for question in pack.questions}
    with ledger.reading() as connection:
        states = question_states(connection, now=now)
    status = Counter(state.status for state in states if state.slug in own)
    return Loaded(
        claims=len(pack.claims),
        questions=len(own),
        resolved=status["resolved"],
        waiting=status["closed"],
        open=status["open"],
    )
