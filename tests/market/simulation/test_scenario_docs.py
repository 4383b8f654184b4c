"""The page on scenarios has every key of a scenario file, and what holds where it is left out."""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from market.simulation.mechanisms.registry import MECHANISMS
from market.simulation.people.columns import USUAL
from market.simulation.people.groups import Group
from market.simulation.scenarios.grid import MOST_POINTS
from market.simulation.scenarios.reading import read_scenario
from market.simulation.scenarios.settings import Settings
from market.simulation.worlds.registry import WORLDS

PAGE = (Path(__file__).parents[3] / "docs" / "laboratory.md").read_text("utf-8")
PARTS = dict(re.findall(r"^### (.+)\n([^#]*)", PAGE, re.MULTILINE))
KEY = re.compile(r"^\| `(\w+)` \| ([^|`]*?) ?\|", re.MULTILINE)
KEY_OF_KIND = re.compile(r"^\| `(\w+)` \| `(\w+)` \| ([^|]*) \|", re.MULTILINE)


def told(value):
    """A value as the page writes it."""
    return tomllib.loads(f"x = {value}")["x"] if value else MISSING


def usual(wanted):
    """Keys of a table with what they usually are; a name stands in every table."""
    for field in fields(wanted):
        if field.name != "name":
            default = field.default
            yield field.name, [*default] if isinstance(default, tuple) else default


def test_the_example_can_be_run():
    scenario = read_scenario(re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1], "example")
    assert len(scenario.points) == 12


def test_the_keys_at_the_top_are_those_of_the_page():
    found = {key: told(value) for key, value in KEY.findall(PARTS["At the top"])}
    assert found == dict(usual(Settings))


@pytest.mark.parametrize(("part", "kinds"), [("The world", WORLDS), ("The markets", MECHANISMS)])
def test_the_keys_of_each_kind_are_those_of_the_page(part, kinds):
    rows = KEY_OF_KIND.findall(PARTS[part])
    found = {(kind, key): told(value) for kind, key, value in rows}
    assert found == {
        (kind, key): value for kind, made in kinds.items() for key, value in usual(made)
    }
    assert re.findall(r"^- `(\w+)`:", PARTS[part], re.MULTILINE) == [*kinds]


def test_every_key_takes_what_a_file_can_hold():
    tables = (Settings, *WORLDS.values(), *MECHANISMS.values())
    types = {field.type for wanted in tables for field in fields(wanted)}
    assert types <= {"float", "int", "bool", "str", "tuple[str, ...]"}


def test_the_traits_are_those_of_the_page():
    found = {key: str(float(told(value))) for key, value in KEY.findall(PARTS["The people"])}
    assert found == {trait: str(value) for trait, value in USUAL.items()}


def test_every_example_of_a_distribution_is_one_and_every_distribution_has_one():
    rows = re.findall(r"^\| `(\w+)` \| `(\{.+\})` \|", PARTS["The people"], re.MULTILINE)
    for kind, example in rows:
        spec = told(example)
        assert list(spec) == [kind]
        Group("crowd", 1, {"slope": spec})
    with pytest.raises(ValueError, match="slope") as refusal:
        Group("crowd", 1, {"slope": {"none": [1]}})
    assert all(kind in str(refusal.value) for kind, _ in rows)


def test_the_page_knows_how_many_points_a_grid_may_have():
    assert f"{MOST_POINTS:,}" in PARTS["Grid and cases"]
