"""A picture is a file that needs nothing else, and tells those who do not see it what it shows."""

from __future__ import annotations

import sys
from xml.etree import ElementTree as ET

import pytest

from cli.charts.markup import tag
from cli.charts.picture import CARD, Picture
from cli.charts.png import refuse_png
from cli.charts.theme import chart_css
from cli.output.sink import STDOUT
from cli.shared.plots import write_plot
from market.errors import Refused

SVG = "{http://www.w3.org/2000/svg}"
HARD = '</title><script>alert("1")</script> דנה 山田'


def picture(text=HARD):
    return Picture(HARD, f"{HARD}.", CARD, tag("text", text, x=20, y=40))


@pytest.mark.parametrize("source", [picture().inline(), picture().standalone()])
def test_it_has_a_title_and_a_description_and_calls_nothing(source):
    root = ET.fromstring(source)
    told = {element.tag.removeprefix(SVG): element.text for element in root.iter()}
    assert (told["title"], told["desc"], told["text"]) == (HARD, f"{HARD}.", HARD)
    assert (root.get("role"), root.get("aria-label")) == ("img", f"{HARD}. {HARD}.")
    assert "script" not in told
    assert not any("style" in element.attrib for element in root.iter())
    assert "//" not in source.replace("http://www.w3.org/2000/svg", "")
    assert "url(" not in source
    assert "@import" not in source


def test_a_file_holds_its_colours_and_a_page_does_not():
    assert chart_css() in picture().standalone()
    assert "var(" not in picture().standalone()
    assert "<style" not in picture().inline()


def test_a_png_is_written_whole_and_its_text_can_be_seen(tmp_path):
    pytest.importorskip("resvg_py", reason="the extra png is not installed")
    first, second = tmp_path / "first.png", tmp_path / "second.png"
    write_plot(str(first), picture("Brier"), STDOUT)
    write_plot(str(second), picture(""), STDOUT)
    content = first.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert content.endswith(b"IEND\xaeB`\x82")
    assert [int.from_bytes(content[k : k + 4]) for k in (16, 20)] == [2 * side for side in CARD]
    assert content != second.read_bytes(), "resvg finds no font"
    with pytest.raises(Refused, match="exists"):
        write_plot(str(first), picture(""), STDOUT)
    assert first.read_bytes() == content
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.png", "second.png"]


def test_without_the_extra_a_png_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(Refused, match="extra png") as refused:
        refuse_png()
    assert ".svg" in refused.value.hint
