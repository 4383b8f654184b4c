"""A script that knows only the documentation comes to the same money, or tells what is wrong."""

from __future__ import annotations

import json
import random
import shutil
from contextlib import closing
from itertools import count

import hypothesis.strategies as st
import pytest
from clocks import Clock
from hypothesis import HealthCheck, Phase, given, settings
from independent import independently

from market.errors import Refused
from market.exchange.credits import GRANT, UNIT
from market.exchange.orders import Order
from market.ledger.acts.asking import ask
from market.ledger.acts.editing import amend
from market.ledger.acts.markets import open_market
from market.ledger.acts.rulings import rule
from market.ledger.acts.trading import Trading
from market.ledger.engine import open_ledger

HOUR = 3_600_000_000
PEOPLE = ["ana", "Bo", "Zoë", "dee"]
SLUGS = [f"q{number}" for number in range(5)]


def traded(chance):
    """Somebody's batch of orders of any kind and size, as far as they can be filled."""
    name, wanted = chance.choice(PEOPLE), [order(chance) for _ in range(chance.randint(1, 6))]

    def act(w):
        trading = Trading(w, name)
        for slug, words in wanted:
            try:
                trading.trade(Order(trading.market(slug), **words))
            except Refused:
                continue
        trading.record()

    return act


def order(chance):
    amount = int(10 ** chance.uniform(0, 8.5))
    price = {"to": chance.uniform(0.001, 0.999)}
    size = chance.choice([{"shares": amount}, {"spend": amount}, price, {"sells": True}])
    return chance.choice(SLUGS), {"yes": chance.random() < 0.5, **size}


def ruled(chance):
    verdicts = [("resolve", 1), ("resolve", 0), ("annul",), ("close",), ("reopen",)]
    slug, verdict = chance.choice(SLUGS), chance.choice([*verdicts, *5 * [("unresolve",)]])
    ago = chance.randint(0, 30) if verdict[0] in {"resolve", "close"} else 0
    return lambda w: rule(w, slug, *verdict, at=w.now - ago * HOUR if ago else None)


def opened(chance):
    slug, liquidity = chance.choice(SLUGS), int(UNIT * 10 ** chance.uniform(0, 4))
    prior = chance.uniform(0.001, 0.999)
    return lambda w: open_market(w, slug, liquidity=liquidity, prior=prior)


def edited(chance):
    slug, ahead = chance.choice(SLUGS), chance.randint(1, 400)
    return lambda w: amend(w, slug, {"closes": w.now + ahead * HOUR})


def buying(name, shares):
    """So many YES shares, or NO shares if that is below 0."""

    def act(w):
        trading = Trading(w, name)
        trading.trade(Order(trading.market("q0"), yes=shares > 0, shares=abs(shares)))
        trading.record()

    return act


