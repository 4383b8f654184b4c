"""One small adapter for each metric of a scoring library: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from adapters_platforms import standing_cells

from scoring.murphy_diagram import murphy_diagram
from scoring.rules import (
    BRIER,
    BRIER2,
    LOG,
    LOG_BITS,
    SPHERICAL,
    beta,
    clip,
    power,
    pseudospherical,
    threshold_weighted_brier,
    winkler_advantage,
)
from scoring.sample import Sample
from scoring.skill_score import over_base_rate, skill_of_losses, skill_score

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.rules import Rule

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


def _sample(inputs: Inputs) -> Sample:
    return Sample.of(inputs["p"], inputs["y"], inputs.get("w"))


def _first(inputs: Inputs, *names: str) -> Any:
    """The input that goes by one of these names."""
    return next(inputs[name] for name in names if name in inputs)


def _exponent(inputs: Inputs) -> float:
    return _first(inputs, "beta", "b", "exponent")


def _rewards(rule: Rule, inputs: Inputs) -> list[float]:
    return (1 - rule.loss(inputs["p"], inputs["y"])).tolist()


def _threshold_weighted(inputs: Inputs) -> float:
    low, high = _first(inputs, "lo", "low"), _first(inputs, "hi", "high")
    return threshold_weighted_brier(low, high).mean(inputs["p"], inputs["y"], inputs.get("w"))


def _winkler(inputs: Inputs) -> list[float]:
    reference = _first(inputs, "c", "q", "reference", "base")
    return winkler_advantage(inputs["p"], reference, inputs["y"]).tolist()


def _skill_and_sd(inputs: Inputs) -> dict[str, float]:
    """From the losses of both, or from probabilities under Brier, over the base rate if alone."""
    if "y" not in inputs:
        ours = _first(inputs, "s", "scores", "score", "losses", "s1")
        theirs = _first(inputs, "r", "scores_ref", "s_ref", "ref", "reference", "s2")
        score = skill_of_losses(ours, theirs)
    elif references := inputs.keys() & {"q", "p_ref", "ref", "reference", "c"}:
        score = skill_score(_sample(inputs), inputs[references.pop()])
    else:
        score = over_base_rate(_sample(inputs))
    return {"skill": score.skill, "skill_score": score.skill, "ss": score.skill, "sd": score.sd}


RULES: dict[str, Callable[[Inputs], Any]] = {
    "beta_loss_each": lambda i: beta(i["a"], i["b"]).loss(i["p"], i["y"]).tolist(),
    "brier_each": lambda i: BRIER.loss(i["p"], i["y"]).tolist(),
    "brier_float32_inputs": lambda i: BRIER.mean(np.array(i["p"], i["dtype"]), i["y"]),
    "brier_mean": lambda i: BRIER.mean(i["p"], i["y"]),
    "brier_mean_0_2": lambda i: BRIER2.mean(i["p"], i["y"]),
    "brier_mean_constant": lambda i: BRIER.mean(np.full(i["n"], i["p_value"]), i["y_value"]),
    "brier_mean_weighted": lambda i: BRIER.mean(i["p"], i["y"], weights=i["w"]),
    "brier_skill_vs_climatology": lambda i: over_base_rate(_sample(i)).skill,
    "elementary_mean": lambda i: murphy_diagram(_sample(i)).at(i["theta"]).tolist(),
    "elementary_mean_left_limit": lambda i: murphy_diagram(_sample(i)).below(i["theta"]).tolist(),
    "entropy_bits_each": lambda i: LOG_BITS.entropy(i["p"]).tolist(),
    "log_each_nats": lambda i: LOG.loss(i["p"], i["y"]).tolist(),
    "log_each_nats_clipped": lambda i: LOG.loss(clip(np.array(i["p"]), i["eps"]), i["y"]).tolist(),
    "log_mean_bits": lambda i: LOG_BITS.mean(i["p"], i["y"]),
    "log_mean_nats": lambda i: LOG.mean(i["p"], i["y"]),
    "log_mean_nats_weighted": lambda i: LOG.mean(i["p"], i["y"], weights=i["w"]),
    "metaculus_baseline_binary": _baseline,
    "metaculus_peer_binary": _peer,
    "murphy_integral_brier": lambda i: murphy_diagram(_sample(i)).integral(BRIER),
    "murphy_integral_log": lambda i: murphy_diagram(_sample(i)).integral(LOG),
    "power_reward_each": lambda i: _rewards(power(_exponent(i)), i),
    "pseudospherical_reward_each": lambda i: _rewards(pseudospherical(_exponent(i)), i),
    "skill_score_and_sd": _skill_and_sd,
    "spherical_loss_mean": lambda i: SPHERICAL.mean(i["p"], i["y"]),
    "spherical_reward_each": lambda i: _rewards(SPHERICAL, i),
    "threshold_weighted_brier_mean": _threshold_weighted,
    "validate": _rejected,
    "winkler_quadratic_each": _winkler,
}
"""Adapters by the metric's name."""
