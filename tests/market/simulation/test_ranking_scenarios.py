"""What the library's scenarios of boards show, and which studies they reproduce."""

from __future__ import annotations

import numpy as np
import pytest

from market.simulation.experiments.block import run_block
from market.simulation.measures.tally import Key
from market.simulation.scenarios.library import load_scenario

pytestmark = pytest.mark.slow


def figures(name):
    """Means of all figures of a block of each point, by case or place."""
    scenario = load_scenario(name)
    found = {}
    for place, point in enumerate(scenario.points):
        tally = run_block(point, scenario.seed, 0)
        found[point.at.get("case", place)] = {
            key: total.sum() / tally.count[key].sum() for key, total in tally.total.items()
        }
    return found


def test_what_allows_for_each_moment_finds_the_skilled_in_every_world():
    found = figures("rankings")
    mean = {
        key.board: np.mean([case[key] for case in found.values()])
        for key in found["random"]
        if key.figure == "spearman"
    }
    order = ("mean_brier", "daily_relative", "adjusted_brier", "skill_question", "skill")
    assert [*sorted(order, key=mean.__getitem__)] == [*order]
    assert max(mean, key=mean.__getitem__) == "skill"
    assert all(case[Key("", "rank_held", "skill")] > 0.95 for case in found.values())

    def gain(case, other):
        return found[case][Key("", "spearman", "skill")] - found[case][Key("", "spearman", other)]

    assert gain("skilled choose hard", "mean_brier") > 0.3
    assert gain("poor late", "skill_question") > 0.1


def test_coming_last_beats_perfection_on_a_rate_and_not_once_short_records_are_shrunk():
    for case in figures("gaming").values():

        def value(who, board, told=case):
            return told[Key(who, "value", board)]

        assert value("knows-late", "skill_unshrunk") > 1.4 * value("knows", "skill_unshrunk")
        assert value("knows-late", "skill") < 1.4 * value("knows", "skill")
        assert value("copies", "skill") > 0 > value("half", "skill")
        assert case[Key("copies-late", "beaten", "mean_brier")] > 0.75
        assert case[Key("knows", "beaten", "skill")] > 0.95


def test_more_questions_order_more_pairs_and_the_board_knows_how_sure_it_is():
    found = [*figures("how-many-questions").values()]
    pairs = [point[Key("", "pairs", "skill")] for point in found]
    assert pairs[0] < 0.7
    assert pairs[-1] > 0.85
    assert np.all(np.diff(pairs) > 0)
    spans = [point[Key("", "rank_span", "skill")] for point in found]
    assert np.all(np.diff(spans) < 0)
    assert all(point[Key("", "interval_held", "skill")] > 0.9 for point in found)
