"""Forecasts that hold together, or do not: what `coherence`, `forecast` and `pool` say of them."""

from __future__ import annotations

import csv
import io
import json
import sys
from itertools import product

import pytest
from bulk_files import at, write_forecasts, write_questions

from cli.output.streams import Screen
from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.logic.links import LinkKind
from market.logic.recording import record_link

DAY = 86_400_000_000
EARLY, LATE = "summit-by-2027", "summit-by-2029"


@pytest.fixture(autouse=True)
def linked(club):
    """Beside a family of two deadlines, three candidates of whom exactly one wins."""
    names = [f"{name}-wins" for name in ("ana", "bo", "cy")]
    with club.writing("ana", "ask") as w:
        for name in names:
            ask(w, name, "?", w.now - DAY, w.now + 300 * DAY, tags=["race"])
        record_link(w, LinkKind.EXCLUDES, names)
        record_link(w, LinkKind.EXHAUSTIVE, names)
    return club


@pytest.fixture
def say(linked):
    """Let somebody forecast, without a command."""

    def record(who="ana", **percentages):
        with linked.writing(who, "forecast") as w:
            for slug, percent in percentages.items():
                report(w, slug.replace("_", "-"), who, percent / 100)

    return record


@pytest.fixture
def told(foretell):
    """What `foretell coherence` says, for programs."""
    return lambda *words: json.loads(foretell("coherence", *words, "--json").out)


def row_of(told, slug):
    return next(row for row in told["rows"] if row["question"] == slug)


# The note of a forecast


def test_a_forecast_above_one_that_it_implies_is_told_at_once(foretell, say):
    say(summit_by_2029=41)
    ended = foretell("forecast", EARLY, "45%")
    assert ended.out.startswith("Recorded #")
    assert ended.err == (
        "Note: summit-by-2027 implies by-2029, but your 45% is above your 41% for by-2029.\n"
        "      nearest coherent pair 43% and 43%:  foretell coherence ana\n"
    )
    assert set(json.loads(foretell("forecast", EARLY, "44%", "--json").out)) == {
        *("report", "entry", "question", "probability", "at", "previous", "previous_at"),
        *("crowd", "closes", "late"),
    }


@pytest.mark.parametrize(
    ("standing", "typed", "note"),
    [
        (
            {"bo_wins": 50},
            "70%",
            "at most one of ana-wins and bo-wins is YES, but your 70% and 50%",
        ),
        ({"bo_wins": 50}, "70%", "nearest coherent pair 60% and 40%:"),
        (
            {"bo_wins": 20, "cy_wins": 20},
            "30%",
            "at least one of ana-wins, bo-wins and cy-wins is YES, but your 30%, 20% and 20%",
        ),
        ({"bo_wins": 20, "cy_wins": 20}, "30%", "nearest coherent numbers 40%, 30% and 30%"),
    ],
)
def test_numbers_of_a_set_that_come_to_too_much_or_too_little_are_told(
    foretell, say, standing, typed, note
):
    say(**standing)
    assert note in " ".join(foretell("forecast", "ana-wins", typed).err.split())


def test_what_holds_together_or_contradicts_only_others_is_not_remarked_upon(foretell, say):
    say("bo", summit_by_2029=10)
    assert foretell("forecast", EARLY, "45%").err == ""
    assert foretell("forecast", LATE, "45%").err == ""
    say(summit_by_2029=30)
    assert foretell("forecast", "ana-wins", "60%").err == ""


def test_a_forecast_that_does_not_stand_contradicts_nothing(foretell, say, clock):
    say(summit_by_2027=20, summit_by_2029=41)
    clock.advance(days=2)
    assert foretell("forecast", EARLY, "45%", "--at", "-3d").err == ""
    foretell("annul", LATE)
    assert foretell("forecast", EARLY, "45%").err == ""


def test_a_file_of_forecasts_has_a_note_for_each_of_its_contradictions(foretell, home):
    (home / "mine.csv").write_text(f"question,probability\n{EARLY},0.5\n{LATE},0.4\nana-wins,0.1\n")
    ended = foretell("forecast", "--from", "mine.csv")
    assert (ended.out, ended.err.count("Note: ")) == ("3 recorded, 0 refused\n", 1)
    assert foretell("forecast", "--from", "mine.csv").err == ""


