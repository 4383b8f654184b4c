"""Articles in a few words: packs that speak of questions of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.articles.packfiles import read_pack

if TYPE_CHECKING:
    from pathlib import Path

    from market.articles.pack import Pack

__all__ = ["column", "column_text"]

_HEAD = """note = "A column."

[article]
title = "{title}"
sha256 = "{digest}"
published = {published}T00:00:00Z
{authors}
"""

_CLAIM = """
[claims.claim-{number}]
text = "It will be so."
places = [{number}]
relations = [{{ relation = "states", question = "{question}", {words} }}]
"""


def column_text(
    *numbers: tuple[str, str], published: str = "2025-01-01", authors: tuple[str, ...] = ()
) -> str:
    """A pack with a claim for each number: the slug of a question, and the phrase."""
    named = f"authors = {list(authors)!r}" if authors else ""
    head = _HEAD.format(title="A column", digest="0" * 64, published=published, authors=named)
    claims = (
        _CLAIM.format(number=place, question=question, words=_words(phrase))
        for place, (question, phrase) in enumerate(numbers, start=1)
    )
    return head + "".join(claims)


def column(folder: Path, name: str, *numbers: tuple[str, str], **head: object) -> Pack:
    """The same, read from a file."""
    path = folder / f"{name}.toml"
    path.write_text(column_text(*numbers, **head), encoding="utf-8")  # type: ignore[arg-type]
    return read_pack(path)


def _words(phrase: str) -> str:
    return f'phrase = "{phrase}", read_as = ["{phrase}"]'
