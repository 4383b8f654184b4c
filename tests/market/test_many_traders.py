"""Many people trade on one question at once: each at the price of his place in the order."""

from __future__ import annotations

import pytest
from at_once import READY, all_at_once
from sqlalchemy import select
from traders import entries, money

from market.exchange.credits import GRANT
from market.exchange.pricing import cost
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.exchange import Trade
from market.ledger.keeping.audit import check
from market.ledger.tables import Forecaster

YEAR = 365 * 86_400_000_000

TRADER = f"""
import json, random, sys, time
from market.errors import Refused
from market.exchange.orders import Order
from market.ledger.acts.trading import Trading
from market.ledger.engine import open_ledger
from market.ledger.views.markets import maker_on

ledger = open_ledger(sys.argv[1], clock=lambda: time.time_ns() // 1000)
name, count = sys.argv[2], int(sys.argv[3])
chance = random.Random(name)

def order(market, seen):
    yes, amount = chance.random() < 0.5, int(10 ** chance.uniform(0, 8))
    kinds = {{"shares": amount}}, {{"spend": amount}}, {{"to": chance.uniform(0.1, 0.9)}}
    limit = chance.choice([None, None, 0.9 if yes else 0.1])
    words = chance.choice([*kinds, {{"shares": amount, "sells": True}}])
    return Order(market, yes=yes, limit=limit, seen=seen, **words)
{READY}
done, refused = [], []
for _ in range(count):
    with ledger.reading() as connection:
        seen = maker_on(connection, 1).quantity
    try:
        with ledger.writing(name, "market trade") as w:
            trading = Trading(w, name)
            trading.trade(order(trading.market("rain"), seen))
            (made,) = trading.record()
        done.append([made.id, *made.fill, seen, made.order.limit, made.order.to])
    except Refused as refusal:
        refused.append(refusal.message)
ledger.close()
print(json.dumps([done, refused]))
"""


@pytest.fixture
def shared(ledger, clock):
    """A ledger on each engine in turn, with a market that is open for years by the real clock."""
    with ledger.writing("ana", "market open") as w:
        ask(w, "rain", "Will it rain?", clock.now, clock.now + 100 * YEAR)
        open_market(w, "rain", prior=0.3)
    return ledger


@pytest.mark.parametrize(
    ("traders", "each"), [(3, 16), pytest.param(8, 250, marks=pytest.mark.slow)]
)
def test_trades_of_many_at_once_are_made_at_the_prices_of_their_order(
    shared, ledger_address, traders, each
):
    before = entries(shared)
    words = [(ledger_address, f"trader {n}", each) for n in range(traders)]
    runs = all_at_once(TRADER, words)
    assert [(run.err, run.code) for run in runs] == [("", 0)] * traders
    done = {number: fill for run in runs for number, *fill in run.said[0]}
    refused = [message for run in runs for message in run.said[1]]
    assert len(done) + len(refused) == traders * each
    assert any("has moved" in message for message in refused)
    # What was refused has left nothing, not even an entry.
    assert check(shared).entries == before + len(done)
    replay(shared, done)


def replay(shared, done):
    """Make the recorded trades once more, one after another, by the bare price of each."""
    with shared.reading() as connection:
        rows = connection.execute(select(Trade.__table__).order_by(Trade.id)).all()
        names = dict(connection.execute(select(Forecaster.id, Forecaster.name)).all())
    assert [row.id for row in rows] == sorted(done) == list(range(1, len(done) + 1))
    liquidity, quantity = 100_000_000, -84_729_786
    held, left = dict.fromkeys(names, 0), dict.fromkeys(names, GRANT)
    for row in rows:
        who = row.forecaster
        due = cost(liquidity, quantity, row.shares)
        due += max(0, -(held[who] + row.shares)) - max(0, -held[who])
        _, trader, shares, paid, saw, came, position, balance, _, seen, *bounds = done[row.id]
        assert (trader, shares, paid) == (who, row.shares, row.cost) == (who, shares, due)
        assert (saw, came) == (quantity, quantity + shares)
        assert seen == quantity or bounds != [None, None]
        quantity, held[who], left[who] = came, held[who] + shares, left[who] - due
        assert (position, balance) == (held[who], left[who])
        assert balance >= 0
    units = money(shared)
    assert {names[who]: left[who] for who in names} == {
        name: units[name] for name in names.values()
    }
    assert units["@rain"] == 120_397_281 + sum(row.cost for row in rows)
