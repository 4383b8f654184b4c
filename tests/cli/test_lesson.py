"""The lesson of the demonstration: told where it is true of somebody, and only there."""

from __future__ import annotations

import math

import pytest

from cli.demo.lesson import lesson
from cli.output.scores import question_scores
from market.poll import Poll
from scoring.kinds import Kind
from scoring.panel import Panel

DAY = 86_400
NONE = ["  No late turn mattered here; but every day counts, and not only the last."]


def told(outcome, **said):
    """The lesson of one question of 100 days; for each forecaster, what was said on which day."""
    rows = [(code, day, p) for code, days in enumerate(said.values()) for day, p in days.items()]
    panel = Panel.from_reports(
        forecaster=[code for code, _, _ in rows],
        question=[0] * len(rows),
        time=[DAY * day for _, day, _ in rows],
        probability=[p for _, _, p in rows],
        opens=[0.0],
        closes=[100.0 * DAY],
        scheduled=[100.0 * DAY],
        outcome=[outcome],
        cluster=[0],
        kind=[Kind.SIMULATED.code] * len(said),
    )
    poll = Poll(panel, tuple(said), ("q",))
    return lesson(poll, question_scores(poll))


def test_whoever_ended_well_but_had_stood_badly_is_told_of():
    assert told(0, ana={0: 0.9, 50: 0.05}, bo={0: 0.1}, cy={0: 0.2}) == [
        "  ana ended at 5%, 1 of 3 at the close, but 3 by score:",
        "  every day counts, and it stood at 90% for 7 weeks.",
    ]


def test_forecasts_that_look_the_same_share_their_place_at_the_close():
    first, _ = told(0, ana={0: 0.9, 50: 0.0104}, bo={0: 0.0096}, cy={0: 0.0101})
    assert first == "  ana ended at 1%, 1 of 3 at the close, but 3 by score:"


def test_scores_that_look_the_same_share_their_rank():
    assert told(0, ana={0: 0.1, 50: 0.1001}, bo={0: 0.1}) == NONE
    first, _ = told(0, ana={0: 0.9, 50: 0.1}, bo={0: 0.1}, cy={0: 0.9, 50: 0.10001})
    assert first.endswith("1 of 3 at the close, but 2 by score:")


def test_for_a_yes_the_nearest_is_the_highest():
    first, _ = told(1, ana={0: 0.1, 90: 0.95}, bo={0: 0.8})
    assert first == "  ana ended at 95%, 1 of 2 at the close, but 2 by score:"


def test_a_short_time_is_told_in_days():
    _, second = told(0, ana={0: 0.1, 50: 0.9, 58: 0.05}, bo={0: 0.1})
    assert second == "  every day counts, and it stood at 90% for 8 days."


@pytest.mark.parametrize(
    "said",
    [
        {"ana": {0: 0.1}, "bo": {0: 0.2}},
        {"ana": {0: 0.3}, "bo": {0: 0.1, 98: 0.31}},
        {"ana": {0: 0.1}},
        {"ana": {0: 0.9, 50: 0.1, 60: math.nan}, "bo": {0: 0.2}},
        {},
    ],
    ids=["in order", "it never stood worse", "alone", "gone before the close", "nobody"],
)
def test_where_no_such_story_is_true_none_is_told(said):
    assert told(0, **said) == NONE
