"""Who computes the blocks of a run: this process, or processes beside it."""

from __future__ import annotations

import os
import signal
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import get_context
from threading import Thread
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from market.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from types import TracebackType

__all__ = ["AHEAD", "Alone", "Executor", "Processes", "under_way"]

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 4
"""Tasks under way for each worker: enough that none ever waits."""

_LOSSES = 3
"""Losses of workers, without a calm moment between them, after which a run is given up."""


class Executor(Protocol):
    """Who computes."""

    def results(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Each task with its result, as they come.

        Args:
            work: A function of a module, which other processes can import.
            tasks: What to do, in the order in which it is begun. Only some of it is under way at a
                time: at most so much ahead of the first task that is not yet done.

        Raises:
            Refused: Those who compute are lost, again and again.
        """
        ...


class Alone:
    """This process computes everything itself."""

    def results(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """As `Executor` has it."""
        return ((task, work(task)) for task in tasks)


class Processes:
    """Processes of this machine; they end with this one, whatever ends that.

    Args:
        workers: How many.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop(at_once=kind is not None)

    def results(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """As `Executor` has it."""

        def submit(task: T) -> Future[R]:
            try:
                with _uninterrupted():
                    return self._pool.submit(work, task)
            except BrokenExecutor as error:
                lost: Future[R] = Future()
                lost.set_exception(error)
                return lost

        return under_way(submit, tasks, AHEAD * self._workers, self._restart)

    def _restart(self) -> None:
        self._stop(at_once=True)
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")  # what a fork would copy may hold locks of other threads
        self._ear, self._mouth = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(
            self._workers, context, initializer=_end_with, initargs=(self._ear,)
        )

    def _stop(self, *, at_once: bool) -> None:
        if at_once:
            self._mouth.close()
        self._pool.shutdown(cancel_futures=True)
        self._mouth.close()
        self._ear.close()


def under_way(
    submit: Callable[[T], Future[R]],
    tasks: Iterable[T],
    ahead: int,
    restart: Callable[[], None] = lambda: None,
) -> Iterator[tuple[T, R]]:
    """Each task with its result, as they come; those that are lost with a worker are begun again.

    Args:
        submit: Has a task done.
        tasks: What to do.
        ahead: How many tasks may be under way, counted from the first that is not yet done.
        restart: Makes workers anew, where they do not come by themselves.

    Raises:
        Refused: Workers are lost again and again.
    """
    numbered, ended, losses = enumerate(tasks), 0, 0
    begun: dict[Future[R], tuple[int, T]] = {}
    while True:
        first = min((number for number, _ in begun.values()), default=ended)
        for number, task in islice(numbered, first + ahead - ended):
            begun[submit(task)] = number, task
            ended = number + 1
        if not begun:
            return
        done = wait(begun, return_when=FIRST_COMPLETED).done
        is_broken = any(map(_is_lost, done))
        if is_broken:
            done = wait(begun).done
        for future in done:
            if not _is_lost(future):
                yield begun.pop(future)[1], future.result()
        losses = losses + 1 if is_broken else 0
        if losses > _LOSSES:
            said = "The processes that compute die again and again."
            raise Refused(said, "Is memory short? Use fewer: --workers 1")
        if is_broken:
            restart()
            begun = {submit(task): (number, task) for number, task in sorted(begun.values())}


def _is_lost(future: Future[R]) -> bool:
    return isinstance(future.exception(), BrokenExecutor)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back; processes that are started meanwhile never hear of it.

    The terminal sends it to all of them, but it is for the first to say what ends.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with(ear: Connection) -> None:
    """Let this process end as soon as nothing more can be heard from the one that started it."""

    def listen() -> None:
        with suppress(EOFError, OSError):
            ear.recv_bytes()
        os._exit(1)

    Thread(target=listen, daemon=True).start()
