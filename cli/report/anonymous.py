"""Numbers in the place of names.

They follow the board, and for those who stand on no board a digest that only the ledger's owner
can compute: neither the order of the ledger nor that of the alphabet shows through.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from market.poll import Poll
    from scoring.board import Board

__all__ = ["pseudonyms", "renamed"]


def pseudonyms(poll: Poll, board: Board) -> dict[str, str]:
    """A number for each person, by name: the first of the board is the first.

    Articles and computed crowds keep their names: they are nobody's.

    Args:
        poll: Who there is.
        board: The leaderboard of the poll.
    """
    key = _key(poll)
    places = {code: place for place, code in enumerate(board.order(_digests(poll, board, key)))}
    people = np.flatnonzero(poll.panel.people).tolist()
    names = [poll.forecasters[code] for code in people]
    shuffled = sorted(
        zip(people, names, strict=True),
        key=lambda one: (places.get(one[0], len(places)), _digest(one[1], key)),
    )
    return {name: f"forecaster {number}" for number, (_, name) in enumerate(shuffled, start=1)}


def renamed(poll: Poll, names: Mapping[str, str]) -> Poll:
    """The poll with other names.

    Args:
        poll: The poll.
        names: What to call whom; others keep their names.
    """
    return replace(poll, forecasters=tuple(names.get(name, name) for name in poll.forecasters))


def _key(poll: Poll) -> bytes:
    """A digest of all that was said and by whom: whoever sees only a report cannot compute it."""
    panel = poll.panel
    columns = (panel.forecaster, panel.question, panel.start, panel.probability)
    told = b"".join(np.ascontiguousarray(column).tobytes() for column in columns)
    return blake2b(told + "\n".join(poll.forecasters).encode()).digest()


def _digest(name: str, key: bytes) -> str:
    return blake2b(name.encode("utf-8", "replace"), key=key).hexdigest()


def _digests(poll: Poll, board: Board, key: bytes) -> tuple[str, ...]:
    """What orders equal rows of the board in the place of names."""
    return tuple(_digest(name, key) for name in (*poll.forecasters, *board.pools))
