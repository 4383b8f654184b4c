"""`foretell explain`: every stretch of a score, and that they add up to what others print."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest
from bulk_files import at, write_forecasts, write_questions

from cli.output.explanation import FIELDS

PARTS = ("brier", "log", "baseline", "peer")


@pytest.fixture
def explain(season_ledger, foretell, monkeypatch):
    """The explanation of somebody's score in the season, with some words."""
    monkeypatch.setenv("FORETELL_DB", season_ledger.address)

    def show(*words):
        return foretell("explain", *words)

    return show


@pytest.mark.parametrize("who", ["ana", "pat", "@median", "@logodds", "@article:x"])
def test_the_parts_add_up_to_what_scores_prints(explain, foretell, who):
    rows = json.loads(foretell("scores", who, "--json").out)["rows"]
    assert rows
    for row in rows:
        document = json.loads(explain(who, row["question"], "--json").out)
        for figure in PARTS:
            parts = [one[f"{figure}_part"] for one in document["rows"]]
            assert math.fsum(parts) == pytest.approx(row[figure], abs=1e-12)
            assert document["total"][figure] == row[figure]
        assert document["total"]["coverage"] == row["coverage"]


def test_the_screen_tells_the_stretches_the_total_and_how_to_read_them(explain):
    ended = explain("ANA", "Q1")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0] == "ana on q1 · as of 6 Dec 2025 · YES, closed 16 Nov 2025"
    cells = lines[3].split()
    assert cells[:6] == ["17", "Sep", "2025", "16", "Nov", "2025"]
    assert cells[6:10] == ["50%", "80%", "41%", "0.0400"]
    assert lines[4].split()[:2] == ["total", "50%"]
    assert "closed when 58% of its time was over" in ended.out
    assert "14% of the open time is without a forecast" in ended.out
    assert "the Brier loss lay 0." in ended.out
    assert "below the mean of the people" in ended.out


@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_screen(explain, width, monkeypatch):
    from cli.output.streams import Screen

    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(width))
    lines = explain("@median", "q1").out.splitlines()
    assert max(map(len, lines)) <= width
    assert "peer ↑" in lines[2]


def test_csv_has_a_row_for_each_stretch(explain):
    rows = list(csv.DictReader(io.StringIO(explain("ana", "q1", "--csv").out)))
    assert tuple(rows[0]) == FIELDS
    assert [row["probability"] for row in rows] == ["0.8"]


def test_before_the_resolution_there_is_nothing_to_explain(explain):
    ended = explain("ana", "q1", "--as-of", "2025-11-01")
    assert ended.code == 1
    assert "q1 is open: there is no score to explain." in ended.err


def test_a_question_that_was_asked_later_is_not_looked_for_in_files(explain):
    ended = explain("ana", "q1", "--as-of", "2020-01-01")
    assert ended.code == 1
    assert "There is no question 'q1' as of 1 Jan 2020" in ended.err
    assert ended.err.endswith("Hint:  Leave out --as-of.\n")


@pytest.fixture
def files(home):
    """Two who spoke of one question, one of them for a time only and then with certainty."""
    asked = write_questions(home / "q.csv", {}, {"question_id": "fog", "outcome": ""})
    said = write_forecasts(
        home / "f.csv",
        {"probability": "0.4"},
        {"time": at(4), "probability": "withdrawn"},
        {"time": at(8), "probability": "0.9"},
        {"forecaster": "bo", "time": at(2), "probability": "0"},
    )
    return "--questions", str(asked), "--forecasts", str(said)


def test_files_do_without_a_ledger(foretell, files):
    ended = foretell("explain", "ana", "rain", *files, "--json")
    document = json.loads(ended.out)
    assert document["as_of"] is None
    assert foretell("explain", "ana", "rain", *files).out.startswith("ana on rain · YES, closed ")
    assert [row["from"] for row in document["rows"]] == ["2025-01-01T00:00:00Z", at(8)]
    assert [row["to_share"] for row in document["rows"]] == pytest.approx([0.4, 1.0])
    assert document["total"]["coverage"] == pytest.approx(0.6)
    assert document["total"]["brier"] == pytest.approx((4 * 0.36 + 2 * 0.01) / 6)
    assert document["total"]["peer"] is None


def test_a_certainty_is_told_and_eps_lifts_it(foretell, files):
    assert (
        "No peer score: somebody said exactly 0%" in foretell("explain", "ana", "rain", *files).out
    )
    bo = json.loads(foretell("explain", "bo", "rain", *files, "--json").out)
    assert bo["rows"][0]["log_part"] == "inf"
    floored = json.loads(foretell("explain", "bo", "rain", *files, "--eps", "0.01", "--json").out)
    assert floored["rows"][0]["log_part"] == pytest.approx(-math.log(0.01))
    assert floored["total"]["peer"] < 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ana", "fog"], "fog is not resolved"),
        (["ana", "hail"], "no question 'hail'"),
        (["cy", "rain"], "no forecaster “cy”"),
    ],
)
def test_what_is_not_in_the_files_is_refused(foretell, files, words, said):
    ended = foretell("explain", *words, *files)
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.err


def test_a_loss_like_everybodys_lies_at_the_mean_and_not_below_it(foretell, home):
    asked = write_questions(home / "q.csv", {})
    said = write_forecasts(home / "f.csv", {}, {"forecaster": "bo"})
    ended = foretell("explain", "ana", "rain", "--questions", str(asked), "--forecasts", str(said))
    assert "the Brier loss lay at the mean of the people standing." in " ".join(ended.out.split())


def test_who_was_alone_is_told_so(foretell, home):
    asked = write_questions(home / "q.csv", {})
    said = write_forecasts(home / "f.csv", {})
    ended = foretell("explain", "ana", "rain", "--questions", str(asked), "--forecasts", str(said))
    assert "Nobody else stood: the question adds nothing to skill." in ended.out
