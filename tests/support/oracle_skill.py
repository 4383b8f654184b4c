"""The referee for skill: one explicit regression, then its intervals and rank ranges.

Every moment of every question has a dummy of its own and so has every forecaster; the fit is
weighted least squares on that table. Nothing is shared with the library but the definitions.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import count

import numpy as np
from oracle import moments
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import norm, t
from worlds import World

__all__ = ["Skill", "Spread", "exposures", "fit", "parts", "rank_ranges", "spread"]

PULL = 5.0
"""Exposure, in question lifetimes, at which half of a record's skill is believed."""

PRIOR = 4.0
"""Degrees of freedom that the pooled variance brings to each forecaster's own."""


@dataclass(frozen=True)
class Skill:
    """Effects a_i (in Brier points, lower is better) and exposures of those who were compared."""

    effect: dict[int, float]
    exposure: dict[int, float]
    part: dict[int, int]

    def of(self, who: int) -> float:
        """Skill pulled towards 0, higher is better."""
        exposure = self.exposure[who]
        return -self.effect[who] * exposure / (exposure + PULL)


def _shared(world: World) -> list[tuple[int, float, dict[int, float]]]:
    """(question, length, Brier score of each person) of every moment at which people met."""
    people = set(world.people)
    found = []
    for number, asked in enumerate(world.questions):
        if not asked.scored:
            continue
        for moment in moments(world, number):
            losses = {w: (p - asked.outcome) ** 2 for w, p in moment.said.items() if w in people}
            if len(losses) > 1:
                found.append((number, moment.length, losses))
    return found


def exposures(world: World) -> dict[int, float]:
    """Integral of 1 - 1/N over each person's standing time; alone it is 0."""
    total: dict[int, float] = defaultdict(float)
    for _, length, losses in _shared(world):
        for who in losses:
            total[who] += length * (1 - 1 / len(losses))
    return dict(total)


def parts(world: World) -> dict[int, int]:
    """The smallest code of the people each person can be compared with, directly or through others."""
    part = {who: who for who in exposures(world)}
    for _ in part:  # as many rounds as the longest chain could need
        for _, _, losses in _shared(world):
            lowest = min(part[who] for who in losses)
            part.update(dict.fromkeys(losses, lowest))
    return part


def fit(world: World) -> Skill:
    """b_i(t) = d_q(t) + a_i by weighted least squares with a dummy for everything."""
    shared, exposure, part = _shared(world), exposures(world), parts(world)
    column = {who: k for k, who in enumerate(sorted(exposure))}
    rows, target = [], []
    for moment, (_, length, losses) in zip(count(len(column)), shared, strict=False):
        for who, loss in losses.items():
            row = np.zeros(len(column) + len(shared))
            # The moment's own dummy is measured in units of 1/sqrt(length), which changes no a_i
            # and keeps short moments from being taken for rounding.
            row[column[who]], row[moment] = math.sqrt(length), 1.0
            rows.append(row)
            target.append(math.sqrt(length) * loss)
    if not rows:
        return Skill({}, {}, {})
    solved = np.linalg.lstsq(np.array(rows), np.array(target), rcond=None)[0]
    raw = {who: float(solved[k]) for who, k in column.items()}
    centre = {root: _centre(raw, exposure, part, root) for root in set(part.values())}
    return Skill({who: raw[who] - centre[part[who]] for who in raw}, exposure, part)


def _centre(raw: dict[int, float], exposure: dict[int, float], part: dict[int, int], root: int):
    weight = {w: exposure[w] / (exposure[w] + PULL) for w in raw if part[w] == root}
    return sum(weight[w] * raw[w] for w in weight) / sum(weight.values())


@dataclass(frozen=True)
class Spread:
    """How uncertain the effects of one part are, by cluster of questions."""

    members: list[int]
    influence: dict[int, dict[int, float]]
    inverse: np.ndarray
    pooled: float
    variance: dict[int, float]
    freedom: dict[int, float]

    def half_width(self, who: int, level: float) -> float:
        """Half the interval around an effect, by Student's t."""
        quantile = t.ppf((1 + level) / 2, PRIOR + self.freedom[who])
        return float(quantile * math.sqrt(self.variance[who]))


