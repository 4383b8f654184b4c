"""`foretell compare`: forecasters on the questions that they answered alike."""

from __future__ import annotations

import csv
import io
import json
import re

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
NAMES = ("ana", "bo", "cy", *(f"forecaster number {n}" for n in range(6)))


@pytest.fixture
def compare(season_ledger, foretell, monkeypatch):
    """A comparison of two people of the season."""
    monkeypatch.setenv("FORETELL_DB", season_ledger.address)

    def show(*words):
        return foretell("compare", *words)

    return show


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


@pytest.fixture
def quiz(sqlite_ledger, clock, monkeypatch):
    """Ana, Bo and more on questions of any number, their probabilities and their families."""

    def play(*said, families=False):
        now = clock.now
        with sqlite_ledger.writing("ana", "ask") as w:
            for n, pair in enumerate(said):
                family = "one" if families else None
                ask(w, f"q{n}", "?", now - 9 * DAY, now + DAY, family=family)
                for name, p in zip(NAMES, pair, strict=False):
                    if p is not None:
                        report(w, f"q{n}", name, p, at=now - 9 * DAY)
                rule(w, f"q{n}", "resolve", 1)
        monkeypatch.setenv("FORETELL_DB", sqlite_ledger.address)

    return play


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


@pytest.mark.parametrize(("names", "told"), [(2, {"97.5%"}), (3, {"97.5%", "2.5%"})])
def test_no_digit_of_a_level_is_rounded_away(quiz, foretell, names, told):
    quiz((0.9, 0.5, 0.4), (0.5, 0.9, 0.4))
    screen = foretell("compare", *NAMES[:names], "--sequential", "--level", "0.975").out
    assert set(re.findall(r"[\d.]+%", screen)) == told


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


@pytest.fixture
def late(quiz, sqlite_ledger, clock):
    """Bo comes half a lifetime after Ana, and says what she then says too."""
    quiz((0.2, None))
    now = clock.now
    with sqlite_ledger.writing("ana", "ask") as w:
        ask(w, "slow", "?", now, now + 100 * DAY)
        report(w, "slow", "ana", 0.2)
    for days, name in ((50, "ana"), (50, "bo")):
        clock.now = now + days * DAY
        with sqlite_ledger.writing(name, "forecast") as w:
            report(w, "slow", name, 0.9)
    clock.now = now + 101 * DAY
    with sqlite_ledger.writing("ana", "resolve") as w:
        rule(w, "slow", "resolve", 1)


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


def test_another_rule_gives_its_name_to_the_losses(compare):
    found = json.loads(compare("ana", "bo", "--rule", "log", "--own-time", "--json").out)
    assert found["log_first"] == pytest.approx(-np.log([0.9, 0.8, 0.9]).mean())
    assert set(found["rows"][0]) >= {"log_first", "log_second"}
    assert "log ↓" in compare("ana", "bo", "--rule", "log").out


def write_pair(home, said):
    """Options that read files of what was said, by forecaster and question; all came true."""
    asked = sorted({question for _, question in said})
    questions = write_questions(home / "questions.csv", *({"question_id": q} for q in asked))
    rows = ({"forecaster": who, "question_id": q, "probability": p} for (who, q), p in said.items())
    forecasts = write_forecasts(home / "forecasts.csv", *rows)
    return ("--questions", str(questions), "--forecasts", str(forecasts))


def test_a_wrong_certainty_is_said_to_cost_infinity_and_can_be_bounded(foretell, home):
    said = {("ana", "rain"): "0.9", ("ana", "snow"): "0", ("bo", "rain"): "0.5"}
    words = ("--rule", "log", *write_pair(home, said | {("bo", "snow"): "0.5"}))
    told = " ".join(foretell("compare", "ana", "bo", *words).out.split())
    assert "a certainty that was wrong costs infinity. Bound it: --eps 0.001" in told
    found = json.loads(foretell("compare", "ana", "bo", *words, "--json").out)
    assert (found["log_first"], found["difference"]) == ("inf", "-inf")
    assert [found[key] for key in ("p", "p_sign_flip", "winner", "needed")] == [None] * 4
    bounded = json.loads(foretell("compare", "ana", "bo", *words, "--eps", "0.001", "--json").out)
    assert bounded["p"] > 0


