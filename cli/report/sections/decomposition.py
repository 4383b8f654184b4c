"""How much of everybody's score is calibration, and how much discrimination."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.charts.decomposition import decomposition_chart
from cli.charts.markup import joined, tag
from cli.output.figures import counted, fixed
from cli.report.section import Section, folded_away, scrolling
from cli.shared.decomposed import corps_of_all
from cli.shared.entrants import Entrants
from scoring.rules import BRIER

if TYPE_CHECKING:
    from cli.charts.markup import Markup
    from cli.report.contents import Contents
    from scoring.decomposition import Corp

__all__ = ["decomposition"]

_MOST = 40
_HEADS = ("Brier", "miscalibration", "discrimination", "uncertainty")
_DIGITS = 4
_MEANS = (
    "Score = miscalibration \N{MINUS SIGN} discrimination + uncertainty. Miscalibration: what "
    "recalibrating all that was said would save. Discrimination: how much better than the base "
    "rate it would then be. Luck swells both while a record is short."
)


def decomposition(contents: Contents) -> Section | None:
    """Everybody's score taken apart, as a chart and as a table."""
    found = corps_of_all(Entrants(contents.poll), "cell", BRIER)
    if not found:
        return None
    body = [
        tag("p", _MEANS, class_="note"),
        decomposition_chart(found, BRIER.name).inline(),
        folded_away("As a table", scrolling(_table(found[:_MOST]), "Table of parts of scores")),
    ]
    if len(found) > _MOST:
        more = counted(len(found) - _MOST, "more follows", "more follow")
        body.append(tag("p", f"{more} after these.", class_="note"))
    return Section("decomposition", "Scores taken apart", joined(body))


def _table(found: list[tuple[str, Corp]]) -> Markup:
    head = [tag("th", "forecaster", scope="col")]
    head += [tag("th", name, scope="col", class_="num") for name in _HEADS]
    rows = [_row(name, parts) for name, parts in found]
    return tag("table", tag("thead", tag("tr", *head)), tag("tbody", *rows))


def _row(name: str, parts: Corp) -> Markup:
    cells = (parts.score, parts.miscalibration, parts.discrimination, parts.uncertainty)
    figures = [tag("td", fixed(part, _DIGITS), class_="num") for part in cells]
    style = "crowd-row" if name.startswith("@") else None
    return tag("tr", tag("th", name, scope="row", dir="auto"), *figures, class_=style)
