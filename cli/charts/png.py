"""A chart as a PNG file; drawn with resvg, which is an extra."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.output.files import refuse_taken
from market.errors import Refused
from market.placing import placed

if TYPE_CHECKING:
    from cli.charts.picture import Picture

__all__ = ["refuse_png", "write_png"]

_SHARP = 2.0
"""Pixels of the file for each pixel of the chart: slides are shown large."""


def refuse_png() -> None:
    """Refuse to draw a PNG where nothing here can.

    Raises:
        Refused: The extra ``png`` is missing.
    """
    try:
        import resvg_py  # noqa: F401 - whether it is there is the question
    except ImportError:
        said = "Pictures as PNG need the extra png."
        raise Refused(said, "In the checkout: pip install '.[png]'; or --plot FILE.svg") from None


def write_png(name: str, picture: Picture, *, force: bool = False) -> None:
    """Write a picture as a PNG file, whole or not at all.

    Args:
        name: The file.
        picture: What is drawn.
        force: Whether an existing file may be replaced.

    Raises:
        Refused: It cannot be written.
    """
    import resvg_py

    content = resvg_py.svg_to_bytes(svg_string=picture.standalone(), zoom=_SHARP)
    refuse_taken(name, force=force)
    with placed(Path(name), replace=force) as path:
        path.write_bytes(content)
