"""What somebody said beside what came true, for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from math import isnan, nan
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from scoring.calibration.curves import curve
from scoring.calibration.evidence import Finding
from scoring.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.calibration.assessment import Assessment
    from scoring.calibration.bands import Band
    from scoring.calibration.curves import Curve
    from scoring.calibration.evidence import Evidence
    from scoring.sample import Unit
    from scoring.stands import Stands

__all__ = [
    "FIELDS",
    "THIN",
    "Calibrated",
    "bin_rows",
    "document",
    "mean_said",
    "questions_of",
    "rows",
]

FIELDS = (
    "low",
    "high",
    "forecasts",
    "questions",
    "clusters",
    "weight",
    "mean",
    "frequency",
    "lower",
    "upper",
    "position",
)

THIN = 4
"""Clusters below which a bin says little: one or two surprises decide where it lies."""

_HALF_PERCENT = 0.005
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The calibration of somebody.

    Attributes:
        name: Who it is.
        people: How many that is.
        questions: Number of questions.
        by_bin: Number of questions in each bin.
        found: All figures.
        unit: What weighs 1.
        bins: The bins as they were asked for.
        seed: Seed of what was drawn.
    """

    name: str
    people: int
    questions: int
    by_bin: Sequence[int]
    found: Assessment
    unit: Unit
    bins: str
    seed: int

    @classmethod
    def of(
        cls,
        name: str,
        stands: Stands,
        found: Assessment,
        *,
        unit: Unit,
        bins: str,
        seed: int,
    ) -> Self:
        """The calibration of what somebody said.

        Args:
            name: Who it is.
            stands: What was said.
            found: All figures of it.
            unit: What weighs 1.
            bins: The bins as they were asked for.
            seed: Seed of what was drawn.
        """
        questions, by_bin = questions_of(stands, found.curve, unit)
        people = np.unique(stands.forecaster).size
        return cls(name, people, questions, by_bin, found, unit, bins, seed)


def questions_of(stands: Stands, made: Curve, unit: Unit) -> tuple[int, list[int]]:
    """How many questions are counted, in all and in each bin.

    Args:
        stands: What was said.
        made: The curve of it.
        unit: What weighs 1.
    """
    panel = stands.panel
    alone = replace(panel, cluster=np.arange(panel.questions, dtype=np.int32))
    by_question = Sample.of_stands(replace(stands, panel=alone), unit)
    return by_question.clusters, curve(by_question, bins=made.bins).clusters.tolist()


def rows(made: Calibrated) -> list[dict[str, Any]]:
    """The bins for programs: a value for each of `FIELDS`."""
    return bin_rows(made.found.curve, made.found.band, made.by_bin)


def bin_rows(found: Curve, band: Band, by_bin: Sequence[int]) -> list[dict[str, Any]]:
    """The bins of a curve with its band: a value for each of `FIELDS`.

    Args:
        found: The curve.
        band: Its band.
        by_bin: Number of questions in each bin.
    """
    columns = (found.mean, found.frequency, band.lower, band.upper)
    clusters = found.clusters.tolist()
    figures = zip(
        found.low.tolist(),
        found.high.tolist(),
        found.count.tolist(),
        by_bin,
        clusters,
        found.weight.tolist(),
        *(column.tolist() for column in columns),
        map(_position, clusters, *(column.tolist() for column in columns[1:])),
        strict=True,
    )
    return [dict(zip(FIELDS, row, strict=True)) for row in figures]


def _position(clusters: int, frequency: float, lower: float, upper: float) -> str | None:
    """Where a frequency lies with regard to its band; no place in an empty bin."""
    if isnan(frequency) or isnan(lower):
        return None
    if clusters < THIN:
        return "thin"
    if not lower - _ROUNDING <= frequency <= upper + _ROUNDING:
        return "outside"
    at_lower = lower > 0.0 and frequency - lower < _HALF_PERCENT
    at_upper = upper < 1.0 and upper - frequency < _HALF_PERCENT
    return "edge" if at_lower or at_upper else "inside"


def document(made: Calibrated) -> dict[str, Any]:
    """The calibration for programs, but for its bins."""
    found = made.found
    low, high = found.auc.interval(found.band.level)
    return {
        "forecaster": made.name,
        "people": made.people,
        "unit": made.unit,
        "bins": made.bins,
        "level": found.band.level,
        "simultaneous": found.band.simultaneous,
        "seed": made.seed,
        "questions": made.questions,
        "clusters": found.sample.clusters,
        "forecasts": found.sample.size,
        "weight": found.sample.total,
        "mean": mean_said(found.sample),
        "frequency": found.sample.base_rate,
        "errors": _errors(found),
        "cox": _cox(found),
        "tests": _tests(found),
        "auc": {"value": found.auc.value, "low": low, "high": high} | _error(found.auc),
        "discrimination_slope": found.slope,
        "sharpness": asdict(found.sharpness),
    }


def mean_said(sample: Sample) -> float:
    """Weighted mean of what was said; NaN where nothing was."""
    return float(sample.weight @ sample.probability) / sample.total if sample.size else nan


def _errors(found: Assessment) -> dict[str, float]:
    return {
        "mcb": found.miscalibration.mcb,
        "ece": found.errors.expected,
        "mce": found.errors.maximum,
        "rms": found.errors.root,
        "squared_debiased": found.errors.debiased,
        "ecce_mad": found.cumulative.maximum,
        "ecce_range": found.cumulative.span,
    }


def _error(figure: Any) -> dict[str, Any]:
    return {name: getattr(figure, name) for name in ("error", "error_clustered", "reason")}


def _cox(found: Assessment) -> dict[str, Any]:
    line = found.cox
    return {
        "intercept": asdict(line.intercept),
        "slope": asdict(line.slope),
        "in_the_large": asdict(line.in_the_large),
        "left_out": line.left_out,
        "reason": line.reason,
    }


def _tests(found: Assessment) -> dict[str, Any]:
    """Tests of independent forecasts, and of clusters that share one fate."""
    twice: dict[str, Evidence] = {
        "in_the_large": found.large,
        "spiegelhalter": found.spiegelhalter,
        "cox": found.cox.evidence,
        "hosmer_lemeshow": found.hosmer_lemeshow.evidence,
        "ecce_mad": found.cumulative.maximum_evidence,
        "ecce_range": found.cumulative.span_evidence,
    }
    mcb = found.miscalibration
    drawn = Finding(mcb.mcb, mcb.p, f"Monte Carlo, {mcb.draws} draws")
    return {
        **{name: asdict(evidence) for name, evidence in twice.items()},
        "exact_in_the_large": {"independent": asdict(found.exact)},
        "mcb": {"clustered": asdict(drawn)},
    }
