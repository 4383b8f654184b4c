"""Addresses in texts that people gave: links where they lead to a page, else only text."""

from __future__ import annotations

import re

from cli.charts.markup import Markup, joined, tag

__all__ = ["linked"]

# Schemes that a browser opens as a page. All others, `javascript:` among them, stay text.
_ADDRESS = re.compile(r"(https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]}])", re.IGNORECASE)


def linked(text: str) -> Markup:
    """A text in which addresses of pages can be followed, without telling them from where.

    >>> linked("see https://example.org/a?b&c.")
    'see <a href="https://example.org/a?b&amp;c" rel="noreferrer noopener">https://example.org/a?b&amp;c</a>.'
    >>> linked("javascript:alert(1)")
    'javascript:alert(1)'
    """
    return joined(
        tag("a", part, href=part, rel="noreferrer noopener") if place % 2 else part
        for place, part in enumerate(_ADDRESS.split(text))
    )
