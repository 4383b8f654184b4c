"""Every pool by its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scoring.pooling import learnt, plain
from scoring.recalibration import FITS

if TYPE_CHECKING:
    from scoring.pooling.voices import Curve, Pool
    from scoring.timeline import Timeline

__all__ = ["ALL_POOLS", "POOLS", "is_pool", "pool_named"]

_FACTOR = re.compile(r"pool:logodds\*(\d{1,3}(?:\.\d{1,6})?)", re.ASCII)


def _plain(curve: Curve) -> Pool:
    """A pool that learns nothing from a timeline."""

    def pool(_timeline: Timeline) -> Curve:
        return curve

    return pool


POOLS: dict[str, Pool] = {
    "median": _plain(plain.median),
    "mean": _plain(plain.mean),
    "logodds": _plain(plain.log_odds),
}
"""The pools that stand on every board."""

ALL_POOLS: dict[str, Pool] = {
    **POOLS,
    "pool:trimmed": _plain(plain.trimmed),
    "pool:metaculus": _plain(plain.metaculus),
    "pool:neyman": _plain(plain.neyman),
    "pool:extremized": learnt.extremized,
    "pool:contribution": learnt.contribution,
    "pool:accuracy": learnt.accuracy,
    **{f"pool:{name}": learnt.recalibrated(fit) for name, fit in FITS.items()},
}
"""All pools of one kind each; those not on every board can be named wherever a forecaster can."""


def is_pool(name: str) -> bool:
    """Whether `pool_named` knows a name.

    >>> is_pool("median"), is_pool("pool:logodds*2.5"), is_pool("pool:logodds*x")
    (True, True, False)
    """
    return name in ALL_POOLS or _FACTOR.fullmatch(name) is not None


def pool_named(name: str) -> Pool:
    """The pool of a name: one of `ALL_POOLS`, or the log-odds times a factor: ``pool:logodds*2.5``.

    Raises:
        KeyError: There is no such pool.
    """
    factor = _FACTOR.fullmatch(name)
    return _plain(plain.log_odds_times(float(factor[1]))) if factor else ALL_POOLS[name]
