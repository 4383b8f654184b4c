"""One small adapter for each kind of platform case that is about rules alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.rules import BRIER, LOG, LOG_BITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Pairs = Iterable[tuple[Any, Any]]

__all__ = ["RULE_KINDS"]

Entry = dict[str, Any]


def _limits(entry: Entry) -> Pairs:
    """The best and worst baseline and peer scores between the least and greatest forecast."""
    low, high = entry["p_min"], entry["p_max"]
    best, worst = 100 * (1 - LOG_BITS.loss([high, low], 1))
    peer = 100 * (LOG.loss(low, 1) - LOG.loss(high, 1)).item()
    got = {"best_baseline": best, "worst_baseline": worst, "best_peer": peer, "worst_peer": -peer}
    yield got, entry["expected"]
    if "expected_faq" in entry:
        yield got, entry["expected_faq"]


def _jeffreys(entry: Entry) -> Pairs:
    """Both divergences of the log rule together; over any number of answers."""
    p, q = np.asarray(entry["p"], float), np.asarray(entry["q"], float)
    got = float(np.sum((q - p) * (LOG_BITS.loss(p, 1) - LOG_BITS.loss(q, 1))))
    yield got, entry["expected"]
    if p.size == 2:
        binary = LOG_BITS.divergence(p[0], q[0]) + LOG_BITS.divergence(q[0], p[0])
        yield binary.item(), entry["expected"]


def _relative_brier(entry: Entry) -> Pairs:
    """A rival's mean of what each question's loss saves of the reference's, where that lost."""
    named = next(entry[key] for key in ("reference", "ref_model", "ref") if key in entry)
    said = {
        who: np.array([np.nan if p is None else p for p in row], float)
        for who, row in entry["forecasts"].items()
    }
    losses = {who: BRIER.loss(row, entry["outcome"]) for who, row in said.items()}
    lost = losses[named] > 0
    got = {
        who: float(np.nanmean(1 - row[lost] / losses[named][lost])) for who, row in losses.items()
    }
    yield got, entry["expected"]


RULE_KINDS: dict[str, Callable[[Entry], Pairs]] = {
    "brier_skill_score_percent": _relative_brier,
    "clip_limits": _limits,
    "jeffreys_divergence_bits": _jeffreys,
}
"""Adapters by the kind of case."""
