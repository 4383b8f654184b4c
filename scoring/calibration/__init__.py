"""Calibration: do things come true as often as was said?

======================== ==============================================================
module                   what it holds
======================== ==============================================================
``curves``               what was said, and how much of it came true, row by row
``bands``                where a curve would lie by chance, and where the truth may lie
``honest``               a band of the whole true curve, at any size of the sample
``errors``               ECE, MCE and others over bins
``cumulative``           ECCE, errors without bins
``miscalibration``       what miscalibration cost, and whether it could be chance
``cox_line``             Cox's intercept and slope
``goodness``             in the large, Spiegelhalter's test, Hosmer and Lemeshow's
``exact``                the exact law of the number that comes true
``evidence``             what a test found
``discrimination``       AUC, discrimination slope, sharpness
``folding``              confidences of 50 % and more
``assessment``           all of these for one sample
======================== ==============================================================

All public names of these modules are names of the package. What they are made of is in
``asymptotic``, ``envelope``, ``fates`` and ``redraw``.
"""

from __future__ import annotations

from scoring.calibration.assessment import Assessment, assess
from scoring.calibration.bands import DRAWS, Band, Method, confidence_band, consistency_band
from scoring.calibration.cox_line import Cox, Estimate, cox
from scoring.calibration.cumulative import Cumulative, cumulative_errors
from scoring.calibration.curves import Curve, curve
from scoring.calibration.discrimination import Auc, Sharpness, auc, discrimination_slope, sharpness
from scoring.calibration.errors import CalibrationErrors, calibration_errors
from scoring.calibration.evidence import Evidence, Finding
from scoring.calibration.exact import MOST, exact_in_the_large, poisson_binomial
from scoring.calibration.folding import CONFIDENCES, folded
from scoring.calibration.goodness import (
    HosmerLemeshow,
    hosmer_lemeshow,
    in_the_large,
    spiegelhalter,
)
from scoring.calibration.honest import GROUPS, HonestBand, honest_band
from scoring.calibration.miscalibration import Miscalibration, miscalibration_test

__all__ = [
    "CONFIDENCES",
    "DRAWS",
    "GROUPS",
    "MOST",
    "Assessment",
    "Auc",
    "Band",
    "CalibrationErrors",
    "Cox",
    "Cumulative",
    "Curve",
    "Estimate",
    "Evidence",
    "Finding",
    "HonestBand",
    "HosmerLemeshow",
    "Method",
    "Miscalibration",
    "Sharpness",
    "assess",
    "auc",
    "calibration_errors",
    "confidence_band",
    "consistency_band",
    "cox",
    "cumulative_errors",
    "curve",
    "discrimination_slope",
    "exact_in_the_large",
    "folded",
    "honest_band",
    "hosmer_lemeshow",
    "in_the_large",
    "miscalibration_test",
    "poisson_binomial",
    "sharpness",
    "spiegelhalter",
]
