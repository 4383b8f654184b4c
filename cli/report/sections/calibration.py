"""What was said beside what came true: by everybody, by the crowd, by those who were named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.charts.calibration import calibration_chart
from cli.charts.markup import joined, tag
from cli.output.figures import fixed, percent
from cli.report.section import Section, folded_away, scrolling
from cli.shared.decomposed import EVERYBODY
from cli.shared.entrants import Entrants
from cli.shared.reliability import Record, reliability

if TYPE_CHECKING:
    from typing import Any

    from cli.charts.calibration import Reliability
    from cli.charts.markup import Markup
    from cli.report.contents import Contents

__all__ = ["calibration"]

_HEADS = ("said", "questions", "weight", "mean", "came true", "if calibrated", "place")
_MEANS = (
    "Of all that was said to be 70% likely, about 70% should come true: then points lie near the "
    "dashed line. Grey is where chance alone would put them."
)


def calibration(contents: Contents) -> Section | None:
    """Calibration with bands and histogram, as charts and as tables."""
    entrants = Entrants(contents.poll)
    wanted = (EVERYBODY, "@median", *map(contents.called, contents.wanted.who))
    records = [Record.of(entrants, name) for name in dict.fromkeys(wanted)]
    made = [reliability(record) for record in records if record.stands.question.size]
    if not made:
        return None
    cards = [_card(one) for one in made]
    body = joined([tag("p", _MEANS, class_="note"), tag("div", *cards, class_="cards")])
    return Section("calibration", "Calibration", body)


def _card(made: Reliability) -> Markup:
    label = f"Bins: {made.title}"
    return tag(
        "article",
        tag("h3", made.title, dir="auto"),
        calibration_chart(made).inline(),
        folded_away("As a table", scrolling(_table(made), label)),
        class_="card",
    )


def _table(made: Reliability) -> Markup:
    head = [tag("th", name, scope="col", class_="num") for name in _HEADS]
    rows = [_row(row) for row in made.filled]
    return tag("table", tag("thead", tag("tr", *head)), tag("tbody", *rows))


def _row(row: dict[str, Any]) -> Markup:
    cells = (
        f"{row['questions']:,}",
        fixed(row["weight"], 2),
        percent(row["mean"]),
        percent(row["frequency"]),
        _range(row["lower"], row["upper"]),
        row["position"],
    )
    first = tag("th", _range(row["low"], row["high"]), scope="row", class_="num")
    return tag("tr", first, *(tag("td", cell, class_="num") for cell in cells))


def _range(low: float, high: float) -> str:
    return f"{percent(low)} to {percent(high)}"
