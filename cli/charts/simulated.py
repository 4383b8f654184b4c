"""What a scenario found, as a picture: figures with their Monte Carlo errors."""

from __future__ import annotations

from math import isfinite, log10
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.charts.frame import heading
from cli.charts.markup import joined
from cli.charts.palette import look_in_order
from cli.charts.picture import FILE_SIZE, Picture, Size
from cli.charts.scales import Tick, percent_ticks, round_ticks
from cli.charts.trellis import Axis, Curve, Dot, Panel, Trellis, trellis_of
from cli.output.figures import counted, fixed
from cli.output.simulated_tables import key_words, plain, voice
from market.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cli.output.simulated import Simulated
    from market.simulation.experiments.table import Row
    from market.simulation.scenarios.scenario import Scenario

__all__ = ["refuse_crowded", "simulated_chart"]

_MOST = 6
"""Panels that can still be compared by eye."""

_FAR = 20.0
"""From this ratio of the greatest to the least on, an axis is logarithmic."""

_TICKS = 8
"""Numbers that an axis has room for."""

_SHORT = {
    "@ideal": "ideal",
    "@mean": "mean",
    "@median": "median",
    "@logodds": "log-odds",
    "@pool:metaculus": "newest median",
}
"""Names that a picture has room for, of those whose words are long."""

_BOARD = "board"
"""Where boards stand side by side: no key of the grid is called so."""


class _Drawn(NamedTuple):
    """What is drawn of a measure.

    Attributes:
        figure: The figure.
        title: What it is.
        by_board: Whether a curve is a board; else it is somebody.
    """

    figure: str
    title: str
    by_board: bool = False


_DRAWN = {
    "questions": _Drawn("brier", "Brier score ↓"),
    "boards": _Drawn("spearman", "Rank correlation with true skill ↑", by_board=True),
    "gaming": _Drawn("beaten", "Share of the crowd outranked ↑"),
}


def refuse_crowded(scenario: Scenario) -> None:
    """Refuse a scenario with more panels than a picture can hold, before it is run.

    Raises:
        Refused: It has more.
    """
    across = _across(scenario)
    panels = {_panel_title(_rest(point.at, across)) for point in scenario.points}
    if len(panels) > _MOST:
        said = f"A picture of {scenario.name} would have {len(panels)} panels, more than {_MOST}."
        raise Refused(said, "Leave values out of its grid; or without --plot, take the table.")


def simulated_chart(simulated: Simulated, size: Size = FILE_SIZE) -> Picture:
    """The figures of a scenario as a picture.

    The key of the grid with the most numbers goes from left to right; each value of the other keys
    has a panel of its own.

    Args:
        simulated: The scenario that was run.
        size: That of a picture with one panel.
    """
    scenario = simulated.scenario
    drawn = _DRAWN[scenario.points[0].measure]
    rows = [row for row in simulated.table if row.figure == drawn.figure]
    trellis = _trellis(scenario, drawn, rows)
    body, size = trellis_of(trellis, size)
    told = joined([heading(scenario.title, size), body])
    return Picture(scenario.title, _words(trellis, simulated.panels), size, told)


def _trellis(scenario: Scenario, drawn: _Drawn, rows: Sequence[Row]) -> Trellis:
    across = _across(scenario)
    values = list(dict.fromkeys(_value(row, across) for row in rows))
    axis = _axis(across, values)
    places = dict(zip(values, _places(values), strict=True))
    curves = list(dict.fromkeys(_curve(row, drawn) for row in rows))
    looks = {name: look_in_order(place) for place, name in enumerate(curves)}
    panels = []
    for title, some in _panels(rows, across).items():
        dots: dict[str, list[Dot]] = {name: [] for name in curves}
        for row in some:
            if isfinite(row.value):
                reach = 2.0 * row.error if isfinite(row.error) else 0.0
                dots[_curve(row, drawn)].append(Dot(places[_value(row, across)], row.value, reach))
        named = (
            Curve(_name(scenario, drawn, name), looks[name], (*sorted(own),))
            for name, own in dots.items()
        )
        panels.append(Panel(title, tuple(named)))
    return Trellis(axis, _up(drawn, panels), tuple(panels))


