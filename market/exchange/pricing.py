"""What trades cost on a logarithmic market, to the last unit.

The market maker is the binary LMSR of ``market.makers.lmsr`` with its state in whole units: the
*quantity* q is what it has sold of YES, less of NO, plus where it opened; log-odds are q / b. The
cost of s more is C(q + s) - C(q) with C(q) = b ln(1 + e^(q / b)), rounded up: always in the
maker's favour, by less than one unit. Source: Hanson 2003, Information Systems Frontiers 5:107.

A double cannot tell on which side of a whole number a cost lies that comes very near to one. Those
few are computed again, in decimals.
"""

from __future__ import annotations

import math
from decimal import Context, Decimal
from functools import lru_cache

from scoring.bounds import HIGHEST, LOWEST

__all__ = [
    "cost",
    "furthest",
    "liquidity_for",
    "price",
    "quantity_at",
    "shares_for",
    "subsidy",
    "within",
]

_DIGITS = Context(prec=60)

_HIGHEST_ODDS = _DIGITS.ln(_DIGITS.divide(Decimal(str(HIGHEST)), Decimal(str(LOWEST))))
"""Log-odds of the highest price; those of the lowest are as far below 0."""

_ROUGHLY = 1e-14
"""Bound of the relative error of a cost computed with doubles, and some more."""


def price(liquidity: int, quantity: int) -> float:
    """The price of a YES share, in credits: the market's probability.

    Args:
        liquidity: The parameter b, in units.
        quantity: The state q, in units.

    >>> price(100, 0), round(price(100, 110), 3)
    (0.5, 0.75)
    """
    odds = quantity / liquidity
    small = math.exp(-abs(odds))
    return (1.0 if odds >= 0.0 else small) / (1.0 + small)


def cost(liquidity: int, quantity: int, shares: int) -> int:
    """What the market maker takes for shares, rounded up to a whole unit.

    Args:
        liquidity: The parameter b, in units.
        quantity: The state q before, in units.
        shares: YES shares bought, in units; below 0 they are sold, and the cost is below 0 too.
            To buy NO is to sell YES and to pay a credit a share besides.

    >>> cost(100_000_000, 0, 10_000_000), cost(100_000_000, 10_000_000, -10_000_000)
    (5124948, -5124947)
    """
    if 2 * quantity + shares == 0:
        # From p to 1 - p the mean price is a half exactly: the only cost that can be whole.
        return -(-shares // 2)
    rough = _rough_cost(liquidity, quantity, shares)
    whole = round(rough)
    if abs(rough - whole) > _ROUGHLY * abs(rough):
        return math.ceil(rough)
    return math.ceil(_exact_cost(liquidity, quantity, shares))


def quantity_at(liquidity: int, probability: float) -> int:
    """The state q at which the price comes nearest to a probability, within the bounds.

    >>> quantity_at(100, 0.5), quantity_at(100, 0.75), quantity_at(100, 1.0)
    (0, 110, 690)
    """
    probability = max(LOWEST, min(HIGHEST, probability))
    odds = math.log(probability) - math.log1p(-probability)
    return within(liquidity, round(liquidity * odds))


def shares_for(liquidity: int, quantity: int, budget: int, *, yes: bool) -> int:
    """The most shares of a side that cost no more than a budget.

    Args:
        liquidity: The parameter b, in units.
        quantity: The state q before, in units.
        budget: What may be spent, in units; not below 0.
        yes: Which side is bought.

    Returns:
        Shares as `cost` takes them: below 0 for NO, of which one costs 1 less the price of YES. A
        budget that leads beyond the bounds gives some number that does so, too.

    Raises:
        ValueError: The budget is below 0.

    >>> shares_for(100_000_000, 0, 10_000_000, yes=True)
    19090282
    """
    if not yes:
        return -shares_for(liquidity, -quantity, budget, yes=True)
    if budget < 0:
        raise ValueError(f"a budget of {budget} buys nothing")
    budget = min(budget, 2 * furthest(liquidity))  # which leads out from the far end
    odds = quantity / liquidity
    # The log-odds after are ln(e^(budget / b) (1 + e^odds) - 1).
    total = budget / liquidity + _softplus(odds)
    shares = max(0, round(liquidity * (total + math.log(-math.expm1(-total)) - odds)))
    while cost(liquidity, quantity, shares) > budget:
        shares -= 1
    while cost(liquidity, quantity, shares + 1) <= budget:
        shares += 1
    return shares


def subsidy(liquidity: int, quantity: int) -> int:
    """The most that a market maker can lose that opens in a state, rounded up: b max(-ln p).

    >>> subsidy(100_000_000, 0)
    69314719
    """
    context = _DIGITS
    odds = context.divide(Decimal(abs(quantity)), Decimal(liquidity))
    unlikely = context.ln(context.add(Decimal(1), context.exp(odds)))
    return math.ceil(context.multiply(Decimal(liquidity), unlikely))


def liquidity_for(funds: int, prior: float) -> int:
    """The liquidity of a market maker that opens at a price and loses a sum at most, rounded down.

    >>> liquidity_for(69_314_719, 0.5), liquidity_for(230_258_510, 0.1)
    (100000001, 100000000)
    """
    liquidity = int(funds / -math.log(min(prior, 1.0 - prior)))
    # The state in which it opens is rounded too: that may take another unit.
    exceeds = liquidity > 0 and subsidy(liquidity, quantity_at(liquidity, prior)) > funds
    return liquidity - exceeds


def within(liquidity: int, quantity: int) -> int:
    """The state nearest to one that may lie beyond the bounds.

    >>> within(100, 110), within(100, -10_000)
    (110, -690)
    """
    reach = furthest(liquidity)
    return max(-reach, min(reach, quantity))


@lru_cache(maxsize=1024)
def furthest(liquidity: int) -> int:
    """How far from 0 a state may be: to where the price is as certain as a forecast may be.

    >>> round(price(100_000_000, furthest(100_000_000)), 9)
    0.999
    """
    return int(_DIGITS.multiply(Decimal(liquidity), _HIGHEST_ODDS))


def _rough_cost(liquidity: int, quantity: int, shares: int) -> float:
    odds, change = quantity / liquidity, shares / liquidity
    if abs(change) < 1.0:
        rise = math.exp(-_softplus(-odds)) * math.expm1(change)
        return liquidity * math.log1p(rise)
    return liquidity * (_softplus(odds + change) - _softplus(odds))


def _exact_cost(liquidity: int, quantity: int, shares: int) -> Decimal:
    """The cost in decimals: so many digits that what is rounded up is above the whole number."""
    context, b = _DIGITS, Decimal(liquidity)

    def odds(state: int) -> Decimal:
        return context.add(Decimal(1), context.exp(context.divide(Decimal(state), b)))

    ratio = context.divide(odds(quantity + shares), odds(quantity))
    return context.multiply(b, context.ln(ratio))


def _softplus(x: float) -> float:
    """ln(1 + e^x), without overflow."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))
