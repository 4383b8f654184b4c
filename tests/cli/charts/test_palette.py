"""Every colour can be seen, and told from every other, whatever colours a reader sees."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from cli.charts.palette import DAY, HUES, MARKS, NIGHT, look_of

THEMES = pytest.mark.parametrize("theme", [DAY, NIGHT], ids=["day", "night"])

# Machado, Oliveira & Fernandes 2009, IEEE TVCG 15:1291, severity 1; on linear light.
VISIONS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
APART = 11.0
"""The least difference of two colours; from about 2 on, one sees it side by side."""


def light(colour):
    """Linear light of a colour of the screen."""
    value = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Contrast of two colours by WCAG 2."""
    low, high = sorted(float(light(colour) @ (0.2126, 0.7152, 0.0722)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(colour, vision):
    """A colour in CIELAB as somebody with this vision sees it."""
    seen = TO_XYZ @ np.clip(VISIONS[vision] @ light(colour), 0.0, 1.0) / TO_XYZ.sum(axis=1)
    x, y, z = np.where(seen > 216 / 24389, np.cbrt(seen), (24389 / 27 * seen + 16) / 116)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one, other):
    """Difference of two colours in CIELAB; Sharma, Wu & Dalal 2005, Color Res. Appl. 30:21."""
    chroma = (np.hypot(*one[1:]) + np.hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    (l1, c1, h1), (l2, c2, h2) = (
        (luma, np.hypot(stretch * a, b), np.degrees(np.arctan2(b, stretch * a)) % 360)
        for luma, a, b in (one, other)
    )
    turn = (h2 - h1 + 180) % 360 - 180
    hue, c, luma = h1 + turn / 2, (c1 + c2) / 2, (l1 + l2) / 2
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    t = 1 + sum(size * np.cos(np.radians(k * hue + by)) for size, k, by in waves)
    dl = (l2 - l1) / (1 + 0.015 * (luma - 50) ** 2 / np.sqrt(20 + (luma - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * c)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * c * t)
    twist = 60 * np.exp(-((((hue % 360) - 275) / 25) ** 2))
    rotation = -2 * np.sqrt(c**7 / (c**7 + 25.0**7)) * np.sin(np.radians(twist))
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + rotation * dc * dh))


def distance(one, other, vision):
    """How different two colours are to somebody with this vision."""
    return ciede2000(lab(one, vision), lab(other, vision))


def people(theme):
    """Colours of whoever can be drawn."""
    return [theme.ink, theme.market, *theme.hues]


def test_differences_are_those_that_are_published():
    assert ciede2000((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=5e-5)
    assert ciede2000((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=5e-5)
    assert ciede2000((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619)) == pytest.approx(
        2.0373, abs=5e-5
    )


@THEMES
def test_whoever_is_drawn_stands_out_from_every_ground(theme):
    for colour in (*people(theme), theme.good, theme.bad):
        assert min(contrast(colour, ground) for ground in (theme.surface, theme.raised)) >= 4.5
        assert contrast(colour, theme.band) >= 3.0


@THEMES
def test_text_can_be_read_on_every_ground(theme):
    for colour in (theme.ink, theme.muted):
        grounds = (theme.surface, theme.raised, theme.band)
        assert min(contrast(colour, ground) for ground in grounds) >= 4.5


@THEMES
@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_who_are_drawn_can_be_told_apart(theme, vision):
    pairs = combinations(people(theme), 2)
    assert min(distance(*pair, vision) for pair in pairs) >= APART
    assert distance(theme.good, theme.bad, vision) >= APART


def test_a_look_follows_from_the_name_alone_and_all_looks_are_taken():
    assert look_of("ANA") == look_of("ana")
    assert (look_of("@median").style, look_of("@market").style) == ("crowd", "market")
    looks = {look_of(f"person {number}") for number in range(400)}
    assert len(looks) == HUES * len(MARKS)
    assert len(DAY.hues) == len(NIGHT.hues) == HUES