def _across(scenario: Scenario) -> str:
    """What goes from left to right: the key with the most numbers, or the first."""
    if scenario.points[0].measure == "gaming":
        return _BOARD
    several = {
        key: {plain(point.at[key]) for point in scenario.points} for key in scenario.points[0].at
    }
    numbers = {key: len(values) for key, values in several.items() if _is_number(scenario, key)}
    return max(numbers, key=numbers.__getitem__, default=next(iter(several), ""))


def _is_number(scenario: Scenario, key: str) -> bool:
    return all(isinstance(point.at[key], int | float) for point in scenario.points)


def _rest(at: Mapping[str, Any], across: str) -> dict[str, Any]:
    """What is particular to a panel."""
    return {key: value for key, value in at.items() if key != across}


def _panels(rows: Sequence[Row], across: str) -> dict[str, list[Row]]:
    """The rows of each panel, under its title."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(_panel_title(_rest(row.at, across)), []).append(row)
    return found


def _value(row: Row, across: str) -> float | str:
    """Where a row stands from left to right: a number or a name."""
    value = row.board.replace("_", " ") if across == _BOARD else row.at.get(across, "")
    return value if isinstance(value, int | float) else plain(value)


def _curve(row: Row, drawn: _Drawn) -> str:
    return row.board if drawn.by_board else row.who


def _name(scenario: Scenario, drawn: _Drawn, name: str) -> str:
    return name if drawn.by_board else _SHORT.get(name) or voice(scenario, name)


def _panel_title(at: Mapping[str, Any]) -> str:
    return ", ".join(
        plain(value) if key == "case" else f"{key_words(key)} {plain(value)}"
        for key, value in at.items()
    )


def _places(values: Sequence[float | str]) -> list[float]:
    """Places of values on the axis: logarithms where they are far apart, numbers of names."""
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) < len(values):
        return [float(place) for place in range(len(values))]
    if min(numbers, default=0.0) > 0.0 and max(numbers) >= _FAR * min(numbers):
        return [log10(value) for value in numbers]
    return [float(value) for value in numbers]


def _axis(across: str, values: Sequence[float | str]) -> Axis:
    places = _places(values)
    names = any(isinstance(value, str) for value in values)
    low, high = min(places, default=0.0), max(places, default=1.0)
    pad = 0.5 if names or low == high else 0.04 * (high - low)
    marks = [Tick(place, plain(value)) for place, value in zip(places, values, strict=True)]
    every = 1 if names else len(marks) // _TICKS + 1
    return Axis(key_words(across), (low - pad, high + pad), (*sorted(marks)[::every],), names)


def _up(drawn: _Drawn, panels: Sequence[Panel]) -> Axis:
    title = f"{drawn.title} · whiskers: ± 2 standard errors"
    if drawn.figure == "beaten":
        return Axis(title, (0.0, 1.0), (*percent_ticks(),))
    dots = [dot for panel in panels for curve in panel.curves for dot in curve.dots]
    low = min((dot.value - dot.reach for dot in dots), default=0.0)
    high = max((dot.value + dot.reach for dot in dots), default=1.0)
    pad = 0.05 * (high - low) or 0.05
    return Axis(title, (low - pad, high + pad), (*round_ticks(low - pad, high + pad, 5),))


def _words(trellis: Trellis, panels: Sequence[int]) -> str:
    """All figures in words, panel by panel."""
    least = counted(min(panels), "panel")
    told = [f"{trellis.up.title.partition(' · ')[0]}, from at least {least} a point."]
    labels = {tick.at: tick.label for tick in trellis.across.ticks}
    for panel in trellis.panels:
        told += [_said(panel.title, curve, labels) for curve in panel.curves if curve.dots]
    return " ".join(told)


def _said(title: str, curve: Curve, labels: Mapping[float, str]) -> str:
    figures = (
        f"{labels.get(dot.place, '')} {fixed(dot.value)} ± {fixed(dot.reach)}".strip()
        for dot in curve.dots
    )
    return f"{f'{title}, ' if title else ''}{curve.name}: {'; '.join(figures)}."
