"""Pages with Python run as they stand, and the tour's table of rooms is complete."""

from __future__ import annotations

import doctest
import re
from pkgutil import iter_modules

import pytest
from sources import ROOT

import scoring

TOUR = ROOT / "docs" / "library.md"
MARKETS = ROOT / "docs" / "markets.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def as_doctest(markdown, page=TOUR):
    """The blocks as one test that counts lines as the page does; all else is blank."""
    lines = [""] * (markdown.count("\n") + 1)
    for block in BLOCK.finditer(markdown):
        first = markdown.count("\n", 0, block.start(1))
        told = block[1].splitlines()
        lines[first : first + len(told)] = told
    return doctest.DocTestParser().get_doctest("\n".join(lines), {}, page.name, str(page), 0)


def wrong(test):
    """What a run reports of examples that print something else; nothing if all is well."""
    reported = []
    doctest.DocTestRunner().run(test, out=reported.append)
    return "".join(reported)


def test_every_block_prints_what_the_tour_shows():
    test = as_doctest(TOUR.read_text("utf-8"))
    assert len(test.examples) > 40
    assert wrong(test) == ""


def test_so_does_every_block_on_markets():
    test = as_doctest(MARKETS.read_text("utf-8"), MARKETS)
    assert test.examples
    assert wrong(test) == ""


def test_the_tour_imports_nothing_but_the_library_and_numpy():
    test = as_doctest(TOUR.read_text("utf-8"))
    typed = "".join(example.source for example in test.examples)
    imported = re.findall(r"^(?:from|import) (\w+)", typed, re.MULTILINE)
    assert set(imported) == {"numpy", "scoring"}


def test_every_room_of_the_library_is_listed_where_help_looks():
    listed = re.findall(r"^    ``.+?``(?= {2}| [a-z])", scoring.__doc__, re.MULTILINE)
    names = [name for row in listed for name in re.findall(r"\w+", row)]
    assert sorted(names) == sorted(room.name for room in iter_modules(scoring.__path__))


@pytest.mark.parametrize("shown", ["2", "3"])
def test_a_wrong_figure_on_the_page_is_found_and_its_line_named(shown):
    page = f"A block:\n\n```python\n>>> 1 + 1\n{shown}\n```\n"
    found = wrong(as_doctest(page))
    assert ("line 4" in found) == (shown == "3")
