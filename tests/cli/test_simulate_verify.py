"""`foretell simulate verify`: the pass table, and what happens when something does not hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from market.simulation.theory import registry
from market.simulation.theory.check import Check

PAGE = Path(__file__).parents[2] / "docs" / "verification.md"
ROUNDING = re.compile(r" +\d\.\de-\d\d(?= )")


@pytest.fixture
def broken(monkeypatch):
    """A law of two statements, one of which does not hold."""

    def check(_effort):
        yield Check("two and two", 4.0, 4.0, 0.0)
        yield Check("two and three", 6.0, 5.0, 0.5)

    law = registry.Law("Numbers add up.", "exact", check)
    monkeypatch.setitem(registry.LAWS, "sums", law)


def test_laws_are_told_in_their_order_with_what_was_found(foretell):
    ended = foretell("simulate", "verify", "--law", "bias", "--law", "depth", "--quick")
    lines = ended.out.splitlines()
    assert ended.code == 0
    assert lines[0] == "Theory, derived again · 9 statements of 2 laws · seed 7 · quick"
    assert [line.partition(" ·")[0] for line in lines if "(" in line] == ["depth", "bias"]
    (told,) = (line for line in lines if line.startswith("  quadratic:"))
    assert told.split()[-5:] == ["8", "8", "±", "0.005", "pass"]
    assert ended.err.startswith("Next: foretell simulate run")


@pytest.mark.usefixtures("broken")
def test_what_does_not_hold_is_marked_counted_and_told_by_the_exit_code(foretell):
    ended = foretell("simulate", "verify", "--law", "sums")
    assert ended.code == 1
    assert [line.split()[-1] for line in ended.out.splitlines()[5:7]] == ["pass", "FAIL"]
    assert "1 do not hold." in ended.out
    assert ended.err == "1 statement of 2 failed.\n"


@pytest.mark.usefixtures("broken")
def test_programs_learn_of_it_too(foretell):
    ended = foretell("simulate", "verify", "--law", "sums", "--json")
    found = json.loads(ended.out)
    assert (ended.code, found["passed"]) == (1, False)
    assert [row["passed"] for row in found["rows"]] == [True, False]


def test_a_narrow_terminal_shows_whole_statements_without_their_tolerance(at_terminal, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    shown = at_terminal("foretell simulate verify --law makers --law overlap --quick")
    table = shown[shown.index("Theory") : shown.index("Next:")]
    assert max(map(len, table.splitlines())) <= 80
    assert "±" not in table
    assert "…" not in table


@pytest.mark.slow
def test_the_page_shows_what_the_command_prints(process):
    ended = process("simulate", "verify")
    page = PAGE.read_text("utf-8")
    shown = (
        page[page.index("$ foretell simulate verify\n") :].partition("\n")[2].rpartition("```")[0]
    )
    assert ended.code == 0
    assert ROUNDING.sub(" ~", ended.out) == ROUNDING.sub(" ~", shown)
