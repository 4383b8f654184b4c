"""One small adapter for each metric of market scoring rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from market.makers import lmsr_outcomes, moves
from market.makers.lmsr import LMSR

if TYPE_CHECKING:
    from collections.abc import Callable

    from market.makers.moves import Move

__all__ = ["SCORING_RULE_MARKETS"]

Inputs = dict[str, Any]


def _told(move: Move) -> list[float]:
    return [part.item() for part in (move.shares, move.cost, move.if_yes, move.if_no)]


def _bought(inputs: Inputs) -> list[float]:
    market = LMSR.opened(inputs["b"], inputs["p0"])
    shares = market.shares(1, inputs["budget"])
    return [shares.item(), market.after(1, shares).price.item()]


SCORING_RULE_MARKETS: dict[str, Callable[[Inputs], Any]] = {
    "lmsr_b_for_cap": lambda i: lmsr_outcomes.liquidity_for_cap(i["money"], i["upper"], i["n"]),
    "lmsr_buy_yes_for_budget": _bought,
    "lmsr_cost": lambda i: lmsr_outcomes.cost(i["q"], i["b"]),
    "lmsr_move_binary": lambda i: _told(moves.logarithmic(i["b"], i["p0"], i["p1"])),
    "lmsr_price_after_budget": lambda i: _bought(i)[1],
    "lmsr_prices": lambda i: lmsr_outcomes.prices(i["q"], i["b"]).tolist(),
    "lmsr_trade_cost": lambda i: lmsr_outcomes.trade_cost(i["q"], i["delta"], i["b"]),
    "lmsr_worst_loss": lambda i: LMSR.opened(i["b"], i["p0"]).worst_loss,
    "lmsr_worst_loss_uniform": lambda i: lmsr_outcomes.worst_loss(i["n"], i["b"]),
    "qmsr_move_binary": lambda i: _told(moves.quadratic(i["beta"], i["p0"], i["p1"])),
    "spherical_move_binary": lambda i: _told(moves.spherical(i["b"], i["p0"], i["p1"])),
}
"""Adapters by the metric's name."""
