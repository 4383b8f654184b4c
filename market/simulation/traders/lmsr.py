"""What traders buy from an LMSR, many at once: the root of `demand` in its own coordinates.

Money is in units of the liquidity b. A trade that moves the log-odds of a side by x costs m, and
gains k = x - m if the side wins; with the odds against it of o = (1 - p) / p,

    m = ln(1 + (e^x - 1) / (1 + o)),    k = ln(1 + o (1 - e^-m)).

Who would own L if the side lost and N if it won, and whose belief and holdings ask for a move by d
of a market that would not mind, stops where

    (1 + a) (m + k) + g (t + ln(1 + k / N)) = d,    m = L (1 - e^-t),

with absolute aversion a, relative aversion g, and t the logarithm by which the purse L shrinks.
Without relative aversion that is linear in m + k, and so in closed form up to the last credit.
Else the left side is increasing and concave in t on all of [0, d / g], however little is owned:
m is concave in t and k in m, and so are logarithms of what is. Newton's method would climb to the
root without passing it; Halley's does so in three or four steps.

With logarithmic utility the exponential of the equation is nearly linear in G = e^x - 1:

    G + (1 + G) k / N + e^d m / L = e^d - 1,

of which all terms are above 0, so that nothing cancels, and two or three steps lead to the root.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Prospect", "Purchase", "averse_purchase", "kelly_purchase", "neutral_purchase"]

_NEAR = 1e-5
"""A step, as a part of the unknown, after whose cube what is missing would be lost in rounding."""
_KELLY = 4
"""Steps of Kelly traders, before those that are not near are looked after by themselves."""
_USUAL = 2
"""Steps of others that need a function, after which nearly all are near."""
_MOST = 60


class Prospect(NamedTuple):
    """What traders see of the side that is too cheap for them.

    Attributes:
        odds: Odds against it, (1 - p) / p.
        pull: By how much its log-odds would rise if risk did not grow on the way, not below 0.
        purse: What is owned if it loses, above 0: no more can be spent. In units of b.
        other: What is owned if it wins, above 0.
    """

    odds: Floats
    pull: Floats
    purse: Floats
    other: Floats

    def only(self, some: NDArray[np.bool_]) -> Prospect:
        """Those of some columns."""
        return Prospect(*(part[some] for part in self))


class Purchase(NamedTuple):
    """What a trade costs and gains, in units of b: the log-odds move by the sum.

    Attributes:
        paid: What is lost if the side bought does not win.
        gained: What is won if it does.
    """

    paid: Floats
    gained: Floats


def neutral_purchase(seen: Prospect, stiffness: Floats) -> Purchase:
    """The trade of those without relative aversion.

    Args:
        seen: What they see.
        stiffness: 1 + the absolute aversion to a loss of b.

    >>> one = np.ones(2)
    >>> seen = Prospect(one, 0.5 * one, np.array([9, 0.1]), one)
    >>> [part.round(6).tolist() for part in neutral_purchase(seen, one)]
    [[0.28093, 0.1], [0.21907, 0.090903]]
    """
    paid = np.log1p(np.expm1(seen.pull / stiffness) / (1.0 + seen.odds))
    paid = np.minimum(paid, seen.purse)
    return Purchase(paid, np.log1p(-seen.odds * np.expm1(-paid)))


def kelly_purchase(seen: Prospect) -> Purchase:
    """The trade of those with logarithmic utility.

    Args:
        seen: What they see.

    >>> one = np.ones(1)
    >>> bought = kelly_purchase(Prospect(one, np.log(4.0) * one, 10 * one, 10 * one))
    >>> (bought.paid * 100).round(4).tolist(), (sum(bought) * 100).round(4).tolist()
    ([81.4959], [125.794])
    """
    price, most = 1.0 / (1.0 + seen.odds), np.expm1(seen.pull)
    dear = (most + 1.0) / seen.purse
    gain, loss = seen.odds * price / seen.other, price * dear
    slope = 1.0 + gain + loss
    bend = gain * (1.0 - price) - loss * price
    grown = np.minimum(most / np.maximum(slope + 0.5 * most * bend / slope, 0.5 * slope), most)
    for _ in range(_KELLY):
        up, rise = 1.0 + grown, 1.0 + price * grown
        paid = np.log1p(price * grown)
        won = (np.log1p(grown) - paid) / seen.other
        excess = won * up + grown + (dear * paid - most)
        more, less = gain / rise, loss / rise
        slope = 1.0 + won + more + less
        bend = (more * (1.0 - price) / up - less * price) / rise
        step = excess / (slope - 0.5 * excess * bend / slope)
        grown = np.minimum(np.maximum(grown - step, 0.0), most)
        far = ~(np.abs(step) <= _NEAR * grown)
        if not far.any():
            break
    share = price * grown
    bought = Purchase(np.log1p(share), np.log1p(seen.odds * share / (1.0 + share)))
    if far.any():
        rest = averse_purchase(seen.only(far), np.ones(1), np.ones(1))
        bought.paid[far], bought.gained[far] = rest
    return bought


def averse_purchase(seen: Prospect, relative: Floats, stiffness: Floats) -> Purchase:
    """The trade of those with relative aversion above 0; of others it is of no use.

    Args:
        seen: What they see.
        relative: Constant relative risk aversion.
        stiffness: 1 + the absolute aversion to a loss of b.

    >>> one = np.ones(1)
    >>> seen = Prospect(one, np.log(4.0) * one, 10 * one, 10 * one)
    >>> (averse_purchase(seen, one, one).paid * 100).round(4).tolist()
    [81.4959]
    """
    curve = _Curve(-seen.odds, seen.purse, seen.other, stiffness / relative, seen.pull / relative)
    shrunk = curve.first()
    for _ in range(_USUAL):
        shrunk = curve.within(shrunk + curve.at(shrunk).step)
    here = curve.at(shrunk)
    # So near the root, two terms of a series are as good as another evaluation.
    more = here.left * here.step * (1.0 - 0.5 * here.step)
    paid = more - here.lost
    gained = here.gained + here.rate * more * (1.0 - 0.5 * (1.0 + here.rate) * more)
    far = np.abs(here.step) > _NEAR * shrunk
    if far.any():
        start = curve.within(shrunk + here.step)[far]
        paid[far], gained[far] = curve.only(far).climbed(start)
    return Purchase(paid, gained)


class _At(NamedTuple):
    """The trade at some t, and Halley's step from there.

    Attributes:
        lost: -m.
        gained: k.
        left: What is left of the purse: dm / dt.
        rate: dk / dm.
        step: What to add to t.
    """

    lost: Floats
    gained: Floats
    left: Floats
    rate: Floats
    step: Floats


class _Curve(NamedTuple):
    """The equation, divided by g.

    Attributes:
        minus_odds: Odds against the side, below 0.
        purse: L.
        other: N.
        weight: (1 + a) / g.
        last: d / g, which t does not exceed.
    """

    minus_odds: Floats
    purse: Floats
    other: Floats
    weight: Floats
    last: Floats

    def only(self, some: NDArray[np.bool_]) -> _Curve:
        """Those of some columns."""
        return _Curve(*(part[some] if part.size > 1 else part for part in self))

    def within(self, shrunk: Floats) -> Floats:
        """The point of the range of t that is nearest."""
        return np.minimum(np.maximum(shrunk, 0.0), self.last)

    def first(self) -> Floats:
        """Halley's step from 0, where no function has to be evaluated."""
        gain = -self.minus_odds * self.purse
        moved, richer = self.weight * (self.purse + gain), gain / self.other
        return self.within(_halley(-self.last, moved, gain, self.purse, richer))

    def at(self, shrunk: Floats) -> _At:
        """The trade at t."""
        lost = self.purse * np.expm1(-shrunk)
        left = self.purse + lost
        raised = self.minus_odds * np.expm1(lost)
        gained = np.log1p(raised)
        rate = (self.minus_odds + raised) / (-1.0 - raised)
        excess = self.weight * (gained - lost) + shrunk
        excess += np.log1p(gained / self.other)
        excess -= self.last
        gain = rate * left
        moved, richer = self.weight * (left + gain), gain / (self.other + gained)
        return _At(lost, gained, left, rate, _halley(excess, moved, gain, left, richer))

    def climbed(self, shrunk: Floats) -> Purchase:
        """The trade at the root, however many steps from a point it is."""
        moving = np.ones(shrunk.shape, bool)
        for _ in range(_MOST):
            step = self.at(shrunk).step
            shrunk = np.where(moving, self.within(shrunk + step), shrunk)
            moving &= np.abs(step) > _NEAR * shrunk
            if not moving.any():
                break
        lost, gained, *_ = self.at(shrunk)
        return Purchase(-lost, gained)


def _halley(excess: Floats, moved: Floats, gain: Floats, left: Floats, richer: Floats) -> Floats:
    """Halley's step in t.

    Args:
        excess: The left side of the equation less the right one.
        moved: Slope of its first term: weight (dm + dk) / dt.
        gain: dk / dt.
        left: dm / dt, what is left of the purse.
        richer: Slope of the last logarithm: gain / (N + k).
    """
    slope = moved + richer + 1.0
    more = gain + 1.0
    bend = moved * more + richer * (more + left + richer)
    # The curvature may make a Newton step four times as long, but not turn it round.
    return -excess / np.maximum(slope + 0.5 * excess * bend / slope, 0.25 * slope)
