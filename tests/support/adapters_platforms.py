"""One small adapter for each kind of platform case: (got, expected) pairs from its entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from adapters_curves import CURVE_KINDS
from adapters_makers import MAKER_KINDS
from adapters_pooling import POOLING_KINDS
from adapters_rivals import RIVAL_KINDS
from adapters_rule_kinds import RULE_KINDS
from worlds import Question, Report, World, panel_of

from scoring.kinds import Kind
from scoring.rivals.predictionbook import error_term
from scoring.rules import BRIER, LOG_BITS
from scoring.timeline import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scoring.cells import Cells

    Pairs = Iterable[tuple[Any, Any]]

__all__ = ["PLATFORMS", "standing_cells"]

Entry = dict[str, Any]


def standing_cells(probabilities: list[float], outcome: int) -> Cells:
    """Cells of one question on which everybody stood by one forecast from open to close."""
    rows = [{"p": p, "start": 0.0, "end": None} for p in probabilities]
    return _cells(rows, Question(0.0, 1.0, 1.0, outcome, 0))


def _cells(rows: list[Entry], asked: Question, outsiders: int = 0) -> Cells:
    """One cell a forecast: those of one forecaster never overlap, so each may be its own."""
    reports = [Report(who, 0, row["start"], row["p"]) for who, row in enumerate(rows)]
    ends = [
        Report(who, 0, row["end"], None) for who, row in enumerate(rows) if row["end"] is not None
    ]
    kinds = (Kind.PERSON,) * (len(rows) - outsiders) + (Kind.ARTICLE,) * outsiders
    return cells(panel_of(World((*reports, *ends), (asked,), kinds)))


def _asked(entry: Entry) -> Question:
    closes = entry.get("spot_time", entry["actual_close"])
    return Question(entry["open"], closes, entry["scheduled_close"], entry["outcome"], 0)


def _timed(figure: str) -> Callable[[Entry], Pairs]:
    """A time average and its coverage, both in scheduled lifetimes."""

    def pairs(entry: Entry) -> Pairs:
        table, asked = _cells(entry["forecasts"], _asked(entry)), _asked(entry)
        score, share = getattr(table, figure), asked.moment(asked.closes)
        if "expected" in entry:
            yield np.transpose([score, table.coverage * share]).tolist(), entry["expected"]
        if "expected_total" in entry:
            yield score.sum(), entry["expected_total"]

    return pairs


def _spot(figure: str) -> Callable[[Entry], Pairs]:
    """A figure at one moment: the question is cut there; coverage is 1 for those standing."""

    def pairs(entry: Entry) -> Pairs:
        table = _cells(entry["forecasts"], _asked(entry))
        found = dict(zip(table.forecaster.tolist(), getattr(table, figure).tolist(), strict=True))
        for who, (score, coverage) in enumerate(entry["expected"]):
            got = found.get(who, np.nan)
            yield float(not np.isnan(got)), coverage
            yield np.nan_to_num(got), score

    return pairs


def _outsider(entry: Entry) -> Pairs:
    """One who is not among the people is compared with all of them, from his own first moment."""
    rows = [*entry["base_forecasts"], entry["scored_nonmember_forecast"]]
    asked = Question(entry["open"], entry["close"], entry["close"], entry["outcome"], 0)
    table = _cells(rows, asked, outsiders=1)
    yield [table.peer[-1], table.coverage[-1]], entry["correct_mean_pairwise"]


def _step_brier(entry: Entry) -> Pairs:
    """The platform's 0..2 form of the exact integral over a step function."""
    life = float(entry["duration_days"])
    reports = [Report(0, 0, row["start"], row["p"]) for row in entry["forecasts"]]
    asked = Question(0.0, life, life, entry["outcome"], 0)
    table = cells(panel_of(World(tuple(reports), (asked,), (Kind.PERSON,))))
    yield 2 * table.brier.item(), entry["exact"]
    yield 2 * table.brier.item(), entry["expected_absolute"]


def _baseline_gain(p: float, outcome: int) -> float:
    return 100 * (1 - LOG_BITS.loss(p, outcome).item())


def _expectations(p: float, belief: float) -> dict[str, float]:
    """Baseline scores of a probability, and what somebody who holds a belief expects of it."""
    yes, no = _baseline_gain(p, 1), _baseline_gain(p, 0)
    return {"yes": yes, "no": no, "expectation": belief * yes + (1 - belief) * no}


def _expected_by_believer(entry: Entry) -> Pairs:
    yield _expectations(entry["p"], entry["belief"]), entry["expected"]


def _expected_by_community(entry: Entry) -> Pairs:
    score = _expectations(entry["p"], entry["community"])["expectation"]
    yield score, entry["expected"]
    if "expected_positive" in entry:
        yield score > 0.0, entry["expected_positive"]


def _mean_brier(entry: Entry) -> Pairs:
    yield BRIER.mean(entry["p"], entry["outcome"]), entry["expected"]
    if "expected_error_term" in entry:
        yield error_term(len(entry["p"])).item(), entry["expected_error_term"]


PLATFORMS: dict[str, Callable[[Entry], Pairs]] = {
    "absolute_brier_daily": _step_brier,
    "baseline_expected_score": _expected_by_believer,
    "brier": lambda e: [(BRIER.loss(e["p"], e["outcome"]).item(), e["expected"])],
    "defect_demo": _outsider,
    "expected_baseline_score": _expected_by_community,
    "mean_brier": _mean_brier,
    "metaculus_baseline": _timed("baseline"),
    "metaculus_peer": _timed("peer"),
    "metaculus_spot_baseline": _spot("spot_baseline"),
    "metaculus_spot_peer": _spot("spot_peer"),
    **CURVE_KINDS,
    **MAKER_KINDS,
    **POOLING_KINDS,
    **RIVAL_KINDS,
    **RULE_KINDS,
}
"""Adapters by the kind of case."""
