"""The page about pictures: its commands draw what it says, and its colours are the palette's."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from sessions import differences, steps

from cli.charts.palette import DAY, NIGHT

PAGE = (Path(__file__).parents[2] / "docs" / "pictures.md").read_text("utf-8")


def test_its_commands_draw_their_pictures(at_terminal, home, monkeypatch):
    monkeypatch.chdir(home)
    told = [(step, at_terminal(step.command)) for step in steps(PAGE, "foretell")]
    wrong = differences(told)
    assert not wrong, "\n".join(["The page shows something else than:", *wrong])
    drawn = [step.command.split()[-1] for step, _ in told if "--plot" in step.command]
    assert len(drawn) == 5
    for name in drawn:
        assert ET.parse(home / name).getroot().tag.endswith("svg")


def colours(theme):
    """All but the grid, and YES and NO at the end, as the table has them."""
    shown = (theme.surface, theme.raised, theme.band, theme.ink, theme.muted, theme.market)
    return (*shown, *theme.hues, theme.good, theme.bad)


def test_its_table_has_every_colour_that_is_seen():
    for day, night in zip(colours(DAY), colours(NIGHT), strict=True):
        assert f"| `{day}` | `{night}` |" in PAGE
