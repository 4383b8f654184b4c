"""Money that no honest writer moves is found, though all digests were computed anew for it."""

from __future__ import annotations

import json
import re
from contextlib import closing

import pytest
from independent import independently
from tampering import Bench, rechain, run

from market.errors import IntegrityError
from market.exchange.credits import UNIT
from market.exchange.orders import Order
from market.exchange.pricing import cost
from market.ledger.acts.asking import ask
from market.ledger.acts.forecasters import find_forecaster
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.acts.trading import Trading
from market.ledger.exchange import Account, Market, Posting, Trade
from market.ledger.keeping.archive import archive
from market.ledger.keeping.audit import check
from market.ledger.keeping.chain import Chain
from market.ledger.keeping.constraints import broken_constraints
from market.ledger.keeping.invariants import broken_invariants
from market.ledger.views.accounts import balance_of
from market.ledger.views.markets import market_states

DEEP = 1_000 * UNIT


def trade(slug, who, *orders):
    def act(w):
        trading = Trading(w, who)
        market = trading.market(slug)
        for order in orders:
            trading.trade(Order(market, **order))
        trading.record()

    return act


def outcome_known_earlier(w):
    rule(w, "rain", "resolve", 1, at=w.now - 36 * 3_600_000_000)


def ask_another(w):
    ask(w, "hail", "Hail?", w.now, w.now + 10**12)
    report(w, "hail", "cy", 0.5)


HISTORY = [
    lambda w: open_market(w, "rain", prior=0.3),
    trade("rain", "ana", {"yes": True, "shares": 20 * UNIT}),
    trade("rain", "bo", {"yes": False, "spend": 50 * UNIT}),
    trade("rain", "ana", {"yes": True, "to": 0.7}, {"yes": True, "shares": 5, "sells": True}),
    trade("rain", "ana", {"yes": True, "shares": 5 * UNIT, "sells": True}),
    outcome_known_earlier,
    lambda w: rule(w, "rain", "unresolve"),
    lambda w: open_market(w, "snow", liquidity=DEEP),
    lambda w: rule(w, "rain", "annul"),
    trade("snow", "bo", {"yes": True, "spend": 900 * UNIT}),
    ask_another,
]
"""Acts, a day apart: the first is entry 2. The sale of entry 6 comes after what settles `rain`."""

LAST = 1 + len(HISTORY)


@pytest.fixture
def dealt(asked, clock):
    """A ledger in which everything has been done that moves money."""
    for act in HISTORY:
        clock.advance(days=1)
        with asked.writing("ana", "act") as w:
            act(w)
    return asked


@pytest.fixture
def bench(dealt, ledger_address, tmp_path):
    with closing(Bench(dealt, ledger_address, tmp_path)) as bench:
        yield bench


def anew(*statements):
    """An edit made of statements, after which all digests are computed anew."""

    def edit(connection):
        run(*statements)(connection)
        rechain(connection)

    return edit


def posted(payer, payee, amount, trade="NULL", ruling="NULL"):
    """A posting more, in the last entry."""
    row = f"{LAST}, {payer}, {payee}, {amount}, {trade}, {ruling}"
    return f"INSERT INTO posting SELECT max(id) + 1, {row} FROM posting"


def opened(forecaster, market):
    """An account more, in the last entry."""
    return f"INSERT INTO account VALUES (6, {LAST}, {forecaster}, {market})"


def overdrawn():
    """The last trade, and what was paid for it, as if it had been of all that there was not."""
    shares = 1_500 * UNIT
    due = cost(DEEP, 0, shares)
    assert due > 1_000 * UNIT
    return [
        f"UPDATE trade SET shares = {shares}, cost = {due} WHERE id = 6",
        f"UPDATE posting SET amount = {due} WHERE trade = 6",
    ]


MARKET = f"INSERT INTO market VALUES (3, {LAST}, 3, 100000000, 0)"
SOLD = "(SELECT recorded_at FROM entry WHERE number = 6)"
UNPAID = "trade {} was not paid for as it must be"
CAUSELESS = "posting {} has no cause"
UNSETTLED = "ruling {} did not settle what it must"

