"""Isotonic regression and CORP from their definitions, in exact fractions; slow."""

from __future__ import annotations

from fractions import Fraction
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["LOSSES", "corp_by_definition", "fit"]

LOSSES: dict[str, Callable[[float, int], float]] = {
    "brier": lambda p, y: (p - y) ** 2,
    "log": lambda p, y: -log(p if y else 1 - p),
}


def fit(p: Sequence[float], y: Sequence[int], w: Sequence[float]) -> dict[float, Fraction]:
    """What each distinct forecast is recalibrated to: the greatest over all beginnings at or
    before it of the least over all ends at or after it of the mean between.
    """
    said = sorted(set(p))
    rows = list(zip(p, y, w, strict=True))

    def mean(low: float, high: float) -> Fraction:
        among = [(Fraction(weight), came) for at, came, weight in rows if low <= at <= high]
        return sum(weight * came for weight, came in among) / sum(weight for weight, _ in among)

    return {
        at: max(min(mean(low, high) for high in said if high >= at) for low in said if low <= at)
        for at in said
    }


def corp_by_definition(
    p: Sequence[float], y: Sequence[int], w: Sequence[float], rule: str
) -> dict[str, float]:
    """Score, miscalibration, discrimination and uncertainty as differences of mean scores."""
    loss, fitted, total = LOSSES[rule], fit(p, y, w), sum(w)
    base = float(sum(Fraction(v) * came for v, came in zip(w, y, strict=True)) / Fraction(total))

    def score(say: Callable[[float], float]) -> float:
        rows = zip(p, y, w, strict=True)
        return sum(weight * loss(say(at), came) for at, came, weight in rows) / total

    given, again, climate = score(float), score(lambda at: float(fitted[at])), score(lambda _: base)
    return {
        "score": given,
        "miscalibration": given - again,
        "discrimination": climate - again,
        "uncertainty": climate,
    }
