"""What stands above and below the sections of a report: what it tells of, and where to find it."""

from __future__ import annotations

from collections import Counter
from shlex import quote
from typing import TYPE_CHECKING

from cli.charts.markup import joined, tag
from cli.output.dates import iso, moment
from cli.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cli.charts.markup import Markup
    from cli.report.contents import Contents
    from cli.report.section import Section

__all__ = ["ending", "masthead", "navigation", "title_of"]

_STATES = {"resolved": "resolved", "open": "open", "closed": "to resolve", "annulled": "annulled"}
_ALWAYS = ("resolved", "open")


def title_of(contents: Contents) -> str:
    """The title of the page, as a window and a list of files show it."""
    asked = contents.wanted.questions or contents.wanted.who
    return " · ".join([", ".join(asked) or "foretell report", contents.source])


def masthead(contents: Contents) -> Markup:
    """The title, what the page holds for, and how much there is of it."""
    told = [tag("span", part, dir="auto") for part in _restrictions(contents)]
    counts = [_figure(name, count) for name, count in _key(contents)]
    return tag(
        "header",
        tag("h1", "foretell report"),
        tag("p", joined(told), class_="about"),
        tag("dl", joined(counts), class_="key"),
    )


def navigation(sections: Iterable[Section]) -> Markup:
    """Links to the sections."""
    links = [tag("li", tag("a", one.title, href=f"#{one.anchor}")) for one in sections]
    return tag("nav", tag("ul", joined(links)), aria_label="Sections")


def ending(contents: Contents) -> Markup:
    """What made the page, and how to make it again."""
    return tag(
        "footer",
        tag("p", f"Made by foretell {VERSION}. It needs no network and tells nobody it is read."),
        tag("p", "To make it again: ", tag("code", " ".join(_command(contents)), dir="auto")),
    )


def _restrictions(contents: Contents) -> Iterator[str]:
    """What the page holds for."""
    wanted = contents.wanted
    yield contents.source
    yield f"as of {moment(contents.moment)}"
    if wanted.questions:
        yield f"only {', '.join(wanted.questions)}"
    if wanted.tag is not None:
        yield f"only questions with the tag {wanted.tag}"
    if wanted.who:
        yield f"with {', '.join(wanted.who)}"
    if wanted.anonymous:
        yield "people have numbers in the place of names"


def _key(contents: Contents) -> Iterator[tuple[str, int]]:
    """The figures that tell how much there is."""
    counts = Counter(state.status for state in contents.states)
    for status, name in _STATES.items():
        if counts[status] or status in _ALWAYS:
            yield f"questions {name}", counts[status]
    yield "forecasters", contents.people
    yield "forecasts", contents.forecasts


def _figure(name: str, count: int) -> Markup:
    return tag("div", tag("dt", name), tag("dd", f"{count:,}"))


def _command(contents: Contents) -> Iterator[str]:
    """The words that make this page."""
    wanted = contents.wanted
    yield "foretell report"
    yield from (f"--question {quote(slug)}" for slug in wanted.questions)
    yield from (f"--who {quote(name)}" for name in wanted.who)
    if wanted.tag is not None:
        yield f"--tag {quote(wanted.tag)}"
    if contents.as_of is not None:
        yield f"--as-of {iso(contents.as_of)}"
    if wanted.anonymous:
        yield "--anonymous"
