"""One small adapter for each metric of traders, their equilibria and their worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from market.makers.cpmm import CPMM
from market.makers.lmsr import LMSR
from market.simulation.traders.demand import Endowment, cara_trade_lmsr, demand, utility
from market.simulation.traders.equilibrium import (
    cara_equilibrium,
    cara_lmsr_equilibrium,
    crra_equilibrium,
    manski_mean_bounds,
)
from market.simulation.traders.kelly import fractional_kelly_belief, kelly_fraction, kelly_wealth
from market.simulation.worlds.bin import expected_brier as expected_brier_of_bin
from market.simulation.worlds.evidence import expected_brier as expected_brier_of_evidence

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["TRADERS"]

Inputs = dict[str, Any]


def _given(inputs: Inputs, *names: str) -> Any:
    """The first input that goes by one of these names."""
    return next(inputs[name] for name in names if name in inputs)


def _beliefs(inputs: Inputs) -> Any:
    return _given(inputs, "beliefs", "belief", "p")


def _crra(inputs: Inputs) -> list[Any]:
    maker = LMSR.opened(inputs["b"], inputs["p0"])
    owned = Endowment(inputs["cash"], inputs["yes"], inputs["no"])
    found = demand(maker, inputs["belief"], owned, utility(inputs["gamma"]))
    after = maker.after(found.side, found.shares).price
    if found.side == 1:
        return [found.shares, found.cost, after]
    return [-found.shares, found.cost - found.shares, after]


def _cara(inputs: Inputs) -> list[Any]:
    p0, b = inputs["p0"], inputs["b"]
    shares = cara_trade_lmsr(inputs["belief"], p0, b, inputs["a"], inputs["net_yes"])
    return [shares, LMSR.opened(b, p0).after(1, shares).price]


def _kelly_cpmm(inputs: Inputs) -> list[Any]:
    pool = CPMM.of(inputs["YES"], inputs["NO"], inputs["p"])
    found = demand(pool, inputs["belief"], Endowment(inputs["cash"]), utility(1.0))
    return [found.cost, found.shares, pool.after(found.side, found.shares).price]


def _wealth(inputs: Inputs) -> Any:
    wealth = _given(inputs, "w", "wealth", "wealths")
    return kelly_wealth(_beliefs(inputs), wealth, inputs.get("outcome", 1))


def _with_maker(inputs: Inputs) -> Any:
    aversion = _given(inputs, "a", "aversion")
    if "theta0" in inputs:
        prior = 1.0 / (1.0 + np.exp(-inputs["theta0"]))
    else:
        prior = _given(inputs, "p0", "prior")
    return cara_lmsr_equilibrium(_beliefs(inputs), aversion, inputs["b"], prior)


TRADERS: dict[str, Callable[[Inputs], Any]] = {
    "bin_expected_brier_mu0": lambda i: expected_brier_of_bin(i["gamma"], i["delta"]),
    "cara_equilibrium": lambda i: cara_equilibrium(_beliefs(i), i["a"]),
    "cara_lmsr_equilibrium": _with_maker,
    "cara_trade_lmsr": _cara,
    "crra_equilibrium": lambda i: crra_equilibrium(_beliefs(i), i["wealth"], i["gamma"]),
    "crra_trade_lmsr": _crra,
    "fractional_kelly_belief": lambda i: fractional_kelly_belief(i["p"], i["m"], i["lam"]),
    "kelly_fraction": lambda i: list(kelly_fraction(i["p"], i["m"])),
    "kelly_trade_cpmm": _kelly_cpmm,
    "kelly_wealth_update": _wealth,
    "llr_expected_brier": lambda i: expected_brier_of_evidence(i["p0"], i["v"]),
    "manski_mean_bounds": lambda i: manski_mean_bounds(i["price"]),
}
"""Adapters by the metric's name."""
