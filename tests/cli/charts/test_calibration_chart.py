"""The reliability diagram: points, bands and bars lie where the figures say."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from cli.charts.calibration import Reliability, calibration_chart

SVG = "{http://www.w3.org/2000/svg}"


def row(low, mean, came, weight, position="inside", width=0.1):
    """A bin whose band holds the ten hundredths around what was said."""
    return {
        "low": low,
        "high": low + width,
        "questions": 7,
        "weight": weight,
        "mean": mean,
        "frequency": came,
        "lower": max(mean - 0.1, 0.0),
        "upper": min(mean + 0.1, 1.0),
        "position": position,
    }


BINS = [
    row(0.1, 0.15, 0.2, 4.0),
    row(0.4, 0.45, 0.4, 1.0, "thin"),
    row(0.8, 0.85, 0.5, 2.0, "outside"),
    row(0.9, float("nan"), float("nan"), 0.0, None),
]


@pytest.fixture
def drawn():
    """The elements of a calibration with some class, as a file."""

    def draw(bins=BINS, name="ana", **more):
        made = Reliability(name, 1, 7, 0.9, bins, **more)
        root = ET.fromstring(calibration_chart(made).standalone())

        def named(style):
            return [e for e in root.iter() if style in e.get("class", "").split()]

        return named

    return draw


def number(element, *names):
    return [float(element.get(name)) for name in names]


@pytest.fixture
def scale(drawn):
    """From shares to places, as the diagonal tells them."""
    x1, x2, y1, y2 = number(*drawn()("diagonal"), "x1", "x2", "y1", "y2")
    return lambda x, y: (x1 + x * (x2 - x1), y1 + y * (y2 - y1))


def test_bands_lie_where_each_bin_would_if_it_were_calibrated(drawn, scale):
    bands = drawn()("band")
    assert len(bands) == 3
    for band, bin_ in zip(bands, BINS, strict=False):
        x, y, width, height = number(band, "x", "y", "width", "height")
        assert (x, y) == pytest.approx(scale(bin_["low"], bin_["upper"]), abs=0.11)
        ends = scale(bin_["high"], bin_["lower"])
        assert (x + width, y + height) == pytest.approx(ends, abs=0.21)


def test_bars_are_as_high_as_their_weight_and_as_wide_as_their_bin(drawn):
    bars = [number(bar, "height", "width") for bar in drawn()("bar")]
    first, second, third = (height for height, _ in bars)
    assert (second / first, third / first) == pytest.approx((0.25, 0.5), abs=0.01)
    assert len({width for _, width in bars}) == 1


def test_a_point_outside_its_band_has_a_ring_and_a_thin_one_is_hollow(drawn, scale):
    named = drawn()
    ring, astray = *named("ring"), *named("astray")
    assert number(ring, "cx", "cy") == pytest.approx(scale(0.85, 0.5), abs=0.11)
    assert number(astray, "x1", "y1") == pytest.approx(scale(0.85, 0.75), abs=0.11)
    assert len(named("point")) == 3
    assert len(named("hollow")) == 1


def test_points_lie_at_what_was_said_and_came_true(drawn, scale):
    points = drawn(name="@median")("point")
    assert len(points) == 3
    for point, bin_ in zip(points, BINS, strict=False):
        place = scale(bin_["mean"], bin_["frequency"])
        assert number(point, "cx", "cy") == pytest.approx(place, abs=0.11)


def test_the_isotonic_fit_is_level_within_each_block(drawn, scale):
    blocks = [row(0.1, 0.1, 0.2, 1.0, width=0.0), row(0.4, 0.5, 0.6, 1.0, width=0.2)]
    (fit,) = (e for e in drawn(blocks, fitted=True)("line"))
    places = [tuple(map(float, p.split())) for p in fit.get("d")[1:].split("L")]
    wanted = [scale(*p) for p in ((0.1, 0.2), (0.1, 0.2), (0.4, 0.6), (0.6, 0.6))]
    assert [x for p in places for x in p] == pytest.approx([x for p in wanted for x in p], abs=0.11)


def test_nothing_said_is_told_in_words():
    picture = calibration_chart(Reliability("ana", 1, 0, 0.9, BINS[3:]))
    assert picture.description == "No forecast on a resolved question."
    assert picture.description in picture.standalone()


@pytest.mark.parametrize("name", ["<script>x</script>", "מיכל", "東" * 250, "w" * 500])
def test_any_name_can_be_drawn(drawn, name):
    assert not [e for e in [*drawn(name=name)("chart")[0].iter()] if e.tag == f"{SVG}script"]