FORGED = {
    # What is traded
    "a price": (
        ["UPDATE trade SET cost = 6430802 WHERE id = 1"],
        (3, "trade 1 cost 6.430803, not the 6.430802 on record"),
    ),
    "a price, and what was paid": (
        [
            "UPDATE trade SET cost = 6430802 WHERE id = 1",
            "UPDATE posting SET amount = 6430802 WHERE trade = 1",
        ],
        (3, "trade 1 cost 6.430803, not the 6.430802 on record"),
    ),
    "a share more": (
        ["UPDATE trade SET shares = shares + 10 WHERE id = 1"],
        (3, "trade 1 cost 6.430806, not the 6.430803 on record"),
    ),
    "its market": (
        ["UPDATE trade SET market = 1 WHERE id = 6"],
        (11, "trade 6 was made while its question was not open"),
    ),
    "too far": (
        [f"UPDATE trade SET shares = {9_000 * UNIT} WHERE id = 6"],
        (11, "trade 6 takes the price out of its bounds"),
    ),
    "too late": (
        [f"UPDATE wording SET closes = {SOLD} WHERE question = 1"],
        (6, "trade 5 was made while its question was not open"),
    ),
    "too soon": (
        [f"UPDATE wording SET opens = {SOLD} - 1 WHERE question = 1"],
        (2, "market 1 was opened while its question was not open"),
    ),
    "a market beyond certainty": (
        [f"UPDATE market SET start = {-DEEP} WHERE id = 1"],
        (2, "market 1 opened at a price out of its bounds"),
    ),
    # What is paid for it
    "another payer": (["UPDATE posting SET payer = 4 WHERE trade = 3"], (5, UNPAID.format(3))),
    "another payee": (["UPDATE posting SET payee = 1 WHERE trade = 3"], (5, UNPAID.format(3))),
    "another amount": (
        ["UPDATE posting SET amount = amount + 1 WHERE trade = 5"],
        (6, UNPAID.format(5)),
    ),
    "another trade": (["UPDATE posting SET trade = 1 WHERE trade = 3"], (5, UNPAID.format(3))),
    "no trade": (["UPDATE posting SET trade = NULL WHERE trade = 3"], (5, CAUSELESS.format(6))),
    "a trade twice": (
        [posted(3, 2, 5, trade=1)],
        (LAST, "trade 1 was paid for once too often"),
    ),
    "a trade twice at once": (
        ["UPDATE posting SET trade = 1, payer = 3, payee = 2, amount = 6430803 WHERE id = 2"],
        (3, "account 3 was not given what it begins with"),
    ),
    "more than there is": (overdrawn(), (11, "trade 6 cost more than its trader had")),
    # Accounts, and what they begin with
    "a second house": (
        [opened("NULL", "NULL")],
        (LAST, "account 6 was opened without an occasion"),
    ),
    "a grant for nothing": (
        [opened(3, "NULL"), posted(1, 6, 1_000 * UNIT)],
        (LAST, "account 6 was opened without an occasion"),
    ),
    "who trades": (
        ["UPDATE trade SET forecaster = 1 WHERE id = 2"],
        (4, "account 4 was opened without an occasion"),
    ),
    "a market without a maker": ([MARKET], (LAST, "market 3 has no account")),
    "a maker without funds": (
        [MARKET, opened("NULL", 3)],
        (LAST, "account 6 was not given what it begins with"),
    ),
    "a smaller subsidy": (
        ["UPDATE posting SET amount = amount - 1 WHERE id = 1"],
        (2, CAUSELESS.format(1)),
    ),
    "another liquidity": (
        ["UPDATE market SET liquidity = liquidity + 1000 WHERE id = 1"],
        (2, CAUSELESS.format(1)),
    ),
    "a greater grant": (
        ["UPDATE posting SET amount = amount + 1 WHERE id = 2"],
        (3, CAUSELESS.format(2)),
    ),
    "a grant from another": (
        ["UPDATE posting SET payer = 2 WHERE id = 2"],
        (3, CAUSELESS.format(2)),
    ),
    "a second grant": ([posted(1, 4, 1_000 * UNIT)], (LAST, CAUSELESS.format(15))),
    "a gift": ([posted(3, 4, 5)], (LAST, CAUSELESS.format(15))),
    # Settlements
    "a greater win": (
        ["UPDATE posting SET amount = amount + 1 WHERE ruling = 1"],
        (7, UNSETTLED.format(1)),
    ),
    "a win for another": (
        ["UPDATE posting SET payee = 4 WHERE ruling = 1 AND payee = 3"],
        (7, UNSETTLED.format(1)),
    ),
    "another outcome": (["UPDATE ruling SET outcome = 0 WHERE id = 1"], (7, UNSETTLED.format(1))),
    "another time": (
        [f"UPDATE ruling SET at = {SOLD} WHERE id = 1"],
        (7, UNSETTLED.format(1)),
    ),
    "half a reversal": (
        ["UPDATE posting SET amount = amount - 1 WHERE ruling = 2"],
        (8, UNSETTLED.format(2)),
    ),
    "another refund": (
        ["UPDATE posting SET amount = amount + 1 WHERE ruling = 3"],
        (10, UNSETTLED.format(3)),
    ),
    "a settlement again": ([posted(2, 3, 5, ruling=1)], (LAST, CAUSELESS.format(15))),
    "a settlement for a trade": (
        ["UPDATE posting SET trade = 5 WHERE ruling = 1 AND payee = 3"],
        (7, "trade 5 was paid for once too often"),
    ),
}


