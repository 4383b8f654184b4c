"""Each platform's score equals the one written out from its definition."""

from __future__ import annotations

import math
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle_rivals import answers, daily, two_way
from strategies import TICKS, crowded_worlds, worlds
from worlds import Report, World, panel_of, question

from scoring.kinds import Kind
from scoring.rivals import averages, forecastbench, gjopen, metaculus, predictionbook, relative
from scoring.timeline import Timeline, cells

PERSON = Kind.PERSON
WORLDS = st.one_of(worlds(certain=False), crowded_worlds())


def by_person(world):
    """Each person's answers."""
    found = {who: [] for who in world.people}
    for row in answers(world):
        found[row.who].append(row)
    return {who: rows for who, rows in found.items() if rows}


def agree(found, expected, world):
    """Figures of the people agree; who has none in the one has none in the other."""
    for who in world.people:
        assert found[who] == pytest.approx(expected.get(who, math.nan), abs=1e-8, nan_ok=True)


@given(WORLDS)
def test_sums_of_peer_scores_and_their_divisors(world):
    table, own = cells(panel_of(world)), by_person(world)
    total = {who: sum(row.peer for row in rows) for who, rows in own.items()}
    agree(metaculus.peer_sum(table), total, world)
    covered = {who: max(30, sum(row.stood for row in rows)) for who, rows in own.items()}
    agree(metaculus.peer_global(table), {who: total[who] / covered[who] for who in own}, world)
    legacy = {who: total[who] / 40 for who in own}
    agree(metaculus.peer_global_legacy(table), legacy, world)


def test_a_long_record_is_divided_by_its_own_length():
    asked = tuple(question(closes=0.5, family=n) for n in range(80))
    reports = tuple(Report(who, n, 0.0, p) for n in range(80) for who, p in enumerate((0.9, 0.5)))
    table = cells(panel_of(World(reports, asked, (PERSON,) * 2)))
    each = 50 * math.log(0.9 / 0.5)
    assert metaculus.peer_sum(table)[0] == pytest.approx(80 * each)
    assert metaculus.peer_global(table)[0] == pytest.approx(80 * each / 40)
    assert metaculus.peer_global_legacy(table)[0] == pytest.approx(80 * each / 80)


def test_a_sum_leaves_out_questions_on_which_peers_have_no_score():
    reports = (
        Report(0, 0, 0.0, 1.0),
        Report(1, 0, 0.0, 0.5),
        Report(0, 1, 0.0, 0.9),
        Report(1, 1, 0.0, 0.5),
    )
    table = cells(panel_of(World(reports, (question(), question(family=1)), (PERSON,) * 2)))
    assert metaculus.peer_sum(table)[0] == pytest.approx(100 * math.log(0.9 / 0.5))


def test_the_relative_score_is_the_distance_to_the_recency_weighted_median():
    """Of two the median is their mean; the later comes at half time, and the close is early."""
    reports = (Report(0, 0, 0.0, 0.9), Report(1, 0, 0.4, 0.5), Report(0, 1, 0.0, 0.5))
    asked = (question(closes=0.8), question(family=1))
    timeline = Timeline.of(panel_of(World(reports, asked, (PERSON,) * 2)))
    first, second = (0.5 * math.log2(p / 0.7) for p in (0.9, 0.5))
    found = relative.relative_legacy(timeline)
    assert found == pytest.approx([first + math.log(1.0), second + math.log(0.25)])


def test_a_wrong_certainty_loses_every_take_and_a_certain_median_gives_none():
    reports = (Report(0, 0, 0.0, 0.0), Report(1, 0, 0.0, 0.5), Report(2, 1, 0.0, 0.0))
    asked = (question(), question(family=1))
    timeline = Timeline.of(panel_of(World(reports, asked, (PERSON,) * 4)))
    found = relative.relative_legacy(timeline)
    assert found[0] == -math.inf
    assert found[1:3] == pytest.approx([1 + math.log(0.5), math.log(0.5)])
    assert math.isnan(found[3])


@given(WORLDS, st.sampled_from([1, 2, 5]))
def test_daily_scores_are_those_of_every_day_by_itself(world, ticks):
    day = ticks * max(asked.lifetime for asked in world.questions) / TICKS
    found, expected = gjopen.daily(Timeline.of(panel_of(world)), day), daily(world, day)
    agree(found.brier, {who: pair[0] for who, pair in expected.items()}, world)
    agree(found.relative, {who: pair[1] for who, pair in expected.items()}, world)


def test_a_day_that_is_not_full_is_not_scored():
    reports = (Report(0, 0, 0.0, 0.5), Report(0, 0, 2.5, 0.9))
    asked = question(closes=2.9, scheduled=4.0)
    found = gjopen.daily(Timeline.of(panel_of(World(reports, (asked,), (PERSON,)))), day=1.0)
    assert found.brier.tolist() == [0.5]
    short = gjopen.daily(Timeline.of(panel_of(World(reports, (asked,), (PERSON,)))), day=3.0)
    assert np.isnan(short.brier).all()
    assert np.isnan(short.relative).all()


def test_days_without_a_forecast_count_nothing_in_the_relative_score():
    reports = (Report(0, 0, 0.0, 0.5), Report(1, 0, 0.0, 0.5), Report(2, 0, 3.0, 0.9))
    asked = question(closes=4.0, scheduled=4.0)
    found = gjopen.daily(Timeline.of(panel_of(World(reports, (asked,), (PERSON,) * 3))), day=1.0)
    assert found.relative[2] == pytest.approx((0.02 - 0.5) / 4)
    assert found.brier[2] == pytest.approx(0.02)


