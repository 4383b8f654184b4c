"""Pictures of one row beside a table: where figures lie, and when there is room for them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.output.ink import Ink, Span, painted
from cli.output.streams import Screen
from cli.output.strips import Extent, interval_strip, percent_ruler, share_strip, table_beside
from cli.output.table import Column

NAN = float("nan")
EXTENT = Extent(-0.1, 0.1)
COLUMNS = [Column("name", shrinks=True), Column("log"), Column("skill")]
CELLS = [["ana", "0.400", "+0.010"], ["bo" * 10, "0.500", "-0.010"]]

figures = st.floats(-0.3, 0.3)


@given(st.lists(figures, min_size=3, max_size=3).map(sorted), st.integers(10, 40))
def test_an_interval_lies_where_its_figures_say(ends, wide):
    low, middle, high = ends
    strip = interval_strip(EXTENT, low, middle, high, wide)
    assert len(strip) == wide
    if EXTENT.low <= middle <= EXTENT.high:
        place = strip.index("●")
        assert place / wide - 1e-9 <= (middle + 0.1) / 0.2 <= (place + 1) / wide + 1e-9
    assert ("<" in strip) <= (low < EXTENT.low)
    assert (">" in strip) <= (high > EXTENT.high)


@pytest.mark.parametrize(
    ("low", "middle", "high", "strip"),
    [
        (NAN, NAN, NAN, "·····┃····"),
        (NAN, 0.05, NAN, "·····┃·●··"),
        (0.03, 0.05, 0.09, "·····┃├●·┤".replace("●·", "●─")),
        (-0.09, -0.07, -0.03, "├●─┤·┃····"),
        (-0.5, 0.01, 0.5, "<────●───>"),
        (-0.5, -0.4, 0.05, "<────┼─┤··"),
    ],
)
def test_intervals_and_zero(low, middle, high, strip):
    assert interval_strip(EXTENT, low, middle, high, 10) == strip


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.integers(20, 30))
def test_the_signs_of_a_curve_lie_where_its_shares_say(shares, wide):
    low, high = sorted(shares[:2])
    said, came = shares[2:]
    strip = share_strip(low, said, came, high, wide)[1:-1]
    cells = [min(int(share * wide), wide - 1) for share in (low, high, said, came)]
    assert strip[cells[3]] == "●"
    assert strip[cells[2]] == "│" or cells[2] == cells[3]
    band = {place for place, sign in enumerate(strip) if sign == "▒"}
    assert band == {*range(cells[0], cells[1] + 1)} - {*cells[2:]}
    assert len(percent_ruler(wide)) == wide + 4


def test_an_extent_holds_all_figures_and_zero():
    assert Extent.around([]) == Extent(0.0, 0.01)
    assert Extent.around([0.123, NAN]) == Extent(0.0, 0.13)
    assert Extent.around([-0.1, -0.02]) == Extent(-0.1, 0.0)


def beside(screen):
    def draw(wide):
        return [(Span("=" * wide),), *(painted("─" * wide, {"─": Ink.GOOD}) for _ in CELLS)]

    return [
        screen.show(line)
        for line in table_beside(COLUMNS, CELLS, draw, screen, leaving=[1], least=10, most=20)
    ]


def test_pictures_take_the_room_that_there_is_and_columns_leave_for_them():
    assert [line.count("=") for line in (beside(Screen(w))[0] for w in (100, 60, 55, 40, 30))] == [
        20, 20, 16, 10, 0,
    ]  # fmt: skip
    for columns in (30, 40, 60, 80, 100):
        assert max(map(len, beside(Screen(columns)))) <= columns
    assert "log" not in beside(Screen(36))[0]
    assert "log" in beside(Screen(30))[0]


@pytest.mark.parametrize("screen", [Screen(), Screen(100, draws=False)])
def test_nothing_is_drawn_on_what_is_no_terminal_or_a_dumb_one(screen):
    assert beside(screen) == beside(Screen(1000, draws=False))
    assert not any("=" in line for line in beside(screen))


def test_only_painted_parts_are_coloured_and_no_text_can_colour_itself():
    line = (Span("\x1b[31mana\n"), Span("─\x1b[0m", Ink.YOU))
    plain = Screen(100)
    assert plain.show(line) == "[31mana ─[0m"
    assert replace(plain, colour=True).show(line) == "[31mana \x1b[94m─[0m\x1b[39m"
    assert replace(plain, unicode=False).show(line) == "[31mana -[0m"
