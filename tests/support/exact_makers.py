"""The referee of market makers: their definitions, with a hundred and fifty digits."""

from __future__ import annotations

from decimal import Context, Decimal
from functools import partial

__all__ = ["EXACT_PAID", "exact_bought", "exact_lmsr", "exact_outcomes", "relative_error"]

_DIGITS = Context(prec=150, Emin=-(10**9), Emax=10**9)


_NEAR_NOTHING = Decimal("1e-60")


def _log1p_near_nothing(x):
    """The series of ln(1 + x), where 1 + x would have too few digits."""
    return _DIGITS.subtract(x, _DIGITS.divide(_DIGITS.multiply(x, x), 2))


def exact_outcomes(quantities, bought, liquidity):
    """C(q + delta) - C(q) with C(q) = b ln sum(e^(q / b)), of doubles taken as they are."""
    before = after = grown = Decimal(0)
    for quantity, shares in zip(quantities, bought, strict=True):
        weight, growth = (
            _DIGITS.exp(_DIGITS.divide(Decimal(one), Decimal(liquidity)))
            for one in (quantity, shares)
        )
        before = _DIGITS.add(before, weight)
        after = _DIGITS.add(after, _DIGITS.multiply(weight, growth))
        grown = _DIGITS.add(grown, _DIGITS.multiply(weight, _DIGITS.subtract(growth, 1)))
    rise = _DIGITS.divide(grown, before)
    is_near = abs(rise) < _NEAR_NOTHING
    log = _log1p_near_nothing(rise) if is_near else _DIGITS.ln(_DIGITS.divide(after, before))
    return _DIGITS.multiply(Decimal(liquidity), log)


def exact_lmsr(log_odds, shares):
    """What shares cost at log-odds of their side, in units of b."""
    return exact_outcomes([log_odds, 0], [shares, 0], 1)


def exact_bought(log_odds, budget):
    """The shares that a budget buys, in units of b: ln(1 + (e^m - 1)(1 + e^-odds))."""
    spent = _DIGITS.subtract(_DIGITS.exp(Decimal(budget)), 1)
    odds = _DIGITS.add(1, _DIGITS.exp(-Decimal(log_odds)))
    bought = _DIGITS.multiply(spent, odds)
    if bought < _NEAR_NOTHING:
        return _log1p_near_nothing(bought)
    return _DIGITS.ln(_DIGITS.add(1, bought))


def _norm(price):
    other = _DIGITS.subtract(1, price)
    return _DIGITS.sqrt(_DIGITS.add(_DIGITS.multiply(price, price), _DIGITS.multiply(other, other)))


def _quadratic(price, outcome):
    missed = _DIGITS.subtract(price, outcome)
    return _DIGITS.multiply(missed, missed)


def _spherical(price, outcome):
    said = price if outcome else _DIGITS.subtract(1, price)
    return _DIGITS.subtract(1, _DIGITS.divide(said, _norm(price)))


def _paid(loss, before, after):
    """YES shares that move the price, and their cost, in units of b: differences of losses."""
    before, after = Decimal(before), Decimal(after)
    if_yes, if_no = (_DIGITS.subtract(loss(before, y), loss(after, y)) for y in (1, 0))
    return _DIGITS.subtract(if_yes, if_no), -if_no


EXACT_PAID = {"quadratic": partial(_paid, _quadratic), "spherical": partial(_paid, _spherical)}
"""Shares and cost of a move between two prices, by the maker's name."""


def relative_error(got, exact):
    """How far a double is from a decimal, as a share of it; 0 where no double comes near."""
    if abs(exact) < Decimal("1e-300"):
        return 0.0
    return float(abs(_DIGITS.divide(_DIGITS.subtract(Decimal(float(got)), exact), exact)))
