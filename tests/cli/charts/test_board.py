"""The picture of a leaderboard, and the strips in the table of a report."""

from __future__ import annotations

import math

import pytest
from drawn import classed, parsed, points, texts
from quizzes import quiz

from cli.charts.board import MOST, board_chart
from cli.charts.interval import interval_strip, strip_scale
from cli.charts.picture import CARD, FILE_SIZE
from cli.output.board import board_rows
from scoring.board import board

NAN, INF = math.nan, math.inf
LEVEL = 0.95
HARD = ("<script>alert(1)</script>", "דנה כהן", "山田太郎" * 16, "x" * 64)


def row(name, rank, skill, low, high, rank_low=2, log=0.5):
    return {
        "forecaster": name,
        "rank": rank,
        "rank_low": rank_low if rank else None,
        "skill": skill,
        "skill_low": low,
        "skill_high": high,
        "log": log,
    }


ROWS = [
    row("ana", 1, 0.2, 0.1, 0.3, rank_low=1),
    row("@median", None, 0.15, 0.1, 0.2),
    row("bo", 2, 0.1, -0.1, 0.3, rank_low=1),
    row("cy", 3, -0.3, -0.4, -0.2, log=INF),
]


def spans(root):
    whiskers = classed(root, "whisker")
    return [tuple(float(line.get(key)) for key in ("x1", "x2", "y1")) for line in whiskers]


def test_marks_and_whiskers_lie_where_the_figures_say():
    root = parsed(board_chart(ROWS, LEVEL, "skill", FILE_SIZE))
    drawn, lines = points(root), spans(root)
    (left, right), (low, high) = (drawn[3][0], drawn[0][0]), (-0.3, 0.2)

    def place(value):
        return left + (value - low) * (right - left) / (high - low)

    for told, (x, y), (first, last, height) in zip(ROWS, drawn, lines, strict=True):
        assert (x, first, last) == pytest.approx(
            (place(told["skill"]), place(told["skill_low"]), place(told["skill_high"])), abs=0.3
        )
        assert y == pytest.approx(height, abs=0.2)
    assert [y for _, y in drawn] == sorted(y for _, y in drawn)
    zero = classed(root, "axis")[0]
    assert float(zero.get("x1")) == pytest.approx(place(0.0), abs=0.3)


def test_a_band_lies_behind_those_who_cannot_be_told_from_the_best():
    root = parsed(board_chart(ROWS, LEVEL))
    bands = [(float(b.get("y")), float(b.get("height"))) for b in classed(root, "band")]
    heights = [y for _, y in points(root)]
    within = [any(top < y < top + tall for top, tall in bands) for y in heights]
    assert within == [True, False, True, False]


def test_who_holds_no_rank_is_hollow_and_has_no_number():
    root = parsed(board_chart(ROWS, LEVEL))
    assert len(classed(root, "point", "hollow")) == 1
    assert [text for text in texts(root) if text.isdigit()] == ["1", "2", "3"]


def test_an_infinite_figure_has_words_and_no_mark():
    chart = board_chart(ROWS, LEVEL, "log")
    root = parsed(chart)
    assert len(points(root)) == 3
    assert not classed(root, "whisker")
    assert "∞" in texts(root)
    assert "cy ∞" in chart.description


def test_a_missing_interval_leaves_the_mark_alone():
    root = parsed(board_chart([row("ana", 1, 0.1, NAN, NAN)], LEVEL))
    assert (len(points(root)), len(spans(root))) == (1, 0)


def test_whoever_has_no_figure_is_counted_and_not_drawn():
    root = parsed(board_chart([*ROWS, row("new", None, NAN, NAN, NAN)], LEVEL))
    assert len(points(root)) == len(ROWS)
    assert any("1 without this figure" in text for text in texts(root))


@pytest.mark.parametrize("size", [CARD, FILE_SIZE])
def test_hard_names_stay_text_and_keep_clear_of_the_plot(size):
    rows = [row(name, place, 0.1, 0.0, 0.2) for place, name in enumerate(HARD, 1)]
    chart = board_chart(rows, LEVEL, "skill", size)
    root = parsed(chart)
    assert len(points(root)) == len(HARD)
    assert "<script" not in chart.standalone()
    assert all(name in chart.description for name in HARD)


def test_of_300_the_first_are_drawn_and_the_others_counted():
    rows = [row(f"f{n}", n + 1, -n / 300, -n / 300 - 0.1, -n / 300 + 0.1) for n in range(300)]
    chart = board_chart(rows, LEVEL)
    assert len(points(parsed(chart))) == MOST
    assert f"{300 - MOST} more follow" in chart.description
    assert chart.size.height < 1_000


def test_no_forecaster_and_no_outcome_make_a_picture_too():
    poll = quiz({"ana": (0.3, 0.4)}, (NAN, NAN))
    rows = board_rows(board(poll.panel), poll)
    assert points(parsed(board_chart(rows, LEVEL))) == []
    alone = quiz({"ana": (0.3, 0.4)}, (0, 1))
    assert parsed(board_chart(board_rows(board(alone.panel), alone), LEVEL)) is not None


def test_strips_share_a_scale_that_those_with_a_rank_decide():
    wide = row("@article:x", None, 0.0, -9.0, 9.0)
    scale = strip_scale([*ROWS, wide])
    assert scale == strip_scale(ROWS)
    drawn = interval_strip(wide, scale)
    assert f'x1="{scale.first:.0f}"' in drawn
    assert f'x2="{scale.last:.0f}"' in drawn
    assert 'aria-hidden="true"' in drawn
