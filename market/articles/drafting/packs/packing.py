"""Drafts as a pack in one TOML file: what rules found is filled in, the rest is marked TODO."""

from __future__ import annotations

from dataclasses import asdict, astuple
from typing import TYPE_CHECKING

from market.articles.drafting.claim import ClaimKind, Obstacle
from market.articles.drafting.packs.questions import draft_questions
from market.articles.drafting.packs.toml import commented, folded, inline, key, listed, quoted
from market.articles.pack import Polarity, RelationKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from market.articles.drafting.claim import DraftClaim
    from market.articles.drafting.document import Document
    from market.articles.drafting.packs.questions import Draft

__all__ = ["draft_pack"]

_ADVICE = (
    "Put the claims into your own words, and replace every TODO. Delete what you do not want to "
    "ask: a claim goes with the question below it. Then:"
)
_NOTE = "TODO: what to know before reading anything into scores on these questions."
_FINE_PRINT = (
    "All times are UTC. The event has to begin after the question opens and not after its "
    "deadline. TODO: what is proof enough, such as the official statement of a party that the "
    "question names. Without such proof the answer is NO."
)
_NOT_ASKED = {
    ClaimKind.NORM: "It says what should be, not what will be.",
    ClaimKind.FACT: "It tells what is so already.",
}


def draft_pack(
    document: Document, claims: Sequence[DraftClaim], *, name: str, published: date
) -> str:
    """Write a pack to be finished by a person.

    Args:
        document: The text.
        claims: What it claims, in its order.
        name: The name that the pack will have, which is the stem of its file.
        published: The date of the text; its numbers count and its questions open from then on.

    Returns:
        TOML: the claims of which questions can be made, each with its question, then the others.
        Every text that a person has to write holds the word ``TODO``.
    """
    drafts = draft_questions(claims, published)
    parts = [
        _head(document, name, published),
        _deadlines(drafts),
        _article(document, drafts, published),
        *(
            part
            for draft in drafts
            if draft.deadlines
            for part in (_claim(document, draft), _question(document, draft, name, published))
        ),
        *(_claim(document, draft) for draft in drafts if not draft.deadlines),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(document: Document, name: str, published: date) -> Iterator[str]:
    yield from commented(f"Drafted from “{document.title or 'a text without a title'}”.")
    yield from commented(_ADVICE)
    yield f"#     foretell lint {name}.toml"
    yield f"#     foretell seed load {name}.toml"
    yield ""
    yield f"opens = {published}T00:00:00Z"
    yield ""
    yield f"note = {folded(_NOTE)}"
    yield ""
    yield f"fine_print = {folded(_FINE_PRINT)}"


def _deadlines(drafts: Sequence[Draft]) -> Iterator[str]:
    days = {day: name for draft in drafts for name, day in draft.deadlines.items()}
    yield "[deadlines]"
    yield from (f"{days[day]} = {day}" for day in sorted(days))


def _article(document: Document, drafts: Sequence[Draft], published: date) -> Iterator[str]:
    yield "[article]"
    yield f"title = {quoted(document.title or 'TODO: the title of the text')}"
    yield f"sha256 = {quoted(document.digest)}"
    yield f"published = {published}T00:00:00Z"
    if document.authors:
        yield f"authors = {listed(document.authors)}"
    for heading, lines in _sections(document, drafts).items():
        yield ""
        yield "[[article.sections]]"
        yield f"heading = {quoted(heading)}"
        yield f"paragraphs = {listed(lines)}"


def _sections(document: Document, drafts: Sequence[Draft]) -> dict[str, list[int]]:
    """The lines on which claims stand, by their heading."""
    sections: dict[str, dict[int, None]] = {}
    for draft in drafts:
        heading = draft.claim.sentence.paragraph.heading
        if heading:
            sections.setdefault(heading, {})[document.line(draft.claim.span.start)] = None
    return {heading: list(lines) for heading, lines in sections.items()}


def _claim(document: Document, draft: Draft) -> Iterator[str]:
    claim = draft.claim
    line = document.line(claim.span.start)
    yield from commented(f"Line {line}, {claim.kind}{_strength(claim)}")
    yield f"[claims.{key(draft.slug)}]"
    yield f"text = {quoted(claim.text)}"
    yield f"places = [{line}]"
    if draft.deadlines:
        yield "relations = ["
        yield from (f"    {relation}," for relation in _relations(draft))
        yield "]"
    else:
        yield f"unresolvable = {quoted(_NOT_ASKED.get(claim.kind, f'{claim.obstacle}'))}"


def _strength(claim: DraftClaim) -> str:
    """What readers take its words to mean."""
    if claim.reading is None:
        return "."
    middle, low, high = (f"{100 * p:.3g} %" for p in astuple(claim.reading))
    said = f"“{claim.phrase}”" if claim.phrase else "Its words"
    if not claim.read_as:
        return f". {said}: {middle}, {low} to {high}."
    proxy = ", which no survey asked," if claim.proxy else ""
    read_as = " and ".join(claim.read_as)
    return f". {said}{proxy} read as {read_as}: {middle}, quartiles {low} to {high}."


def _relations(draft: Draft) -> Iterator[str]:
    """How the claim bears on its questions: its number stands on one deadline only."""
    claim = draft.claim
    kind = _relation_kind(claim)
    for place, name in enumerate(draft.deadlines):
        fields = {"relation": quoted(kind), "family": quoted(draft.slug)}
        if claim.polarity is Polarity.AGAINST:
            fields["polarity"] = quoted(claim.polarity)
        fields["deadlines"] = listed([name])
        yield inline(fields | (_statement(claim) if place == 0 else {}))


def _relation_kind(claim: DraftClaim) -> RelationKind:
    """How a question bears on its claim: one with a threshold of its own is narrower."""
    if claim.kind is ClaimKind.CONDITION:
        return RelationKind.CONDITIONAL
    narrower = claim.obstacle is Obstacle.NO_THRESHOLD
    return RelationKind.SHARPENS if narrower else RelationKind.STATES


def _statement(claim: DraftClaim) -> dict[str, str]:
    """The number that the claim gives, if it gives one."""
    if claim.reading is None:
        return {}
    phrase = {"phrase": quoted(claim.phrase or claim.text)}
    if claim.read_as:
        proxy = {"proxy": "true"} if claim.proxy else {}
        return phrase | {"read_as": listed(claim.read_as)} | proxy
    # Stated in figures, as what the words say: the polarity turns it again.
    said = claim.reading.negated if claim.polarity is Polarity.AGAINST else claim.reading
    return phrase | {figure: str(value) for figure, value in asdict(said).items()}


def _question(document: Document, draft: Draft, name: str, published: date) -> Iterator[str]:
    text = f"“{document.title}”" if document.title else "A text"
    line = document.line(draft.claim.span.start)
    background = f"{text} of {published.day} {published:%B %Y} speaks of it on line {line}."
    yield f"[questions.{key(draft.slug)}]"
    yield f"title = {quoted(draft.title)}"
    yield f"background = {quoted(background)}"
    yield f"criteria = {folded(draft.criteria)}"
    yield f"source = {quoted('TODO: who decides, and where that can be looked up.')}"
    yield f"tags = {listed([name])}"
    yield f"deadlines = {listed(draft.deadlines)}"
    if draft.claim.kind is ClaimKind.CONDITION:
        yield '# If the condition is asked at the same deadline: conditional_on = "ITS-FAMILY"'
