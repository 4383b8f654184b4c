"""The last digits of a nearest point, once it is known which inequalities are equations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.worlds.newton import Newton

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scoring.worlds.divergence import Divergence
    from scoring.worlds.program import Program

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

__all__ = ["polish"]

_ROUNDS = 20
"""Guesses of what is active; the first is nearly always right."""

_STEPS = 50
"""Newton's steps for one guess, of which squares need three."""

_STILL = 1e-15
"""A step so small is none."""

_BROKEN, _PULLING = 1e-13, 1e-9
"""Slacks and multipliers below minus these are negative."""


def polish(divergence: Divergence, polytope: Program, x: Floats, active: Bools) -> Floats:
    """Solve for the nearest point on the inequalities that are active.

    What turns out broken joins them, what pulls the wrong way leaves (a primal-dual active set:
    Hintermüller, Ito & Kunisch 2002, SIAM J. Optim. 13:865).

    Args:
        divergence: What is least there.
        polytope: The inequalities.
        x: The point, nearly.
        active: Which loose inequalities hold with equality, probably.

    Returns:
        The point; ``x`` itself if no guess is right.
    """
    guess = active
    for _ in range(_ROUNDS):
        found, pressure = _on_face(divergence, polytope, x, guess)
        broken = polytope.loose @ found - polytope.bounds > _BROKEN
        pulling = np.zeros_like(guess)
        pulling[guess] = pressure < -_PULLING
        if not (broken | pulling).any():
            return np.clip(found, 0.0, 1.0)
        guess = (guess | broken) & ~pulling
    return np.clip(x, 0.0, 1.0)


def _on_face(
    divergence: Divergence, polytope: Program, start: Floats, active: Bools
) -> tuple[Floats, Floats]:
    """The nearest point where some inequalities are equations, and their multipliers."""
    from scipy.sparse import vstack

    equations = vstack([polytope.equations, polytope.loose[active]], format="csr")
    values = np.concatenate([polytope.values, polytope.bounds[active]])
    nothing = equations[:0]
    x, multiplier = start, np.zeros(values.size)
    for _ in range(_STEPS):
        newton = Newton(divergence.curvature(x), nothing, np.zeros(0), equations)
        slope = divergence.gradient(x) + equations.T @ multiplier
        step, change = newton.step(slope, equations @ x - values)
        length = divergence.reach(x, step)
        x, multiplier = x + length * step, multiplier + length * change
        if np.max(np.abs(step), initial=0.0) < _STILL:
            break
    return x, multiplier[polytope.values.size :]
