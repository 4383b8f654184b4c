"""An import takes all rows or none, unless it is told to leave the bad ones out."""

from __future__ import annotations

from contextlib import closing

import pytest
from bulk_files import at
from imports import RESOLVED, faults

from market import csv_table
from market.bulk.sources import open_table
from market.importing.load import Tables
from market.importing.rejects import BadRows
from market.ledger.acts.reports import report
from market.ledger.tables import Entry, Forecaster, Report
from scoring.kinds import Kind

pytestmark = pytest.mark.common_sql


def test_any_bad_row_and_nothing_is_recorded_and_each_is_told_with_its_file(
    bring, asked, said, rows
):
    questions = asked({}, {"question_id": "a b"}, {"question_id": "snow", "outcome": "maybe"})
    one = said({}, {"probability": "2"}, name="one.csv")
    other = said({"forecaster": "@x"}, {"question_id": "snow"}, name="other.csv")
    told = faults(bring, other, one, questions)
    assert [fault.split(":")[0] for fault in told] == [
        "asked.csv line 3",
        "asked.csv line 4",
        "other.csv line 2",
        "other.csv line 3",
        "one.csv line 3",
    ]
    assert told[3] == "other.csv line 3: the row of its question snow is bad"
    assert rows(Entry) == rows(Report) == rows(Forecaster) == []


def test_the_first_twenty_are_told_and_the_rest_counted(bring, asked, said):
    bad = [{"probability": "2"}] * 15
    told = faults(bring, asked({}), said(*bad), said(*bad, name="more.csv"))
    assert len(told) == 21
    assert told[-2:] == ("more.csv line 6: '2' is not a probability from 0 to 1", "and 10 more")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"title": "two\nlines"}, "The title holds line breaks"),
        ({"title": "x" * 501}, "The title has 501 characters"),
        ({"title": "a\0b"}, "NUL"),
        ({"criteria": "a\0b"}, "NUL"),
        ({"source": "a\0b"}, "NUL"),
        ({"family": "a\nb"}, "The family holds"),
        ({"question_id": "RAIN"}, "question RAIN is in the file twice"),
    ],
)
def test_what_a_ledger_cannot_hold_is_a_bad_row(bring, asked, row, fault):
    (told,) = faults(bring, asked({}, {"question_id": "snow", **row}))
    assert told.startswith("asked.csv line 3: ")
    assert fault in told


def test_a_question_in_two_files_is_a_bad_row_of_the_second(bring, asked):
    (fault,) = faults(bring, asked({}), asked({}, name="again.csv"))
    assert fault == "again.csv line 2: question rain is in the file twice"


def test_the_name_of_a_simulation_or_an_article_is_a_bad_row(ledger, bring, asked, said):
    bring(asked({"outcome": "", "close_time": "2026-01-01T00:00Z"}))
    with ledger.writing("ana", "x") as w:
        report(w, "rain", "sim-fox", 0.5, kind=Kind.SIMULATED)
    (fault,) = faults(bring, said({"forecaster": "SIM-FOX"}))
    assert (
        fault == "said.csv line 2: “SIM-FOX” is the name of another kind: simulated. Choose another"
    )


def test_the_good_rows_can_be_taken_and_the_bad_ones_kept(bring, asked, said):
    bad = {"question_id": "none", "probability": "=1+1"}
    imported, _, rejects = bring(asked({}), said({}, bad, {"forecaster": "bo"}), skip=True)
    assert imported.forecasts == 2
    assert rejects == [
        {
            **dict(zip(("forecaster", "question_id"), ("ana", "none"), strict=True)),
            "time": at(0),
            "probability": "=1+1",
            "file": "said.csv",
            "line": "3",
            "reason": "there is no question 'none'",
        }
    ]


def test_bad_rows_are_kept_whole_and_in_the_order_of_their_lines(
    tmp_path, bring, asked, monkeypatch
):
    monkeypatch.setattr(csv_table, "PIECE", 50)
    path = tmp_path / "said.csv"
    path.write_text(
        "forecaster,question_id,time,probability\n"
        "ana,rain,2025-01-01,2\n"
        "bo,rain,2025-01-01T00:00Z,0,5\n"
        "cy,rain\n"
        "dee,rain,x,0.5\n"
        "eve,rain,2025-01-01T00:00Z,0.5\n"
    )
    imported, _, rejects = bring(asked({}), path, skip=True)
    assert imported.forecasts == 1
    assert [(row["line"], row["forecaster"]) for row in rejects] == [
        ("2", "ana"),
        ("3", "bo"),
        ("4", "cy"),
        ("5", "dee"),
    ]
    assert rejects[1]["probability"] == "0,5"
    assert "time" not in rejects[2]


def test_the_columns_of_what_was_left_out_are_those_of_the_files_it_came_from(asked, said):
    with asked({"outcome": "x"}).open("rb") as one, said({"time": "x"}).open("rb") as other:
        tables = Tables([open_table(one, "one")], [open_table(other, "other")])
        with closing(BadRows(tables)) as bad:
            assert bad.columns() == ["line", "reason"]
            tables.forecasts[0].faults.note(2, "why")
            columns = ["forecaster", "question_id", "time", "probability", "line", "reason"]
            assert bad.columns() == columns
            tables.questions[0].faults.note(2, "why")
            assert bad.columns()[:2] == ["question_id", "title"]
            assert bad.columns()[-3:] == ["file", "line", "reason"]


def test_a_rehearsal_counts_the_same_and_records_nothing(bring, asked, said, rows):
    files = asked(RESOLVED), said({}, {"forecaster": "bo"})
    rehearsed, _, _ = bring(*files, rehearse=True)
    assert rows(Entry) == []
    imported, _, _ = bring(*files)
    assert (rehearsed.entry, imported.entry) == (None, 1)
    rehearsed.entry = 1
    assert rehearsed == imported
    assert faults(bring, said({"time": "x"}), rehearse=True)


def test_whatever_ends_an_import_half_way_leaves_nothing(bring, asked, said, rows, monkeypatch):
    monkeypatch.setattr(csv_table, "PIECE", 50)
    done = []

    def interrupt(number):
        done.append(number)
        if len(done) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(asked({}), said(*[{"time": at(day)} for day in range(9)]), progress=interrupt)
    assert done == [2, 2]
    assert rows(Entry) == rows(Report) == []
