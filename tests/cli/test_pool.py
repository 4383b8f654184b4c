"""`foretell pool`: every way of pooling, how it did, and what it says of one question."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest
from bulk_files import at, write_forecasts, write_questions
from seasons import DAY, SAID

from cli.output.pools import HOW
from cli.output.streams import Screen
from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from scoring.pooling import ALL_POOLS
from scoring.pooling.log_odds import extremized
from scoring.pooling.static import trimmed, weighted_percentile

PEOPLE = ("ana", "bo", "cy", "pat")
OUTCOMES = (1, 1, 0)


@pytest.fixture
def pool(season_ledger, foretell, monkeypatch):
    """The pools of the season's ledger."""
    monkeypatch.setenv("FORETELL_DB", season_ledger.address)

    def show(*words):
        return foretell("pool", *words)

    return show


def said(number):
    return [SAID[name][number] for name in PEOPLE if SAID[name][number] is not None]


def by_pool(shown):
    return {row["pool"].removeprefix("@"): row for row in shown["rows"]}


def test_each_pool_has_its_record_and_the_best_comes_first(pool):
    ended = pool("--json")
    shown = json.loads(ended.out)
    rows = by_pool(shown)
    assert rows.keys() == ALL_POOLS.keys() == HOW.keys()
    losses = [(np.median(said(n)) - outcome) ** 2 for n, outcome in enumerate(OUTCOMES)]
    assert rows["median"]["brier"] == pytest.approx(np.average(losses, weights=[5, 6, 7]))
    briers = [row["brier"] for row in shown["rows"]]
    assert briers == sorted(briers)
    for row in shown["rows"]:
        assert row["difference"] == pytest.approx(rows["median"]["brier"] - row["brier"])
        assert row["difference_low"] <= row["difference"] <= row["difference_high"]
    assert (shown["questions"], shown["clusters"], shown["learns"]) == (3, 3, False)
    assert ended.err.startswith("Next: foretell compare @")


def test_a_question_is_answered_by_every_pool(pool):
    shown = json.loads(pool("q3", "--json").out)
    assert (shown["question"], shown["people"], shown["crowd_hidden"]) == ("q3", 4, False)
    assert all(row["probability"] == pytest.approx(0.5) for row in shown["rows"])
    assert pool("q3").err == "Next: foretell show q3\n"


def test_a_question_that_is_over_has_the_pools_of_its_close(pool):
    rows = by_pool(json.loads(pool("q1", "--json").out))
    assert rows["median"]["probability"] == pytest.approx(np.median(said(1)))
    assert rows["mean"]["probability"] == pytest.approx(np.mean(said(1)))
    assert rows["pool:trimmed"]["probability"] == pytest.approx(trimmed(said(1)))
    assert "people stood at the end; the pools said" in pool("q1").out
    before = json.loads(pool("q1", "--as-of", "-85d", "--json").out)
    assert (before["people"], before["rows"][0]["probability"]) == (0, None)


def test_the_newest_weigh_most_in_metaculuss_pool(pool, season_ledger, clock):
    for days, (name, p) in enumerate((("ana", 0.9), ("cy", 0.1), ("pat", 0.2))):
        clock.advance(days=1 + days)
        with season_ledger.writing(name, "forecast") as w:
            report(w, "q3", name, p)
    found = by_pool(json.loads(pool("q3", "--json").out))["pool:metaculus"]["probability"]
    weights = np.exp(np.sqrt(np.arange(1, 5)))
    assert found == pytest.approx(weighted_percentile([0.5, 0.9, 0.1, 0.2], weights).item())


@pytest.mark.parametrize("way", ["question", "environment"])
def test_a_hidden_crowd_stays_hidden_until_one_has_forecast(pool, foretell, monkeypatch, way):
    monkeypatch.setenv("FORETELL_USER", "newcomer")
    if way == "environment":
        monkeypatch.setenv("FORETELL_BLIND", "1")
    else:
        foretell("edit", "q3", "--hide-crowd")
    shown = json.loads(pool("q3", "--json").out)
    assert (shown["people"], shown["crowd_hidden"]) == (4, True)
    assert all(row["probability"] is None for row in shown["rows"])
    text = pool("q3").out
    assert "4 people stand. What they say is hidden until you forecast." in text
    assert "50%" not in text
    assert foretell("forecast", "q3", "30%").code == 0
    assert by_pool(json.loads(pool("q3", "--json").out))["median"]["probability"] == 0.5
    assert json.loads(pool("q1", "--json").out)["crowd_hidden"] is False


