"""The page of one question, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.dates import day, iso
from cli.output.figures import percent, precise_percent
from cli.output.labels import labelled
from cli.output.states import long_state
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from market.poll import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cli.output.labels import Labelled
    from cli.output.streams import Screen
    from market.articles.reader import Implications, Mention
    from market.ledger.history import Said, Seen
    from market.ledger.questions import QuestionState
    from market.ledger.standings import Crowd

__all__ = ["FIELDS", "Page", "document", "lines"]

FIELDS = (
    "question",
    "title",
    "status",
    "outcome",
    "opens",
    "closes",
    "actual_close",
    "resolved_at",
    "family",
    "crowd",
    "people",
    "you",
    "forecasts",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A question at a moment, with all that is shown of it.

    Attributes:
        state: The question.
        moment: When it is looked at, in microseconds.
        crowd: The people standing then, or at the close if that is past.
        before: The people standing thirty days earlier.
        reports: All reports until then.
        mine: Those of the user.
        family: The slugs of the family's questions by deadline, this one's among them.
        mentions: What articles say.
        links: Questions that imply, or are implied.
        evidence: What the ruling rests on.
        scores: Everybody's scores, once it is resolved.
    """

    state: QuestionState
    moment: int
    crowd: Crowd
    before: Crowd
    reports: Sequence[Said]
    mine: Sequence[Said]
    family: Sequence[str]
    mentions: Sequence[Mention]
    links: Implications
    evidence: Sequence[Seen]
    scores: Sequence[dict[str, Any]]


def document(page: Page, *, full: bool = False) -> dict[str, Any]:
    """The page for programs.

    Args:
        page: What is known.
        full: Whether every report is listed.
    """
    state = page.state
    shown: dict[str, Any] = {
        "question": state.slug,
        "title": state.title,
        "status": state.status,
        "outcome": state.outcome,
        "opens": iso(state.opens),
        "closes": iso(state.closes),
        "actual_close": iso(state.actual_close),
        "resolved_at": iso(state.resolved_at),
        "as_of": iso(page.moment),
        "background": state.background,
        "criteria": state.criteria,
        "fine_print": state.fine_print,
        "source": state.source,
        "family": state.family,
        "tags": state.tags,
        "crowd": page.crowd.median,
        "people": len(page.crowd.probabilities),
        "you": page.mine[-1].probability if page.mine else None,
        "forecasts": len(page.reports),
        "implies": page.links.implied,
        "implied_by": page.links.implying,
        "claims": [mention._asdict() for mention in page.mentions],
        "ruling_status": state.ruling_status,
        "ruling_note": state.ruling_note,
        "evidence": [seen._asdict() for seen in page.evidence],
        "scores": page.scores,
    }
    if full:
        shown["reports"] = [_report(one) for one in page.reports]
    return shown


def _report(said: Said) -> dict[str, Any]:
    name = shown_name(said.forecaster, said.kind)
    return {**said._asdict(), "at": iso(said.at), "forecaster": name}


def lines(page: Page, screen: Screen, *, full: bool = False) -> Iterator[str]:
    """The page for people.

    Args:
        page: What is known.
        screen: Where it is shown.
        full: Whether background, fine print and every report are shown.
    """
    columns = screen.width or WIDEST
    yield _head(page.state.slug, long_state(page.state, page.moment), columns)
    yield from wrap(page.state.title, columns)
    for section in (_text(page, full=full), _bearings(page), _opinions(page)):
        yield from _section(section, columns)
    if page.scores:
        from cli.output.scores import score_lines

        yield ""
        yield from score_lines(page.scores, screen)
    if full and page.reports:
        yield ""
        yield from _reports(page.reports, screen)


def _head(slug: str, status: str, columns: int) -> str:
    return slug + "  " + status.rjust(columns - len(slug) - 2)


def _section(words: Iterable[Labelled], columns: int) -> Iterator[str]:
    """Labels at the left, text beside them, an empty line before."""
    told = labelled(words, columns)
    return iter(["", *told] if told else [])


def _text(page: Page, *, full: bool) -> Iterator[Labelled]:
    state = page.state
    for mention in page.mentions:
        yield "Article", _mention(mention)
    if full:
        yield "Background", state.background
    yield "Criteria", state.criteria
    if full:
        yield "Fine print", state.fine_print
    more = " Fine print: --full" if state.fine_print and not full else ""
    yield "Source", state.source + more


def _mention(mention: Mention) -> str:
    where = f"{mention.article}, ¶{mention.places}, claim {mention.claim}"
    if mention.probability is None:
        return f"{where} ({mention.relation})"
    quoted = f": “{mention.phrase}”" if mention.phrase else ":"
    spread = ""
    if mention.low is not None and mention.high is not None:
        spread = f", {percent(mention.low).removesuffix('%')} to {percent(mention.high)}"
    return f"{where}{quoted} ({percent(mention.probability)}{spread})"


def _bearings(page: Page) -> Iterator[Labelled]:
    state = page.state
    if len(page.family) > 1:
        stem = f"{state.family}-"
        yield "Family", " ≤ ".join(slug.removeprefix(stem) for slug in page.family)
    for slug in page.links.implied:
        yield "Links", f"this implies {slug}"
    for slug in page.links.implying:
        yield "Links", f"{slug} implies this"


def _opinions(page: Page) -> Iterator[Labelled]:
    yield "Crowd", _crowd(page)
    yield "You", _yours(page)
    if page.state.ruling is not None:
        state = page.state
        told = filter(
            None, (long_state(state, page.moment), state.ruling_status, state.ruling_note)
        )
        yield "Outcome", "; ".join(told)
    for seen in page.evidence:
        yield "Evidence", " · ".join(filter(None, seen))


def _crowd(page: Page) -> str:
    said = page.crowd.probabilities
    if not said:
        return "nobody has a forecast standing"
    people = f"{len(said)} {'person' if len(said) == 1 else 'people'}"
    earlier = page.before.median
    past = "" if earlier is None else f"   (30 days earlier {percent(earlier)})"
    extent = f"{percent(said[0])} to {percent(said[-1])}"
    return f"median {percent(page.crowd.median)}   {people}, {extent}{past}"


def _yours(page: Page) -> str:
    if not page.mine:
        return "no forecast"
    last = page.mine[-1]
    said = "withdrawn" if last.probability is None else precise_percent(last.probability)
    count = len(page.mine)
    return f"{said} since {day(last.at)}   {count} forecast{'s' if count > 1 else ''}"


def _reports(reports: Sequence[Said], screen: Screen) -> list[str]:
    columns = (
        Column("when"),
        Column("forecaster", shrinks=True),
        Column("said", right=True),
        Column("why", shrinks=True),
    )
    rows = (
        (
            day(one.at),
            shown_name(one.forecaster, one.kind),
            "withdrawn" if one.probability is None else precise_percent(one.probability),
            one.rationale or "",
        )
        for one in reports
    )
    return table(columns, rows, screen)
