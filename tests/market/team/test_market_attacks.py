"""A hostile member who trades with plain SQL: nothing is moved that is not due."""

from __future__ import annotations

import re

import pytest
from judges import MISPOSTED, Judges, deal, opening_rows, trade_rows
from team import refused

from market.exchange.credits import GRANT, UNIT
from market.exchange.pricing import furthest
from market.ledger.acts.markets import LARGEST, open_market
from market.ledger.acts.rulings import rule
from market.ledger.keeping.audit import check

UNDUE = "an account is opened with its market, or with the first trade"


@pytest.fixture(scope="module")
def judges(shared_team):
    with shared_team.ledger("owner") as owner, shared_team.connect("both") as member:
        yield Judges(owner, member)
    with shared_team.ledger("superuser") as ledger:
        check(ledger)


@pytest.fixture(scope="module")
def numbers(shared_team):
    """Of questions, markets and accounts by the names of what they are for."""
    named = {
        "wind": "SELECT id FROM question WHERE slug = 'wind'",
        "calm": "SELECT id FROM question WHERE slug = 'calm'",
        "rain": "SELECT id FROM question WHERE slug = 'rain'",
        "house": "SELECT id FROM account WHERE forecaster IS NULL AND market IS NULL",
        "maker": "SELECT a.id FROM account a JOIN market m ON m.id = a.market"
        " JOIN question q ON q.id = m.question WHERE slug = 'wind'",
        "editor": "SELECT a.id FROM account a JOIN forecaster f ON f.id = a.forecaster"
        " WHERE name = 'editor'",
        "next": "SELECT max(id) + 1 FROM account",
    }
    with shared_team.administer() as connection:
        return {name: connection.execute(of).fetchone()[0] for name, of in named.items()}


@pytest.fixture
def bought(judges, numbers):
    """The rows of a first trade of 20 YES: account, grant, trade, posting."""
    return trade_rows(judges.member, numbers["wind"], 20 * UNIT)


def with_cost(rows, more):
    """The rows of a trade that costs more, and pays it."""
    *grant, (_, trade), (_, paid) = rows
    return [
        *grant,
        ("trade", {**trade, "cost": trade["cost"] + more}),
        ("posting", {**paid, "amount": paid["amount"] + more}),
    ]


def test_a_trade_at_the_price_that_holds_is_taken(judges, bought):
    assert [table for table, _ in bought] == ["account", "posting", "trade", "posting"]
    assert judges.refusal(bought) is None


@pytest.mark.parametrize("more", [-1, 1, -GRANT])
def test_a_trade_at_another_price_is_refused(judges, bought, more):
    cost = bought[2][1]["cost"]
    said = f"at the price that holds this costs {cost}, not {cost + more}"
    assert judges.refusal(with_cost(bought, more)) == said


def test_a_trade_at_a_price_of_before_is_refused(team, numbers):
    with team.ledger("owner") as owner, team.connect("both") as member:
        rows = trade_rows(member, numbers["wind"], 20 * UNIT)
        member.commit()
        with owner.writing("owner", "market trade") as w:
            deal(w, "member", "wind", UNIT)
        assert "at the price that holds" in Judges(owner, member).refusal(rows)


def test_money_moves_only_as_it_is_due(judges, bought, numbers):
    account, grant, trade, paid = bought
    own, editor = numbers["next"], numbers["editor"]
    gift = ("posting", {"payer": editor, "payee": own, "amount": 1})
    again = ("posting", {**grant[1], "amount": 1})
    rows = {
        "no posting": [account, grant, trade],
        "no grant": [account, trade, paid],
        "a second grant": [*bought, grant],
        "a grant of one more": [*bought, again],
        "another pays": [account, grant, trade, ("posting", {**paid[1], "payer": editor})],
        "the house is paid": [account, grant, trade, ("posting", {**paid[1], "payee": 1})],
        "another gives": [*bought, gift],
        "nothing but a gift": [("posting", {**gift[1], "payee": numbers["maker"]})],
        "twice": [*bought, paid],
    }  # fmt: skip
    said = {what: judges.refusal(wrong) for what, wrong in rows.items()}
    assert said == dict.fromkeys(rows, MISPOSTED)


