"""`foretell compare`: what depends on the scoring rule."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bulk_files import write_forecasts, write_questions


def write_pair(home, said):
    """Options that read files of what was said, by forecaster and question; all came true."""
    asked = sorted({question for _, question in said})
    questions = write_questions(home / "questions.csv", *({"question_id": q} for q in asked))
    rows = ({"forecaster": who, "question_id": q, "probability": p} for (who, q), p in said.items())
    forecasts = write_forecasts(home / "forecasts.csv", *rows)
    return ("--questions", str(questions), "--forecasts", str(forecasts))


def test_another_rule_gives_its_name_to_the_losses(compare):
    found = json.loads(compare("ana", "bo", "--rule", "log", "--own-time", "--json").out)
    assert found["log_first"] == pytest.approx(-np.log([0.9, 0.8, 0.9]).mean())
    assert set(found["rows"][0]) >= {"log_first", "log_second"}
    assert "log ↓" in compare("ana", "bo", "--rule", "log").out


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
