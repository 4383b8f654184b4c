"""`foretell calibration`: what somebody said beside what came true."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cli.options import AsOf, Invocation, command, new_app
from cli.output.emit import emit
from cli.output.figures import counted
from cli.output.streams import WIDEST, say
from cli.shared.boards import Ordering
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
from cli.shared.seeds import Seed, seed_words
from cli.shared.units import UnitName, unit_named, unit_words
from cli.typed.who import as_word
from market.errors import UsageError
from market.ledger.views.beliefs import Beliefs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.calibrated import Calibrated
    from cli.output.ink import Line
    from cli.output.streams import Screen
    from cli.shared.polls import Asked
    from scoring.bins import Bins
    from scoring.sample import Sample, Unit

__all__ = ["app"]

app = new_app()

_MASS = 10
_MOST = 1000

Someone = Annotated[
    str | None,
    typer.Argument(
        metavar="WHO", help="A forecaster's name, or @median; all people together by default."
    ),
]
BinsName = Annotated[
    str,
    typer.Option(
        "--bins",
        metavar="K|mass|corp",
        help="K bins of equal width, ten of equal weight, or none: the isotonic fit.",
    ),
]
BandLevel = Annotated[
    float, typer.Option("--level", metavar="SHARE", help="Level of the band of each bin.")
]
LogOddsFloor = Annotated[
    float | None,
    typer.Option("--eps", metavar="P", help="Clip probabilities to [P, 1-P] in Cox's log-odds."),
]
Simultaneous = Annotated[
    bool, typer.Option("--simultaneous", help="Let the band hold all bins at once.")
]


@command(
    app,
    "foretell calibration ana",
    "foretell calibration --tag energy --bins corp",
    "foretell calibration @median --plot calibration.svg",
    "foretell calibration @median --questions questions.csv --forecasts forecasts.csv --json",
)
def calibration(
    call: Invocation,
    who: Someone = None,
    *,
    unit: UnitName = "cell",
    bins: BinsName = "10",
    level: BandLevel = 0.9,
    simultaneous: Simultaneous = False,
    seed: Seed = 0,
    eps: LogOddsFloor = None,
    tag: Tag = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    beliefs: BeliefsName = Beliefs.REPORTS,
    questions: QuestionFile = None,
    forecasts: ForecastFiles = None,
    plot: PlotFile = None,
) -> None:
    """Compare what somebody said with what came true.

    Of all that was said to be 70% likely, about 70% should come true. Each bin of the table has a
    band: where it would lie, that often, if every probability were right. Families of questions
    share their fate in it. Without a name, all people are taken together.
    """
    refuse_plot(plot, call.sink)
    now, checked = call.now, Ordering(level=level, eps=eps)
    chosen = unit_named(unit)
    _check_bins(bins)
    files = questions, forecasts
    query = Query.of(now, files, as_of=as_of, tag=tag, since=since, until=until, beliefs=beliefs)
    asked = query.read(call)
    made = _calibrated(asked, who, chosen, bins, checked, simultaneous=simultaneous, seed=seed)
    from cli.output.calibrated import FIELDS, document, rows
    from cli.output.calibration import lines

    def text(screen: Screen) -> Iterator[Line]:
        yield from wrap(_heading(made, *query.words), screen.width or WIDEST)
        yield ""
        yield from lines(made, screen)

    shown = query.document() | {"eps": eps} | document(made) | {"rows": rows(made)}
    emit(call.sink, fields=FIELDS, rows=rows(made), document=shown, text=text)
    if plot is not None:
        from cli.charts.calibration import calibration_chart
        from cli.charts.picture import FILE_SIZE
        from cli.shared.reliability import drawn_of

        write_plot(plot, calibration_chart(drawn_of(made), FILE_SIZE), call.sink)
    say(f"Next: {_advice(made, asked.advice, query)}")


def _check_bins(words: str) -> None:
    """Refuse bins that there cannot be, before anything is read.

    Raises:
        UsageError: They are neither a number nor one of the two words.
    """
    short = words.isascii() and words.isdigit() and len(words) <= len(str(_MOST))
    if words not in ("mass", "corp") and not (short and 1 <= int(words) <= _MOST):
        raise UsageError(
            f"{words} is no way to make bins.",
            f"A number up to {_MOST}, as in --bins 10, or mass or corp.",
        )


def _bins(words: str, sample: Sample) -> Bins | Literal["corp"]:
    """The bins that were asked for."""
    from scoring.bins import Bins
    from scoring.distinct import distinct

    if words == "corp":
        return "corp"
    if words == "mass":
        return Bins.equal_mass(distinct(sample), _MASS)
    return Bins.equal_width(int(words))


def _calibrated(
    asked: Asked,
    who: str | None,
    unit: Unit,
    bins: str,
    checked: Ordering,
    *,
    simultaneous: bool,
    seed: int,
) -> Calibrated:
    """The calibration of somebody who is named, or of everybody."""
    from cli.output.calibrated import Calibrated
    from cli.shared.entrants import Entrants
    from cli.shared.reliability import Record
    from scoring.calibration.assessment import assess
    from scoring.sample import Sample

    name, stands = Record.of(Entrants.of(asked, who or ""), who)
    sample = Sample.of_stands(stands, unit)
    return Calibrated.of(
        name,
        stands,
        assess(
            sample,
            bins=_bins(bins, sample),
            level=checked.level,
            simultaneous=simultaneous,
            seed=seed,
            eps=checked.eps,
        ),
        unit=unit,
        bins=bins,
        seed=seed,
    )


def _heading(made: Calibrated, *told: str) -> str:
    who = f"{counted(made.people, 'person', 'people')} together" if made.people > 1 else made.name
    extent = counted(made.questions, "resolved question")
    parts = [f"Calibration of {who}", *told, extent, unit_words(made.unit)]
    return " · ".join([*parts, seed_words(made.seed)])


def _advice(made: Calibrated, otherwise: str, query: Query) -> str:
    if not made.people:
        return otherwise
    told = f"foretell decompose {as_word(made.name)}"
    return told + ("   (what it cost)" if query.files is None else "   (with the same files)")
