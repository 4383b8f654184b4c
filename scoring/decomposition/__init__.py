"""Scores taken apart: calibration, discrimination, and what nobody can help."""

from __future__ import annotations

from scoring.decomposition.bias import Corrected, corrected
from scoring.decomposition.corp import Corp, corp
from scoring.decomposition.errors import Errors, errors
from scoring.decomposition.murphy import Murphy, murphy
from scoring.decomposition.saving import LEAST_CLUSTERS_JUDGED, Saving, saving
from scoring.decomposition.yates import Yates, yates

__all__ = [
    "LEAST_CLUSTERS_JUDGED",
    "Corp",
    "Corrected",
    "Errors",
    "Murphy",
    "Saving",
    "Yates",
    "corp",
    "corrected",
    "errors",
    "murphy",
    "saving",
    "yates",
]
