"""Two or more forecasters on the same questions: who was better, and how sure that is.

======================== ============================================================
module                   what it holds
======================== ============================================================
``common_time``          losses over the moments at which forecasters stand together
``paired``               the mean difference of two, with its interval
``permutation``          sign flips, family by family
``diebold_mariano``      differences as a series in time
``contest``              all of these for two, and for every pair of several
``multiplicity``         p-values and e-values adjusted for their number
``confidence_set``       who may be the best of several
``sequential``           confidence sequences: one may look at any time
``e_values``             e-processes, their duals
``e_dominance``          e-values of probability forecasts, without bounds on losses
``watch``                two or more looked at after every resolution
======================== ============================================================

All public names of these modules are names of the package. What they are made of is in
``boundaries``, ``differences`` and ``stakes``.
"""

from __future__ import annotations

from scoring.comparison.common_time import Curves, Losses
from scoring.comparison.confidence_set import MCS, model_confidence_set
from scoring.comparison.contest import CORRECTIONS, Contest, Correction, RoundRobin
from scoring.comparison.diebold_mariano import DieboldMariano, Kernel, diebold_mariano
from scoring.comparison.e_dominance import e_dominance, indifference
from scoring.comparison.e_values import Alternative, EProcess, e_process, fixed_stake
from scoring.comparison.multiplicity import (
    benjamini_hochberg,
    benjamini_yekutieli,
    e_bh,
    holm,
    max_t,
)
from scoring.comparison.paired import Comparison, paired
from scoring.comparison.permutation import DRAWS, SignFlip, monte_carlo_p, sign_flip
from scoring.comparison.sequential import ConfidenceSequence, confidence_sequence
from scoring.comparison.watch import RoundWatch, Watch, first_words

__all__ = [
    "CORRECTIONS",
    "DRAWS",
    "MCS",
    "Alternative",
    "Comparison",
    "ConfidenceSequence",
    "Contest",
    "Correction",
    "Curves",
    "DieboldMariano",
    "EProcess",
    "Kernel",
    "Losses",
    "RoundRobin",
    "RoundWatch",
    "SignFlip",
    "Watch",
    "benjamini_hochberg",
    "benjamini_yekutieli",
    "confidence_sequence",
    "diebold_mariano",
    "e_bh",
    "e_dominance",
    "e_process",
    "first_words",
    "fixed_stake",
    "holm",
    "indifference",
    "max_t",
    "model_confidence_set",
    "monte_carlo_p",
    "paired",
    "sign_flip",
]
