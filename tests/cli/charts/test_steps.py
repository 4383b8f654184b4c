"""Steps as paths: where the figures say, and no longer than the picture can show."""

from __future__ import annotations

import re

import numpy as np
import pytest

from cli.charts.frame import Frame
from cli.charts.picture import CARD
from cli.charts.steps import Steps, area, line

FRAME = Frame.of(CARD, (0.0, 100.0), (0.0, 1.0))


def corners(path):
    """The corners of a path's pieces, read as a browser reads it."""
    x = y = 0.0
    for command, first, second in re.findall(r"([MhvVZ])(-?[\d.]*)(?: ([\d.]+))?", path):
        match command:
            case "M":
                x, y = float(first), float(second)
            case "h":
                x += float(first)
            case "v":
                y += float(first)
            case "V":
                y = float(first)
        yield x, y


def steps(start, end, value):
    return Steps(*(np.array(column, float) for column in (start, end, value)))


def test_steps_lie_where_they_are_said_to():
    drawn = list(corners(line(steps([0, 50], [50, 100], [0.2, 0.75]), FRAME)))
    left, middle, right = (FRAME.x(at) for at in (0.0, 50.0, 100.0))
    low, high = FRAME.y(0.2), FRAME.y(0.75)
    expected = [(left, low), (middle, low), (middle, high), (right, high)]
    assert np.ravel(drawn) == pytest.approx(np.ravel(expected), abs=0.11)


def test_a_gap_stays_open_and_nothing_draws_nothing():
    assert line(steps([0, 60], [40, 100], [0.2, 0.2]), FRAME).count("M") == 2
    assert line(steps([], [], []), FRAME) == ""


def test_an_area_lies_between_its_edges_and_closes():
    times = [0, 50], [50, 100]
    path = area(steps(*times, [0.2, 0.4]), steps(*times, [0.5, 0.9]), FRAME)
    drawn = list(corners(path))
    assert path.endswith("Z")
    assert {round(y) for _, y in drawn} == {round(FRAME.y(p)) for p in (0.2, 0.4, 0.5, 0.9)}
    assert drawn[-1] == pytest.approx((FRAME.x(0.0), FRAME.y(0.2)), abs=0.15)


def test_a_hundred_thousand_reports_make_a_short_path_that_touches_the_extremes():
    dice = np.random.default_rng(1)
    at = np.sort(dice.uniform(0, 100, 100_000))
    value = dice.uniform(0.2, 0.8, at.size)
    value[[30_000, 70_000]] = 0.01, 0.99
    path = line(Steps(at, np.append(at[1:], 100.0), value), FRAME)
    heights = [y for _, y in corners(path)]
    assert len(path) < 15_000
    assert max(heights) == pytest.approx(FRAME.y(0.01), abs=0.1)
    assert min(heights) == pytest.approx(FRAME.y(0.99), abs=0.1)
    assert list(corners(path))[-1] == pytest.approx((FRAME.x(100.0), FRAME.y(value[-1])), abs=0.2)
