"""The option `--plot`: a chart as a file beside what a command prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.files import is_same_file, refuse_taken, write_file
from cli.output.streams import say
from market.errors import UsageError

if TYPE_CHECKING:
    from cli.charts.picture import Picture
    from cli.output.sink import Sink

__all__ = ["PlotFile", "refuse_plot", "write_plot"]

PlotFile = Annotated[
    str | None,
    typer.Option("--plot", metavar="FILE.svg|png", help="Also draw it, as a picture in a file."),
]

_ENDINGS = (".svg", ".png")


def refuse_plot(plot: str | None, sink: Sink) -> None:
    """Refuse a picture that cannot be written, before anything is computed for it.

    Args:
        plot: The file that was named, if any.
        sink: Where the data go.

    Raises:
        UsageError: It ends neither in .svg nor in .png, or is the file of the data.
        Refused: It may not be written, or it is to be a PNG and nothing here can make one.
    """
    if plot is None:
        return
    if not plot.lower().endswith(_ENDINGS):
        raise UsageError(f"{plot} names no kind of picture.", "As in --plot chart.svg, or .png")
    if is_same_file(plot, sink.path):
        raise UsageError("--plot needs a file of its own.", "As in --plot chart.svg")
    refuse_taken(plot, force=sink.force)
    if plot.lower().endswith(".png"):
        from cli.charts.png import refuse_png

        refuse_png()


def write_plot(plot: str, picture: Picture, sink: Sink) -> None:
    """Write a picture, and say so.

    Args:
        plot: The file.
        picture: What is drawn.
        sink: Tells whether a file may be replaced.

    Raises:
        Refused: It cannot be written.
    """
    if plot.lower().endswith(".png"):
        from cli.charts.png import png

        content: str | bytes = png(picture)
    else:
        content = picture.standalone()
    write_file(plot, content, force=sink.force)
    say(f"Drew {plot}")
