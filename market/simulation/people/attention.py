"""Who looks at which question when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.layout import Layout
    from market.simulation.people.columns import People
    from market.simulation.streams import Streams
    from market.simulation.worlds.world import Truth

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["looks_of"]


def looks_of(truth: Truth, people: People, layout: Layout, streams: Streams) -> Flags:
    """Who looks at a question when.

    The first look is at the first moment not before one's start. After it, a moment has a look
    with the probability that a Poisson process has an event in the time from a moment to the next.
    Nobody looks from his stop on, nor from the actual close on.

    Args:
        truth: The questions.
        people: When they look, and at what.
        layout: Sizes of the block.
        streams: Randomness of the block.

    Returns:
        Moments, forecasters, columns.
    """
    looks = np.empty((layout.moments, layout.forecasters, layout.columns), bool)
    chance = -np.expm1(-people.looks / layout.moments)
    certain = bool(np.all((chance == 0.0) | (chance == 1.0)))
    rng = streams.rng("looks")
    takes = _takes(truth, people, layout, streams.rng("share"))
    before = -np.inf
    for moment, now in enumerate(layout.times):
        again = chance > (0.5 if certain else rng.random(looks.shape[1:]))
        begins = (before < people.start) & (people.start <= now)
        here = (people.start <= now) & (now < people.stop) & (now < truth.closes)
        looks[moment] = takes & here & (begins | again)
        before = now
    return looks


def _takes(truth: Truth, people: People, layout: Layout, rng: np.random.Generator) -> Flags:
    """Who takes which questions: his share of each panel, to within one question.

    The questions are chosen one after the other, each with a probability that is proportional to
    exp(-picks x the distance from 0 of what is known of it at the open, in log-odds): Luce 1959,
    Individual choice behavior. Adding a Gumbel variable to the exponents and taking the largest is
    the same (Yellott 1977, Journal of Mathematical Psychology 15:109). A single question is taken
    with the probability of the share.
    """
    if np.all(people.share >= 1.0):
        return np.ones((1, 1), bool)
    shape = layout.forecasters, layout.panels, layout.questions
    known = np.abs(truth.ideal[0])
    liking = rng.gumbel(size=(layout.forecasters, layout.columns)) - people.picks * known
    place = np.argsort(np.argsort(-liking.reshape(shape), axis=-1), axis=-1)
    reached = (place + rng.random((*shape[:2], 1))) / layout.questions
    return reached.reshape(liking.shape) < people.share
