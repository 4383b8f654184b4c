"""Colours that can be told apart, also by people who see fewer of them.

Whoever is drawn has the same colour in every chart: it follows from the name alone. There are more
names than colours, so a chart with several people also labels each, and gives each a mark.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

__all__ = ["DAY", "HUES", "MARKS", "NIGHT", "ROLES", "Theme", "look_in_order", "look_of"]


class Theme(NamedTuple):
    """The colours of a page, each as ``#rrggbb``.

    Attributes:
        surface: What everything stands on.
        raised: Cards and heads of tables.
        ink: Text and the crowd.
        muted: Labels of axes; still readable.
        grid: Lines that only guide.
        band: Areas of what chance alone does.
        good: What came true, YES.
        bad: What did not, NO.
        market: The price of the market.
        hues: Those of forecasters.
    """

    surface: str
    raised: str
    ink: str
    muted: str
    grid: str
    band: str
    good: str
    bad: str
    market: str
    hues: tuple[str, ...]


DAY = Theme(
    surface="#ffffff",
    raised="#f6f7f9",
    ink="#1b2330",
    muted="#5b6675",
    grid="#dde2e8",
    band="#e6ebf2",
    good="#00715a",
    bad="#b3401a",
    market="#6a3f00",
    hues=("#3f6ec9", "#bd5003", "#007a4d", "#a7558b", "#543293", "#02555e"),
)
NIGHT = Theme(
    surface="#12161c",
    raised="#1a2028",
    ink="#e8ecf1",
    muted="#9aa6b4",
    grid="#2c3440",
    band="#252e3a",
    good="#3fc7a4",
    bad="#f0855a",
    market="#a2834b",
    hues=("#6e82d8", "#ffa370", "#a0e9ba", "#d85c91", "#d6a8fd", "#06afb3"),
)

HUES = len(DAY.hues)
"""How many colours forecasters have."""

MARKS = ("circle", "square", "diamond", "triangle")
"""Shapes that tell two forecasters of one colour apart."""

ROLES = {"@median": "crowd", "@market": "market"}
"""Computed forecasters that have a colour of their own; the others take one by their name."""


class Look(NamedTuple):
    """How somebody is drawn.

    Attributes:
        style: Class of the elements: ``crowd``, ``market``, or ``hue0`` and on.
        mark: Shape of the points.
    """

    style: str
    mark: str


def look_of(name: str) -> Look:
    """How a forecaster is drawn, everywhere: it follows from the shown name, whatever its case.

    >>> look_of("@median"), look_of("Ana") == look_of("ana")
    (Look(style='crowd', mark='circle'), True)
    """
    folded = name.casefold()
    if folded in ROLES:
        return Look(ROLES[folded], MARKS[0])
    drawn = int.from_bytes(blake2b(folded.encode("utf-8", "replace"), digest_size=4).digest())
    return Look(f"hue{drawn % HUES}", MARKS[drawn // HUES % len(MARKS)])


def look_in_order(place: int) -> Look:
    """How the next of several is drawn that are not forecasters: boards, groups, pools.

    Args:
        place: Its place among them, from 0.

    >>> look_in_order(0) == look_in_order(1)
    False
    """
    return Look(f"hue{place % HUES}", MARKS[place % len(MARKS)])
