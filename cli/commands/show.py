"""`foretell show`: one question, what is said of it, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsOf, Invocation, Slug, command, new_app
from cli.output.emit import emit, screen_of
from cli.output.figures import counted
from cli.output.sink import Format
from cli.output.streams import say
from cli.shared.plots import PlotFile, refuse_plot, write_plot
from cli.typed.values import past_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.document import Page
    from cli.output.streams import Screen

__all__ = ["app"]

app = new_app()


@command(
    app,
    "foretell show second-summit-by-2027",
    "foretell show second-summit-by-2025 --as-of 2025-12-15 --full",
    "foretell show second-summit-by-2025 --history --csv",
    "foretell show second-summit-by-2025 --plot history.svg",
)
def show(
    call: Invocation,
    question: Slug,
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Background, fine print, every forecast.")
    ] = False,
    history: Annotated[bool, typer.Option("--history", help="Only the forecasts.")] = False,
    as_of: AsOf = None,
    plot: PlotFile = None,
) -> None:
    """Show one question: its text, the crowd, your forecasts.

    Where the question, or FORETELL_BLIND=1, asks for it, what others say is hidden until you have
    given a forecast. That keeps an open mind, and no secret: whoever can read the ledger can read
    all that is in it.
    """
    refuse_plot(plot, call.sink)
    now = call.now
    moment = now if as_of is None else past_moment(as_of, now)
    from cli.output.timeline import has_room
    from cli.shared.pages import read_page

    drawn = not history and call.sink.format is Format.TABLE and has_room(screen_of(call.sink))
    with call.ledger().reading() as connection:
        page = read_page(
            connection,
            question,
            call.user,
            now=now,
            as_of=moment,
            blind=call.blind,
            drawn=drawn or plot is not None,
        )
    if history:
        _print_history(call, page)
    else:
        _print(call, page, full=full)
    if plot is not None and page.history is not None:
        from cli.charts.history import history_chart
        from cli.charts.picture import FILE_SIZE

        write_plot(plot, history_chart(page.history, FILE_SIZE), call.sink)


def _print(call: Invocation, page: Page, *, full: bool) -> None:
    from cli.output.document import FIELDS, document
    from cli.output.page import lines

    shown = document(page, full=full)
    emit(
        call.sink,
        fields=FIELDS,
        rows=[shown],
        document=shown,
        text=lambda screen: lines(page, screen, full=full),
    )


def _print_history(call: Invocation, page: Page) -> None:
    from cli.output import history as reports_shown
    from cli.shared.hiding import HIDDEN

    def text(screen: Screen) -> Iterator[str]:
        yield f"{page.state.slug} · {counted(page.forecasts, 'forecast')}"
        if page.reports:
            yield ""
            yield from reports_shown.report_lines(page.reports, page.late, screen)

    rows = [reports_shown.report_row(one, page.late) for one in page.reports]
    emit(call.sink, fields=reports_shown.FIELDS, rows=rows, text=text)
    if page.hidden and page.forecasts:
        say(f"The forecasts of others are {HIDDEN}.")
