"""Miscalibration against discrimination: points lie where the parts say, labels apart."""

from __future__ import annotations

from itertools import combinations
from math import inf
from xml.etree import ElementTree as ET

import pytest

from cli.charts.decomposition import decomposition_chart
from cli.charts.frame import text_width
from scoring.decomposition import Corp


def parts(cost, gain, uncertainty=0.25):
    return Corp(uncertainty + cost - gain, cost, gain, uncertainty)


@pytest.fixture
def drawn():
    """The elements of a plot with some class."""

    def draw(everybody):
        root = ET.fromstring(decomposition_chart(everybody, "brier").standalone())
        return lambda style: [e for e in root.iter() if style in e.get("class", "").split()]

    return draw


def test_points_lie_where_their_parts_say_and_guides_keep_the_gain(drawn):
    crowd = [("@median", parts(0.02, 0.1)), ("@MEDIAN", parts(0.04, 0.05))]
    named = drawn(crowd)
    (x2, y2), (x1, y1) = ([float(e.get(k)) for k in ("cx", "cy")] for e in named("point"))
    axes = named("axis")
    left = max(float(e.get("x1")) for e in axes)
    bottom = max(float(e.get("y1")) for e in axes)
    assert (x2 - left) / (x1 - left) == pytest.approx(2.0, abs=0.01)
    assert (bottom - y2) / (bottom - y1) == pytest.approx(0.5, abs=0.01)
    across, up = (x1 - left) / 0.02, (bottom - y1) / 0.1
    for guide in named("guide"):
        x1, x2, y1, y2 = (float(guide.get(k)) for k in ("x1", "x2", "y1", "y2"))
        assert (x2 - x1) / across == pytest.approx((y1 - y2) / up, abs=5e-4)


def test_labels_of_a_crowd_do_not_overlap_and_nobody_loses_the_point(drawn):
    named = drawn(
        [(f"forecaster{k}", parts((k % 17) ** 4 / 9e5, (k % 23) ** 4 / 2e6)) for k in range(300)]
    )
    assert len(named("point")) == 300
    labels = [(float(e.get("x")), float(e.get("y")), text_width(e.text)) for e in named("name")]
    assert 2 < len(labels) < 100
    for (x, y, wide), (other_x, other_y, also) in combinations(labels, 2):
        assert abs(x - other_x) >= (wide + also) / 2 - 0.2 or abs(y - other_y) >= 13.8


@pytest.mark.parametrize("name", ["<script>x</script>", "מיכל", "東" * 250, "w" * 500])
def test_one_forecaster_of_any_name_can_be_drawn(drawn, name):
    named = drawn([(name, parts(0.0, 0.0))])
    assert len(named("point")) == len(named("name")) == 1


def test_nobody_and_infinite_scores_are_told():
    none = decomposition_chart([], "brier")
    assert "No forecast on a resolved question." in none.standalone()
    lost = decomposition_chart([("ana", Corp(inf, inf, 0.1, 0.2))], "log")
    assert "1 forecaster without a finite score." in lost.description