def test_accounts_are_opened_only_as_they_are_due(judges, bought, numbers):
    account, grant, *_ = bought
    own = numbers["next"]
    more = {"payer": numbers["house"], "payee": own + 1, "amount": GRANT}
    rows = {
        "without a trade": [account, grant],
        "another house": [*bought, ("account", {"market": None})],
        "for a market that has one": [*bought, ("account", {"market": 1})],
        "for another": [("account", {"forecaster": 1}), ("posting", {**more, "payee": own})],
        "a second": [*bought, account, ("posting", more)],
        "a trade without": bought[2:3],
    }
    said = {what: judges.refusal(wrong) for what, wrong in rows.items()}
    twice = "duplicate key value violates unique constraint"
    assert said == {
        "without a trade": UNDUE,
        "another house": UNDUE,
        "for a market that has one": f'{twice} "uq_account_market"',
        "for another": "an account is opened by whose it is",
        "a second": f'{twice} "uq_account_forecaster"',
        "a trade without": UNDUE,
    }


ODD = {
    "no market": ({"market": 99}, "there is no market with the id 99"),
    "a market that is settled": ({"market": 2}, "calm is resolved"),
    "no shares": ({"shares": 0, "cost": 0}, 'violates check constraint "ck_trade_shares"'),
    "nothing": ({"shares": None}, 'null value in column "shares"'),
    "no price": ({"cost": None}, 'null value in column "cost"'),
    "beyond certainty": (
        {"shares": 2 * furthest(100 * UNIT)},
        "the price of a market stays between 0.001 and 0.999",
    ),
}


@pytest.mark.parametrize("case", ODD)
def test_odd_trades_are_refused(judges, bought, case):
    changes, words = ODD[case]
    account, grant, (_, trade), _ = bought
    assert words in judges.refusal([account, grant, ("trade", {**trade, **changes})])


def spree(judges, question, *deals):
    """The rows of a new market of great liquidity, and of trades on it one after another."""
    yield from opening_rows(judges.member, question, LARGEST, 0)
    for shares in deals:
        yield from trade_rows(judges.member, question, shares * UNIT)


def test_nobody_spends_more_than_there_is_within_an_entry_either(judges, numbers):
    rain = numbers["rain"]
    assert judges.refusal(spree(judges, rain, 1_500, -1_500, 1_500)) is None
    said = judges.refusal(spree(judges, rain, 1_500, 1_500))
    assert re.fullmatch(r"this costs 750\d{6}, and there are 249\d{6}", said)


def gifted(rows):
    """These rows, with a gift before each trade as large as nobody's means."""
    former = {}
    for table, row in rows:
        if table == "trade":
            yield "posting", {**former, "amount": 10**10}
        former = row
        yield table, row


def test_what_an_entry_posts_is_not_spent_in_it(judges, numbers):
    said = judges.refusal(gifted(spree(judges, numbers["rain"], 2_500)))
    assert said.endswith(", and there are 1000000000")


def test_who_has_less_than_nothing_sells_and_does_not_buy(team, numbers):
    """As after a settlement that was taken back when it was spent."""
    acts = [
        lambda w: open_market(w, "rain", liquidity=LARGEST),
        lambda w: deal(w, "both", "wind", 700 * UNIT),
        lambda w: rule(w, "wind", "resolve", 1),
        lambda w: deal(w, "both", "rain", 2_000 * UNIT),
        lambda w: rule(w, "wind", "unresolve"),
    ]
    with team.ledger("owner") as owner, team.connect("both") as member:
        for act in acts:
            with owner.writing("owner", "try") as w:
                act(w)
        judges = Judges(owner, member)
        bought, sold = (trade_rows(member, numbers["rain"], n * UNIT) for n in (1, -1_500))
        _, (_, paid) = bought
        gift = {"payer": paid["payee"], "payee": paid["payer"], "amount": 10**10}
        for rows in (bought, [("posting", gift), *bought]):
            assert re.fullmatch(r"this costs 5\d{5}, and there are -\d{9}", judges.refusal(rows))
        assert judges.refusal(sold) is None


