"""Prices that contradict each other, and the trades that mend them and win whatever happens.

On a logarithmic market whoever moves the price from p to q earns the liquidity b times what that
gains in log score. So the trades that bring linked prices to the nearest coherent ones, by
Kullback-Leibler divergence with weights b, earn at least the sum of b times the divergence in
every world that the links leave possible (``scoring.coherence``).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from market.exchange.pricing import cost, price, quantity_at
from market.logic.conditions import reached
from market.logic.constraints import constraints_of
from market.logic.contradictions import NEGLIGIBLE, contradictions
from scoring.bounds import HIGHEST, LOWEST
from scoring.coherence import project, worst_world

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from market.logic.contradictions import Contradiction
    from market.logic.links import Link

__all__ = ["Arbitrage", "Leg", "Offer", "arbitrages"]

_DECIMALS = 6
"""To how many a price is rounded, so that it can be typed."""


class Offer(NamedTuple):
    """A market that can be traded on.

    Attributes:
        question: The slug of its question.
        liquidity: The market maker's parameter b, in units.
        quantity: Its state q, in units.
    """

    question: str
    liquidity: int
    quantity: int

    @property
    def price(self) -> float:
        """The price of YES."""
        return price(self.liquidity, self.quantity)


class Leg(NamedTuple):
    """One trade.

    Attributes:
        offer: The market as it is found.
        to: The price to trade to.
    """

    offer: Offer
    to: float

    @property
    def shares(self) -> int:
        """YES shares bought, in units; below 0 NO shares."""
        return quantity_at(self.offer.liquidity, self.to) - self.offer.quantity

    @property
    def cost(self) -> int:
        """What somebody pays who holds nothing there, in units."""
        taken = cost(self.offer.liquidity, self.offer.quantity, self.shares)
        return taken + max(0, -self.shares)


class Arbitrage(NamedTuple):
    """Prices that contradict each other, and what can be done about it.

    Attributes:
        contradictions: Which links they break, the worst first; none if it takes all together.
        prices: The prices of all markets that hang together, by slug.
        legs: The trades.
        profit: What these earn at least if no question is annulled, in units.
    """

    contradictions: tuple[Contradiction, ...]
    prices: dict[str, float]
    legs: tuple[Leg, ...]
    profit: int

    @property
    def cost(self) -> int:
        """What all trades cost together, in units."""
        return sum(leg.cost for leg in self.legs)


def arbitrages(offers: Iterable[Offer], links: Sequence[Link]) -> list[Arbitrage]:
    """What can be earned from prices whatever happens, the most first.

    Args:
        offers: The markets that can be traded on.
        links: The links that bear on them, and those of questions without a market.

    Raises:
        ValueError: No answers satisfy all links, or too many questions hang together to tell.
    """
    by_slug = {offer.question: offer for offer in offers}
    found = (_arbitrage(by_slug, group) for group in _groups(links))
    return sorted((one for one in found if one is not None), key=lambda one: -one.profit)


def _groups(links: Sequence[Link]) -> Iterator[list[Link]]:
    """Links that hang together, at any number of steps."""
    ahead: dict[str, list[str]] = defaultdict(list)
    for link in links:
        for slug in link.questions:
            ahead[slug].extend(link.questions)
    left = list(links)
    while left:
        here = {left[0].questions[0], *reached(left[0].questions[0], ahead)}
        yield [link for link in left if link.questions[0] in here]
        left = [link for link in left if link.questions[0] not in here]


def _arbitrage(by_slug: dict[str, Offer], links: list[Link]) -> Arbitrage | None:
    slugs = list(dict.fromkeys(slug for link in links for slug in link.questions))
    offers = [by_slug.get(slug) for slug in slugs]
    p = np.array([np.nan if offer is None else offer.price for offer in offers])
    depths = np.array([1.0 if offer is None else offer.liquidity for offer in offers])
    constraints = constraints_of(links, slugs)
    near = project(p, constraints, divergence="log", weights=depths)
    moves = zip(offers, near.tolist(), strict=True)
    legs = [_leg(offer, to) for offer, to in moves if offer and abs(offer.price - to) > NEGLIGIBLE]
    stakes = {leg.offer.question: leg.shares for leg in legs}
    world = worst_world([stakes.get(slug, 0) for slug in slugs], constraints).tolist()
    paid = sum(leg.cost - max(0, -leg.shares) for leg in legs)
    won = sum(stakes.get(slug, 0) for slug, answer in zip(slugs, world, strict=True) if answer)
    if won <= paid:
        return None
    prices = {offer.question: offer.price for offer in offers if offer}
    return Arbitrage(tuple(contradictions(links, prices)), prices, tuple(legs), won - paid)


def _leg(offer: Offer, to: float) -> Leg:
    return Leg(offer, round(min(max(to, LOWEST), HIGHEST), _DECIMALS))
