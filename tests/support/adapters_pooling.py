"""One small adapter for each metric of pools and recalibrations: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.logistic import logistic
from scoring.pooling.log_odds import (
    bayes_independent,
    extremized,
    karmarkar,
    llo,
    log_pool,
    neyman,
    neyman_factor,
)
from scoring.pooling.static import (
    ambiguity,
    geometric_mean,
    linear,
    median,
    recency_weights,
    semi_deviations,
    trimmed,
    weighted_percentile,
)
from scoring.recalibration import beta_design, platt_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["POOLING", "POOLING_KINDS"]

Inputs = dict[str, Any]


def _given(inputs: Inputs, *names: str) -> Any:
    """The first input that goes by one of these names; none where there is none."""
    return next((inputs[name] for name in names if inputs.get(name) is not None), None)


def _p(inputs: Inputs) -> Any:
    return _given(inputs, "p", "values", "probabilities", "probabilities_oldest_first")


def _w(inputs: Inputs) -> Any:
    return _given(inputs, "w", "weights")


def _recent(inputs: Inputs) -> Any:
    return recency_weights(len(_p(inputs)))


def _baseline(inputs: Inputs) -> float:
    return float(_given(inputs, "baseline", "prior", "base_rate", "p0", "base") or 0.5)


def _trim(inputs: Inputs) -> float:
    return float(_given(inputs, "trim_each", "trim", "share") or 0.0)


def _beta(inputs: Inputs) -> dict[str, float]:
    design, y = beta_design(inputs["p"]), np.array(inputs["y"], float)
    found = logistic(design, y, np.ones(y.size), start=np.array([0.0, 1.0, 1.0]))
    return dict(zip("cab", found.tolist(), strict=True))


def _ambiguity(inputs: Inputs) -> dict[str, float]:
    found = ambiguity(_p(inputs), inputs["y"], _w(inputs))
    individual = ("individual", "mean_brier", "mean_bs", "average_brier", "mean_individual_brier")
    pool = ("pool", "brier_of_mean", "bs_of_mean", "brier_mean", "crowd_brier", "bs_mean")
    spread = ("variance", "var", "ambiguity", "diversity")
    return {
        **dict.fromkeys(individual, found.individual),
        **dict.fromkeys(pool, found.pool),
        **dict.fromkeys(spread, found.variance),
    }


def _targets(inputs: Inputs) -> dict[str, float]:
    yes, no = platt_targets(inputs["n_pos"], inputs["n_neg"])
    return {"t_pos": yes, "t_neg": no}


def _pools(inputs: Inputs) -> dict[str, Any]:
    p, w = _p(inputs), _w(inputs)
    return {
        "mean": linear(p, w),
        "median": median(p),
        "geo_mean_odds": log_pool(p, w),
        "log_pool": log_pool(p, w),
        "trimmed_mean": trimmed(p, trim=_trim(inputs)),
        "neyman_roughgarden": neyman(p),
    }


POOLING: dict[str, Callable[[Inputs], Any]] = {
    "ambiguity_decomposition": _ambiguity,
    "bayes_independent": lambda i: bayes_independent(_p(i), prior=_baseline(i)),
    "beta_calibration_unconstrained_mle": _beta,
    "extremize": lambda i: karmarkar(_p(i), _given(i, "a", "gamma")),
    "geo_mean_odds": lambda i: log_pool(_p(i), _w(i)),
    "geo_mean_prob_unnormalised": lambda i: geometric_mean(_p(i)),
    "karmarkar": lambda i: karmarkar(_p(i), _given(i, "gamma", "a")),
    "linear_pool": lambda i: linear(_p(i), _w(i)),
    "llo": lambda i: llo(_p(i), i["gamma"], i["delta"]),
    "logit_extremized": lambda i: extremized(_p(i), _given(i, "a", "d"), _w(i)),
    "median": lambda i: median(_p(i)) if _w(i) is None else weighted_percentile(_p(i), _w(i)),
    "metaculus_recency_weights": lambda i: recency_weights(int(i["n"])),
    "neyman_d": lambda i: neyman_factor(i["n"]),
    "neyman_roughgarden": lambda i: neyman(_p(i), baseline=_baseline(i)),
    "neyman_roughgarden_baseline": lambda i: neyman(_p(i), baseline=_baseline(i)),
    "neyman_roughgarden_factor": lambda i: neyman_factor(i["n"]),
    "platt_targets": _targets,
    "pools": _pools,
    "recency_weighted_gmo": lambda i: log_pool(_p(i), _recent(i)),
    "recency_weighted_mean": lambda i: linear(_p(i), _recent(i)),
    "trimmed_mean": lambda i: trimmed(_p(i), trim=_trim(i)),
    "weighted_linear": lambda i: linear(_p(i), _w(i)),
    "weighted_log_pool": lambda i: log_pool(_p(i), _w(i)),
}
"""Adapters by the metric's name."""


def _aggregate(entry: Inputs) -> Iterable[tuple[Any, Any]]:
    p = _p(entry)
    weight = recency_weights(len(p)) if entry["method"] == "recency_weighted" else np.ones(len(p))
    if entry.get("weights") is not None:
        yield weight, entry["weights"]
    percentiles = {"q25": 25.0, "median": 50.0, "q75": 75.0}
    found = {
        name: weighted_percentile(p, weight, percentile=at) for name, at in percentiles.items()
    }
    yield found | {"mean": linear(p, weight)}, entry["expected"]


def _percentile(entry: Inputs) -> Iterable[tuple[Any, Any]]:
    found = weighted_percentile(_p(entry), _w(entry), percentile=entry["percentile"])
    yield found, entry["expected"]


def _weights(entry: Inputs) -> Iterable[tuple[Any, Any]]:
    yield recency_weights(entry["n"]), entry["expected"]


def _deviations(entry: Inputs) -> Iterable[tuple[Any, Any]]:
    lower, upper = semi_deviations(_p(entry), _w(entry))
    yield {"lower": lower, "upper": upper}, entry["expected"]


def _neyman(entry: Inputs) -> Iterable[tuple[Any, Any]]:
    yield neyman(_p(entry)), entry["expected"]
    if "factor" in entry:
        yield neyman_factor(len(_p(entry))), entry["factor"]


def _trimmed(entry: Inputs) -> Iterable[tuple[Any, Any]]:
    for case in entry["cases"]:
        yield trimmed(entry["values"], trim=case["p"]), case["expected"]


def _log_pool(entry: Inputs) -> Iterable[tuple[Any, Any]]:
    yield log_pool(_p(entry), _w(entry)), entry["expected"]


POOLING_KINDS: dict[str, Callable[[Inputs], Iterable[tuple[Any, Any]]]] = {
    "aggregate": _aggregate,
    "geometric_mean_of_odds": _log_pool,
    "neyman_extremized": _neyman,
    "recency_weights": _weights,
    "semi_standard_deviation": _deviations,
    "trimmed_mean": _trimmed,
    "weighted_percentile": _percentile,
}
"""Adapters by the kind of a platform's case."""
