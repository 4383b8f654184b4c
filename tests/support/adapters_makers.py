"""One small adapter for each metric of market makers other than scoring rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from market.makers import ls_lmsr_outcomes as ls_lmsr
from market.makers.bayesian import after_signal
from market.makers.cpmm import CPMM
from market.makers.dpm import DPM
from market.makers.pm_amm import reserves
from market.makers.wagering import weighted_score_wagering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Pairs = Iterable[tuple[Any, Any]]

__all__ = ["MAKERS", "MAKER_KINDS"]

Inputs = dict[str, Any]


def _pool(inputs: Inputs) -> CPMM:
    held = inputs.get("pool", inputs)
    return CPMM.of(held["YES"], held["NO"], inputs.get("p", 0.5))


def _side(inputs: Inputs) -> int:
    return int(inputs["outcome"] == "YES")


def _buy(inputs: Inputs) -> list[Any]:
    pool, side, amount = _pool(inputs), _side(inputs), inputs["amount"]
    after = pool.after_spending(side, amount)
    return [pool.shares(side, amount), after.yes, after.no, after.price]


def _amount_to(pool: CPMM, target: float) -> tuple[str, Any]:
    """The side that is bought, and what is spent on it."""
    side = int(target >= pool.price)
    return ("NO", "YES")[side], pool.budget_to(side, target)


def _with_liquidity(inputs: Inputs) -> list[Any]:
    after = _pool(inputs).with_liquidity(inputs["amount"])
    return [after.yes, after.no, after.weight]


def _parimutuel(inputs: Inputs) -> list[Any]:
    maker = DPM.of(*inputs["q"], inputs["kappa"])
    return [maker.total, *maker.prices, maker.price, maker.payout(1, 1)]


def _vig(inputs: Inputs) -> Any:
    vig = next(inputs[name] for name in ("vig", "v", "max_vig") if name in inputs)
    return ls_lmsr.alpha_for(vig, inputs.get("n", 2))


def _signal(inputs: Inputs) -> list[Any]:
    names = ("mu", "sigma", "sigma_eps", "ask")
    return list(after_signal(*(inputs[name] for name in names), float("inf")))


MAKERS: dict[str, Callable[[Inputs], Any]] = {
    "bmm_update_buy": _signal,
    "cpmm_add_liquidity": _with_liquidity,
    "cpmm_amount_for_shares_p05": lambda i: _pool(i).cost(_side(i), i["shares"]),
    "cpmm_amount_to_prob": lambda i: _amount_to(_pool(i), i["target"])[1],
    "cpmm_buy": _buy,
    "cpmm_prob": lambda i: _pool(i).price,
    "dpm_share": _parimutuel,
    "lslmsr_alpha_for_vig": _vig,
    "lslmsr_cost": lambda i: ls_lmsr.cost(i["q"], i["alpha"]),
    "lslmsr_loss_bound": lambda i: ls_lmsr.cost(i["q0"], i["alpha"]),
    "lslmsr_price_sum_max": lambda i: ls_lmsr.price_sum_bound(i["n"], i["alpha"]),
    "lslmsr_prices": lambda i: ls_lmsr.prices(i["q"], i["alpha"]),
    "pmamm_reserves": lambda i: reserves(i["p"], i["L"]),
    "weighted_score_wagering_net": lambda i: weighted_score_wagering(i["p"], i["w"], i["outcome"]),
}
"""Adapters by the metric's name."""


def _probability(entry: Inputs) -> Pairs:
    price = _pool(entry).price
    yield price, entry["expected"]
    low, high = entry.get("expected_open_interval", (0.0, 1.0))
    yield float(low < price < high), 1.0


def _buy_no_fee(entry: Inputs) -> Pairs:
    pool, side, bet = _pool(entry), _side(entry), entry["bet"]
    shares, after = pool.shares(side, bet), pool.after_spending(side, bet)
    yield (
        {
            "shares": shares,
            "pool_after": {"YES": after.yes, "NO": after.no},
            "prob_after": after.price,
            "avg_price": bet / shares,
        },
        entry["expected"],
    )


def _liquidity(entry: Inputs) -> Pairs:
    pool = _pool(entry)
    after = pool.with_liquidity(entry["amount"])
    found = {"pool": {"YES": after.yes, "NO": after.no}, "p": after.weight, "prob": after.price}
    yield found, entry["expected"]
    back = after.with_liquidity(-entry["amount"])
    yield [back.yes, back.no, back.weight], [pool.yes, pool.no, pool.weight]


def _to_probability(entry: Inputs) -> Pairs:
    outcome, amount = _amount_to(_pool(entry), entry["target_prob_yes"])
    yield float(outcome == entry["expected"]["outcome"]), 1.0
    yield amount, entry["expected"]["amount"]


MAKER_KINDS: dict[str, Callable[[Inputs], Pairs]] = {
    "cpmm_add_liquidity": _liquidity,
    "cpmm_amount_to_prob": _to_probability,
    "cpmm_buy_no_fee": _buy_no_fee,
    "cpmm_probability": _probability,
}
"""Adapters by the kind of a platform's case."""
