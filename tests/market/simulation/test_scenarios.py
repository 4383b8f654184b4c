"""Scenario files are read into points, and every mistake in one is named by its key."""

from __future__ import annotations

import pickle
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.errors import Refused
from market.simulation.scenarios.library import load_scenario, scenario_names, scenario_text
from market.simulation.scenarios.reading import read_scenario

TEXT = """
title = "A trial"
pools = ["mean", "pool:logodds*2.5"]
reference = "mean"
seed = 3
moments = 2

[world]
kind = "gaussian"
noise = 2

[[people]]
name = "experts"
count = 3
noise = { mix = [[1, 0.5], [2, { uniform = [0, 1] }]] }

[[people]]
name = "novices"
count = 5

[[market]]
name = "thin"
kind = "maker"
subsidy = 10
"""
BOARDS = """
title = "Boards"
measure = "boards"
questions = 5
boards = ["skill"]
world.kind = "probit"
[[people]]
name = "crowd"
count = 5
"""


def read(text):
    return read_scenario(text, "trial")


def refused(text):
    with pytest.raises(Refused) as refusal:
        read(text)
    error = refusal.value
    assert error.message.startswith("Scenario trial: ")
    assert error.message.endswith(".")
    assert "\n" not in error.message + error.hint
    return error


def changed(old, new):
    assert old in TEXT
    return TEXT.replace(old, new)


def test_a_scenario_is_read_as_it_is_written():
    scenario = read(TEXT)
    (point,) = scenario.points
    assert (scenario.name, scenario.title, scenario.seed) == ("trial", "A trial", 3)
    assert scenario.reference == "@mean"
    assert (point.at, point.moments, point.forecasters) == ({}, 2, 8)
    assert (point.world.noise, point.world.shared) == (2.0, 0.0)
    assert [(group.name, group.count) for group in point.groups] == [("experts", 3), ("novices", 5)]
    assert (point.markets[0].name, point.markets[0].subsidy) == ("thin", 10.0)
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def test_the_first_case_meets_the_whole_grid_then_the_second_does_and_the_last_key_runs_fastest():
    cases = '[[case]]\nname = "early"\nworld.shared = 0\n[[case]]\nname = "late"\nmoments = 9\n'
    grid = '[grid]\npeople.experts.count = [1, 2]\n"market.thin.maker" = ["lmsr", "cpmm"]\n'
    points = read(TEXT + cases + grid).points
    assert [tuple(point.at.values()) for point in points] == [
        (case, count, maker)
        for case in ("early", "late")
        for count in (1, 2)
        for maker in ("lmsr", "cpmm")
    ]
    assert list(points[0].at) == ["case", "people.experts.count", "market.thin.maker"]
    assert [point.moments for point in points] == [2, 2, 2, 2, 9, 9, 9, 9]
    assert [point.forecasters for point in points] == [6, 6, 7, 7, 6, 6, 7, 7]
    assert [point.markets[0].maker for point in points[:2]] == ["lmsr", "cpmm"]


@pytest.mark.parametrize("reference", ["experts", "thin", "@thin", "ideal", "pool:logodds*2.5"])
def test_whoever_has_figures_can_be_the_reference(reference):
    found = read(changed('reference = "mean"', f'reference = "{reference}"')).reference
    assert found.removeprefix("@") == reference.removeprefix("@")
    assert found.startswith("@") is (reference != "experts")