def test_the_walk_tells_a_contradiction_as_it_arises(foretell, say, monkeypatch):
    say(summit_by_2029=41)
    answers = iter(["", "", "", "45%"])  # three candidates are skipped: they close sooner
    monkeypatch.setattr("cli.commands.forecast._is_conversation", lambda: True)
    monkeypatch.setattr("cli.commands.forecast_walk.hear", lambda _: next(answers))
    ended = foretell("forecast")
    assert "Note: summit-by-2027 implies by-2029, but your 45%" in ended.err
    assert ended.out == "1 recorded, 3 questions without a forecast\n"


# The command


def test_the_screen_tells_what_is_broken_what_it_costs_and_what_would_hold(foretell, say):
    say(summit_by_2027=45, summit_by_2029=41, ana_wins=60, bo_wins=30, cy_wins=10)
    ended = foretell("coherence")
    assert (
        ended.out
        == """\
Coherence of ana · as of 6 Dec 2025 · 5 linked forecasts, 3 links

  sure loss
      0.040  summit-by-2027 45% implies summit-by-2029 41%

A bookmaker who may stake up to 1 on each question wins 0.040 whatever happens. The nearest
forecasts that hold together:

  question        said  least squares  Kullback-Leibler   bookmaker
  summit-by-2027   45%          43.0%             43.0%  sells 1.00
  summit-by-2029   41%          43.0%             43.0%   buys 1.00
  3 others, as said

Whatever happens, least squares lowers the sum of your Brier scores on these by 0.0008 or more, and
Kullback-Leibler that of your log scores by 0.0016 or more.
"""
    )
    assert ended.err.splitlines() == [
        "Next: foretell forecast summit-by-2027 43%",
        "      foretell forecast summit-by-2029 43%",
    ]


def test_the_figures_are_those_of_every_outcome_that_is_possible(told, say):
    said = {"ana-wins": 0.6, "bo-wins": 0.5, "cy-wins": 0.3}
    say(**{slug.replace("-", "_"): 100 * p for slug, p in said.items()})
    shown = told()
    assert [one["kind"] for one in shown["contradictions"]] == ["excludes"]
    assert shown["sure_loss"] == pytest.approx(0.4)
    for winner in said:
        outcome = {slug: float(slug == winner) for slug in said}
        won = sum(row["stake"] * (outcome[row["question"]] - row["said"]) for row in shown["rows"])
        losses = [
            sum((row[key] - outcome[row["question"]]) ** 2 for row in shown["rows"])
            for key in ("said", "probability")
        ]
        assert won >= 0.4 - 1e-9
        assert losses[0] - losses[1] >= shown["brier_gain"] - 1e-9 > 0.0
    near = [row["probability"] for row in shown["rows"]]
    assert near == pytest.approx([p - 0.4 / 3 for p in said.values()])


def test_forecasts_that_hold_together_are_called_so(foretell, told, say):
    say(summit_by_2027=41, summit_by_2029=45)
    assert (told()["sure_loss"], told()["contradictions"]) == (0.0, [])
    assert [row["probability"] for row in told()["rows"]] == [0.41, 0.45]
    ended = foretell("coherence")
    assert "They hold together: whoever bets against them can lose." in ended.out
    assert ended.err == ""


def test_its_csv_can_be_recorded_and_then_holds_together(foretell, told, say, monkeypatch):
    say(summit_by_2027=45, summit_by_2029=41, ana_wins=70, bo_wins=40, cy_wins=20)
    ended = foretell("coherence", "--csv")
    assert ended.err == "Next: foretell coherence --csv | foretell forecast --from -\n"
    typed = io.TextIOWrapper(io.BytesIO(ended.out.encode()), "utf-8")
    monkeypatch.setattr(sys, "stdin", typed)
    recorded = foretell("forecast", "--from", "-")
    assert (recorded.out, recorded.err) == ("5 recorded, 0 refused\n", "")
    assert told()["sure_loss"] == pytest.approx(0.0, abs=1e-9)
    again = list(csv.DictReader(io.StringIO(foretell("coherence", "--csv").out)))
    assert all(row["probability"] == row["said"] for row in again)


