"""`foretell article`: articles as forecasters, and what became of their claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsOf, Invocation, command, new_group
from cli.output.emit import emit
from cli.output.streams import say
from cli.shared.owner import refuse_members
from cli.typed.who import as_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from market.articles.adding import Added
    from market.articles.pack import Pack

__all__ = ["app"]

app = new_group(
    "Keep score of articles and of those who write them.",
    "foretell draft article.html -o mine.toml   (and finish what says TODO)",
    "foretell article add mine.toml",
    "foretell article score",
)

PackName = Annotated[
    str, typer.Argument(metavar="PACK", help="A .toml file or a folder, or a starter pack's name.")
]
Authors = Annotated[
    list[str] | None,
    typer.Option(
        "--author", metavar="AUTHOR", help="Who wrote it, whatever the pack says; repeatable."
    ),
]
Whose = Annotated[
    list[str] | None,
    typer.Argument(metavar="WHO", help="Articles, or authors as in '@author:Ada Lee'; else all."),
]


@command(
    app,
    "foretell article add mine.toml",
    "foretell article add mine.toml --author 'Ada Lee' --author 'Bo Ng'",
    writes=True,
)
def add(call: Invocation, pack: PackName, *, author: Authors = None) -> None:
    """Add an article's claims to the questions they speak of.

    Its pack may speak of questions that are here already, by their slugs, and of its own, of which
    those are asked that nobody has asked yet. The article's numbers count from its publication.
    Several articles may speak of one question: see docs/articles.md.
    """
    from cli.output.articles import ADDED, added_line, added_row
    from market.articles.adding import add_article
    from market.articles.packfiles import read_pack
    from market.articles.validation import refuse_unsound
    from market.seeds import pack_path

    user, found = call.user, read_pack(pack_path(pack))
    if author:
        found = replace(found, article=replace(found.article, authors=tuple(author)))
    refuse_unsound(found, as_word(pack))  # before a ledger is made for it
    refuse_members(call)
    ledger = call.ledger_to_begin() if found.questions else call.ledger()
    added = add_article(ledger, found, actor=user, key=call.key)
    if added.repeated is not None:
        call.tell_repetition(added.repeated)
    row = added_row(found, added)
    emit(
        call.sink, fields=ADDED, rows=[row], document=row, text=lambda _: [added_line(found, added)]
    )
    say(*_remarks(found, added, as_word(pack)))
    say(f"Next: foretell article score @article:{found.name}")


@command(app, "foretell article list", "foretell article list --json")
def list_(call: Invocation) -> None:
    """List the articles, the earliest first."""
    from cli.output.articles import FIELDS, lines, rows
    from market.articles.library import read_articles
    from market.ledger.views.questions import question_states

    with call.ledger().reading() as connection:
        articles = read_articles(connection)
        states = question_states(connection, now=call.now)
    told = rows(articles, states)

    def text(screen: Screen) -> Iterator[str]:
        yield from lines(articles, told, screen, now=call.now)

    emit(call.sink, fields=FIELDS, rows=told, text=text)
    say(f"Next: foretell article {'score' if articles else 'add PACK'}")


@command(
    app,
    "foretell article score",
    "foretell article score anchorage --as-of 2026-06-30",
    "foretell article score '@author:Ada Lee' --json",
)
def score(call: Invocation, who: Whose = None, *, as_of: AsOf = None) -> None:
    """Score articles and authors, after what cannot be scored.

    Each score comes with its range: as good and as bad as it can be while every phrase means what
    readers between the quartiles take it to mean. That is no confidence interval. Beside it stands
    the crowd, on those of the questions where people forecast.
    """
    from cli.output.article_scores import FIELDS, advice, document, lines, rows
    from cli.shared.articles import chosen
    from cli.shared.polls import When
    from market.articles.scoring import score_articles

    when = When.of(call.now, as_of)
    with call.ledger().reading() as connection:
        every = score_articles(connection, now=when.now, as_of=when.as_of)
    scored = chosen(every, who or ())

    def text(screen: Screen) -> Iterator[str]:
        yield from lines(scored, screen, when=when)

    shown = {"as_of": when.iso} | document(scored)
    emit(call.sink, fields=FIELDS, rows=rows(scored), document=shown, text=text)
    say(f"Next: {advice(scored)}")


def _remarks(pack: Pack, added: Added, word: str) -> Iterator[str]:
    """What to know of an article that has been added."""
    if note := " ".join(pack.note.split()):
        yield note
    if added.asked and any(outcome.outcome is not None for outcome in pack.outcomes):
        yield f"Its pack knows outcomes. To record them: foretell seed load {word}"
