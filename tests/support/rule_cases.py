"""Rules for laws that every rule keeps: all without a parameter, and members of families."""

from __future__ import annotations

from scoring.rules import (
    IMPROPER,
    RULES,
    Rule,
    beta,
    elementary,
    power,
    pseudospherical,
    threshold_weighted_brier,
    winkler,
)

__all__ = ["EVERY", "PROPER"]

_MEMBERS = (
    beta(-0.5, -0.5),
    beta(0, 0),
    beta(0, 2),
    beta(0.01, 0.01),
    beta(1, 1),
    beta(1, 3),
    beta(3, -0.5),
    beta(3, 5),
    elementary(0.3),
    elementary(0.5),
    power(1.5),
    power(3),
    pseudospherical(1.01),
    pseudospherical(3),
    threshold_weighted_brier(0.0, 1.0),
    threshold_weighted_brier(0.2, 0.6),
    winkler(0.1),
    winkler(0.5),
)

PROPER: dict[str, Rule] = {**RULES, **{rule.name: rule for rule in _MEMBERS}}
"""Proper rules by name."""

EVERY: dict[str, Rule] = {**PROPER, **IMPROPER}
"""These and the improper ones."""
