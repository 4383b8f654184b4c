"""The leaderboard of a report, and who in it is better than whom."""

from __future__ import annotations

import math
from time import process_time
from xml.etree import ElementTree as ET

import pytest
from quizzes import quiz

from cli.report.contents import Contents, Wanted
from cli.report.sections.head_to_head import head_to_head
from cli.report.sections.leaderboard import leaderboard
from scoring.board import board

SAID = {
    "ana": (0.9, 0.2, 0.6, 0.5),
    "bo <i>": (0.5, 0.2, 0.9, 0.8),
    "cy": (0.1, 0.8, 0.0, None),
}
CAME = (1, 0, 1, 0)


def contents(said=SAID, came=CAME, who=()):
    poll = quiz(said, came)
    return Contents(
        source="test",
        moment=0,
        wanted=Wanted(who=who),
        poll=poll,
        board=board(poll.panel),
        states=[],
        mentions={},
        hidden=frozenset(),
        blinded=frozenset(),
    )


def table(told):
    return ET.fromstring(f"<div>{leaderboard(told).body}</div>").find(".//table")


def test_a_row_tells_every_figure_and_sorts_by_the_exact_one():
    told = contents()
    drawn = table(told)
    heads = [head.text for head in drawn.findall("thead/tr/th")]
    for line, row in zip(drawn.findall("tbody/tr"), told.rows, strict=True):
        raw = {head: cell.get("data-v") for head, cell in zip(heads, line, strict=True)}
        assert raw["forecaster"] == row["forecaster"]
        for head, field in (("Brier ↓", "brier"), ("log ↓", "log"), ("skill ↑", "skill")):
            assert float(raw[head]) == pytest.approx(row[field])
        assert raw["rank"] == (str(row["rank"]) if row["rank"] else None)
        assert line.find("th").get("scope") == "row"
    assert any(cell.get("data-v") == "inf" for cell in drawn.iter("td"))


def test_columns_have_a_scope_and_the_table_a_caption():
    drawn = table(contents())
    assert {head.get("scope") for head in drawn.findall("thead/tr/th")} == {"col"}
    assert "cannot be told from the best" in drawn.find("caption").text
    assert "sortable" in drawn.get("class")


def test_names_stay_text_and_whoever_was_asked_for_stands_out():
    drawn = table(contents(who=("bo <i>",)))
    (line,) = [line for line in drawn.findall("tbody/tr") if line.get("class") == "who"]
    assert line.find("th/bdi").text == "bo <i>"


def test_no_outcome_and_one_forecaster_leave_out_what_cannot_be_told():
    unresolved = contents({"ana": (0.3,), "bo": (0.4,)}, (math.nan,))
    assert leaderboard(unresolved) is None
    assert head_to_head(unresolved) is None
    alone = contents({"ana": (0.3, 0.2)}, (1, 0))
    assert len(table(alone).findall("tbody/tr")) == len(alone.rows)
    head_to_head(alone)


def test_the_first_of_the_board_meet_the_crowd_and_who_was_asked_for():
    said = {f"f{n}": (n / 20, 1 - n / 20, 0.5) for n in range(12)}
    told = contents(said, (0, 1, 1), who=("f11",))
    drawn = ET.fromstring(f"<div>{head_to_head(told).body}</div>").find(".//svg")
    names = " ".join(text.text for text in drawn.findall("text"))
    assert all(f" {name} " in f" {names} " for name in ("f0", "f7", "f11", "@median"))
    assert " f9 " not in names


def test_300_forecasters_take_no_longer_to_tell_than_to_score():
    said = {f"f{n}": tuple((n * k % 97 + 1) / 99 for k in range(30)) for n in range(300)}
    begun = process_time()
    told = contents(said, [k % 2 for k in range(30)])
    scored = process_time()
    assert len(leaderboard(told).body) < 600_000
    head_to_head(told)
    assert process_time() - scored < 1.0 + 3 * (scored - begun)
