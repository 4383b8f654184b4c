"""Scoring rules for a binary event, as objects: ``from scoring.rules import BRIER``.

======================== ============================================================
module                   what it holds
======================== ============================================================
``rule``                 :class:`Rule`: values, means, entropy, divergence, properness
``classic``              rules without a parameter
``families``             pseudospherical, power and beta families
``thresholds``           rules that look at one threshold, or at a range of them
``winkler``              rules that look at a reference probability
``registry``             rules by name
======================== ============================================================
"""

from __future__ import annotations

from scoring.rules.classic import (
    ABSOLUTE_ERROR,
    BRIER,
    BRIER2,
    LOG,
    LOG_BITS,
    SPHERICAL,
    ZERO_ONE,
)
from scoring.rules.families import beta, power, pseudospherical
from scoring.rules.registry import FAMILIES, IMPROPER, RULES
from scoring.rules.rule import Missing, Properness, Rule, clip
from scoring.rules.thresholds import elementary, threshold_weighted_brier
from scoring.rules.winkler import winkler, winkler_advantage

__all__ = [
    "ABSOLUTE_ERROR",
    "BRIER",
    "BRIER2",
    "FAMILIES",
    "IMPROPER",
    "LOG",
    "LOG_BITS",
    "RULES",
    "SPHERICAL",
    "ZERO_ONE",
    "Missing",
    "Properness",
    "Rule",
    "beta",
    "clip",
    "elementary",
    "power",
    "pseudospherical",
    "threshold_weighted_brier",
    "winkler",
    "winkler_advantage",
]
