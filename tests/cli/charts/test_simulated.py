"""The picture of a scenario: figures lie where the table has them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from drawn import classed, parsed, points, texts
from small_scenario import TEXT

from cli.charts.simulated import refuse_crowded, simulated_chart
from cli.output.simulated import Simulated
from market.errors import Refused
from market.simulation.experiments.table import Row
from market.simulation.scenarios.reading import read_scenario

HARD = '<script>"דנה"</script> ' + "山田" * 40


def simulated(text, figure):
    """A run in which `figure(at, who)` is what was found, with its error."""
    scenario = read_scenario(text, "small")
    rows = [
        Row(point.at, who, "brier", "", *figure(point.at, who), 64)
        for point in scenario.points
        for who in ("people", "@ideal", "@mean")
    ]
    return Simulated(scenario, 7, [64] * len(scenario.points), rows)


def grid(*lines):
    return TEXT + "\n[grid]\n" + "\n".join(lines)


def test_points_and_whiskers_lie_where_the_figures_say():
    found = {2: 0.25, 20: 0.2, 200: 0.1}
    text = grid("people.people.count = [2, 20, 200]")
    run = simulated(text, lambda at, _: (found[at["people.people.count"]], 0.01))
    root = parsed(simulated_chart(run))
    place = np.array(points(root)).reshape(2, 3, 3, 2)  # case, who, point, x and y
    assert np.diff(place[0, 0, :, 0]) == pytest.approx([place[0, 0, 1, 0] - place[0, 0, 0, 0]] * 2)
    heights = place[0, 0, :, 1]
    assert heights[0] < heights[1] < heights[2]
    assert (heights[2] - heights[1]) / (heights[1] - heights[0]) == pytest.approx(2.0, abs=0.02)
    for whisker in classed(root, "whisker"):
        length = float(whisker.get("y2")) - float(whisker.get("y1"))
        assert abs(length) == pytest.approx(0.04 * (heights[2] - heights[0]) / 0.15, abs=0.3)
    assert {"2", "20", "200", "people count", "clear", "noisy"} <= {*texts(root)}


def test_names_stand_beside_each_other_and_missing_figures_leave_gaps():
    def figure(at, who):
        return (math.nan if (at["case"], who) == ("noisy", "@mean") else 0.2, math.nan)

    picture = simulated_chart(simulated(TEXT, figure))
    root = parsed(picture)
    assert len(points(root)) == 5
    assert {"clear", "noisy", "one forecaster", "ideal", "mean"} <= {*texts(root)}
    assert "mean: clear 0.200" in picture.description
    assert "noisy 0.200" in picture.description


@pytest.mark.parametrize("value", [0.2, math.nan])
def test_whatever_stands_in_a_scenario_stays_text_within_the_picture(value):
    named = TEXT.replace('"Does noise harm?"', repr(HARD)).replace('"clear"', repr(HARD))
    picture = simulated_chart(simulated(named, lambda *_: (value, 0.0)))
    root = parsed(picture)
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    width, height = picture.size
    for element in root.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 <= float(element.get("x")) <= width
        assert 0 <= float(element.get("y")) <= height


def test_more_panels_than_can_be_compared_are_refused_before_the_run(foretell, home):
    text = grid(
        "people.people.noise = [0, 1, 2, 3]", "people.people.herd = [0, 0.1, 0.2, 0.3, 0.4]"
    )
    with pytest.raises(Refused, match="8 panels"):
        refuse_crowded(read_scenario(text, "small"))
    (home / "small.toml").write_text(text)
    ended = foretell("simulate", "run", "small.toml", "--quick", "--plot", "x.svg")
    assert (ended.code, ended.out) == (1, "")
    assert not (home / "x.svg").exists()


def test_a_run_prints_its_table_and_draws_it(foretell, home):
    (home / "small.toml").write_text(TEXT)
    words = ("simulate", "run", "small.toml", "--panels", "64", "--workers", "1")
    ended = foretell(*words, "--plot", "x.svg")
    assert (ended.code, ended.out) == (0, foretell(*words).out)
    assert (home / "x.svg").read_text("utf-8").startswith("<svg")
    into = foretell(*words[:3], "--into", "sim.db", "--plot", "y.svg")
    assert (into.code, into.err.splitlines()[0]) == (
        2,
        "Error: --into and --plot exclude each other.",
    )
