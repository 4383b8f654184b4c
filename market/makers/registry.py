"""Market makers by name, the laws that each obeys, and markets of one worst loss."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from market.makers.cpmm import CPMM
from market.makers.dpm import DPM
from market.makers.lmsr import LMSR
from market.makers.ls_lmsr import LSLMSR
from market.makers.quadratic import Quadratic
from market.makers.spherical import Spherical
from scoring.rules import BRIER, LOG, SPHERICAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from market.makers.maker import Maker
    from scoring.rules import Rule

__all__ = ["MAKERS", "Law", "Mechanism", "opened"]


class Law(StrEnum):
    """What holds for some mechanisms and not for others.

    All of them are independent of the path, so that no round trip earns anything, keep their
    price between 0 and 1 and lose no more than their worst loss. Those that are the market of a
    scoring rule win and lose what that rule says.
    """

    SETS_COST_ONE = "a share of both sides costs 1, and leaves the price where it was"
    SHARES_PAY_ONE = "a share of the side that comes about pays 1"
    SHORT_SALES = "shares may be sold that nobody has bought"


class Mechanism(NamedTuple):
    """A market maker in the registry.

    Attributes:
        opened: What opens one with a liquidity and a first price.
        laws: Those that it obeys besides those that all do.
        rule: The scoring rule that it is the market of, if it is.
    """

    opened: Callable[[ArrayLike, ArrayLike], Maker]
    laws: frozenset[Law]
    rule: Rule | None = None


MAKERS: dict[str, Mechanism] = {
    "lmsr": Mechanism(LMSR.opened, frozenset(Law), LOG),
    "quadratic": Mechanism(Quadratic.opened, frozenset(Law), BRIER),
    "spherical": Mechanism(Spherical.opened, frozenset(Law), SPHERICAL),
    "ls-lmsr": Mechanism(LSLMSR.opened, frozenset({Law.SHARES_PAY_ONE})),
    "cpmm": Mechanism(CPMM.opened, frozenset(Law)),
    "dpm": Mechanism(DPM.opened, frozenset()),
}
"""Every mechanism by its name."""


def opened(name: str, *, subsidy: ArrayLike, prior: ArrayLike) -> Maker:
    """Markets of a mechanism that open at a price and lose a subsidy at most.

    Every mechanism is proportional to its liquidity, so that markets of one worst loss can be
    compared.

    Args:
        name: A key of ``MAKERS``.
        subsidy: The worst loss, above 0.
        prior: The first price, in (0, 1).

    Raises:
        ValueError: There is no such mechanism, or a number is out of its domain.

    >>> opened("lmsr", subsidy=69.314718, prior=0.5).price.item()
    0.5
    """
    if name not in MAKERS:
        raise ValueError(f"no market maker is called {name!r}; there are {', '.join(MAKERS)}")
    mechanism = MAKERS[name]
    loss = mechanism.opened(1.0, prior).worst_loss
    return mechanism.opened(np.asarray(subsidy, np.float64) / loss, prior)
