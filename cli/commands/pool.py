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
from market.errors import Refused, UsageError
from market.ledger.views.beliefs import Beliefs
from market.poll import MARKET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.streams import Screen
    from cli.shared.linked import Linked
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

Coherently = Annotated[
    bool,
    typer.Option(
        "--coherent",
        help="Also what pools say once their numbers on linked questions hold together.",
    ),
]

_MICRO = 1e-6


@command(
    app,
    "foretell pool",
    "foretell pool second-summit-by-2027 --coherent",
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
    coherent: Coherently = False,
    level: Level = 0.95,
    questions: QuestionFile = None,
    forecasts: ForecastFiles = None,
) -> None:
    """Pool forecasts in several ways, and say which did best.

    Pools that learn from outcomes do so from other families of questions than the one they speak
    of, so that no pool is judged by what it was taught. Each can be named like a forecaster, and
    stands on the board with foretell leaderboard --pool NAME. Only if named stands the mean of the
    log-odds times a factor: logodds*2.5, or any other.

    With --coherent, a pool's numbers on linked questions are moved as little as makes them hold
    together. Without QUESTION, that shows all linked questions, by @median or the pool named.
    """
    ordering = Ordering(level=level, pools=further or ())
    files = questions, forecasts
    query = Query.of(
        call.now, files, as_of=as_of, tag=tag, since=since, until=until, beliefs=beliefs
    )
    asked = query.read(call)
    if coherent and question is None:
        _print_coherent(call, asked, query, further or ["median"])
        return
    asking = None if question is None else _asking(call, asked, question, query)
    from cli.output.pools import FIELDS, document, lines, rows
    from cli.shared.pooled import Pooled
    from cli.shared.pools import pools_named

    ties = _linked(call, asked, query, asking) if coherent and asking is not None else None
    pools = pools_named(ordering.pools)
    told = Pooled.of(asked.poll, asking, ordering.level, pools, ties)

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


def _linked(call: Invocation, asked: Asked, query: Query, asking: Asking) -> Linked:
    """How the question hangs together with others.

    Raises:
        Refused: It is resolved or annulled, and cannot be otherwise any more.
    """
    from math import isnan

    from cli.shared.linked import linked

    ties, slug = linked(call, asked, query, "@median"), asking.question
    if isnan(ties.moments[asked.poll.questions.index(slug)]) and not asking.hidden:
        raise Refused(f"{slug} has been decided.", "Leave out --coherent.")
    return ties.about(slug)


def _print_coherent(call: Invocation, asked: Asked, query: Query, pools: Sequence[str]) -> None:
    """What one pool says of all linked questions, and what would hold together.

    Raises:
        UsageError: Several pools are named, or there is none of that name.
    """
    from cli.output.coherence import extent
    from cli.output.coherent_pool import FIELDS, document, lines, rows
    from cli.shared.coherent import coherent_of
    from cli.shared.pools import pool_named

    if len(pools) > 1:
        hint = "Name one --pool, or a QUESTION to see them all."
        raise UsageError("All linked questions are shown by one pool.", hint)
    name, told = coherent_of(call, asked, query, f"@{pool_named(pools[0])}")

    def text(screen: Screen) -> Iterator[str]:
        heading = " · ".join([f"{name} made coherent", *query.source, *query.words, extent(told)])
        yield from wrap(heading, screen.width or WIDEST)
        yield ""
        yield from lines(name, told, screen)

    shown = query.document() | document(name, told)
    emit(call.sink, fields=FIELDS, rows=rows(told), document=shown, text=text)
    if not told.holds and query.files is None:
        say(f"Next: foretell coherence {as_word(name)}")


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
    return " · ".join([what, *query.source, *query.words, f"records from {extent(told)}"])


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
