"""Answers kept for those who come later."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.serve.flights import Flights

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.serve.source import Moment

__all__ = ["Answer", "Cache"]

ROOM = 64 << 20
"""Bytes of answers that are kept."""

AT_ONCE = 2
"""Answers that are made at a time: who asks for little need not wait for a whole report."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, and for how long it is good.

    Attributes:
        body: Its bytes.
        tag: Its entity tag.
        moment: How the ledger stood.
        made: When it was made, in microseconds.
        took: How long that took.
    """

    body: bytes
    tag: str
    moment: Moment
    made: int
    took: int


class Cache:
    """The newest answer for every address.

    One address is answered once at a time. An answer is handed on for as long again as it took to
    make it, even if the ledger has changed: so at most half the time of a thread goes into one
    address, however fast the ledger changes, and what took a moment is never older than that.

    Args:
        clock: Gives the time, in microseconds.
    """

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._size = 0
        self._making: Flights[Answer] = Flights(AT_ONCE)

    async def get(
        self, address: str, moment: Moment, make: Callable[[], tuple[bytes, str, Moment]]
    ) -> Answer:
        """The answer for an address.

        Args:
            address: The address.
            moment: How the ledger stands.
            make: Makes the answer: its bytes, its tag, and how the ledger stood.

        Raises:
            Exception: Whatever making it raised; that is not kept.
        """
        kept = self._kept.get(address)
        if kept is not None and (kept.moment == moment or self._lasts(kept)):
            self._kept.move_to_end(address)
            return kept
        answer = await self._making.join(address, lambda: self._timed(make))
        self._keep(address, answer)
        return answer

    def _keep(self, address: str, answer: Answer) -> None:
        """Keep an answer, and forget those that nobody has asked for the longest."""
        self._forget(address)
        self._kept[address] = answer
        self._size += len(answer.body)
        while self._size > ROOM:
            self._forget(next(iter(self._kept)))

    def _forget(self, address: str) -> None:
        gone = self._kept.pop(address, None)
        self._size -= len(gone.body) if gone else 0

    def _lasts(self, answer: Answer) -> bool:
        """Whether an answer is handed on although the ledger has changed; not if the clock has."""
        return 0 <= self._clock() - answer.made < answer.took

    def _timed(self, make: Callable[[], tuple[bytes, str, Moment]]) -> Answer:
        begun = self._clock()
        body, tag, moment = make()
        done = self._clock()
        return Answer(body, tag, moment, made=done, took=done - begun)
