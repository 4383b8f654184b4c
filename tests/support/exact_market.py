"""The referee of the market: the logarithmic maker by its definition, with eighty digits.

It knows of states in units and of both sides, YES and NO, as things of their own; nothing here is
netted, factored or rounded before the last step.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Context, Decimal

__all__ = ["exact_cost", "gain", "less_than_a_unit_above", "nearest_state", "rounded_up"]

_DIGITS = Context(prec=80)
_FINE = Decimal("1e-40")
"""The last step of what is compared: coarser than the errors of eighty digits, and fine enough."""


def _potential(liquidity, quantity):
    """C(q) = b ln(1 + e^(q / b))."""
    odds = _DIGITS.exp(_DIGITS.divide(Decimal(quantity), Decimal(liquidity)))
    return _DIGITS.multiply(Decimal(liquidity), _DIGITS.ln(_DIGITS.add(1, odds)))


def _fine(amount):
    return _DIGITS.quantize(amount, _FINE)


def exact_cost(liquidity, quantity, shares, *, yes=True):
    """What shares of a side cost before it is rounded; a NO share is a set less a YES share."""
    if not yes:
        return shares + exact_cost(liquidity, quantity, -shares)
    after, before = (_potential(liquidity, q) for q in (quantity + shares, quantity))
    return _fine(_DIGITS.subtract(after, before))


def rounded_up(amount):
    """The least whole number of units that is no less."""
    return int(amount.to_integral_value(ROUND_CEILING))


def less_than_a_unit_above(one, other):
    """Whether an amount is another rounded up, and not by a whole unit."""
    return 0 <= one - other < 1


def gain(liquidity, before, after, outcome):
    """b times the log score gained by moving the price from one state to another."""
    side = 1 if outcome else -1
    # ln p = -ln(1 + e^(-odds)), and 1 - p is the price at the opposite odds.
    lost, kept = (_potential(liquidity, -side * q) for q in (before, after))
    return _fine(_DIGITS.subtract(lost, kept))


def nearest_state(liquidity, probability):
    """The state at which the price is a probability, as a decimal that is not rounded."""
    said = Decimal(probability)
    odds = _DIGITS.ln(_DIGITS.divide(said, _DIGITS.subtract(1, said)))
    return _DIGITS.multiply(Decimal(liquidity), odds)