def test_money_that_moved_otherwise_than_it_must_is_named_with_its_entry(bench):
    for statements, (number, said) in FORGED.values():
        finding = rf"Entry {number} \(.*\): {re.escape(said)}\.$"
        with (
            bench.tampered(anew(*statements)) as ledger,
            pytest.raises(IntegrityError, match=finding),
        ):
            check(ledger)


def test_payments_within_an_entry_may_come_in_any_order(bench):
    steps = [(6, -7), (7, 6), (-7, 7)]
    swap = anew(*(f"UPDATE posting SET id = {to} WHERE id = {one}" for one, to in steps))
    with bench.tampered(swap) as ledger:
        check(ledger)


def cells(connection):
    """Each number of the exchange: its table, its column, and the row's own number."""
    for model in (Market, Account, Trade, Posting):
        table = model.__table__
        for row in connection.execute(table.select()).mappings().all():
            for name in [*row][2:]:
                if row[name] is not None:
                    yield table.name, name, row["id"]


@pytest.mark.slow
@pytest.mark.parametrize("ledger_address", ["sqlite"], indirect=True)
def test_no_number_of_the_exchange_can_be_another(bench):
    with bench.tampered(lambda _: None) as ledger, ledger.reading() as connection:
        every = list(cells(connection))
    assert len(every) > 80
    for table, name, number in every:
        more = 1_000 if name in {"start", "shares"} else 1  # of which no cost need tell
        edit = run(f"UPDATE {table} SET {name} = {name} + {more} WHERE id = {number}")
        with bench.tampered(edit) as ledger:
            if ledger is None:
                continue  # the engine itself refused
            with ledger.reading() as connection:
                found = [*broken_constraints(connection), *broken_invariants(connection)]
        assert found, (table, name, number)


@pytest.fixture
def exported(dealt, tmp_path):
    """The ledger as lines, and a file with them."""
    with dealt.reading() as connection:
        lines = list(archive(connection, Chain(), version="0"))
    path = tmp_path / "dealt.jsonl"
    path.write_text("".join(lines))
    return lines, path


def test_prices_and_balances_are_recomputed_from_an_export(dealt, exported):
    _, path = exported
    code, said = independently("recompute_money.py", path)
    assert code == 0, said
    with dealt.reading() as connection:
        who = {name: find_forecaster(connection, name) for name in ("ana", "bo")}
        balances = {name: balance_of(connection, number) for name, number in who.items()}
        prices = [state.price for state in market_states(connection)]
    found = json.loads(said)
    assert found["balances"] == balances
    assert list(found["prices"].values()) == pytest.approx(prices, rel=1e-14)


@pytest.mark.parametrize("ledger_address", ["sqlite"], indirect=True)
def test_a_script_that_knows_only_the_documentation_finds_money_that_moved_otherwise(exported):
    lines, path = exported
    found = [(n, json.loads(line)) for n, line in enumerate(lines) if '"posting"' in line]
    for place, row in found:
        if row.keys() & {"trade", "ruling"}:
            more = json.dumps({**row, "amount": row["amount"] + 1})
            path.write_text("".join([*lines[:place], more + "\n", *lines[place + 1 :]]))
            code, said = independently("recompute_money.py", path)
            assert code == 1
            assert said.startswith(("trade", "ruling"))
