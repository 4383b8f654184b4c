"""A sweep finds the same, whoever computes its blocks and whatever befalls them."""

from __future__ import annotations

import os
import signal
import tracemalloc
from concurrent.futures import BrokenExecutor, Future

import numpy as np
import pytest
from small_scenario import exactly, small_scenario

from market.errors import Refused
from market.simulation.experiments.block import run_block
from market.simulation.experiments.executors import Processes, under_way
from market.simulation.experiments.extent import Extent
from market.simulation.experiments.joining import Joined
from market.simulation.experiments.sweep import extents_of, sweep
from market.simulation.experiments.table import rows
from market.simulation.measures.tally import Key, Tally

BRIER = Key("people", "brier")


@pytest.fixture(scope="module")
def scenario():
    return small_scenario()


@pytest.fixture(scope="module")
def alone(scenario):
    """What this process finds by itself."""
    return exactly(sweep(scenario))


@pytest.mark.slow
def test_two_processes_of_which_one_is_killed_find_what_one_finds(scenario, alone):
    with Processes(2) as executor:
        victims = []

        def kill_one(_):
            if not victims:
                victims.append(next(iter(executor._pool._processes)))
                os.kill(victims[0], signal.SIGKILL)

        found = sweep(scenario, executor=executor, progress=kill_one)
        assert victims[0] not in executor._pool._processes
    assert exactly(found) == alone


def test_whole_lanes_count_and_no_more(scenario):
    point = scenario.points[0]
    extent = Extent.of(point, 1100)
    assert (extent.lanes, extent.panels, extent.blocks) == (18, 1152, 2)
    (found, _) = sweep(scenario, panels=1100)
    blocks = [run_block(point, scenario.seed, number).total[BRIER] for number in (0, 1)]
    np.testing.assert_array_equal(found.total[BRIER], np.concatenate(blocks)[:18])


def test_a_longer_run_begins_like_a_shorter_one(scenario, alone):
    (short, _) = sweep(scenario, panels=1024)
    assert alone[0][BRIER][0].startswith(short.total[BRIER].tobytes())


def test_what_is_kept_of_a_point_is_bounded(scenario):
    extent = Extent.of(scenario.points[0], 64 * 10_000)
    joined, values = Joined(extent), np.random.default_rng(1).normal(size=(625, 16))
    for block in values:
        joined.add(Tally({BRIER: block}, {BRIER: np.ones(16)}))
    total = joined.tally().total[BRIER]
    np.testing.assert_allclose(total[:3333], values.ravel()[:9999].reshape(-1, 3).sum(axis=1))
    assert (total.size, joined.tally().count[BRIER].sum()) == (3334, 10_000)


def test_no_task_is_begun_far_ahead_of_the_first_that_is_not_done():
    begun = []

    def submit(task):
        begun.append(Future())
        if task != 5:
            begun[-1].set_result(-task)
        return begun[-1]

    found = under_way(submit, range(100), ahead=8)
    first = [next(found) for _ in range(12)]
    assert sorted(first) == [(task, -task) for task in range(13) if task != 5]
    assert len(begun) == 13
    begun[5].set_result(0)
    assert len(list(found)) == 88


def test_workers_that_are_lost_again_and_again_are_given_up():
    lost, restarts = Future(), []
    lost.set_exception(BrokenExecutor())
    with pytest.raises(Refused, match="die again and again"):
        list(under_way(lambda _: lost, range(2), 4, lambda: restarts.append(1)))
    assert len(restarts) == 3


def test_rows_have_a_panel_count_of_their_point(scenario):
    assert [extent.panels for extent in extents_of(scenario, 100)] == [128, 128]
    found = rows(scenario, sweep(scenario, panels=100), 100)
    assert {row.panels for row in found} == {128}


@pytest.mark.slow
def test_the_memory_of_a_run_is_that_of_a_block_however_long_it_is(scenario):
    def peak(panels):
        tracemalloc.start()
        sweep(scenario, panels=panels)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1024)  # what is loaded once
    assert peak(40 * 1024) < 1.25 * peak(2 * 1024)
