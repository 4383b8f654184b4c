"""Who foresees well, and how far that can be trusted."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from cli.charts.interval import interval_strip, sign, strip_scale
from cli.charts.markup import joined, tag
from cli.output.board_words import best_words, figures_words, header, order_words
from cli.output.figures import MISSING, fixed, precise_percent, share, signed
from cli.report.section import Section, scrolling

if TYPE_CHECKING:
    from cli.charts.markup import Child, Markup
    from cli.charts.scales import Scale
    from cli.report.contents import Contents

__all__ = ["leaderboard"]

_FIGURES = ("brier", "log", "baseline", "peer")


def leaderboard(contents: Contents) -> Section | None:
    """The leaderboard, with intervals."""
    rows, board = contents.rows, contents.board
    if not rows:
        return None
    scale, named = strip_scale(rows), {contents.called(name) for name in contents.wanted.who}
    body = joined(_row(row, scale, named=row["forecaster"] in named) for row in rows)
    table = tag(
        "table",
        tag("caption", best_words(board, rows) or "Nobody holds a rank yet."),
        tag("thead", _head(board.level)),
        tag("tbody", body),
        class_="sortable leaderboard",
    )
    told = tag("p", f"{figures_words(board.adjust)} {order_words(board.by, rows)}", class_="note")
    return Section(
        "leaderboard", "Leaderboard", joined([scrolling(table, "Table of the leaderboard"), told])
    )


def _head(level: float) -> Markup:
    titles = [
        ("rank", "num"),
        ("could be", None),
        ("forecaster", None),
        (header("skill"), "num"),
        (f"{precise_percent(level)} interval", None),
        *((header(figure), "num") for figure in _FIGURES),
        ("n", "num"),
        ("cover", "num"),
        ("kind", None),
    ]
    return tag("tr", *(tag("th", title, scope="col", class_=style) for title, style in titles))


def _row(row: dict[str, Any], scale: Scale, *, named: bool) -> Markup:
    name, low, high = row["forecaster"], row["rank_low"], row["rank_high"]
    above = tag("abbr", "▲", title="better than @median") if row["above_median"] else None
    figures = {field: fixed(row[field]) for field in _FIGURES[:2]}
    figures |= {field: signed(row[field]) for field in _FIGURES[2:]}
    return tag(
        "tr",
        _figure(row["rank"], joined([row["rank"] or MISSING, above and " ", above])),
        tag("td", f"{low}\N{EN DASH}{high}" if low else MISSING, data_v=_raw(low)),
        tag("th", sign(row), tag("bdi", name), scope="row", data_v=name),
        _figure(row["skill"], signed(row["skill"], 3)),
        _interval(row, scale),
        *(_figure(row[field], told) for field, told in figures.items()),
        _figure(row["questions"], row["questions"]),
        _figure(row["coverage"], share(row["coverage"])),
        tag("td", row["kind"]),
        class_="who" if named else "crowd-row" if row["kind"] == "computed" else None,
    )


def _figure(raw: float | None, told: Child) -> Markup:
    return tag("td", told, class_="num", data_v=_raw(raw))


def _interval(row: dict[str, Any], scale: Scale) -> Markup:
    low, high = row["skill_low"], row["skill_high"]
    if isnan(low) or isnan(high):
        return tag("td", MISSING)
    told = f"{signed(low, 3)} to {signed(high, 3)}"
    return tag("td", interval_strip(row, scale), tag("span", told), data_v=_raw(low))


def _raw(raw: float | None) -> str | None:
    """A figure to sort by; none where there is none."""
    return None if raw is None or isnan(raw) else f"{raw:.9g}"
