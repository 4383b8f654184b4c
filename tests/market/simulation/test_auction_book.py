"""Books of many columns at once, against one clerk for each."""

from __future__ import annotations

import numpy as np
import pytest

from market.simulation.mechanisms.auction.blind import ZeroIntelligence
from market.simulation.mechanisms.auction.book import SHARE, Book
from market.simulation.mechanisms.auction.turn import take_turn
from tests.support.slow_auction import Clerk, LimitOrder

TICKS = 10


def submit(book, who, bids, tick, units, at=None):
    """One limit order in each column."""
    at = np.arange(np.size(who)) if at is None else at
    who, tick, units = (np.asarray(value, np.int64) for value in (who, tick, units))
    book.cancel(who, at)
    take_turn(book, ZeroIntelligence(np.asarray(bids, bool), tick, units), who, at)


def alone(*orders, people=4):
    """A book of one column after orders (who, bids, tick, units)."""
    book = Book.opened(np.full((people, 1), 100 / SHARE), TICKS)
    for who, bids, tick, units in orders:
        submit(book, [who], [bids], [tick], [units])
    return book


def waiting(book, column=0):
    """Orders of a column: who, whether a bid, tick, units; first come first on each side."""
    found = []
    for side in (1, 0):
        rank = book.rank[side, column]
        for who in np.argsort(rank, kind="stable"):
            if rank[who] < np.iinfo(np.int64).max:
                level = int(rank[who] >> 32)
                tick = TICKS - level if side else level
                found.append((int(who), side == 1, tick, int(book.quantity[who, column])))
    return found


@pytest.mark.parametrize(("seed", "largest"), [(1, 8), (2, 60), (3, 400)])
def test_books_are_those_of_a_clerk_who_takes_order_by_order(seed, largest):
    rng = np.random.default_rng(seed)
    people, columns, turns = 5, 24, 60
    book = Book.opened(np.full((people, columns), 100 / SHARE), TICKS)
    clerks = [Clerk([100 * TICKS] * people, TICKS) for _ in range(columns)]
    for _ in range(turns):
        who, bids = rng.integers(0, people, columns), rng.random(columns) < 0.5
        tick, units = rng.integers(1, TICKS, columns), rng.integers(1, largest, columns)
        at = np.flatnonzero(rng.random(columns) < 0.9)
        submit(book, who[at], bids[at], tick[at], units[at], at)
        for n in at.tolist():
            clerks[n].submit(LimitOrder(int(who[n]), bool(bids[n]), int(tick[n]), int(units[n])))
        for n, clerk in enumerate(clerks):
            cash, yes, no = (np.array(part) for part in (clerk.cash, clerk.yes, clerk.no))
            assert min(clerk.cash) >= 0
            np.testing.assert_array_equal(book.owned[1, :, n], cash + TICKS * yes)
            np.testing.assert_array_equal(book.owned[0, :, n], cash + TICKS * no)
            queue = [(o.who, o.buys, o.tick, o.units) for o in clerk.waiting]
            bids_first = sorted(queue, key=lambda o: (not o[1], -o[2] if o[1] else o[2]))
            assert waiting(book, n) == bids_first
            assert book.trades[n] == len(clerk.prices)
            assert book.volume[n] == clerk.volume
            assert book.last[n] == (clerk.prices[-1] if clerk.prices else 0)
    assert book.trades.sum() > 5 * columns
    assert np.all(book.owned.sum(axis=1) == people * 100 * TICKS)


def test_the_better_price_comes_first_then_the_earlier_order():
    book = alone((0, False, 6, 3), (1, False, 5, 3), (2, False, 5, 3), (3, True, 7, 7))
    assert waiting(book) == [(0, False, 6, 2)]
    assert book.owned[1, 3, 0] - book.owned[0, 3, 0] == 7 * TICKS
    assert book.owned[0, 3, 0] == 1000 - (6 * 5 + 1 * 6)


def test_an_order_that_is_partly_filled_keeps_its_place():
    book = alone((0, True, 5, 4), (1, True, 5, 4), (2, False, 5, 1), (3, False, 5, 3))
    assert waiting(book) == [(1, True, 5, 4)]


def test_an_order_put_anew_goes_to_the_end_of_its_price():
    book = alone((0, True, 5, 4), (1, True, 5, 4), (0, True, 5, 4), (3, False, 5, 4))
    assert waiting(book) == [(0, True, 5, 4)]


def test_nobody_trades_with_himself():
    book = alone((0, True, 6, 4), (0, False, 5, 4))
    assert waiting(book) == [(0, False, 5, 4)]
    assert book.trades[0] == 0


def test_a_seller_without_shares_pays_the_rest_of_a_credit():
    book = alone((0, True, 6, 10), (1, False, 6, 10))
    assert book.owned[:, :2, 0].tolist() == [[1000 - 60, 1000 + 60], [1000 + 40, 1000 - 40]]


def test_nobody_sells_or_bids_more_than_he_can_pay():
    book = alone((0, True, 4, 10_000), (1, False, 4, 10_000))
    assert book.owned[:, :2, 0].min() >= 0
    assert book.trades[0] == 1
    assert waiting(book) == [(0, True, 4, 250 - 166)]
    assert book.owned[:, 1, 0].tolist() == [1000 + 4 * 166, 1000 - 6 * 166]
