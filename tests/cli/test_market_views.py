"""What the market's screens and data say of trades that are known to the unit."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from bulk_files import at, write_forecasts, write_questions
from traders import trade

from market.exchange.credits import UNIT
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.acts.rulings import rule

OPEN, OVER = "summit-by-2027", "storm"
DAY = 86_400_000_000


@pytest.fixture
def market(club, clock):
    """Markets opened 20 days ago: at 30 % on an open question, and on one that has closed."""
    with club.writing("ana", "market open") as w:
        ask(w, OVER, "Is there a storm?", clock.now, clock.now + 10 * DAY)
        open_market(w, OPEN, prior=0.3)
        open_market(w, OVER)
    for who, slug, words in (
        ("ana", OPEN, {"shares": 20 * UNIT}),
        ("bo", OVER, {"to": 0.8}),
        ("ana", OVER, {"yes": False, "to": 0.6}),
        ("bo", OVER, {"yes": False, "shares": 10 * UNIT}),
    ):
        clock.advance(days=1)
        trade(club, who, slug, **words)
    clock.advance(days=16)
    return club


@pytest.fixture
def resolved(market):
    """The same, where the closed question was resolved yes."""
    with market.writing("ana", "resolve") as w:
        rule(w, OVER, "resolve", 1)
    return market


@pytest.fixture
def told(foretell):
    def read(*words):
        ended = foretell(*words, "--json")
        assert ended.code == 0, ended.err
        return json.loads(ended.out)

    return read


@pytest.mark.usefixtures("market")
def test_a_position_is_told_at_what_selling_it_would_bring_and_at_the_price(told):
    shown = told("market", "portfolio")
    position = next(row for row in shown["rows"] if row["question"] == OPEN)
    assert (position["position"], position["cost"]) == (20.0, 6.430803)
    assert (position["profit_if_yes"], position["profit_if_no"]) == (13.569197, -6.430803)
    assert position["worth"] == 6.430802
    assert position["at_price"] == pytest.approx(20 * position["price"], abs=1e-6)
    assert position["at_price"] > position["worth"]
    worth = sum(row["worth"] for row in shown["rows"])
    assert (shown["worth"], shown["total"]) == pytest.approx((worth, shown["balance"] + worth))
    assert shown["profit"] == pytest.approx(shown["total"] - 1000)


@pytest.mark.usefixtures("resolved")
def test_a_settled_market_says_what_it_paid_and_what_that_earned(told, foretell):
    (settled,) = (row for row in told("market", "portfolio", "bo")["rows"])
    assert (settled["status"], settled["outcome"], settled["worth"]) == ("resolved", 1, None)
    assert settled["paid_out"] == settled["position"] == pytest.approx(128.629436)
    assert settled["profit"] == pytest.approx(settled["paid_out"] - settled["cost"])
    assert told("market", "portfolio", "bo")["balance"] == pytest.approx(1000 + settled["profit"])
    assert f"{OVER}    YES      128.629436 YES" in foretell("market", "portfolio", "bo").out


@pytest.mark.usefixtures("market")
def test_before_the_first_trade_the_grant_is_waiting(told, foretell):
    for who in ("cy", "zoe"):  # one who has forecast, and one whom nobody knows
        shown = told("market", "portfolio", "--as", who)
        assert (shown["has_account"], shown["balance"], shown["rows"]) == (False, 1000.0, [])
    assert (
        "the grant, which waits for the first trade"
        in foretell("market", "portfolio", "--as", "zoe").out
    )


@pytest.mark.usefixtures("resolved")
def test_at_an_earlier_moment_a_portfolio_is_what_it_was(told):
    then = told("market", "portfolio", "--as-of", "-444h")
    assert [row["status"] for row in then["rows"]] == ["open"]
    assert (then["balance"], then["worth"]) == (993.569197, 6.430802)


@pytest.mark.usefixtures("market")
def test_the_history_is_the_path_of_the_price_from_its_opening(told, foretell):
    rows = told("market", "history", OVER)["rows"]
    assert [row["trader"] for row in rows] == [None, "bo", "ana", "bo"]
    assert [row["before"] for row in rows[1:]] == [row["price"] for row in rows[:-1]]
    assert [round(row["price"], 6) for row in rows[:3]] == [0.5, 0.8, 0.6]
    assert [row["redeemed"] for row in rows] == [None, 0.0, 0.0, 10.0]
    lines = foretell("market", "history", OVER).out.splitlines()
    done = ("opened", "bought 138.629436 YES", "bought 98.082925 NO", "sold 10 YES")
    assert [words in line for words, line in zip(done, lines[3:], strict=False)] == [True] * 4
    listed = list(csv.DictReader(io.StringIO(foretell("market", "history", OVER, "--csv").out)))
    assert [float(row["price"]) for row in listed] == [row["price"] for row in rows]
    newest = told("market", "history", OVER, "--limit", "2")
    assert (newest["rows"], newest["trades"]) == (rows[-2:], 3)
    assert "2 earlier: --limit 0" in foretell("market", "history", OVER, "--limit", "2").out


def test_trades_that_a_resolution_undoes_are_marked(market, told, foretell, clock):
    assert not any(row["undone"] for row in told("market", "history", OVER)["rows"])
    with market.writing("ana", "resolve") as w:
        rule(w, OVER, "resolve", 1, at=clock.now - 17 * DAY - DAY // 2)
    rows = told("market", "history", OVER)["rows"]
    assert [row["undone"] for row in rows] == [False, False, True, True]
    lines = foretell("market", "history", OVER).out
    assert (lines.count("NO, undone"), lines.count("sold 10 YES, undone")) == (1, 1)
    assert "undone: made after the question's actual close" in lines
    assert "undone" not in foretell("market", "history", OVER, "--as-of", "-18d").out


@pytest.mark.usefixtures("market")
@pytest.mark.parametrize("way", ["forecast", "trade"])
def test_of_a_hidden_crowd_no_price_is_told_before_ones_own_forecast_or_trade(told, foretell, way):
    assert foretell("edit", OPEN, "--hide-crowd").code == 0
    screens = (("show", OPEN), ("market", "history", OPEN), ("market", "portfolio", "ana"))
    as_zoe = ("--as", "zoe")
    history = told("market", "history", OPEN, *as_zoe)
    assert (history["rows"], history["price"], history["price_hidden"]) == ([], None, True)
    assert (history["trades"], told("show", OPEN, *as_zoe)["price"]) == (1, None)
    listed = told("market", "price", OPEN, *as_zoe)
    assert (listed["price"], listed["opening_price"]) == (None, None)
    assert "30.0%" not in foretell("market", "price", OPEN, *as_zoe).out
    others = told("market", "portfolio", "ana", *as_zoe)
    assert [row["price"] is None for row in others["rows"]] == [True, False]
    assert (others["worth"], others["total"], others["profit"]) == (None, None, None)
    told_before = "".join(foretell(*words, *as_zoe).out for words in screens)
    act = ("forecast", OPEN, "30%") if way == "forecast" else ("market", "trade", OPEN, "yes")
    amount = () if way == "forecast" else ("--spend", "1", "--limit", "90%")
    assert foretell(*act, *amount, *as_zoe).code == 0
    told_after = "".join(foretell(*words, *as_zoe).out for words in screens)
    for figure in ("34.4%", "6.43", "20 YES") if way == "forecast" else ("34.4%",):
        assert figure not in told_before
        assert figure in told_after
    assert told("market", "history", OPEN)["price_hidden"] is False  # Ana has traded


@pytest.mark.usefixtures("market")
def test_a_question_shows_its_market_as_it_stood_then(told, foretell):
    shown = told("show", OPEN)
    assert (shown["liquidity"], shown["trades"], shown["position"]) == (100.0, 1, 20.0)
    assert (
        "Market      34.4%   1 trade, liquidity 100   you hold 20 YES" in foretell("show", OPEN).out
    )
    before = told("show", OPEN, "--as-of", "-468h")
    assert (round(before["price"], 9), before["trades"], before["position"]) == (0.3, 0, 0.0)
    none = told("show", "mayor-wins")
    assert (none["price"], none["price_hidden"], none["position"]) == (None, None, None)


@pytest.mark.usefixtures("resolved")
def test_traders_are_ranked_by_profit_with_the_scores_that_their_trades_imply(told, foretell):
    rows = told("market", "board")["rows"]
    assert [(row["rank"], row["trader"]) for row in rows] == [(1, "bo"), (2, "ana")]
    scored = {row["forecaster"]: row for row in told("leaderboard", "--beliefs", "trades")["rows"]}
    for row in rows:
        account = told("market", "portfolio", row["trader"])
        assert (row["balance"], row["profit"]) == (account["balance"], account["profit"])
        assert row["settled"] == pytest.approx(row["log_gain"], abs=1e-6 * row["trades"])
        own = scored[row["trader"]]
        assert [row[name] for name in ("brier", "log", "skill")] == [
            own[name] for name in ("brier", "log", "skill")
        ]
    words = " ".join(foretell("market", "board").out.split())
    off = re.search(r"to within (\d+) millionths? of a credit", words)
    assert int(off[1]) <= 2  # nobody has more trades than that on the resolved question


@pytest.mark.usefixtures("club")
def test_without_a_market_every_screen_says_so(foretell):
    assert "Nobody has traded." in foretell("market", "board").out
    ended = foretell("market", "history", OPEN)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.splitlines() == [
        f"Error: {OPEN} has no market.",
        f"Hint:  Open one: foretell market open {OPEN}",
    ]


@pytest.fixture
def files(tmp_path):
    """Two questions that were resolved, one that is open, and forecasts on all of them."""
    questions = write_questions(
        tmp_path / "questions.csv",
        {"question_id": "rain", "outcome": "1"},
        {"question_id": "snow", "outcome": "0"},
        {"question_id": "hail", "outcome": ""},
    )
    said = (
        ("ana", "rain", 1, "0.8"),
        ("bo", "rain", 3, "0.6"),
        ("ana", "rain", 5, "1"),
        ("bo", "snow", 2, "0.3"),
        ("ana", "snow", 4, "0.1"),
        ("bo", "hail", 4, "0.4"),
    )
    keys = ("forecaster", "question_id", "time", "probability")
    rows = [dict(zip(keys, (who, asked, at(days), p), strict=True)) for who, asked, days, p in said]
    return questions, write_forecasts(tmp_path / "forecasts.csv", *rows), rows


@pytest.fixture
def replayed(told, files):
    def run(*words):
        questions, forecasts, _ = files
        named = ("--questions", str(questions), "--forecasts", str(forecasts))
        return told("market", "replay", *named, *words)

    return run


def test_a_replay_pays_b_times_the_gain_in_log_score(replayed):
    made = replayed("--liquidity", "50")
    for row in made["rows"]:
        assert row["profit"] == pytest.approx(50 * row["gain"], abs=1e-12)
    assert made["maker_loss"] == pytest.approx(sum(row["profit"] for row in made["rows"]))
    assert (made["questions"], made["forecasts"], made["clipped"]) == (2, 5, 1)
    assert [row["expected"] for row in replayed("--all")["rows"]] == [0.0, pytest.approx(2.0135514)]


def test_the_replayed_price_has_the_score_that_its_path_has_in_a_file(replayed, told, files):
    questions, forecasts, rows = files
    path = [row | {"forecaster": "price"} for row in rows]
    path[2]["probability"] = "0.999"
    write_forecasts(forecasts, *path)
    (alone,) = (
        row
        for row in told("score", str(questions), str(forecasts))["rows"]
        if row["forecaster"] == "price"
    )
    write_forecasts(forecasts, *rows)
    made = replayed()
    assert {name: alone[name] for name in made["price"]} == pytest.approx(made["price"])
    assert made["advantage"]["questions"] == 2


@pytest.mark.parametrize("maker", ["quadratic", "cpmm", "ls-lmsr"])
def test_another_market_maker_pays_otherwise_at_the_same_prices(replayed, maker):
    usual, other = replayed("--subsidy", "50"), replayed("--maker", maker, "--subsidy", "50")
    assert usual["price"] == other["price"]
    assert other["subsidy"] == pytest.approx(50.0)
    assert [row["profit"] for row in usual["rows"]] != [row["profit"] for row in other["rows"]]


def test_what_was_too_certain_for_a_market_is_counted_on_stderr(foretell, files):
    questions, forecasts, _ = files
    ended = foretell(
        "market", "replay", "--questions", str(questions), "--forecasts", str(forecasts)
    )
    assert (
        "More certain than a market may be, and taken for 0.1% or 99.9%: 1 forecast." in ended.err
    )
    assert ended.out.startswith("Market replayed · lmsr from 50%, liquidity 100 · 2 questions")
    assert ended.err.endswith("Next: foretell pool   (with the same files)\n")