def test_after_every_resolution_one_may_look_and_stop(quiz, foretell):
    quiz(*[(0.95, 0.1 + n / 200) for n in range(40)])
    told = " ".join(foretell("compare", "ana", "bo", "--sequential").out.split())
    assert "May be looked at after every resolution" in told
    assert "ana is better so far, and one may stop: the interval leaves out 0." in told
    found = json.loads(foretell("compare", "bo", "ana", "--sequential", "--json").out)["sequential"]
    assert (found["families"], found["winner"]) == (40, "ana")
    assert found["difference_high"] < 0
    assert found["e"] > 20
    assert found["p"] == pytest.approx(1 / found["e"])


def test_looked_at_again_a_family_counts_with_the_lifetimes_that_were_shared(foretell, home):
    asked, late = [f"q{n}" for n in range(9)], at(5)
    questions = write_questions(home / "questions.csv", *({"question_id": q} for q in asked))
    said = [{"forecaster": "ana", "question_id": q, "probability": "1"} for q in asked]
    said += [
        {"forecaster": "bo", "question_id": q, "probability": "0", "time": late} for q in asked
    ]
    forecasts = write_forecasts(home / "forecasts.csv", *said)
    words = (
        "ana",
        "bo",
        "--sequential",
        "--questions",
        str(questions),
        "--forecasts",
        str(forecasts),
    )
    found = json.loads(foretell("compare", *words, "--json").out)
    assert found["difference"] == 1
    assert found["sequential"]["difference"] == pytest.approx(found["weight"] / 9)
    assert "A lead of 1 over half a lifetime counts as 0.5." in " ".join(
        foretell("compare", *words).out.split()
    )
    own = " ".join(foretell("compare", *words, "--own-time").out.split())
    assert "half a lifetime" not in own


def test_where_it_is_not_enough_one_may_look_again(quiz, foretell):
    quiz((0.9, 0.5), (0.5, 0.9))
    told = " ".join(foretell("compare", "ana", "bo", "--sequential", "--level", "0.9").out.split())
    assert "Not enough yet: e would have to reach 10. Look again." in told


def test_what_was_enough_once_and_no_longer_is_is_told_so(quiz, foretell):
    quiz(*[(0.95, 0.1)] * 40, *[(0.1, 0.95)] * 40)
    told = " ".join(foretell("compare", "ana", "bo", "--sequential").out.split())
    assert "It was enough once, when e was" in told


def test_what_the_first_saves_of_the_second_s_loss_is_told(compare):
    found = json.loads(compare("ana", "bo", "--json").out)
    expected = 1 - found["brier_first"] / found["brier_second"]
    assert found["skill_score"] == pytest.approx(expected)
    assert 0 < found["skill_score_se"] < 1
    told = " ".join(compare("ana", "bo").out.split())
    assert f"Skill score of ana over bo: +{expected:.3f} (standard error" in told


def test_without_a_finite_skill_score_none_is_shown(foretell, home):
    """Of a loss of 0 nothing can be saved."""
    files = write_pair(home, {("ana", "rain"): "0.5", ("bo", "rain"): "1"})
    found = json.loads(foretell("compare", "ana", "bo", *files, "--json").out)
    assert (found["skill_score"], found["skill_score_se"]) == ("-inf", None)
    assert "Skill score" not in foretell("compare", "ana", "bo", *files).out


