"""One small adapter for each metric of a scoring library: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from adapters_platforms import standing_cells

from scoring.rules import BRIER, BRIER2, LOG, LOG_BITS, SPHERICAL, clip

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RULES"]

Inputs = dict[str, Any]


def _rejected(inputs: Inputs) -> None:
    """Nothing where the inputs are refused, as they must be."""
    try:
        BRIER.loss(inputs["p"], inputs["y"])
    except ValueError:
        return
    raise AssertionError(f"accepted: {inputs}")


def _baseline(inputs: Inputs) -> list[float]:
    p, y = np.broadcast_arrays(inputs["p"], inputs["y"])
    return [
        standing_cells([q], int(happened)).baseline.item() for q, happened in zip(p, y, strict=True)
    ]


def _peer(inputs: Inputs) -> list[float]:
    return standing_cells(inputs["p"], int(np.ravel(inputs["y"])[0])).peer.tolist()


RULES: dict[str, Callable[[Inputs], Any]] = {
    "brier_each": lambda i: BRIER.loss(i["p"], i["y"]).tolist(),
    "brier_float32_inputs": lambda i: BRIER.mean(np.array(i["p"], i["dtype"]), i["y"]),
    "brier_mean": lambda i: BRIER.mean(i["p"], i["y"]),
    "brier_mean_0_2": lambda i: BRIER2.mean(i["p"], i["y"]),
    "brier_mean_constant": lambda i: BRIER.mean(np.full(i["n"], i["p_value"]), i["y_value"]),
    "brier_mean_weighted": lambda i: BRIER.mean(i["p"], i["y"], weights=i["w"]),
    "log_each_nats": lambda i: LOG.loss(i["p"], i["y"]).tolist(),
    "log_each_nats_clipped": lambda i: LOG.loss(clip(np.array(i["p"]), i["eps"]), i["y"]).tolist(),
    "log_mean_bits": lambda i: LOG_BITS.mean(i["p"], i["y"]),
    "log_mean_nats": lambda i: LOG.mean(i["p"], i["y"]),
    "log_mean_nats_weighted": lambda i: LOG.mean(i["p"], i["y"], weights=i["w"]),
    "metaculus_baseline_binary": _baseline,
    "metaculus_peer_binary": _peer,
    "spherical_loss_mean": lambda i: SPHERICAL.mean(i["p"], i["y"]),
    "spherical_reward_each": lambda i: (1 - SPHERICAL.loss(i["p"], i["y"])).tolist(),
    "validate": _rejected,
}
"""Adapters by the metric's name."""
