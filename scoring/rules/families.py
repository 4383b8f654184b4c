"""Families of proper rules with a parameter that says which probabilities matter most."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from scoring.rules.beta import beta_loss
from scoring.rules.rule import Rule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["beta", "power", "pseudospherical"]

_TINY = 1e-300
"""A parameter of the beta family nearer to 0 has a reciprocal beyond all doubles."""


def pseudospherical(exponent: float) -> Rule:
    """1 - (p(outcome) / (p^e + (1 - p)^e)^(1/e))^(e - 1), strictly proper for e > 1.

    e = 2 is the spherical rule. The reward that literature gives is 1 - loss; it flattens as e
    falls to 1, and its slope there is the log score (Gneiting & Raftery 2007, JASA 102:359).

    Args:
        exponent: e, above 1.

    Raises:
        ValueError: The exponent is not a finite number above 1.

    >>> pseudospherical(3).loss([0.2, 0.2], [1, 0]).round(4).tolist()
    [0.9381, 0.0103]
    """
    kernel = partial(_pseudospherical, _above_one(exponent))
    return Rule(f"pseudospherical({exponent:g})", "1 minus the reward, 0 to 1", 1.0, kernel)


def power(exponent: float) -> Rule:
    """1 - e p(outcome)^(e - 1) + (e - 1) (p^e + (1 - p)^e), strictly proper for e > 1.

    e = 2 is Brier's sum over both classes. The reward that literature gives is 1 - loss
    (Gneiting & Raftery 2007, JASA 102:359).

    Args:
        exponent: e, above 1; the largest loss.

    Raises:
        ValueError: The exponent is not a finite number above 1.

    >>> power(2).loss([0.2, 0.2], [1, 0]).round(4).tolist()
    [1.28, 0.08]
    """
    kernel = partial(_power, _above_one(exponent))
    return Rule(
        f"power({exponent:g})", f"1 minus the reward, 0 to {exponent:g}", float(exponent), kernel
    )


def beta(a: float, b: float) -> Rule:
    """The member of the beta family whose thresholds t weigh t^(a - 1) (1 - t)^(b - 1) dt.

    Strictly proper for a, b > -1. a = b = 0 is log, a = b = 1 is *half* of Brier, a = b = -1/2
    is boosting's 2 sqrt((1 - p) / p); as a = b grows, the cost gathers at 1/2. Where a and b are
    positive the weights gather about a / (a + b), the cost ratio one cares about. The weights
    are *not* normalised: for a, b > 0 divide by B(a, b) for thresholds that weigh 1 together.
    What is below 1e-300 in size is taken for 0.

    Args:
        a: How thresholds near 0 weigh; at 0 or below, certainty of NO that is wrong costs
            infinity.
        b: The same near 1, for certainty of YES.

    Raises:
        ValueError: A parameter is not a finite number above -1.

    Sources: Buja, Stuetzle & Shen 2005 (technical report, University of Pennsylvania);
    Merkle & Steyvers 2013, Decision Analysis 10:292.

    >>> beta(1, 1).loss([0.2, 0.2], [1, 0]).round(4).tolist()
    [0.32, 0.02]
    """
    if not (-1.0 < a < math.inf and -1.0 < b < math.inf):
        raise ValueError("a and b must be numbers above -1")
    a, b = (0.0 if abs(weight) < _TINY else weight for weight in (a, b))
    return Rule(
        f"beta({a:g}, {b:g})",
        "weighed cost of mistaken decisions",
        max(_largest(a, b), _largest(b, a)),
        partial(beta_loss, a, b),
        symmetric=a == b,
    )


def _above_one(exponent: float) -> float:
    if not 1.0 < exponent < math.inf:
        raise ValueError("the exponent must be a number above 1")
    return float(exponent)


def _largest(a: float, b: float) -> float:
    """Loss of certainty of NO when it is YES: the beta function at (a, b + 1)."""
    if a <= 0.0:
        return math.inf
    return math.exp(math.lgamma(a) + math.lgamma(b + 1.0) - math.lgamma(a + b + 1.0))


def _pseudospherical(exponent: float, p: Floats, y: Floats) -> Floats:
    # Divided by the larger of p and 1 - p first, so that no power of both can underflow.
    said, other = np.abs(1.0 - y - p), np.abs(y - p)
    top = np.maximum(said, other)
    norm = np.power((said / top) ** exponent + (other / top) ** exponent, 1.0 / exponent)
    loss: Floats = 1.0 - (said / top / norm) ** (exponent - 1.0)
    return loss


def _power(exponent: float, p: Floats, y: Floats) -> Floats:
    said, other = np.abs(1.0 - y - p), np.abs(y - p)
    norm = (exponent - 1.0) * (said**exponent + other**exponent)
    # Near certainty that came true what is left is rounding, of either sign.
    return np.maximum(1.0 - exponent * said ** (exponent - 1.0) + norm, 0.0)
