"""A report is a trade: what moving a price from one probability to another wins and costs.

Under a market scoring rule, whoever moves the price from p to q wins, whatever happens, the
liquidity times what q scores better than p (Hanson 2003, Information Systems Frontiers 5:107).
The closed forms here keep their digits however near p and q are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from market.makers.logarithms import log_ratio

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.rules import Rule

    Floats = NDArray[np.float64]

__all__ = ["Move", "logarithmic", "quadratic", "scored", "spherical"]


class Move(NamedTuple):
    """What a trade that moves the price wins at either outcome.

    Attributes:
        if_yes: Profit if the outcome is YES, in credits.
        if_no: Profit if it is NO.
    """

    if_yes: Floats
    if_no: Floats

    @property
    def shares(self) -> Floats:
        """YES shares bought; below 0 they are sold."""
        return np.asarray(self.if_yes - self.if_no)

    @property
    def cost(self) -> Floats:
        """What they cost; below 0 what they bring."""
        return -self.if_no


def logarithmic(liquidity: ArrayLike, before: ArrayLike, after: ArrayLike) -> Move:
    """A move on the LMSR.

    Args:
        liquidity: The parameter b.
        before: The price before, in (0, 1).
        after: The price afterwards.

    >>> move = logarithmic(100, 0.5, 0.6)
    >>> [part.round(6).item() for part in (*move, move.shares, move.cost)]
    [18.232156, -22.314355, 40.546511, 22.314355]
    """
    scale, p, q = (np.asarray(value, np.float64) for value in (liquidity, before, after))
    return Move(scale * log_ratio(q, p, q - p), scale * log_ratio(1.0 - q, 1.0 - p, p - q))


def quadratic(liquidity: ArrayLike, before: ArrayLike, after: ArrayLike) -> Move:
    """A move under the quadratic rule, -b (p - outcome)^2.

    Args:
        liquidity: The factor b.
        before: The price before, in [0, 1].
        after: The price afterwards.

    >>> [part.round(6).item() for part in quadratic(100, 0.5, 0.6)]
    [9.0, -11.0]
    """
    scale, p, q = (np.asarray(value, np.float64) for value in (liquidity, before, after))
    moved = scale * (q - p)
    return Move(moved * ((1.0 - p) + (1.0 - q)), -moved * (p + q))


def spherical(liquidity: ArrayLike, before: ArrayLike, after: ArrayLike) -> Move:
    """A move under the spherical rule, b p(outcome) / sqrt(p^2 + (1 - p)^2).

    Scores are the sine and cosine of the angle of (p, 1 - p), and their differences the sums
    of the other two times the tangent of half the turn.

    Args:
        liquidity: The factor b.
        before: The price before, in [0, 1].
        after: The price afterwards.

    >>> [part.round(6).item() for part in spherical(100, 0.5, 0.6)]
    [12.494351, -15.240658]
    """
    scale, p, q = (np.asarray(value, np.float64) for value in (liquidity, before, after))
    first, second = np.hypot(p, 1.0 - p), np.hypot(q, 1.0 - q)
    turn = (q - p) / (first * second + p * q + (1.0 - p) * (1.0 - q))
    if_yes = (1.0 - p) / first + (1.0 - q) / second
    return Move(scale * turn * if_yes, -scale * turn * (p / first + q / second))


def scored(rule: Rule, liquidity: ArrayLike, before: ArrayLike, after: ArrayLike) -> Move:
    """A move under any rule: how much less is lost after than before.

    Args:
        rule: A proper rule.
        liquidity: The factor of its losses.
        before: The price before, in [0, 1].
        after: The price afterwards.

    Raises:
        ValueError: The rule is improper, or a price lies outside [0, 1].

    >>> from scoring.rules import BRIER
    >>> [part.round(6).item() for part in scored(BRIER, 100, 0.5, 0.6)]
    [9.0, -11.0]
    """
    loss = rule.required_proper().loss
    scale = np.asarray(liquidity, np.float64)
    return Move(*(scale * (loss(before, came) - loss(after, came)) for came in (1, 0)))
