"""One small adapter for each metric of curves and bands: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.calibration import curve, folded
from scoring.calibration.asymptotic import binomial_band, continuous_half_width, discrete_band
from scoring.calibration.folding import CONFIDENCES
from scoring.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Pairs = Iterable[tuple[Any, Any]]

__all__ = ["CURVES", "CURVE_KINDS"]

Inputs = dict[str, Any]


def _discrete(inputs: Inputs) -> dict[str, Any]:
    ends = discrete_band(inputs["x"], inputs["n"], inputs.get("level", 0.9))
    return dict(zip(("lower", "upper"), (end.tolist() for end in ends), strict=True))


def _continuous(inputs: Inputs) -> dict[str, Any]:
    x = np.asarray(inputs["x"], float)
    half = continuous_half_width(x, inputs["density"], inputs["n"], inputs.get("level", 0.9))
    ends = {"lower": np.maximum(x - half, 0.0), "upper": np.minimum(x + half, 1.0)}
    return {name: end.tolist() for name, end in {"half_width": half, **ends}.items()}


def _counted(entry: Inputs) -> Pairs:
    """Binomial quantiles at the edges of a bin, and the median at its middle."""
    for case in entry.get("cases", [entry]):
        (low, high), n = case["bin"], case["n"]
        lower, upper = binomial_band(low, high, n, entry.get("level", 0.9))
        middle = 0.5 * (low + high)
        median, _ = binomial_band(middle, middle, n, 0.0)
        for name, found in (("lower", lower), ("centre", median), ("upper", upper)):
            if name in case:
                yield found.item(), case[name]


def _confidences(entry: Inputs) -> dict[str, dict[str, float]]:
    """Bands 50, 60 ... 100 of folded forecasts, accuracy in whole percents, 0 in an empty one."""
    p = np.asarray(entry["p"], float)
    said = Sample.of(p / 100 if p.max(initial=0.0) > 1 else p, entry.get("outcome", entry.get("y")))
    made = curve(folded(said), bins=CONFIDENCES)
    correct = np.nan_to_num(made.weight * made.frequency)
    accuracy = np.floor(100 * np.nan_to_num(made.frequency) + 0.5)
    rows = zip(made.count[1:], correct[1:], accuracy[1:], strict=True)
    return {
        str(heading): {"count": n, "correct": right, "accuracy": percent}
        for heading, (n, right, percent) in zip(range(50, 101, 10), rows, strict=True)
    }


def _folded(entry: Inputs) -> Pairs:
    """Each band that a case expects: all about it, or its accuracy only."""
    found, expected = _confidences(entry), entry["expected"]
    rows = expected.items() if isinstance(expected, dict) else zip(found, expected, strict=True)
    for heading, row in rows:
        band = found[str(heading).split("-")[0].rstrip("%")]
        yield (band, row) if isinstance(row, dict) else (band["accuracy"], row)


CURVES: dict[str, Callable[[Inputs], Any]] = {
    "consistency_band_continuous": _continuous,
    "consistency_band_discrete": _discrete,
}
"""Adapters by the metric's name."""

CURVE_KINDS: dict[str, Callable[[Inputs], Pairs]] = {
    "calibration_consistency_band": _counted,
    "folded_calibration": _folded,
}
"""Adapters by the kind of a platform's case: (got, expected) pairs."""
