"""One small adapter for each metric of rival scores and boards: inputs in, figure out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from rank_metrics import median_displacement, spearman, top_k_retention
from worlds import Question, Report, World, panel_of

from scoring.kinds import Kind
from scoring.rivals.averages import dersimonian_laird
from scoring.rivals.forecastbench import brier_index, brier_peer, rescaled
from scoring.rivals.gjopen import daily, relative_to_median
from scoring.rules import BRIER, BRIER2
from scoring.skill.ranks import competition_ranks
from scoring.skill.two_way import two_way
from scoring.timeline import Timeline, cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scoring.panel import Panel

    Pairs = Iterable[tuple[Any, Any]]

__all__ = ["RIVALS", "RIVAL_KINDS"]

Inputs = dict[str, Any]


def _shrunk(inputs: Inputs) -> Any:
    found = dersimonian_laird(inputs["mean"], inputs["se"])
    return {"tau2": found.variance, "mu": found.centre, "shrunk": found.mean.tolist()}


def _effects(who: Any, question: Any, score: Any) -> tuple[list[float], list[float]]:
    """Effects of forecasters and questions, the plain mean of the former being 0."""
    found = two_way(who, question, score, np.ones(score.size), (who.max() + 1, question.max() + 1))
    mean = found.fit.effect.mean()
    return (found.fit.effect - mean).tolist(), (found.difficulty + mean).tolist()


def _effects_of_matrix(inputs: Inputs) -> Any:
    scores = np.array(inputs["scores"], float)
    who, question = np.nonzero(~np.isnan(scores))
    people, questions = _effects(who, question, scores[who, question])
    return {"user": people, "question": questions}


def _first_of(inputs: Inputs, *names: str) -> Any:
    return next((inputs[name] for name in names if name in inputs), None)


def _time_average(inputs: Inputs) -> float:
    """Brier loss of a step function, given by its steps' lengths or by their begins."""
    said = np.atleast_1d(_first_of(inputs, "p", "probability", "forecasts"))
    lengths = _first_of(inputs, "durations", "duration", "dt", "weights")
    begins = _first_of(inputs, "times", "time", "starts", "start", "t")
    if lengths is not None:
        ends = np.cumsum(np.atleast_1d(lengths))
        begins, end = ends - lengths, ends[-1]
    else:
        end = _first_of(inputs, "end", "close", "total", "duration_total", "T")
    outcome = int(_first_of(inputs, "y", "outcome"))
    reports = [Report(0, 0, at, p) for at, p in zip(begins, said, strict=True)]
    panel = _panel(reports, [Question(0.0, float(end), float(end), outcome, 0)], people=1)
    return cells(panel).brier.item()


RIVALS: dict[str, Callable[[Inputs], Any]] = {
    "accuracy_relative_to_median": lambda i: relative_to_median(i["brier"]).tolist(),
    "empirical_bayes_dl": _shrunk,
    "time_average_brier_step": _time_average,
    "two_way_fixed_effects": _effects_of_matrix,
}
"""Adapters by the metric's name."""


def _panel(reports: Sequence[Report], asked: Sequence[Question], people: int) -> Panel:
    return panel_of(World(tuple(reports), tuple(asked), (Kind.PERSON,) * people))


def _daily_brier(entry: Inputs) -> Pairs:
    said, outcome = entry["daily_p"], entry["outcome"]
    reports = [Report(0, 0, float(day), p) for day, p in enumerate(said)]
    asked = Question(0.0, float(len(said)), float(len(said)), outcome, 0)
    yield BRIER2.loss(said, outcome).tolist(), entry["expected_daily"]
    found = daily(Timeline.of(_panel(reports, [asked], people=1)), day=1.0)
    yield found.brier.item(), entry["expected_overall"]


def _daily_relative(entry: Inputs) -> Pairs:
    """Relative scores by forecaster, from steps or from a probability a day."""
    names, reports, days = _daily_reports(entry)
    asked = Question(0.0, float(days), float(days), entry["outcome"], 0)
    found = daily(Timeline.of(_panel(reports, [asked], len(names))), day=1.0)
    relative = dict(zip(names, found.relative.tolist(), strict=True))
    expected = _first_of(entry, "expected_relative", "expected", "expected_overall")
    if isinstance(expected, dict):
        yield {name: relative[name] for name in expected}, expected
    else:
        yield list(relative.values()), expected


