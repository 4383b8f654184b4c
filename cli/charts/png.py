"""A chart as a PNG; drawn with resvg, which is an extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.errors import Refused

if TYPE_CHECKING:
    from cli.charts.picture import Picture

__all__ = ["png", "refuse_png"]

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


def png(picture: Picture) -> bytes:
    """A picture as the content of a PNG file.

    Args:
        picture: What is drawn.
    """
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=picture.standalone(), zoom=_SHARP))
