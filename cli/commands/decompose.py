"""`foretell decompose`: how much of a score is calibration, and how much discrimination."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsOf, Invocation, command, new_app
from cli.output.emit import emit
from cli.output.sink import Format
from cli.output.streams import WIDEST, say
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
from cli.shared.units import UnitName, unit_named, unit_words
from cli.typed.who import as_word
from market.errors import UsageError
from market.ledger.views.beliefs import Beliefs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from cli.shared.decomposed import Parts, Terms

__all__ = ["app"]

app = new_app()

_MOST_BINS = 1000

WhoAtAll = Annotated[
    str | None,
    typer.Argument(
        metavar="WHO", help="A forecaster's name, @median, or @everybody; all by default."
    ),
]
BinCount = Annotated[
    int, typer.Option("--bins", metavar="COUNT", help="Bins of Murphy's decomposition.")
]


@command(
    app,
    "foretell decompose",
    "foretell decompose ana --rule log --tag energy",
    "foretell decompose --unit forecast --questions q.csv --forecasts f.csv --json",
)
def decompose(
    call: Invocation,
    who: WhoAtAll = None,
    *,
    rule: RuleName = "brier",
    unit: UnitName = "cell",
    bins: BinCount = 10,
    tag: Tag = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    beliefs: BeliefsName = Beliefs.REPORTS,
    questions: QuestionFile = None,
    forecasts: ForecastFiles = None,
    plot: PlotFile = None,
) -> None:
    """Split a score into calibration and discrimination.

    Everybody in a table, by the decomposition without bins; or one forecaster by every
    decomposition there is. What their parts mean, and when not to believe them, is explained in
    docs/scores.md.
    """
    refuse_plot(plot, call.sink)
    terms = _terms(unit, rule, bins)
    files = questions, forecasts
    query = Query.of(
        call.now, files, as_of=as_of, tag=tag, since=since, until=until, beliefs=beliefs
    )
    asked = query.read(call)
    from cli.output.decomposition import FIELDS, extent, page, row, table_of
    from cli.shared.decomposed import parts_of, parts_of_all
    from cli.shared.entrants import Entrants

    entrants = Entrants.of(asked, who or "")
    found = parts_of_all(entrants, terms) if who is None else [parts_of(who, entrants, terms)]

    def text(screen: Screen) -> Iterator[str]:
        told = "Scores" if who is None else f"Score of {found[0].name}"
        amount = [] if who is None else [extent(found[0])]
        words = [f"{told} taken apart", *query.words, *amount, unit_words(terms.unit)]
        yield from wrap(" · ".join(words), screen.width or WIDEST)
        yield ""
        yield from table_of(found, terms, screen) if who is None else page(found[0], terms, screen)

    # To recalibrate everybody takes time, and the lines for people do without it.
    rows = [] if call.sink.format is Format.TABLE else [row(one) for one in found]
    document = query.document() | {"unit": unit, "rule": rule, "bins": bins, "rows": rows}
    emit(call.sink, fields=FIELDS, rows=rows, document=document, text=text)
    if plot is not None:
        from cli.charts.decomposition import decomposition_chart
        from cli.charts.picture import FILE_SIZE

        shown = [(one.name, one.corp) for one in found if one.sample.size]
        write_plot(plot, decomposition_chart(shown, rule, FILE_SIZE), call.sink)
    say(f"Next: {_advice(who, found, asked.advice, query)}")


def _terms(unit: str, rule: str, bins: int) -> Terms:
    """How scores are to be taken apart.

    Raises:
        UsageError: There is no such unit or rule, or there cannot be so many bins.
    """
    weighed, chosen = unit_named(unit), rule_named(rule)
    if not 1 <= bins <= _MOST_BINS:
        raise UsageError(f"There cannot be {bins} bins.", f"From 1 to {_MOST_BINS}.")
    from cli.shared.decomposed import Terms
    from scoring.bins import Bins

    return Terms(weighed, chosen, Bins.equal_width(bins))


def _advice(asked: str | None, found: list[Parts], otherwise: str, query: Query) -> str:
    if not any(one.sample.size for one in found):
        return otherwise
    first = found[0]
    of = f"decompose {as_word(first.name)}"
    if asked is not None:
        of = f"calibration {'@median' if first.kind is None else as_word(first.name)}"
    return f"foretell {of}" + ("" if query.files is None else "   (with the same files)")
