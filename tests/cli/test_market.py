"""Trading: what is quoted is what is traded, at the price that was seen or not at all."""

from __future__ import annotations

import io
import json
import math
import os
import shlex
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traders import balances

from cli.invocation import Invocation
from cli.output.text import ascii_text
from cli.typed.units import parse_shares

HEAVY = {"numpy", "scipy", "alembic", "rich"}
LOADED = """
import sys
from cli.entry import run
code = run()
print("LOADED", *sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""
SLUG = "summit-by-2027"
MOVED = "Error: The price has moved from {} to {} since you looked."


@pytest.fixture
def market(foretell, club):
    """Run commands of the market on a question that opened at 30%."""
    assert foretell("market", "open", SLUG, "--prior", "30%").code == 0

    def run(*words):
        return foretell("market", *" ".join(words).split())

    run.ledger = club
    return run


def data(ended):
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def price(market):
    return data(market("price", SLUG, "--json"))["price"]


def unchanged(market, *words):
    """Run a command that must be refused and leave everything as it is."""
    with market.ledger.reading() as connection:
        before = balances(connection)
    known = price(market)
    ended = market(*words)
    assert (ended.code, ended.out, price(market)) == (1, "", known)
    with market.ledger.reading() as connection:
        assert balances(connection) == before
    return ended.err.splitlines()


@given(st.integers(1, 10**12))
def test_amounts_are_read_to_the_last_unit(units):
    assert parse_shares(f"{units // 10**6}.{units % 10**6:06}") == units


# What people see


@pytest.mark.usefixtures("club")
def test_a_market_is_opened_with_what_it_may_lose_and_how_far_ten_credits_move_it(foretell):
    ended = foretell("market", "open", "summit-by-2029", "--subsidy", "70")
    assert ended.out == (
        "Opened summit-by-2029   price 50.0%   liquidity 100.988652   it may lose 70.000000"
        " at most\n"
        "  10 credits of YES now move it to 54.7%, of NO to 45.3%\n"
    )
    assert ended.err == "Next: foretell market quote summit-by-2029 yes --spend 10\n"


def test_a_quote_and_its_trade_read_as_the_log_score_gain_of_the_move(market):
    quoted = market(f"quote {SLUG} yes --shares 20")
    assert quoted.out == (
        "YES 20 shares   cost 6.430803 credits (0.322 each)   price 30.0% → 34.4%\n"
        "  if YES +13.569197   if NO \N{MINUS SIGN}6.430803   = b \N{MULTIPLICATION SIGN}"
        " the log-score gain of moving 30.0% → 34.4% (± 1 unit)\n"
    )
    next_line = f"Next: foretell market trade {SLUG} yes --shares 20 --seen 30.0%\n"
    assert quoted.err == next_line
    traded = market(*next_line.split()[3:])
    assert traded.out == (
        "Bought #1   20 YES for 6.430803   balance 993.569197   price 34.4%   position 20 YES\n"
    )


@pytest.mark.usefixtures("market")
def test_what_a_quote_says_to_type_next_is_taken_by_a_shell_as_it_stands(foretell):
    told = foretell("market", "quote", SLUG, "yes", "--to", "40 %").err
    words = shlex.split(told.removeprefix("Next: foretell market "))
    assert words[-1] == "40 %"
    assert data(foretell("market", *words, "--json"))["price"] == pytest.approx(0.4)


def test_what_is_held_of_the_other_side_is_redeemed_in_pairs(market):
    market(f"trade {SLUG} yes --shares 20")
    assert market(f"quote {SLUG} no --shares 30").out.splitlines()[2] == (
        "  position 20 YES → 10 NO   20 pairs redeemed for 20   you pay 0.672777"
    )
    assert market(f"trade {SLUG} no --shares 30").out == (
        "Bought #2   30 NO for 20.672777   20 pairs redeemed for 20   balance 992.896420"
        "   price 27.9%   position 10 NO\n"
    )
    spelt = market(f"quote {SLUG} yes --to 40%").out
    assert ascii_text(spelt).isascii()
    assert market(f"sell {SLUG} --shares 1").out.startswith("Sold #3   1 NO for 0.719")
    assert market(f"sell {SLUG}").out.split("   ")[-1] == "position none\n"


@pytest.mark.parametrize("columns", [80, 100])
def test_no_screen_is_wider_than_the_terminal(market, at_terminal, monkeypatch, columns):
    market(f"trade {SLUG} yes --shares 12.345678")
    for words in ("price", f"price {SLUG}", f"quote {SLUG} no --shares 20.5", f"sell {SLUG}"):
        monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((columns, 40)))
        shown = at_terminal(f"foretell market {words}").splitlines()
        data_lines = [line for line in shown if not line.startswith("Next: ")]
        assert max(map(len, data_lines)) <= columns, words


def test_markets_are_listed_those_on_open_questions_first(market, foretell, clock):
    market("open summit-by-2029")
    market(f"trade {SLUG} yes --to 40%")
    clock.advance(days=8)
    market(f"trade {SLUG} yes --to 45% --as bo")
    clock.advance(days=1)
    foretell("resolve", SLUG, "no")
    listed = data(market("price --json"))
    assert [one["question"] for one in listed] == ["summit-by-2029", SLUG]
    told = listed[1]
    assert (told["status"], told["outcome"], told["trades"]) == ("resolved", 0, 2)
    assert told["price"] == pytest.approx(0.45)
    assert told["change_7_days"] == pytest.approx(0.05)
    assert (told["side"], told["price_yes_10"]) == (None, None)
    earlier = data(market(f"price {SLUG} --as-of -9d --json"))
    assert earlier["price"] == pytest.approx(0.4)
    assert (earlier["side"], earlier["status"], earlier["change_7_days"]) == ("yes", "open", None)
    assert "had no market then" in market(f"price {SLUG} --as-of -20d").err
    assert (
        market("price --as-of 2020-01-01T12:00").out == "0 markets · as of 1 Jan 2020 12:00 UTC\n"
    )
    table = market("price").out.splitlines()
    assert [line.split()[:3] for line in table[3:5]] == [
        ["summit-by-2029", "open", "50.0%"],
        [SLUG, "NO", "45.0%"],
    ]


def test_a_price_is_hidden_where_the_crowd_is_until_somebody_trades(market, monkeypatch):
    monkeypatch.setenv("FORETELL_BLIND", "1")
    hidden = data(market(f"price {SLUG} --json"))
    assert (hidden["price"], hidden["price_hidden"]) == (None, True)
    assert "price hidden until you forecast or trade" in market(f"price {SLUG}").out
    market(f"trade {SLUG} yes --to 40%")
    assert price(market) == pytest.approx(0.4)


# A quote is a trade that is not made


@pytest.mark.parametrize("held", ["", "trade {} yes --shares 7.5", "trade {} no --spend 12"])
@pytest.mark.parametrize(
    "size",
    [
        *("yes --shares 0.000001", "no --shares 20", "yes --spend 33.333333", "no --spend 9"),
        *("yes --to 81%", "no --to 2%", "yes --to 50% --limit 50%"),
    ],
)
def test_a_quote_is_kept_to_the_last_unit(market, held, size):
    if held:
        data(market(held.format(SLUG), "--json"))
    quoted = data(market(f"quote {SLUG} {size} --json"))
    traded = data(market(f"trade {SLUG} {size} --json"))
    assert {**traded, **quoted} == traded
    depth, before, after = quoted["liquidity"], quoted["before"], quoted["price"]
    gain = depth * (math.log(after) - math.log(before))
    assert quoted["profit_if_yes"] == pytest.approx(gain, abs=1.1e-6)
    loss = depth * (math.log1p(-after) - math.log1p(-before))
    assert quoted["profit_if_no"] == pytest.approx(loss, abs=1.1e-6)


def test_a_quote_writes_nothing_and_makes_nobody_a_forecaster(market, foretell):
    before = foretell("db", "check").out
    assert data(market(f"quote {SLUG} no --spend 5 --as newcomer --json"))["balance"] == 995
    assert foretell("db", "check").out == before


# The price that was seen


def test_the_price_of_a_quote_holds_as_it_was_shown_or_the_trade_is_refused(market):
    market(f"trade {SLUG} yes --to 31% --as bo")
    error, hint = unchanged(market, f"trade {SLUG} yes --spend 5 --seen 30.0%")
    assert error == MOVED.format("30.0%", "31.0%")
    assert hint.endswith("or say how far it may go: --limit PRICE")
    assert unchanged(market, f"sell {SLUG} --seen 0.300 --as bo")[0] == MOVED.format(
        "0.300", "0.310"
    )
    for seen in (repr(price(market)), "31%", "31.0%", "0.31"):
        assert market(f"trade {SLUG} yes --spend 0.000001 --seen {seen}").code == 0


@pytest.fixture
def overtaken(monkeypatch, market):
    """Let somebody else trade between the look at the price and the lock."""
    from market.exchange.orders import Order
    from market.ledger.acts.trading import Trading

    writing = Invocation.writing

    @contextmanager
    def later(call, command, ledger=None):
        with market.ledger.writing("bo", "market trade") as w:
            trading = Trading(w, "bo")
            trading.trade(Order(trading.market(SLUG), yes=True, to=0.34))
            trading.record()
        with writing(call, command, ledger) as w:
            yield w

    @contextmanager
    def being():
        with monkeypatch.context() as patched:
            patched.setattr(Invocation, "writing", later)
            yield

    return being


@pytest.mark.parametrize("words", [f"trade {SLUG} yes --spend 5", f"sell {SLUG}", "trade --from -"])
def test_who_is_overtaken_trades_at_no_other_price(market, overtaken, monkeypatch, words):
    market(f"trade {SLUG} yes --to 30.5%")
    rows = f"question,side,spend\n{SLUG},yes,5\n{SLUG},no,5\n"
    monkeypatch.setattr("cli.shared.lists._stdin", lambda: io.StringIO(rows))
    with overtaken():
        ended = market(words)
    assert (ended.code, ended.out) == (1, "")
    assert "The price has moved from 30.50% to 34.00% since you looked." in ended.err
    assert price(market) == pytest.approx(0.34)


def test_who_is_overtaken_trades_within_a_limit(market, overtaken):
    with overtaken():
        assert data(market(f"trade {SLUG} yes --shares 1 --limit 35% --json"))["before"] > 0.339
    with overtaken():
        assert market(f"trade {SLUG} yes --spend 50 --limit 35%").code == 1


def test_a_market_that_opens_meanwhile_is_looked_at_first(market, monkeypatch):
    monkeypatch.setattr("cli.shared.orders.states_seen", lambda *_: {})
    error, hint = unchanged(market, f"trade {SLUG} yes --spend 5")
    assert error == f"Error: The market on {SLUG} has only just opened."
    assert hint == f"Hint:  See its price: foretell market price {SLUG}"


@pytest.mark.slow
def test_processes_at_once_trade_one_after_another(market, process):
    def trade(number):
        side, limit = ("yes", "99%") if number % 2 else ("no", "1%")
        words = ("trade", SLUG, side, "--spend", str(number + 1), "--limit", limit, "--json")
        return process("market", *words, "--as", f"trader {number}")

    with ThreadPoolExecutor(4) as pool:
        made = sorted(
            (data(ended) for ended in pool.map(trade, range(4))), key=lambda t: t["trade"]
        )
    assert [one["trade"] for one in made] == [1, 2, 3, 4]
    path = [0.3, *(one["price"] for one in made)]
    assert [one["before"] for one in made] == pytest.approx(path[:-1])
    assert price(market) == path[-1]
    with market.ledger.reading() as connection:
        assert sum(balances(connection).values()) == 0


# Files


def test_the_trades_of_a_file_are_made_in_their_order(market, process):
    rows = f"Question_ID,side,shares,spend,to,action\n{SLUG},yes,20,,,\n{SLUG},no,,5,,buy\n"
    rows += f"{SLUG},,,,,sell\n{SLUG.upper()},y,,,40%,\n"
    ended = process("market", "trade", "--from", "-", "--json", stdin=rows)
    made = data(ended)
    assert [one["trade"] for one in made] == [1, 2, 3, 4]
    assert len({one["entry"] for one in made}) == 1
    assert [one["before"] for one in made[1:]] == [one["price"] for one in made[:-1]]
    assert (made[2]["position"], made[3]["price"]) == (0, pytest.approx(0.4))
    assert made[0]["price"] == pytest.approx(0.3436, abs=1e-4)
    assert market(f"trade --from {os.devnull}").code == 1


def test_a_file_of_which_one_trade_fails_makes_none(market, home):
    rows = f"question,side,spend,limit\n{SLUG},yes,5,\n{SLUG},yes,500,40%\n{SLUG},no,5000,\n"
    (home / "trades.csv").write_text(rows)
    _error, *told, _hint = unchanged(market, "trade --from trades.csv")
    assert [line.split(":")[0].strip() for line in told] == ["line 3", "line 4"]


# Processes


def test_a_trade_loads_nothing_heavy_and_writes_no_colour(market, process):
    ended = process("market", "trade", SLUG, "yes", "--to", "40%", script=LOADED)
    said, _, loaded = ended.err.partition("LOADED ")
    assert (ended.code, "\x1b" in ended.out + said) == (0, False)
    assert not set(loaded.split()) & HEAVY
    assert price(market) == pytest.approx(0.4)


def test_an_interrupted_trade_leaves_nothing(market, foretell, monkeypatch):
    def interrupt(_writing):
        raise KeyboardInterrupt

    before = foretell("db", "check").out
    with monkeypatch.context() as patched:
        patched.setattr("market.ledger.writer.Writing.finish", interrupt)
        assert market(f"trade {SLUG} yes --to 40% --as bo").code == 130
    assert foretell("db", "check").out == before


# Settlement


@pytest.fixture
def traded(market):
    """A market on which three have traded: Ana and Bo bought YES, Cy bought NO."""
    for who, side, spend in (("ana", "yes", 10), ("bo", "yes", 20), ("cy", "no", 30)):
        data(market(f"trade {SLUG} {side} --spend {spend} --as {who} --json"))
    return market


def balance(market, who):
    """What somebody could spend, told by a quote that costs one unit."""
    quoted = data(market(f"quote {SLUG} yes --spend 0.000001 --as {who} --json"))
    return round(quoted["balance"] + quoted["cost"], 6)


def test_a_resolution_pays_and_says_so_and_can_be_taken_back(traded, foretell):
    was = {who: balance(traded, who) for who in ("ana", "bo", "cy")}
    resolved = foretell("resolve", SLUG, "no")
    assert resolved.err.splitlines()[0].startswith("Market settled: ")
    assert " credits to 1 trader; it keeps " in resolved.err
    taken = foretell("unresolve", SLUG)
    line = taken.err.splitlines()[0]
    assert line.startswith("Market no more settled: ")
    paid = resolved.err.split()[2]
    assert f" {paid} credits from 1 trader; " in line
    assert {who: balance(traded, who) for who in was} == was


@pytest.mark.usefixtures("traded")
def test_an_annulment_pays_back_what_was_paid(foretell):
    told = foretell("annul", SLUG).err
    assert "  State       ANNULLED\n" in foretell("market", "price", SLUG).out
    assert told.startswith("Market annulled: 60 credits to 3 traders; it keeps 120.397281.\n")
    assert data(foretell("unresolve", SLUG, "--json"))["settled"] == -60
    assert data(foretell("resolve", SLUG, "yes", "--json"))["settled"] > 0


@pytest.mark.usefixtures("market")
def test_a_ruling_where_nobody_traded_says_nothing_of_money(foretell):
    ended = foretell("annul", SLUG, "--json")
    assert (data(ended)["settled"], "Market" in ended.err) == (None, False)


def test_a_debt_after_a_settlement_that_was_taken_back_forbids_buying_not_selling(traded, foretell):
    traded("open summit-by-2029 --liquidity 1000")
    traded(f"trade {SLUG} no --spend 150 --as cy")
    foretell("resolve", SLUG, "no")
    spent = data(traded("trade summit-by-2029 yes --spend 1000 --as cy --json"))
    assert spent["balance"] > 0
    foretell("unresolve", SLUG)
    refused = traded("trade summit-by-2029 yes --spend 1 --as cy")
    assert refused.code == 1
    assert "That costs 1.000000 credits, and there are -" in refused.err
    assert "Hint:  Sell something: foretell market portfolio" in refused.err
    sold = traded("sell summit-by-2029 --shares 1 --as cy").out
    owner = foretell("market", "portfolio", "cy").out
    assert ("balance \N{MINUS SIGN}" in sold, "Balance     \N{MINUS SIGN}" in owner) == (True, True)
    assert data(traded("sell summit-by-2029 --as cy --json"))["cost"] < 0
