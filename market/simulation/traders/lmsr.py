"""What traders buy from an LMSR, many at once: the root of `demand` in its own coordinates.

Money is in units of the liquidity b. A trade that moves the log-odds of a side with price p by x
costs m = ln(1 + p (e^x - 1)) and, if the side wins, gains k = x - m = ln(1 + (1 - e^-m) (1 - p) / p).
A trader who would own L if the side lost and N if it won, and whose log-odds and holdings ask for a
move by d of a market that would not mind, stops where

    (1 + a) (m + k) + g (t + ln(1 + k / N)) = d,    m = L (1 - e^-t),

with absolute aversion a, relative aversion g, and t the logarithm by which the purse L shrinks.
Without relative aversion that is linear in m + k, and so in closed form up to the last credit.
Else the left side is increasing and concave in t on all of [0, d / g], however little is owned:
both m and, in m, k are concave, and so are logarithms of what is. Newton's method would climb to
the root without passing it; Halley's does so in three or four steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Purchase", "averse_purchase", "neutral_purchase"]

_NEAR = 1e-5
"""A part of t so small that Halley's next step, its cube, would be lost in rounding."""
_STEPS = 60


class Purchase(NamedTuple):
    """What a trade costs and gains, in units of b: the log-odds move by the sum.

    Attributes:
        paid: What is lost if the side bought does not win.
        gained: What is won if it does.
    """

    paid: Floats
    gained: Floats


def neutral_purchase(odds: Floats, pull: Floats, purse: Floats, stiffness: Floats) -> Purchase:
    """The trade of those without relative aversion.

    Args:
        odds: Odds against the side bought, (1 - p) / p.
        pull: By how much its log-odds would rise if risk did not grow on the way, not below 0.
        purse: What can be spent.
        stiffness: 1 + the absolute aversion to a loss of b.

    >>> bought = neutral_purchase(*(np.array([x, x]) for x in (1.0, 0.5)), np.array([9, 0.1]), 1)
    >>> bought.paid.round(6).tolist(), (bought.paid + bought.gained).round(6).tolist()
    ([0.28093, 0.1], [0.5, 0.190903])
    """
    paid = np.minimum(np.log1p(np.expm1(pull / stiffness) / (1.0 + odds)), purse)
    return Purchase(paid, np.log1p(-odds * np.expm1(-paid)))


def averse_purchase(
    odds: Floats, pull: Floats, purse: Floats, other: Floats, relative: Floats, stiffness: Floats
) -> Purchase:
    """The trade of those with relative aversion above 0; of others it is of no use.

    Args:
        odds: Odds against the side bought, (1 - p) / p.
        pull: By how much its log-odds would rise if risk did not grow on the way, not below 0.
        purse: What is owned if the side loses, above 0: no more can be spent.
        other: What is owned if it wins, above 0.
        relative: Constant relative risk aversion.
        stiffness: 1 + the absolute aversion to a loss of b.

    >>> one = np.ones(1)
    >>> bought = averse_purchase(one, np.log(4.0) * one, 10 * one, 10 * one, 1.0, 1.0)
    >>> (bought.paid * 100).round(4).tolist(), (sum(bought) * 100).round(4).tolist()
    ([81.4959], [125.794])
    """
    last = pull / relative
    shrunk = np.minimum(_halley(-pull, purse, odds, other, relative, stiffness), last)
    moving = np.broadcast_to(relative > 0.0, pull.shape)
    for _ in range(_STEPS):
        paid = -purse * np.expm1(-shrunk)
        spent = -np.expm1(-paid)
        raised = odds * spent
        gained = np.log1p(raised)
        excess = stiffness * (paid + gained) - pull
        excess += relative * (shrunk + np.log1p(gained / other))
        rate = (odds - raised) / (1.0 + raised)
        step = _halley(excess, purse - paid, rate, other + gained, relative, stiffness)
        found = np.minimum(np.maximum(shrunk + step, 0.0), last)
        shrunk = np.where(moving, found, shrunk)
        moving = moving & (np.abs(step) > _NEAR * shrunk)
        if not moving.any():
            break
    paid = -purse * np.expm1(-shrunk)
    return Purchase(paid, np.log1p(-odds * np.expm1(-paid)))


def _halley(
    excess: Floats, left: Floats, rate: Floats, worth: Floats, relative: Floats, stiffness: Floats
) -> Floats:
    """Halley's step in t.

    Args:
        excess: The left side of the equation less the right one.
        left: What is left of the purse: dm / dt.
        rate: dk / dm.
        worth: N + k.
        relative: As above.
        stiffness: As above.
    """
    moved = stiffness * (1.0 + rate) * left
    gain = rate * left
    richer = gain / worth
    slope = moved + relative * (1.0 + richer)
    bend = moved * (1.0 + gain) + relative * richer * (1.0 + gain + left + richer)
    # The curvature may make a Newton step four times as long, but not turn it round.
    return -excess / np.maximum(slope + 0.5 * excess * bend / slope, 0.25 * slope)
