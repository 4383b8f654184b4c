"""`leaderboard --rivals`, `score --rivals` and `--adjust`: who leads under which rule."""

from __future__ import annotations

import csv
import io
import json

import pytest
from bulk_files import at, write_forecasts, write_questions

from cli.output.rivals import FIELDS
from cli.output.streams import Screen
from scoring.rivals.table import RIVALS

PEOPLE = {"ana", "bo", "cy", "pat"}


@pytest.fixture
def score(foretell, home):
    """Score two files in which one is right and the other undecided."""
    write_questions(home / "asked.csv", {"resolve_time": at(10)})
    said = [{"probability": "0.8"}, {"forecaster": "bo", "probability": "0.5"}]
    write_forecasts(home / "said.csv", *said)

    def run(*words):
        return foretell("score", "asked.csv", "said.csv", *words)

    return run


def test_every_person_has_a_rank_under_every_rule(board):
    rows = json.loads(board("--rivals", "--json").out)["rows"]
    assert {row["forecaster"] for row in rows} == PEOPLE
    assert all(set(row) == set(FIELDS) for row in rows)
    assert [row["skill_rank"] for row in rows] == [1, 2, 3, 4]


def test_the_document_tells_whose_each_rule_is_and_which_way_is_up(board):
    document = json.loads(board("--rivals", "--json", "--eps", "0.01", "--tag", "sky").out)
    for key in ("units", "orientation", "sources"):
        assert set(document[key]) == set(RIVALS)
    assert document["eps"] == 0.01
    assert document["filters"]["tag"] == "sky"


def test_csv_has_the_same_rows(board):
    rows = list(csv.DictReader(io.StringIO(board("--rivals", "--csv").out)))
    assert {row["forecaster"] for row in rows} == PEOPLE
    assert tuple(rows[0]) == FIELDS


@pytest.mark.parametrize("width", [None, 100, 80, 60])
def test_the_table_tells_the_winners_and_fits(board, monkeypatch, width):
    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(width))
    lines = board("--rivals").out.splitlines()
    assert "every rule side by side" in " ".join(lines[:3])
    assert max(map(len, lines)) <= (width or 200)
    told = " ".join(lines)
    assert "ana by skill" in told or "under every rule that has a figure: ana." in told


def test_who_is_alone_wins_nothing(foretell, home):
    write_questions(home / "asked.csv", {"resolve_time": at(10)})
    write_forecasts(home / "said.csv", {"probability": "0.8"})
    ended = foretell("score", "asked.csv", "said.csv", "--rivals")
    assert (ended.code, ended.err) == (0, "")
    assert "first" not in ended.out.lower()


def test_who_share_a_first_place_are_counted_and_not_listed(foretell, home):
    write_questions(home / "asked.csv", {"resolve_time": at(10)})
    said = ({"forecaster": name, "probability": "0.8"} for name in ("ana", "bo", "cy"))
    write_forecasts(home / "said.csv", *said)
    lines = foretell("score", "asked.csv", "said.csv", "--rivals").out.splitlines()
    assert "First under every rule that has a figure: 3 together." in lines


def test_no_rule_is_won_by_whom_a_hidden_record_beats(foretell, home):
    write_questions(home / "asked.csv", {"resolve_time": at(10)})
    said = [{"forecaster": name, "probability": "0.6"} for name in ("ana", "bo")]
    write_forecasts(
        home / "said.csv", *said, {"probability": "0.9", "forecaster": "cy", "time": at(8)}
    )
    ended = foretell("score", "asked.csv", "said.csv", "--rivals", "--min", "0.3")
    assert "cy" not in ended.out
    assert "First: 2 together by baseline." in ended.out.splitlines()


def test_a_stream_without_unicode_gets_plain_signs(board, monkeypatch):
    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(80, unicode=False))
    assert board("--rivals").out.isascii()


def test_short_records_can_be_hidden_here_too(board):
    assert json.loads(board("--rivals", "--json", "--min", "99").out)["rows"] == []
    ended = board("--rivals", "--min", "99")
    assert "Nobody has a record so long." in ended.out
    assert "leave out --min" in ended.err


def test_files_are_ranked_by_every_rule_without_a_ledger(score):
    rows = json.loads(score("--rivals", "--json").out)["rows"]
    assert {row["skill_rank"] for row in rows} == {1, 2}
    assert "Scores from asked.csv" in score("--rivals").out


def test_an_adjustment_changes_skill_and_says_so(board):
    by = {how: json.loads(board("--json", "--adjust", how).out) for how in ("time", "none")}
    assert [by[how]["adjust"] for how in by] == ["time", "none"]
    skill = {how: {r["forecaster"]: r["skill"] for r in by[how]["rows"]} for how in by}
    assert skill["time"] != skill["none"]
    assert "the average forecaster" in " ".join(board("--adjust", "none").out.split())
    question = " ".join(board("--adjust", "question").out.split())
    assert "skill adjusted for the question only" in question


def test_the_default_adjusts_for_time(board):
    assert board("--json").out == board("--json", "--adjust", "time").out