@pytest.mark.parametrize(
    ("said", "sentence", "dominates"),
    [
        ([(0.8, 0.6)], "ana has the lower loss under every proper rule.", "ana"),
        ([(0.6, 0.8)], "bo has the lower loss under every proper rule.", "bo"),
        ([(0.7, 0.7)], "Every proper rule finds their losses equal.", None),
        ([(0.1, 0.6), (0.8, 0.6)], "bo is the better guide below 60%, ana above.", None),
        (
            [(0.2, 0.3), (0.5, 0.4), (0.7, 0.8)],
            "bo is the better guide below 40% and above 70%, ana between.",
            None,
        ),
        (
            [(0.504, 0.502), (0.505, 0.506), (0.508, 0.507)],
            "ana is the better guide below 50.5% and above 50.7%, bo between.",
            None,
        ),
        (
            [(0.1, 0.15), (0.4, 0.3), (0.8, 0.85), (0.95, 0.9)],
            "ana is the better guide at 60% of them, bo at the others.",
            None,
        ),
    ],
)
def test_whether_the_rule_matters_is_told_in_a_sentence(quiz, foretell, said, sentence, dominates):
    quiz(*said)
    assert sentence in " ".join(foretell("compare", "ana", "bo").out.split())
    found = json.loads(foretell("compare", "ana", "bo", "--json").out)
    assert found["dominates"] == dominates
    begins, ends = ([row[key] for row in found["murphy"]] for key in ("from", "to"))
    assert [0, *ends] == [*begins, 1]


def test_over_its_own_time_no_sentence_is_said_of_other_rules(compare):
    found = json.loads(compare("ana", "bo", "--own-time", "--json").out)
    assert (found["dominates"], found["murphy"]) == (None, None)
    assert "proper rule" not in compare("ana", "bo", "--own-time").out
    assert 0 < found["skill_score"] < 1


def test_of_two_infinite_losses_none_is_said_to_be_the_lower(foretell, home):
    said = {("ana", "rain"): "0", ("bo", "rain"): "0", ("ana", "snow"): "0.6"}
    words = ("--rule", "log", *write_pair(home, said | {("bo", "snow"): "0.5"}))
    assert "proper rule" not in foretell("compare", "ana", "bo", *words).out
    assert json.loads(foretell("compare", "ana", "bo", *words, "--json").out)["dominates"] == "ana"


def test_where_names_are_long_a_short_header_is_explained(quiz, foretell, monkeypatch):
    quiz((0.9, 0.5), (0.5, 0.9))
    for columns, short in ((80, False), (52, True)):
        monkeypatch.setattr("cli.output.emit.screen", lambda columns=columns: Screen(columns))
        told = " ".join(foretell("compare", "ana", "bo").out.split())
        assert ("ana better by" in told) is not short
        assert ("lead: by how much the first is better." in told) is short


def test_pairs_that_never_met_come_last(quiz, foretell):
    quiz((0.9, None, 0.5), (None, 0.5, 0.8))
    told = foretell("compare", "ana", "bo", "cy", "--sequential").out.partition("better than")[2]
    assert [line.split()[:3] for line in told.splitlines()[1:4]][-1] == ["ana", "bo", "·"]


def test_three_may_be_looked_at_after_every_resolution_too(quiz, foretell):
    quiz(*[(0.95, 0.1 + n / 200, 0.94) for n in range(60)])
    told = foretell("compare", "ana", "bo", "cy", "--sequential").out
    rows = [line.split() for line in told.partition("better than")[2].splitlines()[1:4]]
    assert [row[:2] for row in rows] == [["ana", "bo"], ["cy", "bo"], ["ana", "cy"]]
    assert [row[-1].endswith("*") for row in rows] == [True, True, False]
    assert "*: sure, 2 of 3 pairs (e-BH: whenever one stops" in " ".join(told.split())
    found = json.loads(foretell("compare", "ana", "bo", "cy", "--sequential", "--json").out)
    assert [one["winner"] for one in found["sequential"]] == ["ana", None, "cy"]
    alone = json.loads(foretell("compare", "ana", "bo", "--sequential", "--json").out)
    assert found["sequential"][0] == {"first": "ana", "second": "bo"} | alone["sequential"]


