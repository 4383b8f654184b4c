"""The rules without a parameter: Brier, log, spherical, zero-one; and the absolute error."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from scoring.rules.blocks import sum_of_squares
from scoring.rules.rule import Rule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["ABSOLUTE_ERROR", "BRIER", "BRIER2", "LOG", "LOG_BITS", "SPHERICAL", "ZERO_ONE"]


def _brier(p: Floats, y: Floats) -> Floats:
    return np.square(p - y)


def _brier_sum(p: Floats, y: Floats, room: Floats) -> float:
    return sum_of_squares(np.subtract(p, y, out=room[0]))


def _brier2(p: Floats, y: Floats) -> Floats:
    return 2.0 * _brier(p, y)


def _brier2_sum(p: Floats, y: Floats, room: Floats) -> float:
    return 2.0 * _brier_sum(p, y, room)


def _log_parts(p: Floats, y: Floats, room: Floats) -> tuple[Floats, Floats]:
    """Two parts of ln p(outcome): the logarithm of a rounded number, and what rounding took."""
    # c - p, up to its sign p(outcome), rounds where it is 1 - p. The rounding error is known
    # exactly and enters to first order, so that both tails keep full precision with one
    # vectorised logarithm.
    c, rounded, error = room
    np.subtract(1.0, y, out=c)
    np.subtract(c, p, out=rounded)
    np.subtract(np.subtract(c, rounded, out=error), p, out=error)
    with np.errstate(divide="ignore", invalid="ignore"):
        np.divide(error, rounded, out=error)
        return np.log(np.abs(rounded, out=rounded), out=rounded), error


def _log(p: Floats, y: Floats) -> Floats:
    logarithm, rest = _log_parts(p, y, np.empty((3, *p.shape)))
    loss: Floats = 0.0 - (logarithm + rest)
    loss[np.isneginf(logarithm)] = np.inf
    return loss


def _log_sum(p: Floats, y: Floats, room: Floats) -> float:
    logarithm, rest = _log_parts(p, y, room)
    likelihood = float(np.sum(logarithm))
    return math.inf if math.isinf(likelihood) else 0.0 - (likelihood + float(np.sum(rest)))


def _log_bits(p: Floats, y: Floats) -> Floats:
    return _log(p, y) / math.log(2.0)


def _log_bits_sum(p: Floats, y: Floats, room: Floats) -> float:
    return _log_sum(p, y, room) / math.log(2.0)


def _spherical(p: Floats, y: Floats) -> Floats:
    c = 1.0 - y
    return 1.0 - np.abs(c - p) / np.hypot(p, 1.0 - p)


def _zero_one(p: Floats, y: Floats) -> Floats:
    # The sign is 1 where the outcome was called right, 0 at one half, -1 where wrong.
    return 0.5 - 0.5 * np.sign((p - 0.5) * (y - 0.5))


def _absolute(p: Floats, y: Floats) -> Floats:
    return np.abs(p - y)


BRIER = Rule("brier", "probability squared, 0 to 1", 1.0, _brier, sum_kernel=_brier_sum)
"""(p - y)^2, the half of Brier's own sum over both classes (Brier 1950, MWR 78:1-3)."""

BRIER2 = Rule("brier2", "probability squared, 0 to 2", 2.0, _brier2, sum_kernel=_brier2_sum)
"""2 (p - y)^2, Brier's original sum over YES and NO."""

LOG = Rule("log", "nats", math.inf, _log, sum_kernel=_log_sum)
"""-ln p(outcome) (Good 1952, JRSSB 14:107), exact in both tails and never clipped."""

LOG_BITS = Rule("log_bits", "bits", math.inf, _log_bits, sum_kernel=_log_bits_sum)
"""-log2 p(outcome)."""

SPHERICAL = Rule("spherical", "1 minus the spherical reward, 0 to 1", 1.0, _spherical)
"""1 - p(outcome) / sqrt(p^2 + (1 - p)^2) (Gneiting & Raftery 2007, JASA 102:359)."""

ZERO_ONE = Rule("zero_one", "share called wrong, 0 to 1", 1.0, _zero_one, properness="proper")
"""1 where the outcome was held the less likely one, 1/2 where both were held alike."""

ABSOLUTE_ERROR = Rule(
    "absolute_error", "probability, 0 to 1", 1.0, _absolute, properness="improper"
)
"""abs(p - y), improper: whoever believes 60 % expects least of it by saying 100 %."""