def test_a_closed_question_is_looked_at_but_takes_no_advice(foretell, told, say, clock):
    say(summit_by_2027=45, summit_by_2029=41)
    clock.advance(days=401)
    assert row_of(told(), EARLY)["said"] == 0.45
    assert foretell("coherence").err == "Next: foretell forecast summit-by-2029 43%\n"


def test_a_question_with_its_outcome_is_left_out(foretell, told, say):
    say(ana_wins=60, bo_wins=50, summit_by_2027=45, summit_by_2029=41)
    foretell("resolve", "cy-wins", "no", "--source", "https://example.org/no")
    foretell("resolve", LATE, "yes", "--source", "https://example.org/yes")
    shown = told()
    assert [row["question"] for row in shown["rows"]] == ["ana-wins", "bo-wins"]
    assert shown["sure_loss"] == pytest.approx(0.1)


def test_only_questions_with_the_same_conditions_are_compared(told, say, linked):
    say(summit_by_2027=45, summit_by_2029=41)
    with linked.writing("ana", "link") as w:
        record_link(w, LinkKind.CONDITIONAL, [EARLY, "ana-wins"])
    for words in ([], ["--tag", "talks"]):  # with or without the condition among the questions
        shown = told(*words)
        assert (len(shown["rows"]), shown["sure_loss"]) == (0, 0.0)


def test_what_links_two_questions_need_not_be_among_those_asked_for(told, say, linked):
    with linked.writing("ana", "link") as w:
        record_link(w, LinkKind.IMPLIES, ["ana-wins", EARLY])
        record_link(w, LinkKind.IMPLIES, [LATE, "bo-wins"])
    say(ana_wins=60, bo_wins=30)
    assert told("--tag", "race")["contradictions"][0]["questions"] == ["ana-wins", "bo-wins"]


def test_anybody_can_be_looked_at_at_any_time(told, say, clock):
    say("bo", summit_by_2027=45, summit_by_2029=41)
    clock.advance(days=3)
    say("bo", summit_by_2029=50)
    assert told("BO")["forecaster"] == "bo"
    assert told("bo")["contradictions"] == []
    assert told("bo", "--as-of", "-1d")["sure_loss"] == pytest.approx(0.04)
    assert told("bo", "--as-of", "-1d", "--tag", "race")["rows"] == []


def test_pools_and_markets_have_numbers_of_their_own(foretell, told, say):
    say("bo", summit_by_2027=30, summit_by_2029=31)
    say("ana", summit_by_2029=11)  # of whom cy and bo stand on the other already
    people = {EARLY: (0.3, 0.4), LATE: (0.31, 0.11)}
    for who in ("@mean", "@median", "@pool:trimmed"):
        for slug, both in people.items():
            assert row_of(told(who), slug)["said"] == pytest.approx(sum(both) / 2)
    for slug, prior in ((EARLY, "60%"), (LATE, "50%")):
        foretell("market", "open", slug, "--prior", prior)
    assert told("@market")["sure_loss"] == pytest.approx(0.1, abs=1e-6)


def test_what_is_hidden_enters_no_figure(foretell, told, say, monkeypatch):
    say("bo", summit_by_2027=45, summit_by_2029=41)
    foretell("edit", LATE, "--hide-crowd")
    for who in ("@median", "bo"):
        shown = told(who)
        assert (shown["hidden"], [row["question"] for row in shown["rows"]]) == (1, [EARLY])
        assert "1 question left out: what others say is hidden" in foretell("coherence", who).out
    monkeypatch.setenv("FORETELL_USER", "bo")
    assert (told("bo")["hidden"], len(told("@median")["rows"])) == (0, 2)


def test_links_broken_only_together_are_told_as_such(foretell, told, say, linked):
    pairs = [("ana-wins", EARLY), ("bo-wins", EARLY)]
    with linked.writing("ana", "link") as w:
        for pair in pairs:
            record_link(w, LinkKind.EXCLUDES, pair)
    say(ana_wins=50, bo_wins=50, summit_by_2027=50)
    shown = told()
    assert (shown["contradictions"], shown["sure_loss"]) == ([], pytest.approx(0.5))
    assert "No link is broken by itself, but all of them together are." in foretell("coherence").out