def _daily_reports(entry: Inputs) -> tuple[list[str], list[Report], float]:
    steps, by_day = entry.get("forecasts"), entry.get("daily_p")
    if isinstance(steps, list):
        names = list(dict.fromkeys(step["forecaster"] for step in steps))
        rows = [Report(names.index(s["forecaster"]), 0, float(s["start"]), s["p"]) for s in steps]
        ended = [s for s in steps if s.get("end") is not None]
        rows += [Report(names.index(s["forecaster"]), 0, float(s["end"]), None) for s in ended]
        return names, rows, entry["duration_days"]
    table = by_day if by_day is not None else steps
    rows = [
        Report(who, 0, float(day), p)
        for who, said in enumerate(table.values())
        for day, p in enumerate(said)
    ]
    return list(table), rows, max(map(len, table.values()))


def _peer_score(entry: Inputs) -> Pairs:
    names = list(entry["forecasts"])
    asked = [
        Question(0.0, 1.0, 1.0, outcome, place) for place, outcome in enumerate(entry["outcome"])
    ]
    reports = [
        Report(who, place, 0.0, p)
        for who, name in enumerate(names)
        for place, p in enumerate(entry["forecasts"][name])
    ]
    score = brier_peer(cells(_panel(reports, asked, len(names))))
    found = dict(zip(names, score.tolist(), strict=True))
    yield found, entry["expected"]
    if "repo_asserted" in entry:
        yield found, entry["repo_asserted"]
    if "expected_rank" in entry:
        place = competition_ranks(score, higher_is_better=True)
        yield dict(zip(names, place.tolist(), strict=True)), entry["expected_rank"]


def _truncation(entry: Inputs) -> Pairs:
    """Expected baseline scores of a question that may be settled in its first week."""
    weeks = float(entry["weeks"])
    ways = [
        (entry["p_fired_week1"], 1.0, 1),
        (entry["p_fired_end"], weeks, 1),
        (entry["p_not"], weeks, 0),
    ]

    def expected(said: dict[str, float], horizon: Any) -> float:
        reports = [Report(0, 0, 0.0, said["week1"]), Report(0, 0, 1.0, said["rest"])]
        total = 0.0
        for chance, closes, outcome in ways:
            # What is settled within the first week ends before the second forecast begins.
            rows = reports[: 1 if closes == 1.0 else 2]
            panel = _panel(rows, [Question(0.0, closes, weeks, outcome, 0)], people=1)
            total += chance * cells(panel, horizon=horizon).baseline.item()
        return total

    for name, horizon in (("without_truncation", "actual"), ("with_truncation", "scheduled")):
        for who, figure in entry["expected"][name].items():
            yield expected(entry[who], horizon), figure


def _peer_of_logs(entry: Inputs) -> Pairs:
    """Logarithms of probabilities may all be moved by as much: peer scores stay the same."""
    highest = max(entry["log_scores"])
    said = [math.exp(score - highest - 0.1) for score in entry["log_scores"]]
    reports = [Report(who, 0, 0.0, p) for who, p in enumerate(said)]
    found = cells(_panel(reports, [Question(0.0, 1.0, 1.0, 1, 0)], len(said))).peer
    yield (found / 100).tolist(), entry["expected_over_100"]


def _effects_of_rows(entry: Inputs) -> Pairs:
    rows = entry["rows"]
    (people, who), (asked, question) = (
        np.unique([row[key] for row in rows], return_inverse=True)
        for key in ("forecaster", "question")
    )
    score = BRIER.loss([row["p"] for row in rows], [row["outcome"] for row in rows])
    found = _effects(who, question, score)
    yield dict(zip(people, found[0], strict=True)), entry["expected_forecaster_effect_mean0"]
    yield dict(zip(asked, found[1], strict=True)), entry["expected_question_effect"]


_RANK_METRICS: dict[str, Callable[[Inputs], float]] = {
    "spearman": lambda e: spearman(e["true"], e["sim"]),
    "top_k_retention": lambda e: top_k_retention(e["true"], e["sim"], e["k"]),
    "median_displacement": lambda e: median_displacement(e["true"], e["sim"]),
}

RIVAL_KINDS: dict[str, Callable[[Inputs], Pairs]] = {
    "brier_index": lambda e: [(brier_index(e["score"]).item(), e["expected"])],
    "brier_peer_score": _peer_score,
    "daily_brier_0_2": _daily_brier,
    "early_resolution_truncation": _truncation,
    "peer_from_log_scores": _peer_of_logs,
    "rank_metrics": lambda e: [(_RANK_METRICS[c["metric"]](c), c["expected"]) for c in e["cases"]],
    "relative_brier_daily_median": _daily_relative,
    "rescale_always_half_to_quarter": lambda e: [
        (rescaled(raw, e["raw"]["always_half"]).item(), e["expected"][name])
        for name, raw in e["raw"].items()
    ],
    "two_way_fixed_effects": _effects_of_rows,
}
"""Adapters by the kind of a platform's case: (got, expected) pairs from its entry."""