@pytest.mark.parametrize(
    ("words", "questions"),
    [(["--tag", "sky"], 2), (["--since", "-25d"], 2), (["--as-of", "-25d"], 1)],
)
def test_questions_are_chosen_as_for_a_board(pool, words, questions):
    assert json.loads(pool(*words, "--json").out)["questions"] == questions


@pytest.mark.parametrize(
    ("words", "code", "message", "hint"),
    [
        (["nope"], 1, "There is no question 'nope'.", "foretell questions --all"),
        (["q3", "--tag", "sky"], 1, "q3 is not among the questions asked for.", "Leave out --tag"),
        (["--level", "0"], 2, "0.0 is not a level.", "Between 0 and 1"),
        (["--forecasts", "f.csv"], 2, "--questions is missing", "--questions questions.csv"),
    ],
)
def test_what_cannot_be_pooled_is_an_error_and_a_hint(pool, words, code, message, hint):
    ended = pool(*words)
    assert (ended.code, ended.out) == (code, "")
    error, advice = ended.err.splitlines()
    assert message in error
    assert hint in advice


def test_csv_has_a_row_for_each_pool(pool):
    rows = list(csv.DictReader(io.StringIO(pool("q3", "--csv").out)))
    assert {row["pool"].removeprefix("@") for row in rows} == ALL_POOLS.keys()


@pytest.fixture
def files(home):
    """Twenty questions on which people who know a little are too cautious."""
    rng = np.random.default_rng(2)
    asked, given = [], []
    for n in range(20):
        outcome = int(rng.random() < 0.5)
        asked.append({"question_id": f"q{n}", "outcome": str(outcome) if n else ""})
        for name in PEOPLE:
            p = 0.5 + 0.2 * (2 * outcome - 1) + rng.normal(0, 0.05)
            given.append(
                {"forecaster": name, "question_id": f"q{n}", "time": at(0), "probability": str(p)}
            )
    write_questions(home / "questions.csv", *asked)
    write_forecasts(home / "forecasts.csv", *given)
    return "--questions", "questions.csv", "--forecasts", "forecasts.csv"


def test_files_are_pooled_without_a_ledger(foretell, files):
    shown = json.loads(foretell("pool", *files, "--json").out)
    assert (shown["as_of"], shown["questions"], shown["learns"]) == (None, 19, True)
    rows = by_pool(shown)
    assert rows["pool:extremized"]["brier"] < rows["logodds"]["brier"]
    assert rows["pool:platt"]["brier"] < rows["median"]["brier"]
    one = json.loads(foretell("pool", "q0", *files, "--json").out)
    assert one["people"] == 4
    assert all(0.0 < row["probability"] < 1.0 for row in one["rows"])


def test_a_question_that_is_in_no_file_is_refused(foretell, files):
    ended = foretell("pool", "q99", *files)
    assert (ended.code, ended.out) == (1, "")
    assert "There is no question 'q99' in questions.csv." in ended.err


def test_a_slug_is_found_in_files_whatever_its_case(foretell, files):
    assert json.loads(foretell("pool", "Q1", *files, "--json").out)["question"] == "q1"


def test_where_all_pools_are_equal_none_is_called_the_best(foretell, home):
    write_questions(home / "asked.csv", {"resolve_time": at(10)})
    write_forecasts(home / "said.csv", {"probability": "0.8"})
    ended = foretell("pool", "--questions", "asked.csv", "--forecasts", "said.csv")
    assert "No pool did better than @median." in ended.out.splitlines()


def test_an_interval_is_headed_by_the_level_that_was_asked_for(pool, foretell):
    for words in (pool("--level", "0.975"), foretell("leaderboard", "--level", "0.975")):
        assert "97.5% interval" in words.out


