"""`foretell pool`: what people say together, by every way of pooling it."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsOf, Invocation, command, new_app
from cli.output.emit import emit
from cli.output.streams import WIDEST, say
from cli.shared.boards import Level, Ordering
from cli.shared.query import (
    BeliefsName,
    ForecastFiles,
    Query,
    QuestionFile,
    Since,
    Tag,
    Until,
)
from cli.typed.slugs import place_of_slug
from cli.typed.who import as_word
from market.errors import Refused
from market.ledger.views.beliefs import Beliefs
from market.poll import MARKET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from cli.shared.polls import Asked, When
    from cli.shared.pooled import Asking, Pooled

__all__ = ["app"]

app = new_app()

About = Annotated[
    str | None,
    typer.Argument(metavar="QUESTION", help="Say what the pools say of this question."),
]
Further = Annotated[
    list[str] | None,
    typer.Option(
        "--pool", metavar="POOL", help="Show one more, as in --pool 'logodds*2.5'; repeatable."
    ),
]

_MICRO = 1e-6


@command(
    app,
    "foretell pool",
    "foretell pool second-summit-by-2027",
    "foretell pool --questions questions.csv --forecasts forecasts.csv --json",
)
def pool(
    call: Invocation,
    question: About = None,
    *,
    tag: Tag = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    beliefs: BeliefsName = Beliefs.REPORTS,
    further: Further = None,
    level: Level = 0.95,
    questions: QuestionFile = None,
    forecasts: ForecastFiles = None,
) -> None:
    """Pool forecasts in several ways, and say which did best.

    Pools that learn from outcomes do so from other families of questions than the one they speak
    of, so that no pool is judged by what it was taught. Each can be named like a forecaster, and
    stands on the board with foretell leaderboard --pool NAME. Only if named stands the mean of the
    log-odds times a factor: logodds*2.5, or any other.
    """
    ordering = Ordering(level=level, pools=further or ())
    files = questions, forecasts
    query = Query.of(
        call.now, files, as_of=as_of, tag=tag, since=since, until=until, beliefs=beliefs
    )
    asked = query.read(call)
    asking = None if question is None else _asking(call, asked, question, query)
    from cli.output.pools import FIELDS, document, lines, rows
    from cli.shared.pooled import Pooled
    from cli.shared.pools import pools_named

    told = Pooled.of(asked.poll, asking, ordering.level, pools_named(ordering.pools))

    def text(screen: Screen) -> Iterator[str]:
        yield from wrap(_heading(told, query), screen.width or WIDEST)
        yield ""
        yield from lines(told, screen)

    shown = query.document() | document(told)
    emit(call.sink, fields=FIELDS, rows=rows(told), document=shown, text=text)
    if advice := _advice(told, asked, query):
        say(f"Next: {advice}")


def _asking(call: Invocation, asked: Asked, question: str, query: Query) -> Asking:
    """The question, where it is among those asked for; its crowd may be hidden.

    Raises:
        Refused: It is not.
    """
    from cli.shared.pooled import Asking

    slugs, (_, when, files) = asked.poll.questions, query
    if files is None:
        slug, hidden = _in_ledger(call, question, when)
        if slug not in slugs:
            hint = "Leave out --tag, --since, --until or --as-of."
            raise Refused(f"{slug} is not among the questions asked for.", hint)
        place = slugs.index(slug)
    else:
        place, hidden = place_of_slug(question, slugs, f" in {files.questions.name}"), False
    moment = (when.now if when.as_of is None else when.as_of) * _MICRO
    close = float(asked.poll.panel.closes[place])
    return Asking(slugs[place], min(moment, close), over=moment >= close, hidden=hidden)


def _in_ledger(call: Invocation, question: str, when: When) -> tuple[str, bool]:
    """A question's slug as it is written, and whether its crowd is hidden from the user.

    Raises:
        Refused: There is no such question.
    """
    from cli.shared.hiding import hidden_from
    from market.ledger.views.questions import find_question

    with call.ledger().reading() as connection:
        state = find_question(connection, question, now=when.now)
        return state.slug, bool(hidden_from(call.user, connection, [state], blind=call.blind))


def _heading(told: Pooled, query: Query) -> str:
    from cli.output.pools import extent

    what = "Pools" if told.asking is None else f"Pools on {told.asking.question}"
    source = [f"from {query.files.questions.name}"] if query.files else []
    return " · ".join([what, *source, *query.words, f"records from {extent(told)}"])


def _advice(told: Pooled, asked: Asked, query: Query) -> str:
    """What to do next."""
    if told.asking is None and not told.questions:
        return asked.advice
    if query.files is not None:
        return ""
    if told.asking is not None:
        return f"foretell show {told.asking.question}"
    best = told.records[0].pool
    other = "@mean" if best == "median" else "@median"
    against = MARKET if MARKET in asked.poll.forecasters else other
    return f"foretell compare {as_word(f'@{best}')} {against}"
