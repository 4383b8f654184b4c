"""What people think: the belief that a signal warrants, as each of them misreads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.odds import logit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.simulation.layout import Layout
    from market.simulation.people.columns import People
    from market.simulation.streams import Streams
    from market.simulation.worlds.world import Truth

    Floats = NDArray[np.float64]

__all__ = ["opinions"]


def opinions(truth: Truth, people: People, layout: Layout, streams: Streams) -> Floats:
    """What each thinks for himself, log-odds.

    Args:
        truth: The questions, with everybody's signals.
        people: What they make of them.
        layout: Sizes of the block.
        streams: Randomness of the block.

    Returns:
        Moments, forecasters, columns; a single moment if nobody's opinion changes.
    """
    signal = _known(truth.signal, people.lag, layout)
    one = layout.forecasters, layout.columns
    anew = bool(np.any(people.whim > 0.0) or np.any(people.blind > 0.0))
    all_moments = layout.moments if anew else len(signal), *one
    opinion = np.empty(all_moments)
    np.multiply(people.slope, signal, out=opinion)
    opinion += people.bias
    if np.any(people.noise > 0.0):
        opinion += people.noise * streams.rng("noise").standard_normal(one)
    if np.any(people.whim > 0.0):
        opinion += people.whim * streams.rng("whim").standard_normal(all_moments)
    honest = np.isnan(people.target)
    if not np.all(honest):
        np.copyto(opinion, logit(people.target), where=~honest)
    if np.any(people.blind > 0.0):
        # The log-odds of a uniform probability are logistic.
        np.copyto(
            opinion, streams.rng("blind").logistic(size=all_moments), where=people.blind > 0.0
        )
    return opinion


def _known(signal: Floats, lag: Floats, layout: Layout) -> Floats:
    """The signals of so long ago."""
    behind = np.rint(lag * layout.moments).astype(np.intp)
    if len(signal) == 1 or not behind.any():
        return signal
    moment = np.maximum(np.arange(layout.moments)[:, None, None] - behind, 0)
    shape = layout.moments, layout.forecasters, layout.columns
    past: Floats = np.take_along_axis(np.broadcast_to(signal, shape), moment, axis=0)
    return past
