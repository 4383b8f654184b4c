"""Simulated forecasters who are perfectly calibrated, in crowds of evidence of several kinds."""

from __future__ import annotations

import numpy as np

from scoring.sample import Sample

__all__ = ["KINDS", "families", "independent", "paths", "rivals", "unrelated"]


def independent(rng, clusters=60):
    """One forecast a question."""
    p = rng.beta(1.0, 2.0, clusters)
    return Sample.of(p, rng.random(clusters) < p)


def families(rng, clusters=50, deadlines=4):
    """Deadlines of one event: what comes true by one has come true by all later ones."""
    last = rng.beta(1.5, 1.5, clusters)
    p = last[:, None] * np.sort(rng.random((clusters, deadlines)), axis=1)
    y = rng.random(clusters)[:, None] < p
    return _grouped(p, y, 1.0)


def paths(rng, clusters=50, steps=4):
    """One question forecast several times, as evidence for its outcome comes in."""
    first = rng.beta(1.0, 2.0, clusters)
    y = rng.random(clusters) < first
    told = np.where(y, 0.5, -0.5)[:, None] + rng.standard_normal((clusters, steps))
    told[:, 0] = 0.0
    odds = np.log(first / (1.0 - first))[:, None] + np.cumsum(told, axis=1)
    p = 1.0 / (1.0 + np.exp(-odds))
    return _grouped(p, np.broadcast_to(y[:, None], p.shape), 1.0 / steps)


def rivals(rng, clusters=50, number=5):
    """Several of whom exactly one wins."""
    p = rng.dirichlet(np.ones(number), clusters)
    winner = np.sum(rng.random((clusters, 1)) > np.cumsum(p, axis=1)[:, :-1], axis=1)
    return _grouped(p, np.arange(number) == winner[:, None], 1.0)


def unrelated(rng, clusters=50, number=4):
    """Questions that somebody put in one family though nothing joins them."""
    p = rng.random((clusters, number))
    return _grouped(p, rng.random(p.shape) < p, 1.0)


def _grouped(p, y, weight):
    cluster = np.repeat(np.arange(len(p)), p.shape[1])
    return Sample.of(p, np.asarray(y, float), np.full(p.size, weight), cluster)


KINDS = {"independent": independent, "families": families, "paths": paths}