def test_nothing_linked_is_said_and_has_advice(foretell):
    ended = foretell("coherence", "bo", "--tag", "race")
    assert "No forecast stands on a question that is linked to another." in ended.out
    foretell("forecast", "summit-by-2027", "30%", "--as", "dee")
    assert foretell("coherence", "--tag", "race", "--as", "dee").err == (
        "Next: foretell questions --missing\n"
    )


@pytest.fixture
def files(home):
    """A family of three deadlines, the first of which has passed, and a question without one."""
    asked = [
        {"question_id": f"deal-{n}", "close_time": at(10 + n), "outcome": "", "family": "deal"}
        for n in (1, 2, 3)
    ]
    asked[0]["outcome"] = "0"
    write_questions(home / "q.csv", *asked, {"outcome": ""})
    numbers = {"deal-1": "0.9", "deal-2": "0.5", "deal-3": "0.3", "rain": "0.2"}
    given = [
        {"forecaster": name, "question_id": slug, "probability": p}
        for name, (slug, p) in product(("ana", "bo"), numbers.items())
    ]
    write_forecasts(home / "f.csv", *given)
    return "--questions", "q.csv", "--forecasts", "f.csv"


def test_families_of_files_are_linked_without_a_ledger(foretell, told, files):
    shown = told("bo", *files)
    assert [row["question"] for row in shown["rows"]] == ["deal-2", "deal-3"]
    assert (shown["sure_loss"], shown["as_of"]) == (pytest.approx(0.2), None)
    assert foretell("coherence", "bo", *files).out.startswith("Coherence of bo · from q.csv · 2 ")
    pooled = json.loads(foretell("pool", "--coherent", *files, "--json").out)
    assert [row["coherent"] for row in pooled["rows"]] == pytest.approx([0.4, 0.4])
    one = json.loads(foretell("pool", "deal-2", "--coherent", *files, "--json").out)
    assert {round(row["coherent"], 6) for row in one["rows"] if row["pool"] == "@mean"} == {0.4}


# Pools made coherent


def test_a_pool_is_shown_beside_what_would_hold_together(foretell, say):
    say("bo", summit_by_2027=45, summit_by_2029=41)
    shown = json.loads(foretell("pool", "--coherent", "--pool", "mean", "--json").out)
    said = {row["question"]: row for row in shown["rows"]}
    assert shown["pool"] == "@mean"
    middle = (said[EARLY]["probability"] + said[LATE]["probability"]) / 2
    for row in said.values():
        assert row["coherent"] == pytest.approx(middle)
        assert row["difference"] == pytest.approx(middle - row["probability"])
    ended = foretell("pool", "--coherent")
    assert ended.out.startswith("@median made coherent · as of 6 Dec 2025 · 2 linked forecasts")
    assert ended.err == "Next: foretell coherence @median\n"


def test_every_pool_says_what_it_would_say_if_it_held_together(foretell, say):
    say("bo", summit_by_2027=45, summit_by_2029=41)
    say("cy", summit_by_2027=30, summit_by_2029=40)
    both = [
        {
            row["pool"]: row
            for row in json.loads(foretell("pool", slug, *words, "--json").out)["rows"]
        }
        for slug, words in ((EARLY, ["--coherent"]), (LATE, []))
    ]
    for name, row in both[0].items():
        early, late = row["probability"], both[1][name]["probability"]
        expected = early if early <= late else (early + late) / 2
        assert row["coherent"] == pytest.approx(expected)
        assert both[1][name]["coherent"] is None
    shown = " ".join(foretell("pool", EARLY, "--coherent").out.split())
    assert "says coherent from @median" in shown
    assert "on this question and those that 1 link ties to it." in shown


def test_a_question_with_its_outcome_has_nothing_to_be_made_coherent(foretell):
    ended = foretell("pool", "mayor-wins", "--coherent")
    assert (ended.code, ended.out) == (1, "")
    assert "mayor-wins has been decided." in ended.err


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_the_screens_fit_a_terminal(foretell, say, files, columns, monkeypatch):
    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(columns))
    say(summit_by_2027=45, summit_by_2029=41, ana_wins=70, bo_wins=40, cy_wins=20)
    for words in (["coherence"], ["pool", "--coherent"], ["pool", "--coherent", *files]):
        assert max(map(len, foretell(*words).out.splitlines())) <= columns
