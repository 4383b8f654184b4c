"""One small adapter for each metric of calibration statistics: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.bins import Bins
from scoring.calibration.cox_line import cox
from scoring.calibration.cumulative import cumulative_errors
from scoring.calibration.discrimination import auc, sharpness
from scoring.calibration.errors import CalibrationErrors, calibration_errors
from scoring.calibration.goodness import hosmer_lemeshow, spiegelhalter
from scoring.distinct import distinct
from scoring.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CALIBRATION"]

Inputs = dict[str, Any]


def _sample(inputs: Inputs) -> Sample:
    return Sample.of(inputs["p"], inputs["y"], inputs.get("w"))


def _bins(inputs: Inputs) -> Bins:
    """Bins between given edges, or so many: of equal mass unless widths are spoken of."""
    if "edges" in inputs:
        return Bins.given(inputs["edges"])
    return Bins.equal_width(int(inputs.get("bins", 10)))


def _mass(inputs: Inputs) -> Bins:
    return Bins.equal_mass(distinct(_sample(inputs)), int(inputs.get("bins", 10)))


def _errors(inputs: Inputs) -> CalibrationErrors:
    return calibration_errors(_sample(inputs), bins=_bins(inputs))


def _spiegelhalter(inputs: Inputs) -> dict[str, float]:
    found = spiegelhalter(_sample(inputs)).independent
    return {"z": found.statistic, "p_two_sided": found.p}


def _hosmer_lemeshow(inputs: Inputs) -> dict[str, float]:
    found = hosmer_lemeshow(_sample(inputs), bins=_mass(inputs))
    test = found.evidence.independent
    return {"stat": test.statistic, "p_df_G": test.p, "p_df_Gminus2": found.fitted_p}


def _cox(inputs: Inputs) -> dict[str, float]:
    found = cox(_sample(inputs))
    return {
        "a": found.intercept.value,
        "b": found.slope.value,
        "intercept": found.intercept.value,
        "slope": found.slope.value,
        "se_intercept": found.intercept.error,
        "se_slope": found.slope.error,
        "lr": found.evidence.independent.statistic,
        "p_df2": found.evidence.independent.p,
        "calibration_in_the_large": found.in_the_large.value,
    }


def _cumulative(inputs: Inputs) -> dict[str, float]:
    found = cumulative_errors(_sample(inputs))
    return {"mad": found.maximum, "range": found.span}


def _auc(inputs: Inputs) -> dict[str, float]:
    found = auc(_sample(inputs))
    return {"auc": found.value, "se": found.error}


CALIBRATION: dict[str, Callable[[Inputs], Any]] = {
    "auc": lambda i: auc(_sample(i)).value,
    "auc_delong_se": _auc,
    "cox_calibration": _cox,
    "cox_lr_test": _cox,
    "ecce_mad_and_range": _cumulative,
    "ece_equal_mass": lambda i: calibration_errors(_sample(i), bins=_mass(i)).expected,
    "ece_equal_width": lambda i: _errors(i).expected,
    "ece_l2_squared": lambda i: _errors(i).squared,
    "ece_l2_squared_debiased": lambda i: _errors(i).debiased,
    "hosmer_lemeshow": _hosmer_lemeshow,
    "mce_equal_width": lambda i: _errors(i).maximum,
    "sharpness": lambda i: sharpness(_sample(i)).variance,
    "spiegelhalter_z": _spiegelhalter,
}
"""Adapters by the metric's name."""
