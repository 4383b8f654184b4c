"""Randomness of a run: a stream for each block and purpose, whoever computes the block.

What a block draws depends on the seed, on its number and on what it is drawn for, and on nothing
else: not on the number of workers, nor on what other mechanisms the run has. So all mechanisms, and
all points of a grid, meet the same worlds and people (common random numbers), and their differences
are known better than each figure by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np

__all__ = ["Streams"]


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of one block.

    Attributes:
        seed: Seed of the run.
        block: Number of the block.
    """

    seed: int
    block: int

    def rng(self, purpose: str) -> np.random.Generator:
        """A generator at the begin of the stream for a purpose.

        Args:
            purpose: A name, such as ``world`` or ``order of lmsr``.

        >>> Streams(7, 0).rng("world").random() == Streams(7, 0).rng("world").random()
        True
        >>> Streams(7, 0).rng("world").random() == Streams(7, 0).rng("looks").random()
        False
        """
        key = (self.block, crc32(purpose.encode()))
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=key))
