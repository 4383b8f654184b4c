"""The history of a question on a terminal: every sign in the row and column of its value."""

from __future__ import annotations

import numpy as np
import pytest

from cli.charts.history import History, Said
from cli.charts.steps import Steps
from cli.output.ink import Ink
from cli.output.streams import Screen
from cli.output.timeline import timeline

DAY = 86_400.0
COLUMNS = 112
"""Those of a picture with a column a day for 100 days."""

LEFT = 8
PRICE = "\N{MULTIPLICATION SIGN}"
ASCII = Screen(COLUMNS, unicode=False)


def steps(*spans):
    return Steps(*np.array(spans, float).reshape(-1, 3).T * [[DAY], [DAY], [1.0]])


def history(*said, closes=100, moment=100, outcome=None):
    return History(
        question="rain",
        title="Does it rain?",
        opens=0.0,
        closes=closes * DAY,
        moment=moment * DAY,
        outcome=outcome,
        spread=None,
        said=tuple(Said(name, steps(*spans)) for name, spans in said),
        people=1,
    )


def drawn(shown, columns=COLUMNS, screen=Screen()):  # noqa: B008 - it cannot change
    return [screen.show(line) for line in timeline(shown, columns)]


def places(lines, sign):
    """Day and percentage of every place where a sign stands."""
    return {
        (column - LEFT, 100 - 10 * row)
        for row, line in enumerate(lines[:11])
        for column, found in enumerate(line)
        if found == sign and column >= LEFT
    }


def test_a_forecast_stands_in_the_row_of_its_value_from_its_day_to_the_next():
    lines = drawn(history(("@median", [(0, 40, 0.3), (40, 90, 0.84)])))
    assert places(lines, "•") == {(d, 30) for d in range(40)} | {(d, 80) for d in range(40, 90)}
    assert lines[2].startswith("   80% ┤")


def test_nothing_stands_after_a_withdrawal_or_after_the_moment():
    lines = drawn(history(("ana", [(0, 10, 0.5), (20, 30, 0.5)]), moment=30))
    days = {day for day, _ in places(lines, "─")}
    assert days == {*range(10), *range(20, 31)}


def test_certainties_stand_at_the_edges():
    lines = drawn(history(("@median", [(0, 100, 1.0)]), ("ana", [(0, 100, 0.0)])))
    assert places(lines, "•") == {(day, 100) for day in range(100)}
    assert places(lines, "─") == {(day, 0) for day in range(100)}


def test_curves_that_meet_are_one_sign_and_the_legend_names_what_is_drawn():
    said = [("@median", [(0, 100, 0.3)]), ("@market", [(0, 50, 0.7)]), ("ana", [(0, 100, 0.3)])]
    lines = drawn(history(*said))
    assert places(lines, "◆") == {(day, 30) for day in range(100)}
    assert len(places(lines, PRICE)) == 50
    assert lines[-1].strip().split("   ") == [
        "• crowd (median)",
        f"{PRICE} market",
        "─ you",
        "◆ two or more",
    ]
    assert drawn(history(said[2]))[-1].strip() == "─ you"


def test_each_is_painted_as_what_it_is():
    lines = [*timeline(history(("@market", [(0, 100, 0.7)]), ("ana", [(0, 100, 0.3)])), COLUMNS)]
    inks = {span.text[0]: span.ink for line in lines[:11] for span in line if span.text}
    assert inks[PRICE] is Ink.MARKET
    assert inks["─"] is Ink.YOU


@pytest.mark.parametrize(("outcome", "row", "told"), [(1.0, 0, " YES"), (0.0, 10, " NO")])
def test_what_came_true_stands_at_the_end(outcome, row, told):
    lines = drawn(history(("@median", [(0, 100, 0.5)]), outcome=outcome))
    assert [number for number, line in enumerate(lines) if line.endswith(told)] == [row]


def test_a_close_that_lies_ahead_is_a_line_and_the_days_stand_below():
    lines = drawn(history(("@median", [(0, 50, 0.5)]), moment=50))
    assert all(line[LEFT + 100 :] == "│" for line in lines[:11])
    assert lines[11].endswith(" 11 Apr 1970")
    assert lines[11].index("20 Feb 1970") + len("20 Feb 1970") - 1 == LEFT + 50
    assert not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("moment", [0, 1, 50, 97, 100])
def test_no_line_is_longer_than_the_terminal_or_holds_more_than_ascii_can_say(columns, moment):
    said = [(name, [(0, moment, 0.4)]) for name in ("@median", "@market", "ana")]
    shown = history(*said, moment=moment, outcome=1.0 if moment == 100 else None)
    for screen in (Screen(columns), ASCII):
        lines = drawn(shown, columns, screen)
        assert len(lines) == 13
        assert max(map(len, lines)) <= columns
    assert "".join(lines).isascii()


@pytest.mark.parametrize("said", [(), (("ana", []),), (("ana", [(60, 70, 0.5)]),)])
def test_where_nobody_said_anything_there_is_no_picture(said):
    assert drawn(history(*said, moment=50)) == []


def test_a_question_that_was_never_open_for_long_is_drawn():
    assert places(drawn(history(("ana", [(0, 0, 0.5)]), closes=0, moment=0)), "─")
