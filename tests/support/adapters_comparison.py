"""One small adapter for each metric of comparisons: inputs in, figure out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np

from scoring.comparison.diebold_mariano import diebold_mariano
from scoring.comparison.permutation import monte_carlo_p, sign_flip

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["COMPARISON"]

Inputs = dict[str, Any]


class Figures(float):
    """A figure that other figures, by their names, come with."""

    def __new__(cls, figure: float, **others: float) -> Self:
        """The figure, and those that it comes with."""
        made = super().__new__(cls, figure)
        made.others = others
        return made

    def __getitem__(self, name: str) -> float:
        """A figure by its name; any other name is the figure's own."""
        return self.others.get(name, float(self))


def _difference(inputs: Inputs) -> Any:
    """Differences of losses as they are given, or as two columns of losses."""
    for name in ("d", "diff", "differences", "x"):
        if name in inputs:
            return inputs[name]
    first, second = (next(inputs[k] for k in keys if k in inputs) for keys in _COLUMNS)
    return np.subtract(first, second)


_COLUMNS = (("s1", "a", "loss1", "first"), ("s2", "b", "loss2", "second"))


def _first(inputs: Inputs, *names: str) -> Any:
    return next(inputs[name] for name in names if name in inputs)


def _published(inputs: Inputs) -> Figures:
    found = diebold_mariano(_difference(inputs))
    return Figures(found.uncorrected, z_ddof1=found.statistic, p=found.p)


def _corrected(inputs: Inputs) -> Figures:
    found = diebold_mariano(_difference(inputs), horizon=int(inputs.get("h", 1)))
    others = dict.fromkeys(("p", "p_two_sided", "p_two_sided_t"), found.p)
    return Figures(found.statistic, z=found.uncorrected, **others)


def _exact(inputs: Inputs) -> Figures:
    found = sign_flip(_difference(inputs), inputs.get("cluster"))
    count = found.p * found.flips
    names = ("flips", "n_perm", "total", "m"), ("count", "b", "as_extreme")
    others = dict.fromkeys(names[0], found.flips) | dict.fromkeys(names[1], count)
    return Figures(found.p, **others)


def _drawn(inputs: Inputs) -> float:
    """From two counts, or from the drawn statistics and the one that was seen."""
    drawn = next((inputs[name] for name in ("null", "samples", "draws") if name in inputs), None)
    if isinstance(drawn, list):
        seen = _first(inputs, "observed", "stat", "t")
        return monte_carlo_p(sum(one >= seen for one in drawn), len(drawn))
    as_far = int(_first(inputs, "b", "count", "exceed", "k"))
    return monte_carlo_p(as_far, int(_first(inputs, "m", "n", "draws", "n_perm", "B")))


COMPARISON: dict[str, Callable[[Inputs], Any]] = {
    "diebold_mariano_h1": _published,
    "diebold_mariano_hln": _corrected,
    "monte_carlo_pvalue": _drawn,
    "sign_flip_permutation_exact": _exact,
}
"""Adapters by the metric's name."""
