"""A scenario that takes no time: two points of a crowd of four."""

from __future__ import annotations

from market.simulation.scenarios.reading import read_scenario

__all__ = ["TEXT", "exactly", "small_scenario"]

TEXT = """
title = "Does noise harm?"
lesson = "It does."
panels = 5000
quick = 100
seed = 7
reference = "mean"
pools = ["mean", "logodds"]

[world]
kind = "bin"
information = 0.5
shared = 0.3

[[people]]
name = "people"
count = 4

[[case]]
name = "clear"
"world.noise" = 0.0

[[case]]
name = "noisy"
"world.noise" = 0.5
"""


def small_scenario():
    return read_scenario(TEXT, "small")


def exactly(tallies):
    """Every digit of some tallies."""
    return [
        {key: (tally.total[key].tobytes(), tally.count[key].tobytes()) for key in tally.total}
        for tally in tallies
    ]
