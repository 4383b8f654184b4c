"""Every order side by side: as rows for programs, as ranks in a table for people."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.output.figures import MISSING
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from scoring.kinds import Kind
from scoring.rivals.table import RIVALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from market.poll import Poll
    from scoring.rivals.table import Rivals

__all__ = ["FIELDS", "rivals_document", "rivals_lines", "rivals_rows"]

FIELDS = (
    "forecaster",
    "kind",
    "questions",
    "exposure",
    *(column for name in RIVALS for column in (f"{name}_rank", name)),
)


class _Shown(NamedTuple):
    """A rival on the screen.

    Attributes:
        header: Above its ranks.
        meaning: What it is, in the words that explain the header.
        leaves: Order in which it leaves a narrow terminal; 0 stays.
    """

    header: str
    meaning: str
    leaves: int = 0


_SHOWN = {
    "skill": _Shown("skill", "against those who stood at the same moments; the default"),
    "skill_question": _Shown("question", "against those on the same questions, early or late", 1),
    "skill_unshrunk": _Shown("unshrunk", "skill, however short the record", 6),
    "mean_brier": _Shown("Brier", "plain mean over questions"),
    "peer_sum": _Shown("peer", "Metaculus, sum"),
    "peer_global": _Shown("peer/30", "that sum per lifetime stood, of which 30 count at least", 4),
    "baseline_sum": _Shown("baseline", "Metaculus, sum", 5),
    "daily_relative": _Shown("GJ Open", "daily Brier less the day's median", 2),
    "adjusted_brier": _Shown("FBench", "ForecastBench, difficulty-adjusted Brier", 3),
    "shrunk_brier": _Shown("shrunk", "Brier, drawn to the common mean by empirical Bayes", 7),
    "penalised_brier": _Shown("PBook", "PredictionBook, mean Brier + 1/sqrt(n)", 8),
}
"""What the table shows; the rest is in JSON and CSV."""


def rivals_rows(made: Rivals, poll: Poll, least: float = 0.0) -> list[dict[str, Any]]:
    """Rows in order of skill, with a value for each of `FIELDS`.

    Args:
        made: Figures and ranks.
        poll: The names of its codes.
        least: Least exposure shown.
    """
    shown = [row for row in made.order(poll.forecasters) if made.exposure[row] >= least]
    return [_row(made, poll, row) for row in shown]


def _row(made: Rivals, poll: Poll, row: int) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name in RIVALS:
        figures[f"{name}_rank"] = int(made.ranks[name][row]) or None
        figures[name] = made.figures[name][row].item()
    return {
        "forecaster": poll.forecasters[row],
        "kind": list(Kind)[poll.panel.kind[row]].value,
        "questions": int(made.questions[row]),
        "exposure": made.exposure[row].item(),
        **figures,
    }


def rivals_document(rows: list[dict[str, Any]], **given: Any) -> dict[str, Any]:
    """Form for programs, with the units, orientations and sources of the figures.

    Args:
        rows: The rows.
        given: What the table was asked for.
    """
    return {
        **given,
        "units": {name: rival.unit for name, rival in RIVALS.items()},
        "orientation": {name: rival.orientation for name, rival in RIVALS.items()},
        "sources": {name: rival.source for name, rival in RIVALS.items()},
        "rows": rows,
    }


def rivals_lines(rows: list[dict[str, Any]], screen: Screen) -> list[str]:
    """The table of ranks, and how to read it."""
    columns = [
        Column("forecaster", shrinks=True),
        Column("n", right=True),
        *(Column(shown.header, right=True, leaves=shown.leaves) for shown in _SHOWN.values()),
    ]
    cells = [
        [
            row["forecaster"],
            str(row["questions"]),
            *(str(row[f"{name}_rank"] or MISSING) for name in _SHOWN),
        ]
        for row in rows
    ]
    return [*table(columns, cells, screen), "", *_reading(rows, screen)]


def _reading(rows: list[dict[str, Any]], screen: Screen) -> Iterator[str]:
    legend = ";  ".join(f"{shown.header}: {shown.meaning}" for shown in _SHOWN.values())
    told = [
        f"Ranks, 1 the best under each rule.  n: questions answered.  {legend}.",
        " ".join(_winners(rows)),
        "Figures, units and more rules: --json or --csv. What each rewards: docs/scores.md",
    ]
    for sentences in told:
        yield from wrap(sentences, screen.width or WIDEST)


def _winners(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Who comes first under which rules; of several who share a first place, how many."""
    winners: dict[str, list[str]] = {}
    for name, shown in _SHOWN.items():
        if first := [row["forecaster"] for row in rows if row[f"{name}_rank"] == 1]:
            who = first[0] if len(first) == 1 else f"{len(first):,} together"
            winners.setdefault(who, []).append(shown.header)
    ranked = [name for name in _SHOWN if any(row[f"{name}_rank"] for row in rows)]
    if len(rows) < 2 or not winners:  # noqa: PLR2004 - who is alone wins nothing
        return
    if max(map(len, winners.values())) == len(ranked):
        yield f"First under every rule that has a figure: {next(iter(winners))}."
    else:
        told = (f"{who} by {', '.join(rules)}" for who, rules in winners.items())
        yield f"First: {'; '.join(told)}."
