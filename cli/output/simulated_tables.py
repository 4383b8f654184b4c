"""Tables of a scenario's figures: scores, markets, boards, and how boards are gamed."""

from __future__ import annotations

import json
from itertools import groupby
from math import isnan
from operator import attrgetter
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.figures import fixed, signed
from cli.output.matrix import matrix
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from market.simulation.experiments.table import DIFFERENCE
from market.simulation.measures.tally import Key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cli.output.streams import Screen
    from market.simulation.experiments.table import Row
    from market.simulation.scenarios.scenario import Scenario

    Found = Mapping[Key, Row]

__all__ = [
    "board_lines",
    "gaming_lines",
    "key_words",
    "market_lines",
    "plain",
    "point_words",
    "score_lines",
    "voice",
]

_IDEAL = "@ideal"
_TIMES = "\N{MULTIPLICATION SIGN}"
_VOICES = {
    _IDEAL: "ideal (knows the world)",
    "@mean": "mean of probabilities",
    "@median": "median of probabilities",
    "@logodds": "mean of log-odds",
    "@neyman": f"log-odds {_TIMES} Neyman's",
    "@metaculus": "median, the newest first",
    "@trimmed": "mean without the extremes",
}
"""Computed forecasters in words; see `voice` for the others."""

_AGAINST = "against"
_SCORED = ("brier", "log", "gain")
_READING = (
    "Brier ↓: squared error of probabilities, averaged over the time they stood. ±: Monte Carlo "
    "error, which more panels make smaller. Of the gain: how much of the possible one; 0% is "
    "{first}, 100% is the ideal, who knows all that anybody knows, and how the world works."
)
_READING_AGAINST = (
    "Against: Brier score less that of {reference}, below 0 better; *: by more than 2 s.e. of this "
    "difference, which is known better than either score."
)
_SPARED = ("traders", "volume", "exchanged", "silent", "depth")
"""Figures of a market that a narrow screen does without."""
_SEEN = 0.00005
"""Differences from here on are not 0.0000 on the screen."""

_AGREEMENT = {
    "spearman": "Rank correlation of each board with true skill ↑",
    "pairs": "Share of the pairs of people whom it has in the right order ↑",
    "interval_held": "Share of the people whose 95% interval holds the true figure",
    "rank_held": "Share of the people whose range of ranks holds the true rank",
    "rank_span": "Share of all ranks that such a range spans, on average ↓",
}
_TRUTH = "True skill: what each would score if he answered everything from open to close."
_BEATEN = "Share of the crowd whom each outranks on each board"
_ALONE = "Each joins the same crowd alone. Half the crowd outranked is what an average one gets."


def score_lines(scenario: Scenario, rows: Sequence[Row], screen: Screen) -> Iterator[str]:
    """Brier scores of everybody, at each point."""
    columns = [
        *_point_columns(rows),
        Column("who", shrinks=True, least=20),
        Column("Brier ↓", right=True),
        Column("± 2 s.e.", right=True),
        Column("of the gain", right=True),
    ]
    if scenario.reference:
        columns.append(Column(_AGAINST, right=True, leaves=1))
    cells = []
    for at, found in _points(rows):
        labels = [*map(plain, at.values())]
        voices = [key.who for key in found if key.figure == "brier"]
        for who in sorted(voices, key=_IDEAL.__eq__):
            scores = _scores(found, who)
            cells.append([*labels, voice(scenario, who), *scores][: len(columns)])
            labels = [""] * len(labels)
    lines = table(columns, cells, screen)
    yield from lines
    yield ""
    told = _READING.format(first=voice(scenario, scenario.points[0].groups[0].name))
    if _AGAINST in lines[0]:
        told += " " + _READING_AGAINST.format(reference=voice(scenario, scenario.reference))
    yield from wrap(told, screen.width or WIDEST)


def market_lines(scenario: Scenario, rows: Sequence[Row], screen: Screen) -> Iterator[str]:
    """What else is known of the markets, at each point."""
    del scenario
    told = [row for row in rows if row.figure.removesuffix(DIFFERENCE) not in _SCORED]
    told = [row for row in told if not row.figure.endswith(DIFFERENCE)]
    names = list(dict.fromkeys(row.figure for row in told))
    columns = [*_point_columns(rows), Column("market", shrinks=True)]
    columns += [Column(key_words(name), right=True, leaves=name in _SPARED) for name in names]
    cells = []
    for at, found in _points(told):
        labels = [*map(plain, at.values())]
        for who in dict.fromkeys(key.who for key in found):
            figures = [found.get(Key(who, name)) for name in names]
            cells.append([*labels, who.removeprefix("@"), *map(_amount, figures)])
            labels = [""] * len(labels)
    if cells:
        yield from table(columns, cells, screen)
        yield ""
        yield "Of each question, on average; money in credits."