@given(WORLDS)
def test_the_adjusted_brier_is_the_mean_of_losses_less_the_fitted_questions(world):
    rows = answers(world)
    found = forecastbench.adjusted_brier(cells(panel_of(world)))
    compared = np.flatnonzero(~np.isnan(found)).tolist()
    if compared:
        of_people, of_questions = two_way(rows, [1.0] * len(rows))
        here = {row.question for row in rows if row.who in compared}
        half = fmean(0.25 - of_questions[number] for number in here)
        expected = {who: of_people[who] + 0.25 - half for who in compared}
        assert {who: found[who] for who in compared} == pytest.approx(expected, abs=1e-8)


def test_always_half_has_a_quarter_and_an_index_of_fifty():
    reports = tuple(Report(who, n, 0.0, p) for n in range(3) for who, p in enumerate((0.5, 0.8)))
    asked = tuple(question(outcome=n % 2, family=n) for n in range(3))
    found = forecastbench.adjusted_brier(cells(panel_of(World(reports, asked, (PERSON,) * 2))))
    assert found[0] == pytest.approx(0.25)
    assert forecastbench.brier_index(found[0]) == pytest.approx(50)


@given(WORLDS)
def test_the_peer_brier_compares_with_the_mean_of_all_on_the_question(world):
    own = by_person(world)
    common = {}
    for row in answers(world):
        common.setdefault(row.question, []).append(row.brier)
    expected = {
        who: fmean(fmean(common[row.question]) - row.brier for row in rows)
        for who, rows in own.items()
    }
    agree(forecastbench.brier_peer(cells(panel_of(world))), expected, world)


def test_every_update_counts_in_the_penalised_brier():
    reports = (Report(0, 0, 0.0, 0.5), Report(0, 0, 0.5, 0.9), Report(0, 1, 0.0, None))
    asked = (question(), question(family=1))
    found = predictionbook.penalised_brier(
        Timeline.of(panel_of(World(reports, asked, (PERSON,) * 2)))
    )
    assert found[0] == pytest.approx((0.25 + 0.01) / 2 + 1 / math.sqrt(2))
    assert math.isnan(found[1])


@given(WORLDS)
def test_the_plain_mean_weighs_every_question_alike(world):
    expected = {who: fmean(row.brier for row in rows) for who, rows in by_person(world).items()}
    agree(averages.mean_brier(cells(panel_of(world))), expected, world)


@given(crowded_worlds())
def test_shrunk_means_lie_between_the_means_and_a_common_centre(world):
    table = cells(panel_of(world))
    mean, shrunk = averages.mean_brier(table), averages.shrunk_brier(table)
    known = ~np.isnan(shrunk)
    assert np.all(shrunk[known] <= np.nanmax(mean, initial=0.0) + 1e-12)
    assert np.all(shrunk[known] >= np.nanmin(mean, initial=1.0) - 1e-12)


def test_a_single_question_is_never_taken_for_certain():
    reports = [Report(0, n, 0.0, p) for n, p in enumerate((0.9, 0.5, 0.8, 0.6))]
    reports += [Report(1, n, 0.0, p) for n, p in enumerate((0.3, 0.5, 0.2, 0.6))]
    reports += [Report(2, 0, 0.0, 1.0)]
    asked = tuple(question(family=n) for n in range(4))
    shrunk = averages.shrunk_brier(cells(panel_of(World(tuple(reports), asked, (PERSON,) * 3))))
    assert 0.05 < shrunk[2] < 0.4


def test_where_nothing_varies_nothing_is_shrunk():
    reports = tuple(Report(who, n, 0.0, p) for n in range(3) for who, p in enumerate((0.5, 0.8)))
    asked = tuple(question(family=n) for n in range(3))
    found = averages.shrunk_brier(cells(panel_of(World(reports, asked, (PERSON,) * 2))))
    assert found == pytest.approx([0.25, 0.04])


def test_one_cluster_tells_nothing_of_how_to_shrink():
    reports = tuple(Report(who, n, 0.0, p) for n in range(3) for who, p in enumerate((0.5, 0.8)))
    found = averages.shrunk_brier(cells(panel_of(World(reports, (question(),) * 3, (PERSON,) * 2))))
    assert np.isnan(found).all()


@pytest.mark.parametrize(
    ("mean", "error"), [([0.1], [0.0]), ([0.1, 0.2], [0.1]), ([0.1], [math.nan])]
)
def test_errors_that_are_none_are_refused(mean, error):
    with pytest.raises(ValueError, match="errors"):
        averages.dersimonian_laird(mean, error)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=12), st.floats(0.05, 0.5))
def test_of_equal_errors_what_chance_leaves_of_the_spread_is_true(mean, error):
    found = averages.dersimonian_laird(mean, [error] * len(mean))
    true = max(0.0, np.var(mean, ddof=1) - error**2)
    assert found.variance == pytest.approx(true, abs=1e-12)
    kept = true / (true + error**2)
    assert found.mean == pytest.approx(fmean(mean) + kept * (np.array(mean) - fmean(mean)))


def test_averages_that_chance_explains_become_one():
    found = averages.dersimonian_laird([0.2, 0.21], [0.1, 0.1])
    assert found.variance == 0.0
    assert found.mean == pytest.approx([0.205, 0.205])
    assert np.isnan(averages.dersimonian_laird([], []).centre)
