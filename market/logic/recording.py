"""Writing links into a ledger, and taking them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.errors import Refused
from market.ledger.clauses import Clause, Term
from market.ledger.views.questions import find_question, question_states
from market.logic.conditions import reached, steps
from market.logic.inference import Answer, Inference
from market.logic.links import PAIRED, Link, LinkKind
from market.logic.reading import all_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from market.ledger.views.questions import QuestionState
    from market.ledger.writer import Writing

__all__ = ["insert_links", "record_link", "take_back"]


def record_link(w: Writing, kind: LinkKind, slugs: Sequence[str]) -> Link:
    """Link questions.

    Args:
        w: The writing transaction.
        kind: How.
        slugs: Which, in whatever case.

    Returns:
        The link, with the slugs as they are on record.

    Raises:
        Refused: A question is unknown or is there twice, they are too few or too many, the link
            holds already, makes a question conditional on itself, contradicts outcomes on record,
            or leaves no way in which all could end.
    """
    link = _found(w, kind, slugs)
    states = question_states(w.connection, now=w.now)
    links = all_links(w.connection, states)
    if any(known.meaning == link.meaning for known in links):
        raise Refused(f"This holds already: {link}.", f"See: foretell link list {slugs[0]}")
    _refuse_circular(link, links)
    _refuse_contradicted(link, links, states)
    _refuse_impossible(link, links)
    insert_links(w, [link], {state.slug: state.id for state in states})
    return link


def take_back(w: Writing, kind: LinkKind, slugs: Sequence[str]) -> Link:
    """Take back a link.

    Args:
        w: The writing transaction.
        kind: How the questions are linked.
        slugs: Which questions; of a set, in any order.

    Returns:
        The link, as it was.

    Raises:
        Refused: A question is unknown, there is no such link, or it follows from deadlines.
    """
    wanted = _found(w, kind, slugs)
    states = question_states(w.connection, now=w.now)
    links = {link.meaning: link for link in all_links(w.connection, states)}
    link = links.get(wanted.meaning)
    if link is None:
        raise Refused(f"There is no such link: {wanted}.", f"See: foretell link list {slugs[0]}")
    if link.derived:
        raise Refused(
            f"This follows from the deadlines of a family: {link}.",
            f"Put the question into another family: foretell edit {link.questions[0]} --family …",
        )
    insert_links(w, [link], {state.slug: state.id for state in states}, stands=False)
    return link


def insert_links(
    w: Writing, links: Iterable[Link], numbers: Mapping[str, int], *, stands: bool = True
) -> None:
    """Write links down as they are.

    Args:
        w: The writing transaction.
        links: Which.
        numbers: The numbers of their questions, by slug.
        stands: Whether they are recorded; else they are taken back.
    """
    links = list(links)
    clauses = w.insert(Clause, ({"kind": link.kind.value, "stands": int(stands)} for link in links))
    w.insert(
        Term,
        (
            {"clause": clause, "question": numbers[slug]}
            for clause, link in zip(clauses, links, strict=True)
            for slug in link.questions
        ),
    )


def _found(w: Writing, kind: LinkKind, slugs: Sequence[str]) -> Link:
    """The link as it is typed, with slugs as they are on record."""
    found = tuple(find_question(w.connection, slug, now=w.now).slug for slug in slugs)
    for slug in found:
        if found.count(slug) > 1:
            raise Refused(f"{slug} is there twice.", "A link is between different questions.")
    wanted = "two questions" if kind in PAIRED else "two questions or more"
    if len(found) < 2 or (kind in PAIRED and len(found) > 2):  # noqa: PLR2004 - a pair
        raise Refused(f"{kind} takes {wanted}, not {len(found)}.", "See: foretell link --help")
    return Link(kind, found)


def _refuse_circular(link: Link, links: Iterable[Link]) -> None:
    if link.kind is not LinkKind.CONDITIONAL:
        return
    slug, condition = link.questions
    if slug in reached(condition, steps(links, LinkKind.CONDITIONAL)):
        raise Refused(
            f"{condition} is conditional on {slug}, so {slug} cannot be conditional on it.",
            f"Take that back first: foretell link list {condition}",
        )


def _refuse_contradicted(
    link: Link, links: Sequence[Link], states: Iterable[QuestionState]
) -> None:
    """Refuse what makes outcomes contradict each other that did not before."""
    outcomes = {state.slug: state.outcome for state in states if state.outcome is not None}
    if link.kind is LinkKind.CONDITIONAL and outcomes.get(link.questions[1]) == Answer.NO:
        slug, condition = link.questions
        raise Refused(
            f"{condition} is NO already: what is conditional on it is annulled.",
            f"Annul it yourself: foretell annul {slug}",
        )
    before = Inference(outcomes, links).contradicted()
    after = Inference(outcomes, [*links, link]).contradicted()
    if made := [fact for fact in after if fact not in before]:
        raise Refused(
            f"This contradicts outcomes on record: {link}.",
            f"If one of them is wrong, take it back: foretell unresolve {made[0].slug}",
            [f"{fact.slug} is {fact.answer.name}" for fact in made],
        )


def _refuse_impossible(link: Link, links: Sequence[Link]) -> None:
    """Refuse what leaves a set of which one must be YES without any that can be.

    All NO is possible but for such sets, so they alone are tried, one question after another.
    """
    together = [*links, link]
    for wanted in together:
        if wanted.kind is LinkKind.EXHAUSTIVE and all(
            Inference({slug: Answer.YES}, together).contradicted() for slug in wanted.questions
        ):
            raise Refused(
                f"With what is on record, this leaves no way to end: {link}.",
                f"One of these must be YES, and none can be: {', '.join(wanted.questions)}.",
            )
