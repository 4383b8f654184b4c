"""Distributions of a trait over people, as scenarios write them: ``{ uniform = [0, 0.5] }``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, isfinite, isnan, log
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Draw = Callable[[np.random.Generator, tuple[int, int]], Floats]

__all__ = ["Distribution", "distribution"]

_GREATEST = float(np.finfo(np.float64).max)
_EXPONENTIAL = 50.0
"""More than is ever drawn from the standard exponential distribution, of which Pareto's is made."""

_TWO = 2


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution.

    Attributes:
        low: No value is below it.
        high: None is above it.
        draw: Draws values from a generator, in a shape.
    """

    low: float
    high: float
    draw: Draw


def distribution(spec: object) -> Distribution:
    """The distribution that a scenario writes; a number is always itself.

    Args:
        spec: A number, or a table with one key: ``uniform = [a, b]``, ``normal = [mean, sd]``,
            ``loguniform = [a, b]``, ``beta = [a, b]``, ``pareto = [least, shape]``,
            ``one_of = [x, y, ...]``, each alike, ``mix = [[weight, distribution], ...]``.

    Raises:
        ValueError: It is none of these; the message says what it must be.

    >>> found = distribution({"uniform": [0.5, 1]})
    >>> found.low, found.high, found.draw(np.random.default_rng(1), (1, 2)).round(3).tolist()
    (0.5, 1.0, [[0.756, 0.975]])
    """
    if isinstance(spec, Real):
        value = float(spec)
        return Distribution(value, value, lambda _, shape: np.full(shape, value))
    if not (isinstance(spec, Mapping) and len(spec) == 1):
        raise ValueError(f"must be a number or one distribution, not {spec!r}")
    kind, values = next(iter(spec.items()))
    if kind not in _KINDS:
        raise ValueError(f"must be a number or one of {', '.join(_KINDS)}, not {kind!r}")
    if not _is_list(values):
        raise ValueError(f"must have a list of numbers for {kind}, not {values!r}")
    return _KINDS[kind](*values)


def _uniform(*values: object) -> Distribution:
    low, high = _two(values, "uniform", lambda low, high: low <= high, "in order")
    return Distribution(low, high, lambda rng, shape: rng.uniform(low, high, shape))


def _normal(*values: object) -> Distribution:
    mean, sd = _two(values, "normal", lambda _, sd: sd >= 0.0, "the second not below 0")
    return Distribution(-_GREATEST, _GREATEST, lambda rng, shape: rng.normal(mean, sd, shape))


def _loguniform(*values: object) -> Distribution:
    low, high = _two(values, "loguniform", lambda low, high: 0.0 < low <= high, "above 0, in order")

    def draw(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        drawn = np.exp(rng.uniform(log(low), log(high), shape))
        return np.clip(drawn, low, high)  # rounding may lead outside

    return Distribution(low, high, draw)


def _beta(*values: object) -> Distribution:
    a, b = _two(values, "beta", lambda a, b: min(a, b) > 0.0, "above 0")
    return Distribution(0.0, 1.0, lambda rng, shape: rng.beta(a, b, shape))


def _pareto(*values: object) -> Distribution:
    least, tail = _two(values, "pareto", lambda least, tail: min(least, tail) > 0.0, "above 0")
    most = least * exp(min(_EXPONENTIAL / tail, log(_GREATEST)))
    # numpy's begins at 0 (Lomax).
    return Distribution(least, most, lambda rng, shape: least * (1.0 + rng.pareto(tail, shape)))


def _one_of(*values: object) -> Distribution:
    numbers = np.array([_number(value) for value in values])
    low, high = float(numbers.min()), float(numbers.max())
    return Distribution(low, high, lambda rng, shape: rng.choice(numbers, shape))


def _mix(*values: object) -> Distribution:
    pairs = [value for value in values if _is_list(value) and len(value) == _TWO]
    if len(pairs) < len(values):
        raise ValueError("must have pairs of a weight and a distribution for mix")
    weights = np.array([_number(pair[0]) for pair in pairs])
    if not np.all((weights > 0.0) & np.isfinite(weights)):
        raise ValueError("must have weights above 0 for mix")
    parts = [distribution(pair[1]) for pair in pairs]

    def draw(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        which = rng.choice(len(parts), shape, p=weights / weights.sum())
        return np.choose(which, [part.draw(rng, shape) for part in parts])

    return Distribution(min(p.low for p in parts), max(p.high for p in parts), draw)


_KINDS: Mapping[str, Callable[..., Distribution]] = {
    "uniform": _uniform,
    "normal": _normal,
    "loguniform": _loguniform,
    "beta": _beta,
    "pareto": _pareto,
    "one_of": _one_of,
    "mix": _mix,
}


def _two(
    values: tuple[object, ...], kind: str, rightly: Callable[[float, float], bool], how: str
) -> tuple[float, float]:
    """Two finite numbers with a property, or an error that names it."""
    numbers = [_number(value) for value in values]
    if len(numbers) == _TWO and all(map(isfinite, numbers)):
        first, second = numbers
        if rightly(first, second):
            return first, second
    raise ValueError(f"must have two numbers for {kind}, {how}, not {list(values)!r}")


def _number(value: object) -> float:
    if isinstance(value, Real) and not isnan(float(value)):
        return float(value)
    raise ValueError(f"must have numbers, not {value!r}")


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 0
