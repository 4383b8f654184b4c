"""Calibration: do things come true as often as was said?"""

from __future__ import annotations

from scoring.calibration.bands import Band, confidence_band, consistency_band
from scoring.calibration.curves import Curve, curve
from scoring.calibration.folding import folded
from scoring.calibration.honest import HonestBand, honest_band
from scoring.calibration.miscalibration import Miscalibration, miscalibration_test

__all__ = [
    "Band",
    "Curve",
    "HonestBand",
    "Miscalibration",
    "confidence_band",
    "consistency_band",
    "curve",
    "folded",
    "honest_band",
    "miscalibration_test",
]