def rows_of(judges, slug, *rulings):
    return judges.rows_of(lambda w: [rule(w, slug, *ruling) for ruling in rulings])


def test_a_ruling_on_a_market_is_refused_without_its_settlement(judges):
    for slug, *ruling in [("wind", "resolve", 1), ("wind", "annul"), ("calm", "unresolve")]:
        rows = rows_of(judges, slug, ruling)
        assert judges.refusal(rows) is None
        assert judges.refusal(rows[:1]) == MISPOSTED
        assert judges.refusal(rows[:-1]) == MISPOSTED


def test_a_settlement_goes_to_those_to_whom_it_is_due(judges, numbers):
    ruled, (_, posted) = rows_of(judges, "wind", ("resolve", 1))
    for changes in ({"payee": numbers["editor"]}, {"payer": numbers["house"]}, {"ruling": None}):
        assert judges.refusal([ruled, ("posting", {**posted, **changes})]) == MISPOSTED


def test_a_settlement_without_a_ruling_is_refused(judges):
    _, *posted = rows_of(judges, "wind", ("resolve", 1))
    former = [(table, {**row, "ruling": 1}) for table, row in posted]
    assert judges.refusal(former) == MISPOSTED


def test_a_market_is_settled_in_an_entry_of_its_own(judges, bought):
    """Else what is due would hang on the order in which rulings and trades came."""
    said = "a market is settled in an entry without trades, and once"
    again = rows_of(judges, "wind", ("annul",), ("unresolve",))
    assert judges.refusal(again) == said
    assert judges.refusal(bought + rows_of(judges, "calm", ("unresolve",))) == said


def test_several_markets_are_settled_at_once(judges):
    rows = judges.rows_of(lambda w: [rule(w, "wind", "annul"), rule(w, "calm", "unresolve")])
    assert [table for table, _ in rows].count("ruling") == 2
    assert judges.refusal(rows) is None


@pytest.mark.parametrize(
    ("liquidity", "start", "words"),
    [
        (UNIT - 1, 0, "a liquidity lies between"),
        (LARGEST + 1, 0, "a liquidity lies between"),
        (UNIT, furthest(UNIT) + 1, "the price of a market stays between"),
        (UNIT, -furthest(UNIT) - 1, "the price of a market stays between"),
        (UNIT, furthest(UNIT), None),
    ],
)
def test_a_market_keeps_to_its_bounds(judges, numbers, liquidity, start, words):
    said = judges.refusal(opening_rows(judges.member, numbers["rain"], liquidity, start))
    assert said is None if words is None else words in said


def test_an_editor_pays_nobody_but_the_maker(judges, numbers):
    opened, account, (_, paid) = opening_rows(judges.member, numbers["rain"], 100 * UNIT, 0)
    for changes in ({"payee": numbers["editor"]}, {"amount": 69_314_720}, {"payer": 2}):
        assert judges.refusal([opened, account, ("posting", {**paid, **changes})]) == MISPOSTED
    assert judges.refusal([opened, account]) == MISPOSTED
    assert judges.refusal([opened]) == UNDUE
    wind = opening_rows(judges.member, numbers["wind"], 100 * UNIT, 0)
    assert judges.refusal(wind) == "the question has a market already"


@pytest.mark.parametrize("columns", ["forecaster", "entry", "id"])
def test_who_when_and_which_is_not_a_members_to_say(shared_team, columns):
    with shared_team.connect("member") as connection:
        trade = f"INSERT INTO trade (market, shares, cost, {columns}) VALUES (1, 1, 1, 1)"
        assert refused(connection, trade) == "permission denied for table trade"