def play(ledger, clock, chance, acts):
    """Do one after another what the ledger lets be done, some hours apart."""
    with ledger.writing("ana", "ask") as w:
        for number, slug in enumerate(SLUGS):
            ask(w, slug, "?", w.now, w.now + 2**number * acts * HOUR // 6)
    for number in range(acts):
        clock.now += chance.randint(0, 3) * HOUR
        kinds = [opened] if number < 5 else [*9 * [traded], ruled, ruled, opened, edited]
        act = chance.choice(kinds)(chance)
        try:
            with ledger.writing("ana", "act") as w:
                act(w)
        except Refused:
            continue


@pytest.fixture
def new_ledger(request, tmp_path, clock):
    """Makes ledgers on an engine, each empty; beside the clock that everything goes by."""
    numbers = count()

    def make(engine):
        clock.now = Clock().now
        if engine == "sqlite":
            path = tmp_path / f"{next(numbers)}.db"
            address = str(shutil.copy(request.getfixturevalue("empty_file"), path))
        else:
            make_database = request.getfixturevalue("new_database")
            address = make_database(request.getfixturevalue("empty_database"))
        return open_ledger(address, clock=clock)

    return make


@pytest.fixture
def told(foretell):
    """The data of a command on a ledger."""

    def read(ledger, *words):
        ended = foretell("market", *words, "--json", "--db", ledger.address)
        assert ended.code == 0, ended.err
        return json.loads(ended.out)

    return read


@pytest.fixture
def recomputed(foretell, tmp_path):
    """What the script makes of a ledger's export."""

    def run(ledger):
        path = tmp_path / "export.jsonl"
        assert foretell("export", "--force", "-o", str(path), "--db", ledger.address).code == 0
        code, said = independently("recompute_money.py", path)
        assert code == 0, said
        return json.loads(said)

    return run


def units(amount):
    """Credits or shares in whole units."""
    return None if amount is None else round(amount * UNIT)


def assert_same(found, told, ledger):
    """All that the commands show of prices, positions, profits and balances is what was found."""
    board = {row["trader"]: row for row in told(ledger, "board")["rows"]}
    assert board.keys() == found["balances"].keys()
    for slug, path in found["paths"].items():
        assert_same_path(path, told(ledger, "history", slug, "--limit", "0")["rows"])
    for name, balance in found["balances"].items():
        stakes = {slug: some[name] for slug, some in found["stakes"].items() if name in some}
        shown = told(ledger, "portfolio", name)
        assert [row["question"] for row in shown["rows"]] == list(stakes)
        for row in shown["rows"]:
            assert_same_stake(stakes[row["question"]], row)
            assert row["price"] == pytest.approx(found["prices"][row["question"]], rel=1e-13)
        assert units(shown["balance"]) == units(board[name]["balance"]) == balance
        profit = sum(stake["profit"] for stake in stakes.values())
        assert units(shown["profit"]) == units(board[name]["profit"]) == profit
    for slug, stakes in found["stakes"].items():
        if all("paid_out" in stake for stake in stakes.values()):
            assert found["makers"][slug] == -sum(stake["profit"] for stake in stakes.values())
    gained = sum(found["balances"].values()) - GRANT * len(found["balances"])
    assert sum(found["makers"].values()) == -gained


def assert_same_path(path, shown):
    for mine, row in zip(path, shown, strict=True):
        assert (mine["trade"], mine["trader"]) == (row["trade"], row["trader"])
        for name in ("shares", "redeemed", "cost"):
            assert mine[name] == units(row[name])
        assert mine["price"] == pytest.approx(row["price"], rel=1e-13)


def assert_same_stake(stake, row):
    for name, amount in stake.items():
        assert amount == units(row[name]), (name, row)


def compared(engine, examples, acts):
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(seed=st.integers(0, 2**32))
    def test(new_ledger, clock, told, recomputed, seed):
        with closing(new_ledger(engine)) as ledger:
            play(ledger, clock, random.Random(seed), acts)
            assert_same(recomputed(ledger), told, ledger)

    return test


test_all_money_of_a_file_is_recomputed_from_its_export = compared("sqlite", 2, 120)
test_all_money_of_a_database_is_recomputed_from_its_export = compared("postgresql", 1, 50)
test_much_money_is_recomputed = pytest.mark.slow(compared("sqlite", 3, 2_000))


@pytest.fixture
def lines(new_ledger, clock, tmp_path, foretell):
    """The lines of an export that has every kind of posting, as objects."""
    with closing(new_ledger("sqlite")) as ledger:
        acts = [
            lambda w: ask(w, "q0", "?", w.now, w.now + 100 * HOUR),
            lambda w: open_market(w, "q0", prior=0.3),
            buying("ana", 20 * UNIT),
            buying("Bo", -30 * UNIT),
            buying("ana", 7 * UNIT),
            lambda w: rule(w, "q0", "resolve", 0, at=w.now - HOUR - 1),
            lambda w: rule(w, "q0", "unresolve"),
            lambda w: rule(w, "q0", "annul"),
        ]
        for act in acts:
            clock.now += HOUR
            with ledger.writing("ana", "act") as w:
                act(w)
        path = tmp_path / "export.jsonl"
        assert foretell("export", "-o", str(path), "--db", ledger.address).code == 0
    return [json.loads(line) for line in path.read_text().splitlines()]


SPOILT = {
    "a trade that is dearer": ("trade 2 ", "trade", 2, lambda row: {"cost": row["cost"] + 1}),
    "a greater trade": ("trade 1 ", "trade", 1, lambda row: {"shares": row["shares"] + 9}),
    "another trader": ("trade 2 ", "trade", 2, lambda _: {"forecaster": 1}),
    "another liquidity": ("entry 2 ", "market", 1, lambda _: {"liquidity": 10**8 + 99}),
    "another opening": ("entry 2 ", "market", 1, lambda row: {"start": row["start"] + 99}),
    "a greater subsidy": ("entry 2 ", "posting", 1, lambda row: {"amount": row["amount"] + 1}),
    "a smaller grant": ("entry 4 ", "posting", 4, lambda row: {"amount": row["amount"] - 1}),
    "a grant for a trade": ("entry 3 ", "posting", 2, lambda _: {"trade": 1}),
    "a payment without a cause": ("trade 1 ", "posting", 3, lambda _: {"trade": None}),
    "a payment to another": ("trade 2 ", "posting", 5, lambda _: {"payee": 1}),
    "a payment the other way round": (
        "trade 2 ",
        "posting",
        5,
        lambda row: {"payer": row["payee"], "payee": row["payer"]},
    ),
    "a payment left out": ("trade 2 ", "posting", 5, lambda _: None),
    "an account of nobody's": ("forecaster 1 ", "account", 3, lambda _: {"forecaster": None}),
    "another outcome": ("ruling 1 ", "ruling", 1, lambda _: {"outcome": 1}),
    "another actual close": ("ruling 1 ", "ruling", 1, lambda row: {"at": row["at"] + 1}),
    "a smaller win": ("ruling 1 ", "posting", 8, lambda row: {"amount": row["amount"] - 1}),
    "a reversal left out": ("ruling 2 ", "posting", 9, lambda _: None),
    "a greater refund": ("ruling 3 ", "posting", 11, lambda row: {"amount": row["amount"] + 1}),
    "a ruling left out": ("ruling 1 ", "ruling", 1, lambda _: None),
    "a later opening": ("market 1 ", "wording", 1, lambda row: {"opens": row["opens"] + 9 * HOUR}),
    "an earlier close": ("trade 2 ", "wording", 1, lambda row: {"closes": row["opens"] + 3 * HOUR}),
}
"""What is altered in which row, and what is then said first."""


def spoilt(lines, table, number, change):
    """The lines with other cells in a row, or without it."""
    (place,) = (
        n for n, row in enumerate(lines) if (row.get("table"), row.get("id")) == (table, number)
    )
    cells = change(lines[place])
    row = [] if cells is None else [lines[place] | cells]
    return [*lines[:place], *row, *lines[place + 1 :]]


def written(line):
    return json.dumps({name: cell for name, cell in line.items() if cell is not None}) + "\n"


def test_a_spoilt_export_is_told(lines, tmp_path):
    path = tmp_path / "spoilt.jsonl"
    for told, table, number, change in SPOILT.values():
        path.write_text("".join(map(written, spoilt(lines, table, number, change))))
        code, said = independently("recompute_money.py", path)
        assert (code, said.splitlines()[1:]) == (1, [])
        assert said.startswith(told), (told, said)
