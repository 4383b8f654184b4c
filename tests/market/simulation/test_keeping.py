"""Blocks that are kept: found again with every digit, and mixed up with no other run's."""

from __future__ import annotations

import json
from itertools import islice

import numpy as np
import pytest
from small_scenario import small_scenario

from market.errors import Refused
from market.simulation.experiments.executors import Alone
from market.simulation.experiments.keeping import Kept, fingerprint
from market.simulation.experiments.sweep import sweep
from market.simulation.measures.tally import Key, Tally


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.blocks"


@pytest.fixture(scope="module")
def scenario():
    return small_scenario()


class Tired(Alone):
    """Computes some blocks, and is interrupted."""

    def results(self, work, tasks):
        yield from islice(super().results(work, tasks), 3)
        raise KeyboardInterrupt


class Spy(Alone):
    """Notes what it computes."""

    def __init__(self):
        self.computed = []

    def results(self, work, tasks):
        for task, result in super().results(work, tasks):
            self.computed.append(task.at)
            yield task, result


def interrupted(scenario, path, run="run"):
    with Kept.opened(path, run) as kept, pytest.raises(KeyboardInterrupt):
        sweep(scenario, executor=Tired(), kept=kept)


@pytest.mark.parametrize("torn", [0, 1, 50])
def test_a_run_goes_on_where_it_stood_and_finds_the_same(scenario, path, torn):
    interrupted(scenario, path)
    path.write_bytes(path.read_bytes()[: -torn or None])
    spy = Spy()
    with Kept.opened(path, "run") as kept:
        found = sweep(scenario, executor=spy, kept=kept)
        assert len(kept.places) == 10
        kept.is_complete = True
    assert len(spy.computed) == (7 if torn == 0 else 8)
    for one, other in zip(found, sweep(scenario), strict=True):
        assert [*one.total] == [*other.total]
        for key in one.total:
            np.testing.assert_array_equal(one.total[key], other.total[key], strict=True)
            np.testing.assert_array_equal(one.count[key], other.count[key], strict=True)
    assert not path.exists()


@pytest.mark.parametrize("wrong", [b"1", b"[]", b"x"])
def test_a_block_that_was_altered_is_computed_again_with_those_that_follow(scenario, path, wrong):
    interrupted(scenario, path)
    lines = path.read_bytes().splitlines(keepends=True)
    digit = lines[2].index(b".") + 1
    lines[2] = lines[2][:digit] + wrong + lines[2][digit + 1 :]
    path.write_bytes(b"".join(lines))
    with Kept.opened(path, "run") as kept:
        assert [*kept.places] == [(0, 0)]


def test_sums_are_found_again_with_every_digit(path):
    key, values = Key("@mean", "log", "skill"), np.array([0.1 + 0.2, np.inf, -0.0, 5e-324, np.nan])
    with Kept.opened(path, "run") as kept:
        kept.add((3, 1), Tally({key: values}, {key: np.ones(5)}))
    with Kept.opened(path, "run") as kept:
        found = kept.read((3, 1))
    assert found.total[key].tobytes() == values.tobytes()
    assert found.count[key].tobytes() == np.ones(5).tobytes()


@pytest.mark.parametrize(
    "content", [b"forecaster,probability\n", b'{"blocks": 1, "run": "other"}\n']
)
def test_a_file_of_something_else_stays_as_it_is(path, content):
    path.write_bytes(content)
    with pytest.raises(Refused, match="of another run"), Kept.opened(path, "run"):
        pass
    assert path.read_bytes() == content


def test_two_processes_are_not_at_one_run(path):
    other = pytest.raises(Refused, match="Another process")
    with Kept.opened(path, "run"), other, Kept.opened(path, "run"):
        pass


def test_whatever_changes_a_result_changes_the_fingerprint(scenario):
    other = small_scenario()
    object.__setattr__(other, "points", other.points[::-1])
    made = {
        fingerprint(*of)
        for of in ((scenario, 7, "1"), (scenario, 8, "1"), (scenario, 7, "2"), (other, 7, "1"))
    }
    assert len(made) == 4
    assert fingerprint(small_scenario(), 7, "1") in made


def test_the_file_is_lines_of_json(scenario, path):
    interrupted(scenario, path)
    header, *blocks = map(json.loads, path.read_text().splitlines())
    assert (header["run"], [place for place, _, _ in blocks]) == ("run", [[0, 0], [0, 1], [0, 2]])
