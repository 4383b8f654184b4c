"""Trades of real people, replayed: the prices and the costs that were recorded then.

The projects RPP and EERP of Gordon et al. 2021, PLoS ONE 16(4):e0248780, ran a logarithmic market
with b = 100 from a half, and sold a position as a leg of its own.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from market.exchange.book import Book, Market
from market.exchange.credits import UNIT
from market.exchange.orders import Order
from market.exchange.pricing import price

LIQUIDITY = 100 * UNIT


class Recorded(NamedTuple):
    """A trade as it was recorded; shares in units, YES above 0, as a sum over the market."""

    question: int
    trader: str
    net: int
    cost: float
    price: float


@pytest.fixture(scope="module")
def recorded():
    """The trades in the folder of real data that FORETELL_DATA names."""
    folder = os.environ.get("FORETELL_DATA")
    if not folder:
        pytest.skip("FORETELL_DATA names no folder of real data")
    path = Path(folder, "replication_markets", "trades.csv")
    with path.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["project"] in {"RPP", "EERP"}]
    return [_read(row) for row in rows]


def _read(row):
    """RPP counts NO shares, and its costs in hundredths."""
    sign, points = (-1, 100) if row["project"] == "RPP" else (1, 1)
    net = sign * round(float(row["net_shares"]) * UNIT)
    cost = float(row["cost"]) / points
    return Recorded(int(row["question_id"]), row["trader"], net, cost, float(row["price"]))


def replayed(trades):
    """Each trade's price and what its legs moved, as our market makes them."""
    markets = defaultdict(lambda: Market(LIQUIDITY, 0))
    book = Book(markets, defaultdict(int), defaultdict(lambda: 10**6 * UNIT))
    for one in trades:
        shares = one.net - markets[one.question].quantity
        yes, held = shares > 0, book.positions[one.question, one.trader]
        sold = min(abs(shares), abs(held)) if shares * held < 0 else 0
        legs = {True: sold, False: abs(shares) - sold}
        orders = (
            Order(one.question, yes=yes is not sells, shares=units, sells=sells)
            for sells, units in legs.items()
            if units
        )
        costs = [book.trade(one.trader, order).cost for order in orders]
        yield price(LIQUIDITY, markets[one.question].quantity), sum(map(abs, costs)) / UNIT


def test_every_recorded_price_comes_out_to_the_source_s_rounding(recorded):
    prices = [price for price, _ in replayed(recorded)]
    assert len(prices) == 4_368
    # EERP tells shares to seven digits.
    assert prices == pytest.approx([one.price for one in recorded], rel=0, abs=1.6e-7)


def test_recorded_costs_come_out_to_a_thousandth_but_for_a_few(recorded):
    costs = [cost for _, cost in replayed(recorded)]
    pairs = zip(costs, recorded, strict=True)
    alike = sum(abs(cost - one.cost) < 0.001 + 0.001 * one.cost for cost, one in pairs)
    assert alike >= 4_350
