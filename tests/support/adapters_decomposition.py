"""One small adapter for each metric of decompositions: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.bins import Bins
from scoring.decomposition import corp, corrected, murphy, yates
from scoring.distinct import Distinct
from scoring.isotonic import isotonic
from scoring.rules import RULES
from scoring.sample import Sample
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DECOMPOSITION"]

Inputs = dict[str, Any]

_TEN = 10


def _sample(inputs: Inputs) -> Sample:
    return Sample.of(inputs["p"], inputs["y"], _weights(inputs))


def _weights(inputs: Inputs) -> list[float] | None:
    return next((inputs[name] for name in ("w", "weights", "weight") if name in inputs), None)


def _bins(inputs: Inputs) -> Bins:
    """The bins a case names: edges or a number, and which end belongs to them in words."""
    words = str(inputs.get("bins", ""))
    closed = "right" if "right" in words or inputs.get("closed") == "right" else "left"
    if "edges" in inputs:
        return Bins.given(inputs["edges"], closed=closed)
    number = next((inputs[name] for name in ("k", "K", "n_bins", "bins") if name in inputs), _TEN)
    count = int(number) if isinstance(number, int | float) else _TEN
    return Bins.equal_width(count, closed=closed)


def _corp(inputs: Inputs, rule: str) -> dict[str, float]:
    parts = corp(_sample(inputs), rule=RULES[rule])
    return {
        "score": parts.score,
        "mcb": parts.miscalibration,
        "dsc": parts.discrimination,
        "unc": parts.uncertainty,
    }


def _murphy(inputs: Inputs, bins: Bins | None) -> dict[str, float]:
    parts = murphy(_sample(inputs), bins=bins)
    return {
        "brier": parts.score,
        "score": parts.score,
        "rel": parts.reliability,
        "res": parts.resolution,
        "unc": parts.uncertainty,
        "wbv": parts.within_variance,
        "wbc": parts.within_covariance,
        "gres": parts.generalised_resolution,
    }


def _corrected(inputs: Inputs) -> dict[str, float]:
    parts = corrected(_sample(inputs), bins=_bins(inputs))
    told = _murphy(inputs, _bins(inputs))
    return told | {
        "rel_bc": parts.reliability,
        "res_bc": parts.resolution,
        "unc_bc": parts.uncertainty,
        "alpha": parts.applied,
    }


def _yates(inputs: Inputs) -> dict[str, float]:
    """Every part under each of the names it goes by."""
    parts = yates(_sample(inputs))
    variance = parts.least_variance + parts.scatter
    names = {
        "brier bs score": parts.score,
        "unc var_y vary y_var variance_y": parts.uncertainty,
        "bias": parts.bias,
        "bias2 bias_sq bias_squared": parts.bias**2,
        "slope": parts.slope,
        "cov covariance cov_py": parts.covariance,
        "two_cov cov2": 2.0 * parts.covariance,
        "minvar min_var minvar_p min_var_p": parts.least_variance,
        "scatter": parts.scatter,
        "var_p varp": variance,
    }
    return {name: part for alike, part in names.items() for name in alike.split()}


def _pav(inputs: Inputs) -> list[float]:
    """The fit row by row, of any numbers; without forecasts the rows are in order already."""
    y = np.asarray(inputs.get("y", inputs.get("values")), np.float64)
    p = np.asarray(inputs.get("p", inputs.get("x", np.arange(y.size))), np.float64)
    weight = _weights(inputs)
    w = np.ones(y.size) if weight is None else np.asarray(weight, np.float64)
    x, place = np.unique(p[w > 0.0], return_inverse=True)
    total, yes = (sums_by(place, column[w > 0.0], x.size) for column in (w, w * y))
    fitted: list[float] = isotonic(Distinct(x, total - yes, yes)).at(p).tolist()
    return fitted


DECOMPOSITION: dict[str, Callable[[Inputs], Any]] = {
    "corp_brier": lambda inputs: _corp(inputs, "brier"),
    "corp_brier_weighted": lambda inputs: _corp(inputs, "brier"),
    "corp_log": lambda inputs: _corp(inputs, "log"),
    "murphy_bias_corrected": _corrected,
    "murphy_binned": lambda inputs: _murphy(inputs, _bins(inputs)),
    "murphy_by_unique_forecast": lambda inputs: _murphy(inputs, None),
    "pav_fit": _pav,
    "yates_covariance_decomposition": _yates,
}
"""Adapters by the metric's name."""