def test_where_no_pair_is_sure_the_e_value_that_would_be_is_told(compare):
    told = " ".join(compare("ana", "bo", "cy", "--sequential").out.split())
    assert "Not enough yet for any pair: one e would have to reach 60, or all 3 20." in told
    assert json.loads(compare("ana", "bo", "cy", "--json").out)["sequential"] is None


def test_of_many_pairs_the_surest_are_shown_and_the_rest_counted(quiz, foretell):
    quiz(*[[0.95, *[0.1 + who / 100 for who in range(5)]]] * 60)
    told = foretell("compare", *NAMES[:6], "--sequential").out.partition("better than")[2]
    assert len(told.partition("\n\n")[0].splitlines()[1:]) == 10
    assert "*: sure, 5 of 15 pairs" in " ".join(told.split())
    assert "Not shown: 5 pairs, which --json has." in " ".join(told.split())


def test_three_are_compared_pair_by_pair(compare):
    found = json.loads(compare("ana", "bo", "cy", "--json").out)
    assert [(row["first"], row["second"]) for row in found["rows"]] == [
        ("ana", "bo"),
        ("ana", "cy"),
        ("bo", "cy"),
    ]
    alone = json.loads(compare("ana", "cy", "--json").out)
    for key in ("brier_first", "difference", "difference_low", "p_sign_flip", "needed"):
        assert found["rows"][1][key] == alone[key]
    assert [one["forecaster"] for one in found["forecasters"]] == ["ana", "bo", "cy"]
    assert found["forecasters"][0]["may_be_best"] is True
    assert (found["correction"], found["questions"]) == ("max-t", 3)


def test_in_a_table_a_star_marks_what_is_sure(quiz, foretell):
    quiz(*[(0.95, 0.1 + n / 100, 0.94) for n in range(12)])
    lines = foretell("compare", "ana", "bo", "cy", "--correction", "holm").out.splitlines()
    rows = {line.split()[1]: line for line in lines if line.split()[:1] in (["1"], ["2"], ["3"])}
    assert rows["ana"].count("*") == 2  # than Bo, and than Cy: by little, but always
    assert rows["bo"].count("*") == 2
    assert rows["ana"].split()[3:5] == ["maybe", "+0.713*"]
    assert rows["bo"].split()[3] == "no"
    assert "all 3 pairs together" in " ".join(" ".join(lines).split())


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_a_table_of_many_fits_a_terminal(foretell, quiz, columns, monkeypatch):
    quiz([n / 10 for n in range(1, 10)], [0.5] * 9)
    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(columns))
    lines = foretell("compare", *NAMES).out.splitlines()
    assert max(map(len, lines)) <= columns
    assert sum("than" in line and "best?" in line for line in lines) == 1
    assert "than 9" in "".join(lines)


def test_csv_of_three_has_a_row_for_each_pair(compare):
    lines = list(csv.DictReader(io.StringIO(compare("ana", "bo", "cy", "--csv").out)))
    assert [row["second"] for row in lines] == ["bo", "cy", "cy"]
    assert all(float(row["p_adjusted"]) >= float(row["p_sign_flip"]) for row in lines)


def test_three_without_a_common_question_are_told_so(quiz, foretell, sqlite_ledger):
    quiz((0.9, None), (None, 0.5))
    with sqlite_ledger.writing("cy", "import") as w:
        ask(w, "alone", "?", w.now - 9 * DAY, w.now + DAY)
        report(w, "alone", "cy", 0.4, at=w.now - 9 * DAY)
    ended = foretell("compare", "ana", "bo", "cy")
    nothing = "No resolved question on which two of them had a forecast standing at one time."
    assert nothing in ended.out
    assert "seed" not in ended.out
    assert ended.err.startswith("Next: foretell scores ana")


def test_nothing_is_tabled_of_questions_that_all_answered_where_there_are_none(quiz, foretell):
    quiz((0.9, 0.5, None), (0.9, None, 0.5))
    told = foretell("compare", "ana", "bo", "cy").out
    assert "best?" not in told
    assert "No resolved question on which all had a forecast standing at one time." in told.replace(
        "\n", " "
    )


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
