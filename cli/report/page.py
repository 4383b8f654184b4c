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
from cli.report.sections import SECTIONS

if TYPE_CHECKING:
    from cli.report.contents import Contents

__all__ = ["page"]

_HERE = Path(__file__).parent


def page(contents: Contents) -> str:
    """A report as a page of HTML that needs no other file and no network.

    Args:
        contents: What it tells.
    """
    sections = [made for make in SECTIONS if (made := make(contents)) is not None]
    title = f"foretell · {contents.source}"
    main = [tag("section", tag("h2", made.title), made.body, id=made.anchor) for made in sections]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy()),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", style()),
    )
    body = tag("body", tag("main", tag("h1", title), joined(main)), tag("script", script()))
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


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


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
