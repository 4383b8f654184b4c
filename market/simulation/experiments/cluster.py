"""Blocks computed on a Dask cluster that is there already."""

from __future__ import annotations

from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from logging import CRITICAL, getLogger
from socket import create_connection
from typing import TYPE_CHECKING, Any, TypeVar

from market.errors import Refused
from market.simulation.experiments.executors import AHEAD, under_way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from distributed import Client

__all__ = ["Cluster", "cluster"]

T = TypeVar("T")
R = TypeVar("R")

_PATIENCE = 5.0
"""Seconds within which a scheduler answers, and has a worker."""

_MEMORY = "Is memory short there? Give each worker more, or use fewer."
_START = "Start one, and workers: see docs/scale.md"
_DECISIVE = ("foretell", "numpy")
"""Packages on whose versions it depends what is drawn from a seed."""


class Cluster:
    """The workers of a Dask cluster.

    Args:
        client: The connection to its scheduler.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def results(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """As `Executor` has it; the scheduler gives what lost workers had to others."""
        from distributed import KilledWorker

        client: Any = self._client  # its types are those of a part of its methods only
        pool = client.get_executor(pure=False)
        ahead = AHEAD * sum(client.nthreads().values())
        try:
            yield from under_way(lambda task: pool.submit(work, task), tasks, ahead)
        except KilledWorker as error:
            raise Refused("A block killed every worker that computed it.", _MEMORY) from error
        except CancelledError as error:
            raise Refused("The cluster has gone.", "Run the same again once it is back.") from error


@contextmanager
def cluster(address: str) -> Iterator[Cluster]:
    """Connect to a cluster.

    Args:
        address: That of its scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises:
        Refused: The extra ``cluster`` is missing, nobody answers, or its workers lack something.
    """
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
    except ImportError as error:
        said = "A cluster needs the package distributed."
        raise Refused(said, "In the checkout: pip install '.[cluster]'") from error
    # What it logs of lost connections, tracebacks too, is told here in words.
    getLogger("distributed.client").setLevel(CRITICAL)
    try:
        # Asked before Dask does, whose threads outlive a connection that fails.
        create_connection(get_address_host_port(address), timeout=_PATIENCE).close()
        client = Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call] # not typed
    except (OSError, OverflowError, ValueError) as error:
        raise Refused(f"No Dask scheduler answers at {address}.", _START) from error
    with client:
        _compare(client, address)
        yield Cluster(client)


def _compare(client: Client, address: str) -> None:
    """See that there are workers, and that they compute what this process would.

    Raises:
        Refused: There are none, or they have other versions.
    """
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        for package in _DECISIVE:
            _demand_same(package, client.run(version, package).values())
    except TimeoutError as error:
        raise Refused(f"The cluster at {address} has no worker.", _START) from error
    except PackageNotFoundError as error:
        said = f"A worker of the cluster has no {error.name}."
        raise Refused(said, "Install foretell on each of them.") from error


def _demand_same(package: str, theirs: Iterable[str]) -> None:
    mine = version(package)
    for other in set(theirs) - {mine}:
        said = f"A worker of the cluster has {package} {other}, and this process {mine}."
        raise Refused(said, f"Install {package} {mine} on each of them.")
