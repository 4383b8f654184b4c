"""Blocks computed on a Dask cluster, and clusters that cannot compute any."""

from __future__ import annotations

import os
import signal
import sys
from importlib.metadata import PackageNotFoundError, version

import pytest
from small_scenario import exactly, small_scenario

from market.errors import Refused
from market.simulation.experiments import cluster as clusters
from market.simulation.experiments.cluster import cluster
from market.simulation.experiments.sweep import sweep


class Client:
    """A connection to a scheduler whose only worker has some versions."""

    def __init__(self, workers=1, **versions):
        self._workers = workers
        self._versions = {name: version(name) for name in ("foretell", "numpy")} | versions

    def wait_for_workers(self, _number, timeout):
        if not self._workers:
            raise TimeoutError(timeout)

    def run(self, _function, package):
        if self._versions[package] is None:
            raise PackageNotFoundError(package)
        return {"tcp://10.0.0.2:1": self._versions[package]}


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Refused, match="needs the package") as caught, cluster("tcp://x:1"):
        pass
    assert ".[cluster]" in caught.value.hint


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "x://127.0.0.1:1"])
def test_an_address_where_nobody_answers_is_refused(monkeypatch, address):
    monkeypatch.setattr(clusters, "_PATIENCE", 0.05)
    with pytest.raises(Refused, match=f"No Dask scheduler answers at {address}"), cluster(address):
        pass


@pytest.mark.parametrize(
    ("client", "said"),
    [
        (Client(workers=0), "has no worker"),
        (Client(foretell=None), "has no foretell"),
        (Client(foretell="0.0.1"), "has foretell 0.0.1, and this process"),
        (Client(numpy="1.26.0"), "has numpy 1.26.0, and this process"),
    ],
)
def test_workers_that_might_compute_something_else_are_refused(client, said):
    with pytest.raises(Refused, match=said):
        clusters._compare(client, "tcp://x:1")
    clusters._compare(Client(), "tcp://x:1")


@pytest.mark.slow
def test_two_workers_of_whom_one_is_killed_find_what_one_process_finds():
    from distributed import LocalCluster

    scenario, workers = small_scenario(), {"n_workers": 2, "threads_per_worker": 1}
    with (
        LocalCluster(dashboard_address=None, processes=True, **workers) as dask,
        cluster(dask.scheduler_address) as executor,
    ):
        found = [sweep(scenario, executor=executor)]
        victims = [dask.workers[0].pid]

        def kill_one(_):
            if victims:
                os.kill(victims.pop(), signal.SIGKILL)

        found.append(sweep(scenario, executor=executor, progress=kill_one))
    assert [exactly(tallies) for tallies in found] == [exactly(sweep(scenario))] * 2
