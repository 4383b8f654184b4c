"""Rules by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from scoring.rules.thresholds import elementary, threshold_weighted_brier
from scoring.rules.winkler import winkler

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.rules.rule import Rule

__all__ = ["FAMILIES", "IMPROPER", "RULES"]

RULES: dict[str, Rule] = {
    rule.name: rule for rule in (BRIER, BRIER2, LOG, LOG_BITS, SPHERICAL, ZERO_ONE)
}
"""Every proper rule without a parameter, by its name: what may rank and decompose."""

FAMILIES: dict[str, Callable[..., Rule]] = {
    "beta": beta,
    "elementary": elementary,
    "power": power,
    "pseudospherical": pseudospherical,
    "threshold_weighted_brier": threshold_weighted_brier,
    "winkler": winkler,
}
"""Proper rules with parameters: functions that make a :class:`Rule` of numbers."""

IMPROPER: dict[str, Rule] = {ABSOLUTE_ERROR.name: ABSOLUTE_ERROR}
"""Rules under which honesty is not the best policy; kept apart so that nothing ranks by them."""
