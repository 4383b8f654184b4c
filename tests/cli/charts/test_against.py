"""The pictures of comparisons: of two forecasters, and of more."""

from __future__ import annotations

import math
import re

import pytest
from drawn import classed, parsed, points, texts
from quizzes import quiz

from cli.charts.matrix import matrix_chart
from cli.charts.picture import CARD, FILE_SIZE
from cli.charts.versus import versus_chart
from cli.output.versus import Versus
from cli.shared.contests import everybody
from cli.shared.entrants import Entrants
from scoring.comparison.common_time import Curves
from scoring.comparison.contest import Contest
from scoring.rules import BRIER, LOG

SAID = {"ana": (0.9, 0.2, 0.6, 0.5), "bo": (0.5, 0.2, 0.9, 0.8), "cy": (0.1, 0.8, 0.2, 0.3)}
CAME = (1, 0, 1, 0)
SCRIPT = "<script>alert(1)</script>"


def curves(poll, rule=BRIER):
    entrants = Entrants(poll)
    return Curves.of([entrants.stands(code) for code in range(len(poll.forecasters))], rule)


def versus(said=SAID, came=CAME, rule=BRIER):
    poll = quiz(dict(list(said.items())[:2]), came)
    contest = Contest.of(curves(poll, rule).shared(0, 1))
    return Versus(names=poll.forecasters, poll=poll, contest=contest, rule=rule, level=0.95)


def contests(said=SAID, came=CAME):
    poll = quiz(said, came)
    return everybody(curves(poll), poll.forecasters, BRIER)


def test_a_mark_for_each_question_stands_as_high_as_the_difference():
    found = versus()
    root = parsed(versus_chart(found, FILE_SIZE))
    (group,) = classed(root, "questions")
    drawn = points(group)
    gaps = [row["difference"] for row in found.rows()]
    assert gaps == pytest.approx([0.64 - 0.25, 0.25 - 0.01, 0.0, 0.01 - 0.16])
    zero = float(classed(root, "axis")[0].get("y1"))
    unit = (zero - drawn[0][1]) / gaps[0]
    for gap, (_, y) in zip(gaps, drawn, strict=True):
        assert zero - y == pytest.approx(gap * unit, abs=0.3)
    assert len(classed(group, "hollow")) == 1
    mean = float(classed(root, "mean")[0].get("y1"))
    assert zero - mean == pytest.approx(sum(gaps) / 4 * unit, abs=0.3)


def test_the_band_is_the_interval_of_the_mean():
    found = versus()
    root = parsed(versus_chart(found))
    band, zero = classed(root, "band")[0], float(classed(root, "axis")[0].get("y1"))
    mean = float(classed(root, "mean")[0].get("y1"))
    unit = (zero - mean) / found.contest.paired.difference
    half = float(band.get("height")) / 2
    assert half == pytest.approx(found.contest.paired.half_width * unit, abs=0.3)
    assert float(band.get("y")) + half == pytest.approx(mean, abs=0.3)


def test_two_who_never_met_and_infinite_losses_are_told_in_words():
    nothing = versus_chart(versus({"ana": (0.1, None), "bo": (None, 0.1)}, (1, 0)))
    assert "no resolved question" in nothing.description
    assert points(classed(parsed(nothing), "questions")[0]) == []
    log = versus({"ana": (0.0, 0.6), "bo": (0.5, 0.5)}, (1, 1), LOG)
    chart = versus_chart(log)
    assert "1 with an infinite loss" in chart.description
    assert len(points(classed(parsed(chart), "questions")[0])) == 1


def test_hard_names_stay_text():
    said = {SCRIPT: (0.1, 0.2, 0.4), "山田" * 32: (0.2, 0.1, 0.4), "דנה כהן": (0.5, 0.5, 0.5)}
    came = (0, 1, 1)
    for chart in (versus_chart(versus(said, came)), matrix_chart(contests(said, came))):
        assert parsed(chart) is not None
        assert "<script" not in chart.standalone()
        assert SCRIPT in chart.description


def test_the_cells_of_a_pair_have_opposite_signs_and_one_depth():
    found = contests()
    root = parsed(matrix_chart(found, FILE_SIZE))
    figures = [text.text for text in classed(root, "figure")]
    better, worse = classed(root, "better"), classed(root, "worse")
    assert len(figures) == 6
    assert len(better) == len(worse) == 3
    assert sorted(cell.get("fill-opacity") for cell in better) == sorted(
        cell.get("fill-opacity") for cell in worse
    )
    assert float(max(cell.get("fill-opacity") for cell in better)) == 0.5
    for row, cells in enumerate((figures[:2], figures[2:4], figures[4:])):
        others = [other for other in range(3) if other != row]
        told = [float(re.sub("[*+]", "", text).replace("\N{MINUS SIGN}", "-")) for text in cells]
        assert told == pytest.approx([found.lead(row, other) for other in others], abs=6e-4)


def test_rows_that_are_better_are_so_drawn_and_described():
    found = contests()
    chart = matrix_chart(found, FILE_SIZE)
    titles = {cell.get("class"): cell[0].text for cell in classed(parsed(chart), "cell")}
    assert " better than " in titles["cell better"]
    assert " worse than " in titles["cell worse"]
    assert "ana is better than cy by 0." in chart.description


@pytest.mark.parametrize("size", [CARD, FILE_SIZE])
def test_thirty_forecasters_fit_with_colours_alone(size):
    said = {f"forecaster {n}": (n / 40, 0.5, 1 - n / 50) for n in range(30)}
    chart = matrix_chart(contests(said, (1, 0, 1)), size)
    root = parsed(chart)
    assert not any(re.search(r"\d\.\d", text) for text in texts(root))
    cells = classed(root, "cell")
    assert max(float(cell.get("x")) + float(cell.get("width")) for cell in cells) <= size.width
    assert max(float(c.get("y")) + float(c.get("height")) for c in cells) < chart.size.height


def test_pairs_that_never_met_have_no_colour():
    found = contests({"ana": (0.1, None), "bo": (None, 0.2), "cy": (0.5, 0.6)}, (0, 0))
    assert math.isnan(found.lead(0, 1))
    root = parsed(matrix_chart(found))
    assert len(classed(root, "cell")) == 4
    assert "1 of 3 pairs cannot be compared." in matrix_chart(found).description
