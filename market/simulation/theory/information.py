"""The score of a forecaster with information and noise, drawn and in closed form.

Sources: Satopää, Salikhov, Tetlock & Mellers 2021, Management Science 67:7599, for the BIN model;
its score in closed form is a sum of arcsines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.simulation.theory.check import averages, equals
from market.simulation.worlds.bin import Bin, expected_brier
from market.simulation.worlds.evidence import Evidence
from market.simulation.worlds.evidence import expected_brier as expected_of_evidence
from scoring.odds import expit
from scoring.rules import BRIER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

__all__ = ["bin_model", "evidence"]


def bin_model(effort: Effort) -> Iterator[Check]:
    """BIN: the expected Brier score of information and noise."""
    for information, noise, known in ((0.4, 0.0, 0.184505), (0.4, 0.3, 0.226399), (0.1, 0.1, None)):
        expected = expected_brier(information, noise)
        if known is not None:
            told = f"information {information}, noise {noise}: closed form"
            yield equals(told, expected, known, 5e-7)
        world = Bin(information=information, noise=noise, shared=0.0)
        truth = effort.truth(world, effort.size(2_000_000, 100_000), purpose=f"noise {noise}")
        loss = BRIER.loss(expit(truth.signal[0, 0]), truth.outcome)
        told = f"information {information}, noise {noise}: Brier score"
        yield averages(told, loss, expected)


def evidence(effort: Effort) -> Iterator[Check]:
    """Evidence that is normal in log-odds: the expected Brier score of one who has it."""
    for amount, known in ((0.5, 0.222030), (2.0, 0.162472)):
        expected = expected_of_evidence(0.5, amount)
        yield equals(f"evidence {amount}: integral", expected, known, 5e-7)
        world = Evidence(evidence=amount, shared=1.0, early=1.0)
        truth = effort.truth(world, effort.size(2_000_000, 100_000), purpose=f"of {amount}")
        loss = BRIER.loss(expit(truth.ideal[0]), truth.outcome)
        yield averages(f"evidence {amount}: Brier score", loss, expected)