@pytest.mark.parametrize(
    ("text", "key", "rest"),
    [
        (changed("seed = 3", "seeed = 3"), "seeed is an unknown key.", "seed?"),
        (changed('title = "A trial"', ""), "title is missing.", ""),
        (changed("seed = 3", "seed = true"), "seed must be a whole number, not true.", ""),
        (changed("seed = 3", "seed = -1"), "seed must lie between 0 and", ""),
        (changed("seed = 3", "panels = 2.5"), "panels must be a whole number, not 2.5.", ""),
        (changed("seed = 3", "panels = 0"), "panels must lie between 1 and", ""),
        (changed('"A trial"', "1979-05-27"), "title must be a text in quotes, not a time.", ""),
        (changed('"mean",', '"man",'), "pools has 'man', which is no pool.", "mean"),
        (changed('"mean",', '"mean", "mean",'), "pools has 'mean' twice.", ""),
        (changed('= "mean"', '= "median"'), "reference is nobody here: 'median'.", "mean"),
        (changed('"gaussian"', '"gausian"'), "world.kind must be one of beta, ", "gaussian?"),
        (changed('kind = "gaussian"', ""), "world.kind is missing.", "gaussian"),
        (
            changed("noise = 2", "noise = 0"),
            "world.noise must lie between 1e-06 and 1e+06, not 0.",
            "",
        ),
        (changed("noise = 2", "noise = '2'"), "world.noise must be a number, not a text.", ""),
        (changed("noise = 2", "noise = nan"), "world.noise must lie between", ""),
        (changed("noise = 2", f"noise = 1{'0' * 400}"), "world.noise must lie between -9", ""),
        (changed("noise = 2", "noize = 2"), "world.noize is an unknown key.", "noise?"),
        (changed("noise = 2", "shared = 2"), "world.shared must lie between 0 and 1, not 2", ""),
        (changed("subsidy = 10", "subsidy = -5"), "market.thin.subsidy must lie", ""),
        (changed("subsidy = 10", "sweeps = 1001"), "market.thin.sweeps must lie between 1 and", ""),
        (changed("subsidy = 10", "subsity = 5"), "market.thin.subsity is an unknown", "subsidy?"),
        (changed("count = 3", "count = 3.0"), "people.experts.count must be a whole number", ""),
        (changed("count = 3", "count = -3"), "people.experts.count must be", ""),
        (changed("count = 3", ""), "people.experts.count is missing.", ""),
        (changed("count = 3", "count = 3\nnoize = 1"), "people.experts.noize is no trait", ""),
        (changed("uniform = [0, 1]", "uniform = [0, true]"), "people.experts.noise must", ""),
        (changed("uniform = [0, 1]", "uniforn = [0, 1]"), "people.experts.noise must be", ""),
        (changed("count = 5", "count = 1000000"), "people are too many", "Lower a count"),
        (changed('"novices"', '"experts"'), "people.name is twice 'experts'.", ""),
        (changed('"novices"', '"@ideal"'), "people.name must be a letter", ""),
        (changed('"novices"', '"median"'), "people.median has a name that is taken", ""),
        (changed('"thin"', '"experts"'), "market.experts has the name of a group", ""),
        (changed('name = "thin"', ""), "market.name is missing in one of the [[market]].", ""),
        (changed("[[market]]", "[market]"), "market must be a list of tables.", "[[market]]"),
        (changed("[[market]]", "[[markets]]"), "markets is an unknown key.", ""),
        ("[world", "the file is not TOML: ", ""),
        (f"a = {'[' * 9000}", "the file is nested too deeply.", ""),
        (f"a = {'1' * 9000}", "the file is not TOML: ", ""),
        ("", "world is missing.", "[world]"),
        ('title = "Nobody"\nworld.kind = "beta"', "people are none.", "[[people]]"),
        (TEXT + "[grid]\nworld.noise = 1", "world.noise must be a list in the grid, not 1.", ""),
        (TEXT + "[grid]\nworld.noise = []", "world.noise has an empty list in the grid.", ""),
        (TEXT + "[grid]\nworld.noise = [1, 1]", "world.noise has a value twice", ""),
        (TEXT + "[grid]\nworld.noise.a = [1]", "world.noise must be a list in the grid", ""),
        (TEXT + "[grid]\nworld.noize = [1]", "world.noize is an unknown key.", "noise?"),
        (
            TEXT + "[grid]\npeople.expert.noise = [1]",
            "people.expert.noise leads nowhere",
            "experts?",
        ),
        (TEXT + "[grid]\nmarket.thin.name = [1]", "market.thin.name leads nowhere.", "market.NAME"),
        (TEXT + "[grid]\npanels = [1]", "panels leads nowhere.", "questions"),
        (TEXT + f"[grid]\nworld.noise = {[*range(1, 10002)]}", "grid has 10,001 points", ""),
        (TEXT + "[[case]]\nmoments = 1", "case.name is missing", ""),
        (
            TEXT + '[grid]\nmoments = [1]\n[[case]]\nname = "a"\nmoments = 2',
            "moments is set by the grid and by the case 'a'.",
            "",
        ),
        (changed("seed = 3", "boards = ['skill']"), "boards need measure = ", ""),
        (BOARDS.replace('["skill"]', "[]"), "boards must be listed where measure", ""),
        (BOARDS.replace('"skill"', '"skil"'), "boards has 'skil', which is no board.", "skill"),
        (BOARDS.replace("questions = 5", ""), "questions must be 2 or more", ""),
        (BOARDS.replace('= "boards"', '= "board"'), "measure must be one of questions,", "boards?"),
        (BOARDS.replace('= "boards"', '= "gaming"'), "people need a first and a second", ""),
        (BOARDS.replace("count = 5", "count = 1"), "people must be 2 or more", ""),
        (BOARDS.replace("questions", "pools = ['mean']\nquestions"), "pools has no figures", ""),
    ],
)
def test_a_mistake_is_named_by_its_key(text, key, rest):
    error = refused(text)
    assert error.message.startswith(f"Scenario trial: {key}")
    assert rest in error.hint


