"""Calibration statistics from their definitions: slow loops over forecasts, exact fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from math import sqrt

__all__ = [
    "auc_and_error",
    "binned_errors",
    "cumulative_extents",
    "debiased",
    "number_distribution",
]


def pairs_won(one, others):
    return sum(Fraction(1) if one > x else Fraction(one == x, 2) for x in others)


def auc_and_error(p, y):
    """DeLong's error from all pairs of forecasts."""
    yes = [q for q, came in zip(p, y, strict=True) if came]
    no = [q for q, came in zip(p, y, strict=True) if not came]
    lower = [pairs_won(q, no) / len(no) for q in yes]
    higher = [1 - pairs_won(q, yes) / len(yes) for q in no]
    area = sum(lower) / len(lower)
    parts = [
        sum((v - area) ** 2 for v in values) / (len(values) - 1) / len(values)
        for values in (lower, higher)
        if len(values) > 1
    ]
    return float(area), sqrt(sum(parts)) if len(parts) == 2 else float("nan")


def bins_of(p, y, w, edges):
    """Rows of each bin [low, high), the last one closed."""
    last = len(edges) - 2
    for k, (low, high) in enumerate(pairwise(edges)):
        rows = [
            (Fraction(q), came, Fraction(v))
            for q, came, v in zip(p, y, w, strict=True)
            if low <= q < high or (k == last and q == high)
        ]
        if rows:
            yield rows


def binned_errors(p, y, w, edges):
    """Mean, greatest and mean square distance."""
    whole, found = sum(map(Fraction, w)), []
    for rows in bins_of(p, y, w, edges):
        weight = sum(v for _, _, v in rows)
        gap = abs(sum(v * (q - came) for q, came, v in rows)) / weight
        found.append((weight / whole, gap))
    return (
        float(sum(share * gap for share, gap in found)),
        float(max(gap for _, gap in found)),
        float(sum(share * gap**2 for share, gap in found)),
    )


def debiased(p, y, edges):
    """Kumar, Liang and Ma's squared error, for forecasts of equal weight."""
    total = Fraction(0)
    for rows in bins_of(p, y, [1] * len(p), edges):
        n = len(rows)
        said, came = (sum(row[k] for row in rows) / Fraction(n) for k in (0, 1))
        total += n * ((said - came) ** 2 - (came * (1 - came) / (n - 1) if n > 1 else 0))
    return float(total / len(p))


def cumulative_extents(p, y, w):
    """ECCE-MAD and ECCE-R, looking at every probability in turn."""
    whole = sum(map(Fraction, w))
    sums = [Fraction(0)] + [
        sum(
            Fraction(v) * (came - Fraction(q))
            for q, came, v in zip(p, y, w, strict=True)
            if q <= threshold
        )
        for threshold in sorted(set(p))
    ]
    return float(max(map(abs, sums)) / whole), float((max(sums) - min(sums)) / whole)


def number_distribution(p):
    """Chance of every number of events, over all that can happen."""
    chances = [Fraction(0)] * (len(p) + 1)
    for happened in product((0, 1), repeat=len(p)):
        chance = Fraction(1)
        for q, came in zip(p, happened, strict=True):
            chance *= Fraction(q) if came else 1 - Fraction(q)
        chances[sum(happened)] += chance
    return [float(chance) for chance in chances]
