"""`foretell compare --sequential`: looking after every resolution."""

from __future__ import annotations

import json

import pytest
from bulk_files import at, write_forecasts, write_questions


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
