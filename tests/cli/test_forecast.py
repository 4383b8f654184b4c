"""Recording forecasts: one by one, and by the file."""

from __future__ import annotations

import io
import json

import pytest

pytestmark = pytest.mark.usefixtures("club")


def reports(foretell, slug="summit-by-2027", who="ana"):
    shown = json.loads(foretell("show", slug, "--full", "--json").out)["reports"]
    return [one for one in shown if one["forecaster"] == who]


def test_the_data_are_the_row_that_was_recorded(foretell):
    ended = foretell("forecast", "summit-by-2027", "45%", "--why", "a date is named", "--json")
    row = json.loads(ended.out)
    assert (row["question"], row["probability"], row["previous"]) == ("summit-by-2027", 0.45, None)
    assert row["at"] == "2025-12-06T05:46:40Z"
    assert row["crowd"] == 0.4
    (said,) = reports(foretell)
    assert (said["probability"], said["rationale"]) == (0.45, "a date is named")


def test_the_line_for_people_says_what_it_was_before(foretell, clock):
    foretell("forecast", "summit-by-2027", "35%")
    clock.advance(days=2)
    ended = foretell("forecast", "summit-by-2027", "45.5%")
    assert ended.out == (
        "Recorded #4  summit-by-2027   35% → 45.5%   (35% since 6 Dec 2025)   crowd 40%\n"
    )
    assert ended.err == ""


def test_a_statement_made_earlier_counts_from_its_own_time_which_is_echoed(foretell):
    words = ["--at", "2025-12-01T10:00", "--source", "https://example.org", "--quote", "likely"]
    ended = foretell("forecast", "summit-by-2027", "60%", *words)
    assert ended.out.endswith("said 1 Dec 2025 10:00 UTC\n")
    (said,) = reports(foretell)
    assert (said["at"], said["quote"]) == ("2025-12-01T10:00:00Z", "likely")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["bridge-opens", "30%"], 1, "closed"),
        (["mayor-wins", "30%"], 1, "resolved yes"),
        (["summit-by-2028", "30%"], 1, "no question"),
        (["summit-by-2027", "100%"], 1, "more certain"),
        (["summit-by-2027", "30%", "--at", "+1d"], 1, "in the future"),
        (["summit-by-2027", "30%", "--as", "@median"], 1, "cannot be a name"),
        (["summit-by-2027", "30%", "--at", "yore"], 2, "not a time"),
        (["summit-by-2027", "-1"], 2, "negative"),
        (["summit-by-2027", "-.5"], 2, "negative"),
        (["summit-by-2027"], 2, "what probability"),
        ([], 2, "what probability"),
        (["summit-by-2027", "30%", "--from", "mine.csv"], 2, "--from"),
    ],
)
def test_a_bad_forecast_is_refused_in_one_line_and_changes_nothing(foretell, words, code, message):
    before = foretell("db", "check").out
    ended = foretell("forecast", *words)
    assert ended.code == code
    assert message in ended.err.splitlines()[0]
    assert foretell("db", "check").out == before


def test_a_near_slug_is_suggested(foretell):
    assert "summit-by-2027" in foretell("forecast", "sumit-by-2027", "30%").err


def test_a_file_of_forecasts_is_one_entry(foretell, home):
    (home / "mine.csv").write_text(
        "\ufeffQuestion,Probability\r\nsummit-by-2027,20%\r\n\r\nsummit-by-2029,1:3\r\n", "utf-8"
    )
    before = json.loads(foretell("db", "check", "--json").out)["entries"]
    ended = foretell("forecast", "--from", "mine.csv")
    assert (ended.code, ended.out) == (0, "2 recorded, 0 refused\n")
    assert json.loads(foretell("db", "check", "--json").out)["entries"] == before + 1
    assert [one["probability"] for one in reports(foretell, "summit-by-2029")] == [0.25]


def test_standard_input_is_a_file_too(foretell, monkeypatch):
    class Piped:
        buffer = io.BytesIO(b"probability,question_id\n0.2,summit-by-2027\n")

    monkeypatch.setattr("sys.stdin", Piped)
    rows = json.loads(foretell("forecast", "--from", "-", "--json").out)
    assert [row["probability"] for row in rows] == [0.2]


def test_one_bad_line_refuses_the_file_and_every_bad_line_is_named(foretell, home):
    (home / "mine.csv").write_text(
        "question,probability\nsummit-by-2027,20%\nbridge-opens,20%\nnowhere,7\nsummit-by-2029\n"
    )
    before = foretell("db", "check").out
    ended = foretell("forecast", "--from", "mine.csv")
    assert (ended.code, ended.out) == (1, "")
    lines = ended.err.splitlines()
    assert lines[0] == "Error: mine.csv has 3 bad rows; nothing was taken from it."
    assert [line.split(":")[0].strip() for line in lines[1:4]] == ["line 3", "line 4", "line 5"]
    assert "Did you mean 7% ?" in lines[2]
    assert foretell("db", "check").out == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"summit-by-2027,20%\n", "mine.csv has no column question, probability."),
        (b"", "mine.csv has no column question, probability."),
        (b"question,probability\n", "has no rows"),
        (b"question,probability\n\n", "has no rows"),
        (b"question,probability\nsummit-by-2027,20%,why\n", "line 2: 3 cells instead of 2"),
        (b"question,question_id,probability\n", "several columns question"),
        (b"question,probability\n\xff,20%\n", "UTF-8"),
        (b'question,probability\n"summit,20%\n', "line 2 is not CSV"),
    ],
)
def test_what_is_no_file_of_forecasts_is_refused(foretell, home, content, message):
    (home / "mine.csv").write_bytes(content)
    before = foretell("db", "check").out
    ended = foretell("forecast", "--from", "mine.csv")
    assert (ended.code, ended.out) == (1, "")
    assert message in ended.err
    assert foretell("db", "check").out == before


def test_an_absent_file_is_named_with_a_hint(foretell):
    ended = foretell("forecast", "--from", "absent.csv")
    error, hint = ended.err.splitlines()
    assert (ended.code, ended.out) == (1, "")
    assert error == "Error: absent.csv cannot be read: No such file or directory."
    assert hint == "Hint:  Check its name and folder."
