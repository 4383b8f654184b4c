"""`foretell compare`: forecasters on the questions that they answered alike."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, cast

import typer

from cli.options import AsOf, Invocation, Who, command, new_app
from cli.output.emit import emit
from cli.output.streams import WIDEST, say
from cli.shared.boards import Eps, Level, Ordering
from cli.shared.contests import everybody
from cli.shared.plots import PlotFile, refuse_plot, write_plot
from cli.shared.query import (
    BeliefsName,
    ForecastFiles,
    Query,
    QuestionFile,
    Since,
    Tag,
    Until,
)
from cli.shared.rule import RuleName, rule_named
from cli.shared.seeds import Seed, seed_words
from cli.typed.who import as_word
from market.errors import UsageError
from market.ledger.views.beliefs import Beliefs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.everybody import Everybody
    from cli.output.sink import Sink
    from cli.output.streams import Screen
    from cli.output.versus import Versus
    from cli.shared.polls import Asked
    from market.poll import Poll
    from scoring.comparison.common_time import Curves
    from scoring.comparison.contest import Correction
    from scoring.rules import Rule

__all__ = ["app"]

app = new_app()

Others = Annotated[
    list[str] | None, typer.Argument(metavar="WHO", help="More, for every pair of them.")
]
CommonTime = Annotated[
    bool,
    typer.Option(
        "--common-time/--own-time",
        help="Over the moments at which all of them stood, or each over its own.",
    ),
]
CorrectionName = Annotated[
    str,
    typer.Option(
        "--correction",
        metavar="max-t|holm|bh|by",
        help="How the p-values of three or more allow for the number of pairs.",
    ),
]
Sequential = Annotated[
    bool, typer.Option("--sequential", help="Also what may be looked at after every resolution.")
]


@dataclass(frozen=True, slots=True)
class _Terms:
    """On which terms forecasters are compared.

    Raises:
        UsageError: They are impossible.
    """

    rule: Rule
    eps: float | None
    level: float
    common_time: bool
    correction: Correction
    seed: int
    sequential: bool

    def __post_init__(self) -> None:
        from scoring.comparison.contest import CORRECTIONS

        Ordering(level=self.level, eps=self.eps)
        if self.correction not in CORRECTIONS:
            hint = f"Choose one of {', '.join(CORRECTIONS)}"
            raise UsageError(f"There is no correction {self.correction}.", hint)
        if self.sequential and self.rule.bound == float("inf"):
            said = f"--sequential takes rules with bounded losses, and {self.rule.name} is none."
            raise UsageError(said, "As in foretell compare ana bo --sequential --rule brier")

    @property
    def words(self) -> str:
        """How a heading tells whose time counts."""
        return "over common time" if self.common_time else "each over its own standing time"

    def document(self) -> dict[str, object]:
        """The terms for programs."""
        time = "common" if self.common_time else "own"
        return {"rule": self.rule.name, "eps": self.eps, "time": time, "seed": self.seed}


@command(
    app,
    "foretell compare ana bo",
    "foretell compare ana bo cy @median --tag energy --level 0.9 --json",
    "foretell compare ana bo --plot compared.svg",
    "foretell compare ana bo --questions questions.csv --forecasts forecasts.csv",
)
def compare(
    call: Invocation,
    first: Who,
    second: Who,
    others: Others = None,
    *,
    common_time: CommonTime = True,
    rule: RuleName = "brier",
    sequential: Sequential = False,
    correction: CorrectionName = "max-t",
    tag: Tag = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    beliefs: BeliefsName = Beliefs.REPORTS,
    level: Level = 0.95,
    eps: Eps = None,
    seed: Seed = 0,
    questions: QuestionFile = None,
    forecasts: ForecastFiles = None,
    plot: PlotFile = None,
) -> None:
    """Compare forecasters on the same questions.

    Two are compared over the moments at which both had a forecast standing. With --own-time, each
    counts over its own standing time: who came later, and knew more, then has an advantage.
    Families of questions are the clusters of the interval. Three or more are compared pair by pair.
    """
    terms = _Terms(
        rule=rule_named(rule),
        eps=eps,
        level=level,
        common_time=common_time,
        correction=cast("Correction", correction),
        seed=seed,
        sequential=sequential,
    )
    refuse_plot(plot, call.sink)
    files = questions, forecasts
    query = Query.of(
        call.now, files, as_of=as_of, tag=tag, since=since, until=until, beliefs=beliefs
    )
    told = _told(asked := query.read(call), (first, second, *(others or ())), terms)

    def text(screen: Screen) -> Iterator[str]:
        drawn = [seed_words(seed)] * told.is_drawn
        heading = " · ".join([told.title, *query.words, told.extent, terms.words, *drawn])
        yield from wrap(heading, screen.width or WIDEST)
        yield ""
        yield from told.lines(screen)

    document = query.document() | terms.document() | told.document()
    emit(call.sink, fields=told.fields, rows=told.rows(), document=document, text=text)
    _draw(plot, told, call.sink)
    if not told.questions:
        say(f"Next: {_advice(asked, told.names)}")


def _told(asked: Asked, who: Sequence[str], terms: _Terms) -> Versus | Everybody:
    """The comparison of those who are named."""
    from cli.shared.entrants import Entrants
    from scoring.comparison.common_time import Curves

    entrants = Entrants.of(asked, *who)
    codes = [entrants.code(name) for name in who]
    names = tuple(entrants.names[code] for code in codes)
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise UsageError(f"{names[place]} is compared with itself.", "Name somebody else.")
    curves = Curves.of([entrants.stands(code) for code in codes], terms.rule, eps=terms.eps)
    if len(names) > 2:  # noqa: PLR2004 - two are a pair
        return everybody(
            curves,
            names,
            terms.rule,
            level=terms.level,
            common_time=terms.common_time,
            correction=terms.correction,
            seed=terms.seed,
            sequential=terms.sequential,
        )
    return _versus(curves, names, asked.poll, terms)


def _draw(plot: str | None, told: Versus | Everybody, sink: Sink) -> None:
    """Write the comparison as a picture, if one was asked for."""
    if plot is None:
        return
    from cli.charts.matrix import matrix_chart
    from cli.charts.picture import FILE_SIZE
    from cli.charts.versus import versus_chart
    from cli.output.versus import Versus

    if isinstance(told, Versus):
        write_plot(plot, versus_chart(told, FILE_SIZE), sink)
    else:
        write_plot(plot, matrix_chart(told, FILE_SIZE), sink)


def _versus(curves: Curves, names: tuple[str, ...], poll: Poll, terms: _Terms) -> Versus:
    from cli.output.versus import Versus
    from scoring.comparison.contest import Contest
    from scoring.comparison.watch import Watch
    from scoring.murphy_diagram import dominance

    shared = terms.common_time
    losses = (curves.shared if shared else curves.own)(0, 1)
    bound, level = terms.rule.bound, terms.level
    return Versus(
        names=(names[0], names[1]),
        poll=poll,
        contest=Contest.of(losses, level=level, seed=terms.seed),
        rule=terms.rule,
        level=level,
        common_time=shared,
        dominance=dominance(*curves.samples(0, 1)) if shared and losses.question.size else None,
        watch=Watch.of(losses, bound=bound, level=level) if terms.sequential else None,
    )


def _advice(asked: Asked, names: Sequence[str]) -> str:
    if not asked.poll.panel.scored.any():
        return asked.advice
    one, *others = (f"foretell scores {as_word(name)}" for name in names)
    return f"{one}   (and: {others[0]})"
