"""`foretell ask`: a new question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import Invocation, command, new_app
from cli.output.dates import iso, moment, to_go
from cli.output.emit import emit
from cli.output.streams import WIDEST, say
from cli.shared.worded import Background, Criteria, Family, FinePrint, Source, Tags, parse_close
from cli.typed.values import parse_time
from market.ledger.acts.asking import ask as record
from market.ledger.acts.asking import free_slug, refuse_past_close
from market.ledger.acts.slugs import derived_slug
from market.ledger.acts.wordings import Words, fit
from market.ledger.names import valid_slug
from market.ledger.views.questions import find_question

if TYPE_CHECKING:
    from cli.output.streams import Screen
    from market.ledger.views.questions import QuestionState

__all__ = ["app"]

FIELDS = (
    "question",
    "title",
    "status",
    "opens",
    "closes",
    "family",
    "tags",
    "crowd_hidden",
    "entry",
)

app = new_app()

Title = Annotated[str, typer.Argument(metavar="TITLE", help="The question in one sentence.")]
Named = Annotated[
    str | None,
    typer.Option("--slug", metavar="SLUG", help="Its short name; made of the title if not given."),
]
Closes = Annotated[
    str,
    typer.Option(
        "--closes", metavar="TIME", help="Until when one may forecast: a day means its end, UTC."
    ),
]
Opens = Annotated[
    str | None, typer.Option("--opens", metavar="TIME", help="From when, if not now.")
]
Hide = Annotated[
    bool, typer.Option("--hide-crowd", help="Show the crowd only to who has forecast.")
]


@command(
    app,
    'foretell ask "Will the club book Lisbon?" --closes 2027-02-28 --tag club',
    'foretell ask "Does the bridge open?" --slug bridge-opens --closes +90d',
    writes=True,
)
def ask(
    call: Invocation,
    title: Title,
    *,
    closes: Closes,
    slug: Named = None,
    opens: Opens = None,
    criteria: Criteria = None,
    fine_print: FinePrint = None,
    background: Background = None,
    source: Source = None,
    family: Family = None,
    tag: Tags = None,
    hide_crowd: Hide = False,
) -> None:
    """Ask a new question.

    It is answered yes or no. Say what counts as yes, and who decides. A hidden crowd keeps people
    from copying each other, and is no secret: whoever can read the ledger can read all of it.
    """

    def worded(now: int) -> Words:
        return Words(
            title=title,
            opens=now if opens is None else parse_time(opens, now),
            closes=parse_close(closes, now),
            background=background or "",
            criteria=criteria or "",
            fine_print=fine_print or "",
            source=source or "",
            family=family or None,
            tags=tuple(tag or ()),
            crowd_hidden=hide_crowd,
        )

    if not call.may_repeat:
        _refuse_unfit(slug, worded(call.now), call.now)  # before a ledger is made for it
    with call.writing("ask", call.ledger_to_begin()) as writing:
        words = worded(writing.now)
        refuse_past_close(words.closes, writing.now)
        if slug is None:
            slug = free_slug(writing.connection, title, words.closes)
        record(writing, slug, **words._asdict())
        state = find_question(writing.connection, slug, now=writing.now)
    _tell(call, state, writing.entry, writing.now)


def _refuse_unfit(slug: str | None, words: Words, now: int) -> None:
    refuse_past_close(words.closes, now)
    fit(derived_slug(words.title, words.closes) if slug is None else valid_slug(slug), words)


def _tell(call: Invocation, state: QuestionState, entry: int, now: int) -> None:
    from market.articles.linting.titles import weak_point

    row = _row(state, entry)

    def text(screen: Screen) -> list[str]:
        opens = "now" if state.opens == now else moment(state.opens)
        closes = f"closes {moment(state.closes)} ({to_go(state.closes - now)})"
        line = f"Asked   {state.slug}   opens {opens}, {closes}"
        if len(line) <= (screen.width or WIDEST):
            return [line]
        return [f"Asked   {state.slug}", f"        opens {opens}, {closes}"]

    emit(call.sink, fields=FIELDS, rows=[row], document=row, text=text)
    if not state.criteria:
        say(f"Note: what counts as yes?  foretell edit {state.slug} --criteria TEXT")
    if not state.source:
        say(f"Note: who decides?  foretell edit {state.slug} --source TEXT")
    if weak := weak_point(state.title):
        say(f"Note: {weak}  foretell edit {state.slug} --title TEXT")
    if state.opens <= now:
        say(f"Next: foretell forecast {state.slug} 30%")


def _row(state: QuestionState, entry: int) -> dict[str, Any]:
    return {
        "question": state.slug,
        "title": state.title,
        "status": state.status,
        "opens": iso(state.opens),
        "closes": iso(state.closes),
        "family": state.family,
        "tags": state.tags,
        "crowd_hidden": state.crowd_hidden,
        "entry": entry,
    }
