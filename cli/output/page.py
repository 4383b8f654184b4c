"""The page of one question, for people."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from cli.output.dates import day
from cli.output.figures import counted, percent, precise_percent
from cli.output.history import report_lines
from cli.output.labels import labelled
from cli.output.links import bearings
from cli.output.money import held, short
from cli.output.states import long_state
from cli.output.streams import WIDEST
from cli.output.timeline import has_room, timeline
from cli.output.wording import NAMES, told
from cli.shared.hiding import HIDDEN, PRICE_HIDDEN
from market.ledger.acts.editing import DECISIVE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cli.charts.history import History
    from cli.output.document import Page, Traded
    from cli.output.ink import Line
    from cli.output.labels import Labelled
    from cli.output.streams import Screen
    from market.articles.mentions import Mention

__all__ = ["lines", "mentioned"]

EXTRACT = 60
"""Characters of an earlier wording that are shown without `--full`."""


def lines(page: Page, screen: Screen, *, full: bool = False) -> Iterator[Line]:
    """The page for people.

    Args:
        page: What is known.
        screen: Where it is shown.
        full: Whether background, fine print and every report are shown.
    """
    columns = screen.width or WIDEST
    yield from _head(page.state.slug, long_state(page.state, page.moment), columns)
    yield from wrap(page.state.title, columns)
    yield from _section(_text(page, full=full), columns)
    yield from _section(_bearings(page), columns)
    if page.history is not None and has_room(screen):
        yield from _drawn(page.history, columns)
    yield from _section(_opinions(page), columns)
    if page.scores:
        from cli.output.scores import score_lines

        yield ""
        yield from score_lines(page.scores, screen)
    if full and page.reports:
        yield ""
        yield from report_lines(page.reports, page.late, screen)


def _head(slug: str, status: str, columns: int) -> list[str]:
    """Slug at the left and state at the right, on one line if there is room for both."""
    room = columns - len(slug) - 2
    return [f"{slug}  {status:>{room}}"] if len(status) <= room else [slug, status]


def _section(words: Iterable[Labelled], columns: int) -> Iterator[str]:
    """Labels at the left, text beside them, an empty line before."""
    told = labelled(words, columns)
    return iter(["", *told] if told else [])


def _drawn(history: History, columns: int) -> Iterator[Line]:
    """The history, an empty line before, if anybody said anything."""
    drawn = [*timeline(history, columns)]
    yield from ["", *drawn] if drawn else []


def _text(page: Page, *, full: bool) -> Iterator[Labelled]:
    state = page.state
    for mention in page.mentions:
        yield "Article", mentioned(mention)
    if full:
        yield "Background", state.background
    yield "Criteria", state.criteria
    if full:
        yield "Fine print", state.fine_print
    more = "Fine print: --full" if state.fine_print and not full else ""
    yield "Source" if state.source else "", " ".join(filter(None, (state.source, more)))
    yield from _edited(page, full=full)


def _edited(page: Page, *, full: bool) -> Iterator[Labelled]:
    """What a forecast was about when it was given, where that has changed since."""
    for edit in page.edits:
        field, before, _ = edit.change
        if field in DECISIVE and edit.after_forecasts:
            when = f"{day(edit.at)} by {edit.by}, after {counted(edit.after_forecasts, 'forecast')}"
            earlier = told(field, before, None if full else EXTRACT)
            yield "Edited", f"{NAMES[field]} changed {when}; before: {earlier}"


def mentioned(mention: Mention) -> str:
    """Where an article says something of a question, in which words, and how likely that is."""
    where = f"{mention.article}, ¶{mention.places}, claim {mention.claim}"
    quoted = f": “{mention.phrase}”" if mention.phrase else ""
    if mention.probability is None:
        return f"{where}{quoted} ({mention.relation})"
    spread = ""
    if mention.low is not None and mention.high is not None:
        spread = f", {percent(mention.low).removesuffix('%')} to {percent(mention.high)}"
    return f"{where}{quoted or ':'} ({percent(mention.probability)}{spread})"


def _bearings(page: Page) -> Iterator[Labelled]:
    state = page.state
    if len(page.family) > 1:
        stem = f"{state.family}-"
        yield "Family", " ≤ ".join(slug.removeprefix(stem) for slug in page.family)
    for place, said in enumerate(bearings(state.slug, page.links)):
        yield "" if place else "Links", said


def _opinions(page: Page) -> Iterator[Labelled]:
    yield "Crowd", _crowd(page)
    if page.traded is not None:
        yield "Market", _market(page.traded)
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
    if not page.people:
        return "nobody has a forecast standing"
    people = "1 person" if page.people == 1 else f"{page.people} people"
    if page.hidden:
        return f"{HIDDEN}   {people}"
    said = page.crowd.probabilities
    earlier = page.before.median
    past = "" if earlier is None else f"   (30 days earlier {percent(earlier)})"
    extent = f", {percent(said[0])} to {percent(said[-1])}" if page.people > 1 else ""
    return f"median {percent(page.crowd.median)}   {people}{extent}{past}"


def _market(traded: Traded) -> str:
    price = PRICE_HIDDEN if traded.hidden else percent(traded.price, 1)
    trades, depth = counted(traded.state.trades, "trade"), short(traded.state.liquidity)
    yours = f"   you hold {held(traded.position)}" if traded.position else ""
    return f"{price}   {trades}, liquidity {depth}{yours}"


def _yours(page: Page) -> str:
    if not page.mine:
        return "no forecast"
    last = page.mine[-1]
    said = "withdrawn" if last.probability is None else precise_percent(last.probability)
    given = sum(report.probability is not None for report in page.mine)
    return f"{said} since {day(last.at)}   {counted(given, 'forecast')}"
