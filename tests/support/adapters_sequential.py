"""One small adapter for each metric of sequential and multiple tests: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.comparison.boundaries import (
    best_rho,
    gamma_exponential,
    gamma_exponential_log_mixture,
    normal_mixture,
    stitched,
)
from scoring.comparison.differences import intrinsic_time
from scoring.comparison.e_dominance import indifference
from scoring.comparison.e_values import fixed_stake
from scoring.comparison.multiplicity import benjamini_hochberg, benjamini_yekutieli, e_bh, holm
from scoring.rules import BRIER, LOG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["SEQUENTIAL"]

Inputs = dict[str, Any]


class _Ends(dict[str, Any]):
    """An interval that may be asked for its parts by any of their usual names, or unpacked."""

    def __iter__(self) -> Iterator[Any]:
        return iter((self["lower"], self["upper"]))


def _first(inputs: Inputs, *names: str, default: Any = None) -> Any:
    """The input that is there, of several names for one thing."""
    return next((inputs[name] for name in names if name in inputs), default)


def _gamma_bound(inputs: Inputs, v: Any, alpha: float) -> Any:
    rho = _first(inputs, "rho", "r")
    if rho is None:
        rho = best_rho(_first(inputs, "v_opt", default=10.0), alpha)
    return gamma_exponential(v, alpha, rho=rho, c=_scale(inputs))


def _scale(inputs: Inputs) -> float:
    width = _first(inputs, "hi", "high", default=1.0) - _first(inputs, "lo", "low", default=-1.0)
    return float(_first(inputs, "c", default=width))


def _normal_bound(inputs: Inputs) -> Any:
    rho = _first(inputs, "rho", "r")
    if rho is None:
        rho = best_rho(inputs["v_opt"], inputs["alpha"], two_sided=True)
    return normal_mixture(inputs["v"], inputs["alpha"], rho=rho).tolist()


def _stitched(inputs: Inputs) -> Any:
    given = {name: inputs[name] for name in ("c", "v_min", "s", "eta") if name in inputs}
    return stitched(inputs["v"], inputs["alpha"], **given).tolist()


def _log_mixture(inputs: Inputs) -> Any:
    rho, c = np.asarray(inputs["rho"]), np.asarray(inputs["c"])
    return gamma_exponential_log_mixture(inputs["s"], inputs["v"], rho=rho, c=c).tolist()


def _bernstein(inputs: Inputs) -> dict[str, Any]:
    """Mean, intrinsic time and ends of the empirical Bernstein interval after each step."""
    d = np.asarray(_first(inputs, "d", "x", "xs"), np.float64)
    alpha = _first(inputs, "alpha", default=0.05)
    steps = np.arange(1.0, d.size + 1.0)
    mean, time = np.cumsum(d) / steps, intrinsic_time(d)
    floored = np.maximum(time, _first(inputs, "v_floor", "v_min", default=0.0))
    reach = _gamma_bound(inputs, floored, alpha / 2.0) / steps
    lower, upper = mean - reach, mean + reach
    names = {
        ("mean", "means", "mu", "center"): mean,
        ("v", "V", "vs", "intrinsic_time"): time,
        ("radius", "radii", "half_width", "margin"): reach,
        ("lower", "lo", "low", "lcb", "lcbs"): lower,
        ("upper", "hi", "high", "ucb", "ucbs"): upper,
    }
    return {alias: column.tolist() for aliases, column in names.items() for alias in aliases}


def _bernstein_last(inputs: Inputs) -> _Ends:
    return _Ends({name: column[-1] for name, column in _bernstein(inputs).items()})


def _fixed_stake(inputs: Inputs) -> dict[str, float]:
    process = fixed_stake(inputs["d"], _first(inputs, "lam", "lambda", "stake"))
    return {
        "e_last": float(np.exp(process.log_e[-1])),
        "e_max": float(np.exp(process.log_e.max())),
        "p": float(process.p[-1]),
    }


def _rejections(inputs: Inputs) -> Any:
    rejected = e_bh(_first(inputs, "e", "e_values"), _first(inputs, "alpha", default=0.05))
    return rejected.tolist()


SEQUENTIAL: dict[str, Callable[[Inputs], Any]] = {
    "benjamini_hochberg": lambda i: benjamini_hochberg(i["p"]).tolist(),
    "benjamini_yekutieli": lambda i: benjamini_yekutieli(i["p"]).tolist(),
    "betting_e_process_fixed_lambda": _fixed_stake,
    "e_bh_rejections": _rejections,
    "empirical_bernstein_cs_last": _bernstein_last,
    "empirical_bernstein_running": lambda i: _Ends(_bernstein(i)),
    "gamma_exponential_log_mixture": _log_mixture,
    "gamma_exponential_mixture_bound": lambda i: _gamma_bound(i, i["v"], i["alpha"]).tolist(),
    "henzi_ziegel_kappa_brier": lambda i: indifference(i["p"], i["q"], BRIER).tolist(),
    "henzi_ziegel_kappa_log": lambda i: indifference(i["p"], i["q"], LOG).tolist(),
    "holm": lambda i: holm(i["p"]).tolist(),
    "normal_mixture_bound_two_sided": _normal_bound,
    "poly_stitching_bound": _stitched,
}
"""Adapters by the metric's name."""
