"""Skill: how much better somebody was than those who stood there too, and how sure that is.

================== ======================================================================
module             what it holds
================== ======================================================================
``effects``        the fit, resolved in time, and how skill follows from it
``two_way``        the fit by forecaster and question alone
``adjustment``     which of them a board asks for
``runs``           who stood together, and for how long: the matrix of the fit
``contrasts``      losses above the fit, by question: the evidence
``intervals``      errors of skill, by clusters
``ranks``          ranks, and how far they hold
================== ======================================================================
"""

from __future__ import annotations

from scoring.skill.effects import SHRINKAGE, Fit, fit, shrink

__all__ = ["SHRINKAGE", "Fit", "fit", "shrink"]
