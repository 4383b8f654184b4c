"""Tables of one kind of figure fit on every screen."""

from __future__ import annotations

from cli.output.matrix import matrix
from cli.output.streams import Screen

BOARDS = ["mean_brier", "skill"]
CASES = ["random", "skilled choose hard", "some late"]
CELLS = [["0.44", "0.10", "0.21"], ["0.58", "0.57", "0.39"]]


def test_names_stand_above_where_they_fit():
    lines = list(matrix(BOARDS, CASES, CELLS, Screen(60), "board"))
    assert lines[0] == "  board       random  skilled choose hard  some late"
    assert lines[1:] == [
        "  mean_brier    0.44                 0.10       0.21",
        "  skill         0.58                 0.57       0.39",
        "",
    ]


def test_numbers_stand_for_names_that_do_not_fit():
    lines = list(matrix(BOARDS, CASES, CELLS, Screen(40)))
    assert lines[0] == "                 1     2     3"
    assert lines[-4:] == ["  1: random", "  2: skilled choose hard", "  3: some late", ""]


def test_a_table_that_is_still_too_wide_goes_on_below():
    lines = list(matrix(BOARDS, CASES, CELLS, Screen(25)))
    assert [line for line in lines if line.startswith("  skill")] == [
        "  skill       0.58  0.57",
        "  skill       0.39",
    ]
    assert max(map(len, lines)) <= 25
