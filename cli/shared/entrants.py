"""Everybody who can be named where scores are asked for: forecasters and computed crowds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np

from cli.shared.pools import further_pools
from cli.typed.who import EVERYBODY, place_of
from scoring.kinds import Kind
from scoring.pooling import ALL_POOLS, POOLS, crowd_stands, crowds, everybodys_cells
from scoring.stands import Stands
from scoring.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cli.shared.polls import Asked
    from market.poll import Poll
    from scoring.cells import Cells
    from scoring.pooling import Crowd

__all__ = ["Entrants"]


@dataclass(frozen=True)
class Entrants:
    """The forecasters of a poll by their codes, and every pool of it by the codes that follow.

    Attributes:
        poll: The forecasts.
        eps: Floor under probabilities in logarithms.
        otherwise: What to do where somebody is named who is not among them.
        named: Who was named: a pool with a factor, as @pool:logodds*2.5, is among them only so.
    """

    poll: Poll
    eps: float | None = None
    otherwise: str = EVERYBODY
    named: tuple[str, ...] = ()

    @classmethod
    def of(cls, asked: Asked, *named: str, eps: float | None = None) -> Self:
        """Those of a poll that was asked for, and of some words."""
        return cls(asked.poll, eps, asked.names, named)

    @cached_property
    def pools(self) -> tuple[str, ...]:
        """Names of the pools."""
        return (*ALL_POOLS, *further_pools(self.named))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names by code, as they are shown."""
        return (*self.poll.forecasters, *(f"@{pool}" for pool in self.pools))

    @cached_property
    def timeline(self) -> Timeline:
        """The scored questions."""
        return Timeline.of(self.poll.panel, eps=self.eps)

    def code(self, who: str) -> int:
        """The code of somebody who is named.

        Raises:
            Refused: Nobody is called so.
        """
        return place_of(who, self.names, self.otherwise)

    def stands(self, code: int) -> Stands:
        """What somebody said on scored questions, and for how long."""
        if code < len(self.poll.forecasters):
            return Stands.of(self.timeline, [code])
        return crowd_stands(self.poll.panel, self.crowd(code))

    def each(self) -> Iterator[tuple[int, Stands]]:
        """What everybody said who said anything, by code: forecasters, then the boards' pools."""
        people = range(len(self.poll.forecasters))
        yield from Stands.of(self.timeline, people).by_forecaster()
        for code in range(len(people), len(people) + len(POOLS)):
            yield from self.stands(code).by_forecaster()

    def kind(self, code: int) -> Kind:
        """The kind of an entrant."""
        kinds = self.poll.panel.kind
        return list(Kind)[kinds[code]] if code < kinds.size else Kind.COMPUTED

    def everybody(self) -> Stands:
        """What all people said."""
        return Stands.of(self.timeline, np.flatnonzero(self.poll.panel.people))

    def cells(self, codes: Iterable[int]) -> Cells:
        """Cells of all forecasters, and of those pools that are among the codes."""
        pools = (code for code in codes if code >= len(self.poll.forecasters))
        return everybodys_cells(
            self.timeline, [part for code in pools for part in self.crowd(code)]
        )

    def crowd(self, code: int) -> list[Crowd]:
        """A pool's parts, a block each, under the code it has here."""
        pool = self.pools[code - len(self.poll.forecasters)]
        return [replace(part, code=code) for part in crowds(self.timeline, [pool])]
