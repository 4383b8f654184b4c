"""Groups of alike people, as a scenario describes them, and the columns that are drawn for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from market.near import did_you_mean
from market.simulation.parameters import ParameterError
from market.simulation.people.columns import RANGES, USUAL, People
from market.simulation.people.distributions import Distribution, distribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from market.simulation.layout import Layout
    from market.simulation.streams import Streams

    Floats = NDArray[np.float64]

__all__ = ["Group", "draw_people"]


@dataclass(frozen=True, slots=True)
class Group:
    """People who are alike.

    Attributes:
        name: The group's name in results.
        count: How many they are; there may be none.
        traits: What each trait is, by its name in `USUAL`: a number, or a distribution from
            which each of the people has one in each panel.

    Raises:
        ParameterError: No such count, trait or value of a trait.
    """

    name: str
    count: int
    traits: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name or self.name.startswith("@"):
            raise ParameterError("name", f"must be a text that begins without @, not {self.name!r}")
        if not isinstance(self.count, int) or isinstance(self.count, bool) or self.count < 0:
            raise ParameterError("count", f"must be a whole number from 0 on, not {self.count!r}")
        for name in self.traits:
            self._check(name)
        if self.trait("start").low >= self.trait("stop").high:
            raise ParameterError("start", "must come before stop")

    def trait(self, name: str) -> Distribution:
        """The distribution of a trait over the group.

        Raises:
            ParameterError: It is no distribution.
        """
        try:
            return distribution(self.traits.get(name, USUAL[name]))
        except ValueError as error:
            raise ParameterError(name, str(error)) from error

    def _check(self, name: str) -> None:
        """Demand that a trait is one, and has none but values that it can have."""
        if name not in RANGES:
            hint = did_you_mean(name, RANGES, f"There are: {', '.join(RANGES)}")
            raise ParameterError(name, "is no trait of people", hint)
        found, allowed = self.trait(name), RANGES[name]
        honest = name == "target" and np.isnan(found.low)
        if not (honest or (allowed.low <= found.low and found.high <= allowed.high)):
            raise ParameterError(name, f"{allowed.rule}, {_instead(self.traits[name])}")


def _instead(spec: Any) -> str:
    """What a trait is that may not be so."""
    if isinstance(spec, Mapping):
        ((kind, values),) = spec.items()
        return f"which {kind} {values} need not be"
    return f"not {spec}"


def draw_people(groups: Sequence[Group], layout: Layout, streams: Streams) -> People:
    """The people of a block: the same in all questions of a panel, others in the next.

    Args:
        groups: The groups, whose members follow each other.
        layout: Sizes of the block.
        streams: Randomness of the block.
    """
    return People(**{name: _column(groups, name, layout, streams) for name in USUAL})


def _column(groups: Sequence[Group], name: str, layout: Layout, streams: Streams) -> Floats:
    """A trait of all people; a single column if each group has one value of it."""
    drawn = [_drawn(group, name, layout, streams) for group in groups]
    width = max(values.shape[1] for values in drawn)
    return np.concatenate([np.broadcast_to(values, (len(values), width)) for values in drawn])


def _drawn(group: Group, name: str, layout: Layout, streams: Streams) -> Floats:
    trait = group.trait(name)
    if not trait.low < trait.high:
        return np.full((group.count, 1), trait.low)
    rng = streams.rng(f"{name} of {group.name}")
    return np.repeat(trait.draw(rng, (group.count, layout.panels)), layout.questions, axis=1)
