"""What linked prices can be made to pay, to the last unit, in every possible world."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracle_coherence import possible

from market.exchange.book import Book, Market
from market.exchange.credits import UNIT
from market.exchange.orders import Order
from market.exchange.pricing import quantity_at
from market.logic.arbitrage import Offer, arbitrages
from market.logic.links import Link, LinkKind

SLUGS = ("ana", "bo", "cy", "di", "eve")
few = settings(max_examples=settings.default.max_examples // 2)

implications = st.permutations(SLUGS).map(lambda order: Link(LinkKind.IMPLIES, tuple(order[:2])))
sets = st.builds(
    lambda kind, order, count: Link(kind, tuple(order[:count])),
    st.sampled_from([LinkKind.EXCLUDES, LinkKind.EXHAUSTIVE]),
    st.permutations(SLUGS),
    st.integers(2, 4),
)
links = st.lists(st.one_of(implications, sets), min_size=1, max_size=4, unique=True)
prices = st.fixed_dictionaries({}, optional={slug: st.integers(1, 99) for slug in SLUGS}).filter(
    lambda found: len(found) > 1
)
depths = st.sampled_from([UNIT, 100 * UNIT, 12_345_678, 5_000 * UNIT])


def offer(slug, percent, liquidity=100 * UNIT):
    return Offer(slug, liquidity, quantity_at(liquidity, percent / 100))


def worlds(known):
    places = {slug: place for place, slug in enumerate(SLUGS)}
    told = [(link.kind.value, [places[slug] for slug in link.questions]) for link in known]
    return possible(told, len(SLUGS))


def traded(offers, legs):
    """The book after somebody has made all trades, and what they cost."""
    markets = {one.question: Market(one.liquidity, one.quantity) for one in offers}
    book = Book(markets, defaultdict(int), {1: 10**15})
    for leg in legs:
        book.trade(1, Order(leg.offer.question, leg.shares > 0, to=leg.to))
    return book, 10**15 - book.balances[1]


def payouts(book, world):
    """What all positions pay in a world, in units."""
    return sum(
        abs(shares)
        for (slug, _), shares in book.positions.items()
        if (shares > 0) == bool(world[SLUGS.index(slug)])
    )


@few
@given(links, prices, st.data())
def test_the_trades_earn_what_is_told_in_the_worst_world_and_nothing_is_left(known, said, data):
    every = worlds(known)
    assume(len(every))
    offers = [offer(slug, percent, data.draw(depths)) for slug, percent in said.items()]
    found = arbitrages(offers, known)
    for one in found:
        book, paid = traded(offers, one.legs)
        assert paid == one.cost
        assert min(payouts(book, world) for world in every) - paid == one.profit
    book, _ = traded(offers, [leg for one in found for leg in one.legs])
    after = [
        Offer(one.question, one.liquidity, book.markets[one.question].quantity) for one in offers
    ]
    left = sum(one.profit for one in arbitrages(after, known))
    assert left <= 1e-6 * sum(one.liquidity for one in offers)


def test_nested_prices_meet_and_earn_liquidity_times_the_divergence():
    (found,) = arbitrages(
        [offer("ana", 60), offer("bo", 40)], [Link(LinkKind.IMPLIES, ("ana", "bo"))]
    )
    assert [(leg.offer.question, leg.shares > 0, leg.to) for leg in found.legs] == [
        ("ana", False, 0.5),
        ("bo", True, 0.5),
    ]
    divergence = 2.0 * (0.5 * math.log(0.5 / 0.6) + 0.5 * math.log(0.5 / 0.4))
    assert found.profit == pytest.approx(100 * UNIT * divergence, abs=10)
    assert [one.questions for one in found.contradictions] == [("ana", "bo")]


def test_a_deep_market_moves_less_than_a_shallow_one():
    (found,) = arbitrages(
        [offer("ana", 60, 900 * UNIT), offer("bo", 40)], [Link(LinkKind.IMPLIES, ("ana", "bo"))]
    )
    assert [leg.to for leg in found.legs] == pytest.approx([0.580389] * 2, abs=1e-6)


def test_links_reach_through_questions_without_a_market():
    chain = [Link(LinkKind.IMPLIES, pair) for pair in (("ana", "bo"), ("bo", "cy"))]
    (found,) = arbitrages([offer("ana", 60), offer("cy", 40)], chain)
    assert [leg.offer.question for leg in found.legs] == ["ana", "cy"]


def test_prices_that_no_single_link_forbids_are_found_together():
    ring = [
        Link(LinkKind.EXCLUDES, (one, other))
        for one, other in zip(SLUGS, (*SLUGS[1:], SLUGS[0]), strict=True)
    ]
    (found,) = arbitrages([offer(slug, 48) for slug in SLUGS], ring)
    assert found.contradictions == ()
    assert found.profit > 0


def test_prices_that_hold_together_leave_nothing():
    known = [Link(LinkKind.EXCLUDES, SLUGS[:3]), Link(LinkKind.IMPLIES, ("di", "eve"))]
    offers = [offer(slug, p) for slug, p in zip(SLUGS, (50, 30, 20, 40, 40), strict=True)]
    assert arbitrages(offers, known) == []
    assert np.isclose(sum(one.price for one in offers[:3]), 1.0)
