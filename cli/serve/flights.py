"""Work that is done once for all who ask for it at the same time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from asyncio import Future
    from collections.abc import Callable, Hashable

__all__ = ["Flights"]

T = TypeVar("T")


class Flights(Generic[T]):
    """Work in threads of its own, so that whoever asks for something else need not wait.

    Args:
        threads: How many pieces of work are done at the same time.
    """

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads)
        self._going: dict[Hashable, Future[T]] = {}

    async def join(self, key: Hashable, work: Callable[[], T]) -> T:
        """The result of a piece of work, which begins now unless it is being done already.

        Args:
            key: What tells it from other work.
            work: Does it.

        Raises:
            Exception: Whatever the work raised; all who wait for it are told.
        """
        going = self._going.get(key)
        if going is None:
            going = asyncio.get_running_loop().run_in_executor(self._threads, work)
            self._going[key] = going
            going.add_done_callback(lambda done: self._land(key, done))
        return await asyncio.shield(going)  # who goes away does not take it from the others

    def _land(self, key: Hashable, done: Future[T]) -> None:
        del self._going[key]
        if not done.cancelled():
            done.exception()  # it may be that nobody waits any more
