"""Articles as a list, and one that has been added, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.output.dates import day, iso
from cli.output.figures import MISSING, counted
from cli.output.table import READABLE, Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.streams import Screen
    from market.articles.adding import Added
    from market.articles.library import RecordedArticle
    from market.articles.pack import Pack
    from market.ledger.views.questions import QuestionState

__all__ = ["ADDED", "FIELDS", "added_line", "added_row", "lines", "rows"]

FIELDS = ("article", "title", "published", "authors", "claims", "numbers", "resolved")

ADDED = ("article", "title", "authors", "claims", "numbers", "questions", "asked")


def rows(
    articles: Sequence[RecordedArticle], states: Sequence[QuestionState]
) -> list[dict[str, Any]]:
    """Articles for programs: a value for each of `FIELDS`."""
    resolved = {state.id for state in states if state.outcome is not None}
    return [_row(article, resolved) for article in articles]


def _row(article: RecordedArticle, resolved: set[int]) -> dict[str, Any]:
    questions = [question for question, _ in article.numbers]
    return {
        "article": f"@article:{article.slug}",
        "title": article.title,
        "published": iso(article.published),
        "authors": article.authors,
        "claims": len(article.claims),
        "numbers": len(questions),
        "resolved": sum(question in resolved for question in questions),
    }


def lines(
    articles: Sequence[RecordedArticle],
    told: Sequence[dict[str, Any]],
    screen: Screen,
    *,
    now: int,
) -> Iterator[str]:
    """Articles for people."""
    yield f"{counted(len(articles), 'article')} · {day(now)}"
    if not articles:
        return
    yield ""
    columns = [
        Column("article", shrinks=True, least=READABLE),
        Column("published", leaves=3),
        Column("authors", shrinks=True, leaves=2),
        Column("claims", right=True, leaves=1),
        *(Column(field, right=True) for field in FIELDS[5:]),
    ]
    cells = (
        [
            row["article"],
            day(article.published),
            ", ".join(article.authors) or MISSING,
            *(str(row[field]) for field in FIELDS[4:]),
        ]
        for article, row in zip(articles, told, strict=True)
    )
    yield from table(columns, cells, screen)


def added_row(pack: Pack, added: Added) -> dict[str, Any]:
    """An article that has been added, for programs: a value for each of `ADDED`."""
    counts = {field: getattr(added, field) for field in ADDED[2:]}
    return {"article": f"@article:{pack.name}", "title": pack.article.title, **counts}


def added_line(pack: Pack, added: Added) -> str:
    """An article that has been added, for people."""
    authors = f" by {', '.join(added.authors)}" if added.authors else ""
    claims, numbers = counted(added.claims, "claim"), counted(added.numbers, "number")
    questions = f"{counted(added.questions, 'question')}, {added.asked or 'none'} of them new"
    return f"Added @article:{pack.name}{authors} → {claims}, {numbers} → {questions}"
