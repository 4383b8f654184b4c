"""`foretell draft`: what a text predicts, and questions for a person to finish."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Invocation, command, new_app
from cli.output.emit import emit
from cli.output.sink import Format
from cli.output.streams import say
from market.errors import UsageError

if TYPE_CHECKING:
    from cli.output.sink import Sink
    from market.articles.drafting.document import Document

__all__ = ["app"]

app = new_app()

Article = Annotated[
    str,
    typer.Argument(
        metavar="ARTICLE|-", help="A text, as plain text, Markdown or HTML, up to 5 MB; - is stdin."
    ),
]
Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="Its date, from which its times count."),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Say under each claim which rules found it.")
]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@command(
    app,
    "foretell draft article.txt --published 2025-08-16",
    "foretell draft article.html --explain",
    "foretell draft article.md -o mine.toml",
)
def draft(
    call: Invocation, article: Article, *, published: Published = None, explain: Explain = False
) -> None:
    """Find what a text predicts, and draft questions from it.

    Rules look for words that foretell, and seeds/phrases.csv says what readers take them to mean.
    With -o NAME.toml a pack is written: a row for each claim, and a question for each that somebody
    could resolve, where TODO marks what a person has to decide. Nothing is sent anywhere.
    """
    pack = _pack(call.sink)
    from cli.output.drafts import FIELDS, Drafted
    from market.articles.drafting.packs.packing import draft_pack
    from market.articles.drafting.reading.formats import read_document
    from market.articles.drafting.rules.claims import find_claims

    document = read_document(_content(article), name=article)
    day = _published(published, document, call.now)
    claims = find_claims(document, day)
    if pack is None:
        drafted = Drafted(document, day, claims)
        text = partial(drafted.lines, explain=explain)
        shown = drafted.contents()
        emit(call.sink, fields=FIELDS, rows=shown["claims"], document=shown, text=text)
        say(f"Next: {_advice(article, published)}")
        return
    from cli.output.files import write_file

    content = draft_pack(document, claims, name=pack.stem, published=day)
    write_file(str(pack), content, force=call.sink.force)
    say(f"Wrote {pack}", f"Next: {join(['foretell', 'lint', str(pack)])}")


def _pack(sink: Sink) -> Path | None:
    """The file to which a pack is to be written, if it is a pack that is wanted.

    Raises:
        UsageError: Its name is none for a pack.
    """
    from market.ledger.names import is_slug

    path = None if sink.path is None else Path(sink.path)
    if path is None or path.suffix.lower() != ".toml" or sink.format is not Format.TABLE:
        return None
    if not is_slug(path.stem):
        hint = "Use letters, digits, and . _ : - (not first): its article becomes @article:NAME."
        raise UsageError(f"{path.stem!a} cannot be the name of a pack.", hint)
    return path


def _content(article: str) -> bytes:
    """What a file or standard input holds, up to what is certainly too much.

    Raises:
        Refused: It cannot be read.
    """
    from market.articles.drafting.reading.formats import LARGEST
    from market.csv_table import readable

    with readable(article):
        if article == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(article).open("rb") as file:
            return file.read(LARGEST + 1)


def _published(given: str | None, document: Document, now: int) -> date:
    """The date of a text: as given, else its own, else today.

    Raises:
        UsageError: What is given is no date, or lies ahead.
    """
    from cli.typed.values import parse_time

    today = _day(now)
    if given is not None:
        day = _day(parse_time(given, now))
        if day > today:
            raise UsageError(f"{day} lies ahead.", "Say when the text was published.")
        return day
    if document.published is not None and document.published <= today:
        return document.published
    say(f"Note: the text bears no date; its times count from today, {today}. See: --published")
    return today


def _day(at: int) -> date:
    return (_EPOCH + timedelta(microseconds=at)).date()


def _advice(article: str, published: str | None) -> str:
    """How to write the pack of the same text."""
    from market.ledger.names import is_slug

    dated = [] if published is None else ["--published", published]
    stem = Path(article).stem
    name = stem if is_slug(stem) else "mine"
    return join(["foretell", "draft", article, *dated, "-o", f"{name}.toml"])
