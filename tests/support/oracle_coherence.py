"""Coherence by looking at every possible world: slow, and written from the definitions."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import linprog

__all__ = ["log_losses", "nearest", "possible", "squares", "sure_loss"]


def possible(constraints, size):
    """Every assignment of answers that satisfies all constraints, a row each."""
    every = np.array(list(product((0.0, 1.0), repeat=size)))
    return every[[all(_satisfied(one, world) for one in constraints) for world in every]]


def _satisfied(constraint, world):
    kind, questions = constraint
    answers = [bool(world[question]) for question in questions]
    if kind == "implies":
        return answers[1] or not answers[0]
    return sum(answers) <= 1 if kind == "excludes" else any(answers)


def squares(p):
    """The sum of squares: its first and second derivative by q, and how far a step may go."""
    return lambda q: 2.0 * (q - p), lambda q: np.full_like(q, 2.0), lambda *_: 1.0


def log_losses(p):
    """The same of the sum of Kullback-Leibler divergences."""

    def slope(q):
        return np.log(q / (1.0 - q)) - np.log(p / (1.0 - p))

    def reach(q, step):
        room = np.where(step > 0.0, 1.0 - q, q)
        return 0.9 * np.min(room / np.maximum(np.abs(step), 1e-300))

    return slope, lambda q: 1.0 / (q * (1.0 - q)), reach


def nearest(worlds, slope, bend, reach):
    """The mixture of worlds at which a convex function is least, by Newton on their weights.

    A weight that would fall below 0 is left out; a world that would lower the function comes in.
    """
    weights = np.full(len(worlds), 1.0 / len(worlds))
    used = weights > 0.0
    for _ in range(10_000):
        q = weights @ worlds
        change = _newton(worlds[used], slope(q), bend(q))
        if np.abs(change @ worlds[used]).max() < 1e-15:
            gains = (worlds - q) @ slope(q)
            if gains.min() > -1e-13:
                break
            used[np.argmin(gains)] = True
            continue
        length = min(_length(weights[used], change), reach(q, change @ worlds[used]))
        weights[used] += length * change
        used &= weights > 1e-15
        weights = np.where(used, weights, 0.0)
    return weights @ worlds


def _newton(worlds, slope, bend):
    """Newton's step of the weights, whose sum stays."""
    count = len(worlds)
    matrix = np.ones((count + 1, count + 1))
    matrix[:count, :count] = (worlds * bend) @ worlds.T
    matrix[count, count] = 0.0
    return np.linalg.lstsq(matrix, np.append(-worlds @ slope, 0.0), rcond=1e-13)[0][:count]


def _length(weights, change):
    falls = change < 0.0
    return min(1.0, np.min(-weights[falls] / change[falls], initial=np.inf))


def sure_loss(p, worlds):
    """The most that stakes within [-1, 1] win in the worst world."""
    count = p.size
    found = linprog(
        np.append(np.zeros(count), -1.0),
        A_ub=np.column_stack([p - worlds, np.ones(len(worlds))]),
        b_ub=np.zeros(len(worlds)),
        bounds=[(-1.0, 1.0)] * count + [(None, None)],
    )
    return -found.fun
