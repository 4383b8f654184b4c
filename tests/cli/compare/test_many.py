"""`foretell compare`: three and more, pair by pair."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from seasons import DAY

from cli.output.streams import Screen
from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report

NAMES = ("ana", "bo", "cy", *(f"forecaster number {n}" for n in range(6)))


@pytest.mark.parametrize(("names", "told"), [(2, {"97.5%"}), (3, {"97.5%", "2.5%"})])
def test_no_digit_of_a_level_is_rounded_away(quiz, foretell, names, told):
    quiz((0.9, 0.5, 0.4), (0.5, 0.9, 0.4))
    screen = foretell("compare", *NAMES[:names], "--sequential", "--level", "0.975").out
    assert set(re.findall(r"[\d.]+%", screen)) == told


def test_pairs_that_never_met_come_last(quiz, foretell):
    quiz((0.9, None, 0.5), (None, 0.5, 0.8))
    told = foretell("compare", "ana", "bo", "cy", "--sequential").out.partition("better than")[2]
    assert [line.split()[:3] for line in told.splitlines()[1:4]][-1] == ["ana", "bo", "·"]


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
