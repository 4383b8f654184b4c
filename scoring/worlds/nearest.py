"""The point of a polytope of least divergence: a primal-dual interior point method.

Mehrotra's predictor and corrector (1992, SIAM J. Optim. 2:575) on sparse equations. Where it
stops it is known which inequalities hold with equality, and :mod:`scoring.worlds.polishing`
solves the equations that these are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.worlds.newton import Newton
from scoring.worlds.polishing import polish

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.worlds.divergence import Divergence
    from scoring.worlds.program import Program

    Floats = NDArray[np.float64]

__all__ = ["nearest"]

_ROUNDS = 300
"""Steps, of which some fifteen are needed, and more only by forecasts next to 0 and 1."""

_CLOSE = 1e-11
"""Where complementarity is so small, what is tight is plain to see; there is nothing to gain by
going on, since the equations become singular."""

_FLAT = 1e-4
"""What slopes would still move may be so much more, in relation to complementarity."""

_SHARE = 0.99
"""How much of the way to the edge a step may go."""

_CAUTION = 0.3
"""What complementarity falls to in a step where a bolder one led astray."""

_SHORTEST = 1e-6
"""A step so short is taken whatever it brings."""

_PRESSURE = 0.1
"""Complementarity at the start."""


@dataclass(frozen=True, slots=True)
class _State:
    """Where the method stands: probabilities, slacks, and the multipliers of both kinds."""

    x: Floats
    slack: Floats
    pressure: Floats
    multiplier: Floats

    @property
    def complementarity(self) -> float:
        return float(self.slack @ self.pressure) / max(self.slack.size, 1)

    def moved(self, step: _State, length: float) -> _State:
        return _State(
            self.x + length * step.x,
            self.slack + length * step.slack,
            self.pressure + length * step.pressure,
            self.multiplier + length * step.multiplier,
        )

    def reach(self, step: _State) -> float:
        """The longest step that leaves slacks and pressures at 0 or above."""
        both = np.concatenate([self.slack, self.pressure])
        change = np.concatenate([step.slack, step.pressure])
        falls = change < 0.0
        return min(1.0, float(np.min(-both[falls] / change[falls], initial=np.inf)))


def nearest(divergence: Divergence, polytope: Program) -> Floats:
    """The point of a polytope that a divergence is least at.

    Args:
        divergence: Convex, and strictly so in what has a weight.
        polytope: From :func:`scoring.worlds.program.program`.

    Returns:
        Unique where there is a weight; some completion elsewhere.
    """
    slack = polytope.bounds - polytope.loose @ polytope.start
    nothing = np.zeros(polytope.values.size)
    state = _State(polytope.start, slack, _PRESSURE / slack, nothing)
    for _ in range(_ROUNDS):
        slope = _slope(divergence, polytope, state)
        moves = np.abs(slope) / (1.0 + divergence.curvature(state.x))
        left = _FLAT * float(np.max(moves, initial=0.0))
        if not slack.size or max(state.complementarity, left) < _CLOSE:
            break
        state = _next(divergence, polytope, state, slope)
    active = state.pressure > state.slack
    return polish(divergence, polytope, state.x, active)


def _slope(divergence: Divergence, polytope: Program, state: _State) -> Floats:
    """The derivative of the Lagrangian by the probabilities."""
    held: Floats = polytope.loose.T @ state.pressure + polytope.equations.T @ state.multiplier
    return divergence.gradient(state.x) + held


def _next(divergence: Divergence, polytope: Program, state: _State, slope: Floats) -> _State:
    pull = state.pressure / state.slack
    newton = Newton(divergence.curvature(state.x), polytope.loose, pull, polytope.equations)
    missing = polytope.equations @ state.x - polytope.values
    gap = polytope.loose @ state.x + state.slack - polytope.bounds

    def towards(product: Floats) -> _State:
        """Newton's step to where slack times pressure has lost ``product``."""
        push = polytope.loose.T @ ((product - state.pressure * gap) / state.slack)
        x, multiplier = newton.step(slope - push, missing)
        slack = -gap - polytope.loose @ x
        return _State(x, slack, -(product + state.pressure * slack) / state.slack, multiplier)

    now = state.slack * state.pressure
    ahead = towards(now)
    reached = state.moved(ahead, state.reach(ahead)).complementarity
    centre = reached**3 / state.complementarity**2
    step = towards(now - centre + ahead.slack * ahead.pressure)
    found = state.moved(step, _SHARE * state.reach(step))
    if _distance(divergence, polytope, found) < _distance(divergence, polytope, state):
        return found
    centre = _CAUTION * state.complementarity
    return _searched(divergence, polytope, state, towards(now - centre), centre)


def _searched(
    divergence: Divergence, polytope: Program, state: _State, step: _State, centre: float
) -> _State:
    """So much of Newton's step to a point of the central path that it comes nearer to it."""
    length = _SHARE * state.reach(step)
    before = _distance(divergence, polytope, state, centre)
    found = state.moved(step, length)
    while length > _SHORTEST and _distance(divergence, polytope, found, centre) > before:
        length /= 2.0
        found = state.moved(step, length)
    return found


def _distance(
    divergence: Divergence, polytope: Program, state: _State, centre: float = 0.0
) -> float:
    """How much is left of the equations that Newton's steps solve."""
    product = state.slack * state.pressure - centre
    return float(np.linalg.norm(np.append(_slope(divergence, polytope, state), product)))