def board_lines(scenario: Scenario, rows: Sequence[Row], screen: Screen) -> Iterator[str]:
    """How well each board finds the skilled, at each point."""
    points, columns = _points(rows), screen.width or WIDEST
    labels = [point_words(at) for at, _ in points]
    corner = ", ".join(key_words(key) for key in scenario.points[0].at if key != "case")
    for figure, title in _AGREEMENT.items():
        boards = list(dict.fromkeys(row.board for row in rows if row.figure == figure))
        if boards:
            keys = [Key("", figure, board) for board in boards]
            found = [[here.get(key) for _, here in points] for key in keys]
            yield from wrap(f"{title}; {_errors(found)}", columns)
            cells = [[fixed(row and row.value) for row in line] for line in found]
            yield from matrix(boards, labels, cells, screen, corner)
    yield from wrap(_TRUTH, columns)


def gaming_lines(scenario: Scenario, rows: Sequence[Row], screen: Screen) -> Iterator[str]:
    """What share of the crowd each strategist outranks on each board, at each point."""
    boards, columns = scenario.points[0].boards, screen.width or WIDEST
    for at, here in _points(rows):
        names = list(dict.fromkeys(key.who for key in here if key.figure == "beaten"))
        found = [[here.get(Key(who, "beaten", board)) for board in boards] for who in names]
        yield from wrap(f"{_BEATEN}; {_errors(found)}", columns)
        cells = [[_percent(row) for row in line] for line in found]
        yield from matrix(names, boards, cells, screen, point_words(at))
    yield from wrap(_ALONE, columns)


def _points(rows: Sequence[Row]) -> list[tuple[Mapping[str, Any], Found]]:
    """What is particular to each point, and its figures."""
    return [
        (at, {Key(row.who, row.figure, row.board): row for row in some})
        for at, some in groupby(rows, attrgetter("at"))
    ]


def _point_columns(rows: Sequence[Row]) -> list[Column]:
    return [Column(key_words(key), right=False) for key in rows[0].at]


def key_words(key: str) -> str:
    """A key of the grid in a heading, without the part of the file that it is in."""
    return " ".join(key.split(".")[1:] or [key]).replace("_", " ")


def point_words(at: Mapping[str, Any]) -> str:
    """A point in words."""
    if len(at) == 1:
        return plain(*at.values())
    return ", ".join(f"{key_words(key)} {plain(value)}" for key, value in at.items())


def plain(value: Any) -> str:
    """A value of the grid as text: a distribution is written as in JSON."""
    if isinstance(value, str):
        return value
    return f"{value:,g}" if isinstance(value, int | float) else json.dumps(value)


def voice(scenario: Scenario, who: str) -> str:
    """Somebody in words.

    Args:
        scenario: Where they are.
        who: A group, ``@ideal``, a pool or a market, as in a row of the table.
    """
    point = scenario.points[0]
    counts = {group.name: group.count for group in point.groups}
    if who in counts:
        alone = "one forecaster" if len(counts) == 1 else f"one of {who}"
        return alone if counts[who] > 1 else who
    if who.removeprefix("@") in {market.name for market in point.markets}:
        return f"price of {who.removeprefix('@')}"
    pool, times, factor = who.replace("@pool:", "@").partition("*")
    if times:
        return f"{pool.removeprefix('@').replace('logodds', 'log-odds')} {_TIMES} {factor}"
    return _VOICES.get(pool, pool.removeprefix("@"))


def _scores(found: Found, who: str) -> list[str]:
    """Brier score, twice its error, the share of the possible gain, and the difference."""
    brier, gain = found[Key(who, "brier")], found.get(Key(who, "gain"))
    against = found.get(Key(who, "brier" + DIFFERENCE))
    return [fixed(brier.value, 4), fixed(2.0 * brier.error, 4), _percent(gain), _against(against)]


def _against(row: Row | None) -> str:
    """A difference, with a star where it is sure."""
    if row is None:
        return ""
    is_sure = abs(row.value) > max(2.0 * row.error, _SEEN)
    return signed(row.value, 4) + ("*" if is_sure else " ")


def _percent(row: Row | None) -> str:
    """A share in whole percent, which may lie below 0."""
    if row is None:
        return ""
    return fixed(row.value) if isnan(row.value) else fixed(100.0 * row.value, 0) + "%"


def _amount(row: Row | None) -> str:
    return f"{row.value:,.4g}".replace("-", "\N{MINUS SIGN}") if row else ""


def _errors(found: Sequence[Sequence[Row | None]]) -> str:
    """How far some figures may be off."""
    errors = [2.0 * row.error for line in found for row in line if row]
    if any(map(isnan, errors)):
        return "too few panels for errors"
    return f"± at most {fixed(max(errors))} (2 s.e.)"