def _residuals(world: World, skill: Skill, members: list[int]):
    """u and D of every (person, cluster), and the matrix L of the whole part."""
    residual, weight = defaultdict(float), defaultdict(float)
    place = {who: k for k, who in enumerate(members)}
    laplacian = np.zeros((len(members), len(members)))
    for number, length, losses in _shared(world):
        if not losses.keys() <= place.keys():
            continue
        cluster, size = world.questions[number].family, len(losses)
        left = {who: loss - skill.effect[who] for who, loss in losses.items()}
        middle = sum(left.values()) / size
        for who in losses:
            residual[who, cluster] += length * (left[who] - middle)
            weight[who, cluster] += length * (1 - 1 / size)
            for other in losses:
                laplacian[place[who], place[other]] += length * ((who == other) - 1 / size)
    return residual, weight, laplacian


def spread(world: World, skill: Skill, members: list[int], *, exact: bool) -> Spread:
    """Moderated cluster-robust variances; ``exact`` inverts L where 1/D would do nearly as well."""
    residual, weight, laplacian = _residuals(world, skill, members)
    share = {key: weight[key] / skill.exposure[key[0]] for key in weight}
    blown = {key: residual[key] / math.sqrt(max(1 - share[key], 0.05)) for key in weight}
    diagonal = np.diag([1 / skill.exposure[who] for who in members])
    inverse = np.linalg.pinv(laplacian, rcond=1e-9, hermitian=True) if exact else diagonal
    clusters = sorted({cluster for _, cluster in weight})
    table = np.array([[blown.get((who, c), 0.0) for c in clusters] for who in members])
    psi = inverse @ table
    influence = {who: dict(zip(clusters, psi[k], strict=True)) for k, who in enumerate(members)}
    pooled = sum(u * u for u in blown.values()) / sum(weight.values())
    variance, freedom = {}, {}
    for k, who in enumerate(members):
        own = sum(x * x for x in influence[who].values())
        nu = 1 / sum(share[key] ** 2 for key in weight if key[0] == who) - 1
        variance[who] = (PRIOR * pooled * inverse[k, k] + nu * own) / (PRIOR + nu)
        freedom[who] = nu
    return Spread(members, influence, inverse, pooled, variance, freedom)


def rank_ranges(skill: Skill, spread: Spread, level: float) -> dict[int, tuple[int, int]]:
    """Ranks that each person may hold: all that a Dunnett-adjusted test cannot exclude."""
    found = {}
    for i, who in enumerate(spread.members):
        critical = _dunnett(spread, who, level)
        z = [_z(skill, spread, i, j) for j in range(len(spread.members)) if j != i]
        worse = sum(x < -critical for x in z)
        found[who] = 1 + sum(x > critical for x in z), len(spread.members) - worse
    return found


def _z(skill: Skill, spread: Spread, i: int, j: int) -> float:
    """Normal score of a_i - a_j: large where j is better than i."""
    one, other, inverse = spread.members[i], spread.members[j], spread.inverse
    pooled = spread.pooled * (inverse[i, i] + inverse[j, j] - 2 * inverse[i, j])
    influence = spread.influence
    own = sum((x - influence[other][c]) ** 2 for c, x in influence[one].items())
    g = min(spread.freedom[one], spread.freedom[other])
    variance = (PRIOR * pooled + g * own) / (PRIOR + g)
    statistic = (skill.effect[one] - skill.effect[other]) / math.sqrt(variance)
    tail = norm.isf(t.sf(abs(statistic), PRIOR + g))
    return float(math.copysign(tail, statistic))


def _dunnett(spread: Spread, who: int, level: float) -> float:
    """The critical value that all comparisons with one person exceed together with chance."""
    middle = float(np.median(list(spread.variance.values())))
    shared = spread.variance[who] / (spread.variance[who] + middle)
    rivals = len(spread.members) - 1

    def excess(c: float) -> float:
        def density(z: float) -> float:
            reach = (c - math.sqrt(shared) * z) / math.sqrt(1 - shared)
            return float(norm.cdf(reach) ** rivals * norm.pdf(z))

        return quad(density, -9, 9, limit=200)[0] - (1 + level) / 2

    return brentq(excess, -2.0, 12.0)
