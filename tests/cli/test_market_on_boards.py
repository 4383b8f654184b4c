"""The market on every board: its price as `@market`, and `--beliefs`: trades as forecasts."""

from __future__ import annotations

import json

import pytest
from traders import trade

from cli.output.streams import Screen
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule

DAY = 86_400_000_000
COMMANDS = [
    ["leaderboard"],
    ["scores", "ana"],
    ["compare", "ana", "@market"],
    ["calibration", "ana"],
    ["decompose", "ana"],
    ["pool"],
    ["explain", "ana", "dew"],
]


@pytest.fixture
def traded(club, clock, foretell):
    """The club, where dew and hail came true: Ana traded on dew, Bo only said what he thought."""
    with club.writing("ana", "ask") as w:
        for slug in ("dew", "hail"):
            ask(w, slug, f"{slug}?", clock.now, clock.now + 30 * DAY)
        open_market(w, "dew", prior=0.4)
    with club.writing("bo", "forecast") as w:
        for slug in ("dew", "hail"):
            report(w, slug, "bo", 0.3)
    clock.advance(days=10)
    trade(club, "ana", "dew", to=0.8)
    clock.advance(days=10)
    with club.writing("ana", "resolve") as w:
        for slug in ("dew", "hail"):
            rule(w, slug, "resolve", 1)
    return foretell


def rows_of(ended, key="forecaster"):
    return {row[key]: row for row in json.loads(ended.out)["rows"]}


def test_the_price_stands_on_the_board_and_holds_no_rank(traded):
    market = rows_of(traded("leaderboard", "--json"))["@market"]
    assert (market["kind"], market["rank"], market["above_median"]) == ("computed", None, None)
    assert (market["questions"], market["forecasts"], market["coverage"]) == (1, 2, 1.0)
    # Half of the time 40%, half of it 80%.
    assert market["brier"] == pytest.approx((0.36 + 0.04) / 2)
    told = " ".join(traded("leaderboard").out.split())
    assert "@market: the price, on the questions that have a market." in told


def test_trades_are_scored_as_forecasts_on_request(traded):
    assert "ana" not in rows_of(traded("leaderboard", "--json"))
    for words, people in ({"trades": {"ana"}, "both": {"ana", "bo"}}).items():
        ended = traded("leaderboard", "--beliefs", words, "--json")
        assert json.loads(ended.out)["filters"]["beliefs"] == words
        rows = rows_of(ended)
        assert {name for name, row in rows.items() if row["kind"] == "person"} >= people
        assert rows["ana"]["brier"] == pytest.approx(0.04)
    assert "bo" not in rows_of(traded("leaderboard", "--beliefs", "trades", "--json"))


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_every_command_that_scores_people_tells_whose_beliefs_they_are(traded, words):
    ended = traded(*words, "--beliefs", "both")
    assert ended.code == 0
    assert "people by their reports and trades" in " ".join(ended.out.split("\n\n")[0].split())


@pytest.mark.parametrize("width", [None, 80])
@pytest.mark.parametrize(
    "words",
    [
        ["scores", "@market"],
        ["compare", "@market", "@median"],
        ["calibration", "@MARKET"],
        ["decompose", "@market"],
        ["explain", "@market", "dew"],
        ["show", "dew"],
    ],
    ids=" ".join,
)
def test_the_market_is_named_like_a_forecaster(traded, monkeypatch, words, width):
    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(width))
    ended = traded(*words)
    assert ended.code == 0
    assert "@market" in ended.out
    assert max(map(len, ended.out.splitlines())) <= (width or 200)


@pytest.mark.usefixtures("club")
def test_where_nothing_has_a_market_there_is_none_to_name(foretell):
    assert foretell("scores", "@market") == (
        1,
        "",
        "Error: None of these questions has a market.\nHint:  See: foretell market --help\n",
    )
    assert "@market" not in foretell("leaderboard").out
    ended = foretell("leaderboard", "--beliefs", "trades")
    assert ended.err == (
        "Next: leave out --beliefs: no question with a market has been resolved.\n"
    )


def test_the_files_of_a_poll_leave_the_market_out(traded, home):
    assert traded("export", "--csv", "poll").code == 0
    files = ["poll/questions.csv", "poll/forecasts.csv"]
    assert "@market" not in (home / files[1]).read_text()
    ledger, scored = (
        rows_of(traded("leaderboard", "--json")),
        rows_of(traded("score", *files, "--json")),
    )
    assert set(ledger) - set(scored) == {"@market"}
    assert scored["bo"] == ledger["bo"] | {"kind": "imported"}
