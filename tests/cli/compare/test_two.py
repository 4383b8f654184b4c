"""`foretell compare`: two forecasters on the questions that they answered alike."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest
from bulk_files import at, write_forecasts, write_questions
from scipy import stats
from seasons import DAY, SAID

from cli.output.streams import Screen
from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule

OUTCOMES = (1, 1, 0)


def losses(name):
    return [(p - y) ** 2 for p, y in zip(SAID[name], OUTCOMES, strict=True) if p is not None]


def test_over_its_own_time_every_question_weighs_the_same(compare):
    ended = compare("ana", "bo", "--own-time", "--json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    expected = stats.ttest_rel(losses("bo"), losses("ana"))
    low, high = expected.confidence_interval(0.95)
    assert found["difference"] == pytest.approx(sum(losses("bo")) / 3 - sum(losses("ana")) / 3)
    assert (found["difference_low"], found["difference_high"]) == pytest.approx((low, high))
    assert found["p"] == pytest.approx(expected.pvalue)
    assert (found["questions"], found["clusters"]) == (3, 3)
    assert (found["better_first"], found["better_second"]) == (3, 0)
    assert [row["question"] for row in found["rows"]] == ["q2", "q1", "q0"]
    assert found["rows"][0]["difference"] == pytest.approx(0.25 - 0.01)


def test_over_common_time_a_question_weighs_the_time_that_both_stood(compare):
    found = json.loads(compare("ana", "bo", "--json").out)
    weights = [row["weight"] for row in sorted(found["rows"], key=lambda row: row["question"])]
    assert weights == pytest.approx([days / 120 for days in (50, 60, 70)])
    for name, who in (("first", "ana"), ("second", "bo")):
        mean = np.average(losses(who), weights=weights)
        assert found[f"brier_{name}"] == pytest.approx(mean)
    assert found["difference"] == pytest.approx(found["brier_second"] - found["brier_first"])
    assert found["weight"] == pytest.approx(1.5)
    assert (found["time"], found["rule"]) == ("common", "brier")


def test_every_p_value_stands_beside_the_others(compare):
    found = json.loads(compare("ana", "bo", "--json").out)
    assert (found["p_sign_flip"], found["flips"], found["flips_exact"]) == (0.25, 8, True)
    assert 0 < found["p"] < 1
    assert 0 < found["p_diebold_mariano"] < 1
    assert found["diebold_mariano_horizon"] == 2
    assert "0.250" in compare("ana", "bo").out.splitlines()[3]


def test_whoever_is_named_second_is_compared_the_other_way_round(compare):
    one, other = (json.loads(compare(*who, "--json").out) for who in (("ana", "cy"), ("cy", "ana")))
    assert one["difference"] == pytest.approx(-other["difference"])
    assert (one["difference_low"], one["difference_high"]) == pytest.approx(
        (-other["difference_high"], -other["difference_low"])
    )
    assert one["better_first"] == other["better_second"]


def test_questions_that_one_left_out_do_not_count(compare):
    found = json.loads(compare("ana", "pat", "--json").out)
    assert [row["question"] for row in found["rows"]] == ["q0", "q1"]


def test_crowds_and_articles_may_be_compared(compare):
    found = json.loads(compare("ANA", "@MEDIAN", "--json").out)
    assert (found["first"], found["second"], found["questions"]) == ("ana", "@median", 3)
    assert json.loads(compare("@article:x", "@logodds", "--json").out)["questions"] == 1


@pytest.mark.parametrize(
    ("words", "questions"),
    [(["--tag", "sky"], 2), (["--since", "-25d"], 2), (["--as-of", "-25d"], 1)],
)
def test_questions_are_chosen_as_for_a_board(compare, words, questions):
    assert json.loads(compare("ana", "bo", *words, "--json").out)["questions"] == questions


def test_the_screen_says_that_it_is_not_enough_and_how_much_would_be(compare):
    told = " ".join(compare("ana", "bo", "--level", "0.99").out.split())
    assert told.startswith(
        "ana against bo · as of 6 Dec 2025 · 3 questions both answered · over common time"
    )
    assert "99% interval" in told
    assert "Not enough to say who is better. With a difference this size expect to need" in told
    assert "most for question was ana bo by ana q2 NO 0.010 0.250 +0.240" in told


def test_who_is_better_is_said_where_the_interval_leaves_out_zero(quiz, foretell):
    quiz(*[(0.9, 0.5 + n / 100) for n in range(8)])
    assert "ana is better: the interval leaves out 0." in foretell("compare", "ana", "bo").out
    assert "ana is better: the interval leaves out 0." in foretell("compare", "bo", "ana").out
    found = json.loads(foretell("compare", "bo", "ana", "--json").out)
    assert found["winner"] == "ana"
    assert found["needed"] < 8


@pytest.mark.parametrize("families", [False, True])
def test_one_family_has_a_difference_but_no_interval(quiz, foretell, families):
    quiz(*[(0.9, 0.5), (0.8, 0.4)][: 1 + families], families=families)
    found = json.loads(foretell("compare", "ana", "bo", "--json").out)
    assert found["difference"] > 0
    missing = ("difference_low", "difference_high", "p", "winner", "needed")
    assert [found[key] for key in missing] == [None] * 5
    told = foretell("compare", "ana", "bo").out
    assert "Not enough to say who is better: one family tells nothing of spread." in told


def test_two_who_said_the_same_have_no_difference_to_go_by(quiz, foretell):
    quiz((0.9, 0.9), (0.3, 0.3))
    ended = foretell("compare", "ana", "bo")
    assert "Not enough to say who is better: there is no difference to go by." in ended.out
    found = json.loads(foretell("compare", "ana", "bo", "--json").out)
    assert (found["difference"], found["p"], found["needed"]) == (0, None, None)


def test_a_tiny_difference_would_need_more_than_a_million_questions(quiz, foretell):
    quiz((0.9, 0.5), (0.5, 0.9), (0.5, 0.500_001))
    told = " ".join(foretell("compare", "ana", "bo").out.split())
    assert "expect to need more than a million questions." in told
    assert "0.000" not in told.partition("most for")[2]
    assert json.loads(foretell("compare", "ana", "bo", "--json").out)["needed"] is None


def test_an_interval_is_never_longer_than_brier_scores_allow(quiz, foretell):
    quiz((0.9, 0.1), (0.5, 0.6))
    found = json.loads(foretell("compare", "ana", "bo", "--json").out)
    assert (found["difference_low"], found["difference_high"]) == (-1, 1)


def test_without_a_common_question_there_is_nothing_to_compare(quiz, foretell):
    quiz((0.9, None), (None, 0.5))
    ended = foretell("compare", "ana", "bo")
    assert ended.code == 0
    assert "0 questions both answered" in " ".join(ended.out.split())
    assert "No resolved question on which both had a forecast standing at one time." in ended.out
    assert ended.err.startswith("Next: foretell scores ana")
    found = json.loads(foretell("compare", "ana", "bo", "--json").out)
    assert (found["questions"], found["difference"], found["rows"]) == (0, None, [])


@pytest.mark.usefixtures("late")
def test_whoever_comes_late_has_no_advantage_over_common_time(foretell):
    found = json.loads(foretell("compare", "ana", "bo", "--json").out)
    assert (found["brier_first"], found["brier_second"]) == pytest.approx((0.01, 0.01))
    assert found["weight"] == pytest.approx(0.5)


@pytest.mark.usefixtures("late")
def test_with_own_time_each_is_judged_over_its_own_time(foretell):
    """Who comes late knows more; the screen and the help say so."""
    found = json.loads(foretell("compare", "ana", "bo", "--own-time", "--json").out)
    assert found["brier_first"] == pytest.approx((0.64 + 0.01) / 2)
    assert found["brier_second"] == pytest.approx(0.01)
    assert (found["time"], found["weight"]) == ("own", 1)
    told = " ".join(foretell("compare", "ana", "bo", "--own-time").out.split())
    assert "who came later, and knew more, has an advantage" in told
    assert "over its own standing" in " ".join(foretell("compare", "--help").out.split())


def test_two_who_never_stood_together_have_only_their_own_time(quiz, foretell, sqlite_ledger):
    quiz((0.9, None))
    with sqlite_ledger.writing("ana", "import") as w:
        now = w.now
        ask(w, "relay", "?", now - 9 * DAY, now + DAY)
        report(w, "relay", "ana", 0.3, at=now - 9 * DAY)
        report(w, "relay", "ana", None, at=now - 5 * DAY)
        report(w, "relay", "bo", 0.3, at=now - 5 * DAY)
        rule(w, "relay", "resolve", 1)
    assert json.loads(foretell("compare", "ana", "bo", "--json").out)["questions"] == 0
    found = json.loads(foretell("compare", "ana", "bo", "--own-time", "--json").out)
    assert found["questions"] == 1


def test_where_names_are_long_a_short_header_is_explained(quiz, foretell, monkeypatch):
    quiz((0.9, 0.5), (0.5, 0.9))
    for columns, short in ((80, False), (52, True)):
        monkeypatch.setattr("cli.output.emit.screen", lambda columns=columns: Screen(columns))
        told = " ".join(foretell("compare", "ana", "bo").out.split())
        assert ("ana better by" in told) is not short
        assert ("lead: by how much the first is better." in told) is short


def test_files_are_compared_without_a_ledger(foretell, home):
    questions = write_questions(home / "questions.csv", {}, {"question_id": "snow"})
    forecasts = write_forecasts(
        home / "forecasts.csv",
        *({"question_id": name, "probability": "0.8"} for name in ("rain", "snow")),
        {"forecaster": "bo", "time": at(5)},
    )
    words = ("--questions", str(questions), "--forecasts", str(forecasts))
    found = json.loads(foretell("compare", "bo", "ana", *words, "--json").out)
    assert (found["as_of"], found["questions"], found["weight"]) == (None, 1, 0.5)
    assert found["difference"] == pytest.approx(0.04 - 0.25)
    heading = foretell("compare", "bo", "ana", *words).out.splitlines()[0]
    assert heading == "bo against ana · 1 question both answered · over common time"
    assert not list(home.glob("*.db"))


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_the_screen_fits_a_terminal(quiz, foretell, columns, monkeypatch, sqlite_ledger):
    quiz((0.9, 0.5), (0.5, 0.9))
    long = "Her Serene Highness the Crown Princess of Somewhere Far Away"
    with sqlite_ledger.writing("ana", "import") as w:
        slug = "a-question-with-a-slug-that-is-much-too-long-for-a-terminal-by-2026-06"
        ask(w, slug, "?", w.now - 9 * DAY, w.now + DAY)
        for name, p in (("ana", 0.3), (long, 0.8)):
            report(w, slug, name, p, at=w.now - 9 * DAY)
        rule(w, slug, "resolve", 1)
    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(columns))
    for who in (("ana", "bo"), ("ana", long)):
        lines = foretell("compare", *who).out.splitlines()
        assert max(map(len, lines)) <= columns


def test_csv_has_a_row_for_each_question(compare):
    lines = list(csv.DictReader(io.StringIO(compare("ana", "bo", "--csv").out)))
    assert [row["question"] for row in lines] == ["q2", "q1", "q0"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["ana", "ana"], 2, "ana is compared with itself."),
        (["ana", "ANA"], 2, "ana is compared with itself."),
        (["ana", "boo"], 1, "There is no forecaster “boo”."),
        (["ana", "bo", "--level", "1"], 2, "1.0 is not a level."),
        (["ana", "bo", "--level", "nan"], 2, "nan is not a level."),
        (["ana", "bo", "--until", "0%"], 2, "0% is no share of a question's time."),
        (["ana"], 2, "Missing argument"),
        (["ana", "bo", "ANA"], 2, "ana is compared with itself."),
        (["ana", "bo", "--sequential", "--rule", "log"], 2, "bounded losses, and log is none."),
        (["ana", "bo", "--rule", "brie"], 2, "There is no rule brie."),
        (["ana", "bo", "--correction", "bonferroni"], 2, "There is no correction bonferroni."),
        (["ana", "bo", "--eps", "0.5"], 2, "0.5 is no floor for probabilities."),
        (["ana", "bo", "--seed", "-1"], 2, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_compared_is_an_error_and_a_hint(compare, words, code, message):
    ended = compare(*words)
    assert (ended.code, ended.out) == (code, "")
    error, hint = ended.err.splitlines()
    assert message in error
    assert hint.startswith("Hint:  ")
