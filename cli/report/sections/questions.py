"""Each question: what was asked, what was said, what came true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.charts.history import history_chart
from cli.charts.markup import joined, tag
from cli.output.dates import day
from cli.output.figures import counted, percent
from cli.output.page import mentioned
from cli.output.states import long_state, short_state
from cli.report.links import linked
from cli.report.section import Section, folded_away
from cli.report.sections.question_details import question_details
from cli.shared.hiding import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.charts.history import History
    from cli.charts.markup import Markup
    from cli.report.contents import Contents
    from market.articles.mentions import Mention
    from market.ledger.views.history import Seen
    from market.ledger.views.questions import QuestionState

__all__ = ["questions"]

_MEDIAN = "@median"
_CLAIMS = 2
"""Claims that are shown at once."""

_ORDER = ("open", "closed", "resolved", "annulled")


def questions(contents: Contents) -> Section | None:
    """All questions, each with its history.

    First those that somebody has forecast; of these the open ones, the soonest close first.
    """
    if not contents.states:
        return None
    pairs = zip(contents.states, contents.histories, strict=True)
    ordered = sorted(pairs, key=lambda pair: _place(*pair))
    cards = [_card(contents, state, history) for state, history in ordered]
    few = "cards few" if contents.wanted.questions else "cards"
    title = "Questions" if len(cards) > 1 else "Question"
    return Section("questions", title, tag("div", joined(cards), class_=few))


def _place(state: QuestionState, history: History) -> tuple[bool, int, int]:
    from_now = state.actual_close if state.status == "open" else -state.actual_close
    return not history.said, _ORDER.index(state.status), from_now


def _card(contents: Contents, state: QuestionState, history: History) -> Markup:
    return tag(
        "article",
        tag("h3", state.title, dir="auto"),
        _meta(contents, state),
        tag("p", _crowd(contents, state, history), class_="crowd-now"),
        history_chart(history).inline() if history.said else None,
        tag("dl", joined(_terms(contents, state)), class_="terms"),
        _more(state),
        question_details(contents.details.get(state.id)),
        class_="card",
        id=f"question-{state.slug}",
        data_status=state.status,
    )


def _meta(contents: Contents, state: QuestionState) -> Markup:
    style = f"state {short_state(state).lower()}"
    return tag(
        "p",
        tag("span", long_state(state, contents.moment), class_=style),
        " ",
        tag("code", state.slug),
        class_="meta",
    )


def _crowd(contents: Contents, state: QuestionState, history: History) -> str:
    """What people think now, or thought at the close."""
    if state.id in contents.hidden:
        return f"Crowd: {HIDDEN}."
    said = {name: steps for name, steps in history.said if steps.value.size}
    if not history.people or _MEDIAN not in said:
        return "Nobody has a forecast standing."
    people = counted(history.people, "person", "people")
    return f"Median of the crowd {percent(said[_MEDIAN].last)}, {people}."


def _terms(contents: Contents, state: QuestionState) -> Iterator[Markup]:
    claims = list(_claims(contents.mentions.get(state.id, ())))
    if claims:
        rest = folded_away(f"{len(claims) - _CLAIMS} more", *claims[_CLAIMS:])
        more = rest if len(claims) > _CLAIMS else None
        yield _term("Claim", *claims[:_CLAIMS], more)
    if state.criteria:
        yield _term("Criteria", linked(state.criteria))
    if state.source:
        yield _term("Source", linked(state.source))
    if state.tags:
        yield _term(
            "Tags", joined(tag("span", f"#{name}", " ", class_="tag") for name in state.tags)
        )
    if state.ruling_note:
        yield _term("Outcome", linked(state.ruling_note))
    for seen in contents.evidence.get(state.ruling or 0, ()):
        yield _term("Evidence", _evidence(seen))


def _claims(mentions: Sequence[Mention]) -> Iterator[Markup]:
    """What articles claim; each article is named once."""
    named: set[str] = set()
    for mention in mentions:
        where = mentioned(mention)
        if mention.article in named:
            where = where.removeprefix(f"{mention.article}, ")
        named.add(mention.article)
        yield joined([tag("p", mention.text, dir="auto"), tag("p", where, class_="meta")])


def _term(name: str, *told: Markup | None) -> Markup:
    return tag("div", tag("dt", name), tag("dd", *told, dir="auto"))


def _evidence(seen: Seen) -> Markup:
    parts = (seen.publisher, seen.published, seen.address, seen.summary)
    return linked(" · ".join(filter(None, parts)))


def _more(state: QuestionState) -> Markup | None:
    """What is long and seldom read."""
    dates = f"Opened {day(state.opens)}, scheduled to close {day(state.closes)}."
    told = {"Fine print": state.fine_print, "Background": state.background, "Dates": dates}
    kept = {name: text for name, text in told.items() if text}
    terms = [_term(name, linked(text)) for name, text in kept.items()]
    return folded_away(_listed(tuple(kept)), tag("dl", joined(terms), class_="terms"))


def _listed(names: tuple[str, ...]) -> str:
    """Names as words of a sentence.

    >>> _listed(("Fine print", "Background", "Dates"))
    'Fine print, background and dates'
    """
    *first, last = (names[0], *map(str.lower, names[1:]))
    return f"{', '.join(first)} and {last}" if first else last