def test_a_mistake_at_one_point_of_the_grid_names_the_point():
    error = refused(TEXT + "[grid]\nmoments = [1, 2]\nworld.shared = [0.5, 2]\n")
    assert error.message == "Scenario trial: world.shared must lie between 0 and 1, not 2."
    assert error.details == ("At moments = 1, world.shared = 2.",)


def test_a_covariance_that_so_many_people_cannot_have_is_refused_before_anything_runs():
    bin_world = 'title = "t"\nworld = { kind = "bin", information = 0.3, shared = 0.05 }\n'
    crowd = '[[people]]\nname = "crowd"\ncount = 2\n[grid]\npeople.crowd.count = [2, 20]'
    error = refused(bin_world + crowd)
    assert error.message.startswith("Scenario trial: world.shared must be above ")
    assert error.details == ("At people.crowd.count = 20.",)


def test_what_ships_is_sound_and_each_has_its_lesson():
    for name in scenario_names():
        scenario = load_scenario(name)
        assert scenario.lesson.endswith("."), name
        assert scenario.quick < scenario.panels, name


def test_a_file_wins_over_a_name_if_it_looks_like_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "extremizing").write_text(TEXT)
    (tmp_path / "mine.toml").write_text(TEXT, encoding="utf-8-sig")  # as some editors save it
    assert scenario_text("extremizing") != TEXT
    assert scenario_text("./extremizing") == scenario_text("mine.toml") == TEXT
    assert load_scenario("./mine.toml").name == "mine"


def test_a_file_without_an_end_is_refused():
    with pytest.raises(Refused, match="longer than a scenario"):
        scenario_text("/dev/zero")


SCALARS = st.one_of(
    st.booleans(),
    st.sampled_from([0, -1, 1, 2**60, 0.5, -2.5, float("nan"), float("inf"), 1e308, 10**400]),
    st.sampled_from(["", "mean", "lmsr", "bin", "boards", "experts", "@ideal"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["uniform", "mix", "one_of", "name", "x"]), inner),
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["world.noise", "people.experts.noise", "market.thin.subsidy", "moments", "people.novices.x"]
)
PLACES = st.sampled_from(
    [(), ("world",), ("people", 0), ("people", 1), ("market", 0), ("grid",), ("case", 0)]
)


@given(st.lists(st.tuples(PLACES, st.data()), min_size=1, max_size=3))
def test_whatever_is_written_is_a_scenario_or_refused(changes):
    document = tomllib.loads(TEXT) | {"grid": {"moments": [1, 2]}, "case": [{"name": "a"}]}
    for place, data in changes:
        table = found(document, place)
        if isinstance(table, dict):
            key = data.draw(st.one_of(KEYS, st.sampled_from([*table, "kind", "name", "x"])))
            table[key] = data.draw(VALUES)
    try:
        read(toml(document))
    except Refused as refusal:
        assert "\n" not in refusal.message  # noqa: PT017 - either end is right


def found(document, place):
    """What is at a place of a document, where an earlier change has left it there."""
    for part in place:
        try:
            document = document[part]
        except (IndexError, KeyError, TypeError):
            return None
    return document


def toml(value):
    """A document as TOML: inline, but for its top."""
    return "\n".join(f'"{key}" = {inline(item)}' for key, item in value.items())


def inline(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {inline(item)}' for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower()
