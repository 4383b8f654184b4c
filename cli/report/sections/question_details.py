"""What is told of a question that was asked for by name: everybody's scores, and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.charts.markup import Markup, joined, tag
from cli.output.dates import day
from cli.output.figures import fixed, percent, precise_percent, share, signed
from cli.report.links import linked
from cli.report.section import scrolling
from market.poll import shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cli.report.contents import Detail
    from market.ledger.views.history import Said

__all__ = ["question_details"]

_COLUMNS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "last": ("last", percent),
    "coverage": ("cover", share),
    "brier": ("Brier ↓", fixed),
    "log": ("log ↓", fixed),
    "baseline": ("baseline ↑", signed),
    "peer": ("peer ↑", signed),
}
"""The figures of a row, each with its header and how it is written."""


def question_details(detail: Detail | None) -> Markup | None:
    """Everybody's scores on a question, and the reasons that were given.

    Args:
        detail: What is known, if more than usual is wanted.
    """
    if detail is None:
        return None
    return joined([_scores(detail.scores), _reasons(detail.reasons)])


def _scores(rows: Sequence[dict[str, Any]]) -> Markup | None:
    if not rows:
        return None
    heads = [tag("th", header, scope="col", class_="num") for header, _ in _COLUMNS.values()]
    body = [
        tag("tr", tag("th", row["forecaster"], scope="row", dir="auto"), joined(_figures(row)))
        for row in rows
    ]
    table = tag(
        "table",
        tag("thead", tag("tr", tag("th", "forecaster", scope="col"), joined(heads))),
        tag("tbody", joined(body)),
        class_="sortable",
    )
    return joined([tag("h4", "Scores"), scrolling(table, "Scores on this question")])


def _figures(row: dict[str, Any]) -> list[Markup]:
    return [
        tag("td", shown(row[name]), class_="num", data_v=repr(row[name]))
        for name, (_, shown) in _COLUMNS.items()
    ]


def _reasons(said: Sequence[Said]) -> Markup | None:
    if not said:
        return None
    return joined([tag("h4", "Reasons"), tag("ol", joined(map(_reason, said)), class_="reasons")])


def _reason(said: Said) -> Markup:
    number = "withdrawn" if said.probability is None else precise_percent(said.probability)
    who = tag("b", shown_name(said.forecaster, said.kind), dir="auto")
    return tag(
        "li",
        tag("p", who, f" {number}, {day(said.at)}", class_="meta"),
        tag("p", linked(said.rationale or ""), dir="auto"),
    )
