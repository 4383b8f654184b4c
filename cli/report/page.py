"""The page of a report: it holds all it needs, and lets a browser fetch nothing."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cli.charts.markup import Markup, joined, tag
from cli.charts.palette import DAY, NIGHT
from cli.charts.theme import page_chart_css, variables
from cli.report.masthead import ending, masthead, navigation, title_of
from cli.report.sections import SECTIONS

if TYPE_CHECKING:
    from cli.report.contents import Contents
    from cli.report.section import Section

__all__ = ["page", "plain_page", "policy"]

_HERE = Path(__file__).parent


def page(contents: Contents) -> str:
    """A report as a page of HTML that needs no other file and no network.

    Args:
        contents: What it tells.
    """
    sections = [made for make in SECTIONS if (made := make(contents)) is not None]
    return _document(
        title_of(contents),
        masthead(contents),
        navigation(sections) if len(sections) > 1 else None,
        tag("main", _missing(contents), *map(_section, sections), id="main", tabindex="-1"),
        ending(contents),
    )


def plain_page(title: str, *paragraphs: str) -> str:
    """A page of a few sentences, in the style of a report.

    Args:
        title: What it says first.
        *paragraphs: What it says then.
    """
    told = [tag("p", paragraph, dir="auto") for paragraph in paragraphs]
    return _document(title, tag("main", tag("h1", title, dir="auto"), joined(told), id="main"))


@cache
def policy() -> str:
    """What the page allows: its own style and script, known by their digests, and nothing else."""
    own = f"style-src {_digest(style())}; script-src {_digest(script())}"
    return f"default-src 'none'; {own}; img-src data:; base-uri 'none'; form-action 'none'"


@cache
def style() -> Markup:
    """The style sheet."""
    own = (_HERE / "style.css").read_text(encoding="utf-8")
    night = f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(NIGHT)}}}}}\n"
    return Markup(f":root{{{variables(DAY)}}}\n{night}{page_chart_css()}{own}")


@cache
def script() -> Markup:
    """The script."""
    return Markup((_HERE / "script.js").read_text(encoding="utf-8"))


def _document(title: str, *parts: Markup | None) -> str:
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy()),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", style()),
    )
    skip = tag("a", "Skip to the content", href="#main", class_="skip")
    body = tag("body", skip, *parts, tag("script", script()))
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _section(section: Section) -> Markup:
    heading = f"{section.anchor}-heading"
    title = tag("h2", section.title, id=heading)
    return tag("section", title, section.body, id=section.anchor, aria_labelledby=heading)


def _missing(contents: Contents) -> Markup | None:
    """Why there are no scores, where there are none."""
    if contents.rows:
        return None
    said = "No resolved question with a forecast." if contents.states else "No question."
    return tag("p", f"{said} Next: {contents.advice}", class_="note", dir="auto")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