def test_the_screen_says_which_did_best_and_whether_that_is_sure(foretell, files):
    text = " ".join(foretell("pool", *files).out.split())
    assert text.startswith("Pools · from questions.csv · records from 19 resolved questions")
    assert "Judged out of sample" in text
    assert "did best, and better than @median; of many, the best was also lucky." in text


def test_without_enough_families_the_screen_says_that_nothing_is_learnt(pool):
    text = " ".join(pool().out.split())
    assert "Pools that learn need a dozen families" in text
    assert (
        "did best, but cannot be told from @median." in text
        or "No pool did better than @median." in text
    )


def test_an_empty_ledger_has_advice(sqlite_ledger, foretell, monkeypatch):
    monkeypatch.setenv("FORETELL_DB", sqlite_ledger.address)
    ended = foretell("pool")
    assert "No resolved question on which anybody had a forecast standing." in ended.out
    assert ended.err.startswith("Next: foretell ask")
    shown = json.loads(foretell("pool", "--json").out)
    assert all(row["brier"] is None for row in shown["rows"])


def test_nobody_standing_is_said(sqlite_ledger, foretell, monkeypatch):
    with sqlite_ledger.writing("ana", "ask") as w:
        ask(w, "rain", "?", w.now, w.now + DAY)
    monkeypatch.setenv("FORETELL_DB", sqlite_ledger.address)
    assert "Nobody has a forecast standing." in foretell("pool", "rain").out


@pytest.mark.parametrize("columns", [80, 100])
def test_the_screen_fits_a_terminal(pool, files, columns, monkeypatch):
    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(columns))
    for words in ((), ("q3",), files, ("q3", *files)):
        lines = pool(*words).out.splitlines()
        assert max(map(len, lines)) <= columns
        assert any("@pool:contribution" in line for line in lines)


def test_any_pool_can_be_named_and_stand_on_a_board(pool, foretell):
    rows = json.loads(foretell("leaderboard", "--pool", "@pool:neyman", "--json").out)["rows"]
    shown = {row["forecaster"]: row for row in rows}
    assert shown["@pool:neyman"]["kind"] == "computed"
    assert shown["@pool:neyman"]["rank"] is None
    assert "@pool:trimmed" not in shown
    assert (
        shown["@pool:neyman"]["brier"]
        == by_pool(json.loads(pool("--json").out))["pool:neyman"]["brier"]
    )
    scored = json.loads(foretell("scores", "@pool:neyman", "--json").out)
    assert scored["total"]["brier"] == shown["@pool:neyman"]["brier"]
    versus = json.loads(foretell("compare", "@pool:neyman", "@median", "--json").out)
    assert versus["first"] == "@pool:neyman"


def test_a_pool_with_a_factor_can_be_named_wherever_a_forecaster_can(foretell, pool):
    name = "@pool:logodds*2.5"
    shown = json.loads(pool("q1", "--pool", "logodds*2.5", "--pool", "trimmed", "--json").out)
    row = by_pool(shown)["pool:logodds*2.5"]
    assert len(shown["rows"]) == len(ALL_POOLS) + 1
    assert row["probability"] == pytest.approx(extremized(said(1), 2.5))
    assert "log-odds times 2.5" in pool("--pool", "POOL:LogOdds*2.5").out
    board = json.loads(foretell("leaderboard", "--pool", name, "--json").out)["rows"]
    scored = json.loads(foretell("scores", name, "--json").out)["total"]
    assert {row["forecaster"]: row["brier"] for row in board}[name] == row["brier"]
    assert scored["brier"] == row["brier"]
    for words in (["compare", name, "@median"], ["calibration", name], ["decompose", name]):
        assert name in foretell(*words).out
    assert name in foretell("explain", name, "q1").out
    assert "is computed" in foretell("user", "show", name).err


def test_a_pool_named_twice_or_shown_anyway_stands_once(foretell, pool):  # noqa: ARG001 - the ledger
    words = ["--pool", "trimmed", "--pool", "@pool:trimmed", "--pool", "median"]
    rows = json.loads(foretell("leaderboard", *words, "--json").out)["rows"]
    names = [row["forecaster"] for row in rows if row["kind"] == "computed"]
    assert sorted(names) == ["@logodds", "@mean", "@median", "@pool:trimmed"]
