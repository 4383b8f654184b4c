"""Blocks that are computed are kept in a file, so that a run which was interrupted can go on.

The file has a JSON document on each line: first which run it is of, then a block each, with every
digit of its sums, and a checksum of these.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, Self
from zlib import crc32

import numpy as np

from market.errors import Refused
from market.simulation.measures.tally import Key, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from market.simulation.scenarios.scenario import Scenario

__all__ = ["Kept", "Place", "fingerprint"]

Place = tuple[int, int]
"""A block of a run: number of the point in its scenario, and number of the block."""

_FORMAT = 2


def fingerprint(scenario: Scenario, seed: int, version: str) -> str:
    """What all blocks of a run have in common, in a few characters.

    How many panels are wanted does not belong to it: they only say how many blocks there are.

    Args:
        scenario: The scenario.
        seed: Seed of the run.
        version: Version of this package.
    """
    made = repr((_FORMAT, version, np.__version__, seed, scenario.points))
    return sha256(made.encode()).hexdigest()[:16]


class Kept:
    """The blocks of a run in an open file, whose lock is held.

    Args:
        path: The file.
        file: It, open to read and to append.
        run: Fingerprint of the run.

    Attributes:
        is_complete: Whether the run is, so that nobody needs the file any more.
        places: Where each block begins in the file.

    Raises:
        Refused: The file is of another run, or is something else.
    """

    def __init__(self, path: Path, file: BinaryIO, run: str) -> None:
        self._path, self._file = path, file
        self.is_complete = False
        self.places: dict[Place, int] = {}
        self._begin(json.dumps({"blocks": _FORMAT, "run": run}).encode() + b"\n")
        self._find()

    @classmethod
    @contextmanager
    def opened(cls, path: Path, run: str) -> Iterator[Self]:
        """Open the file of a run, or begin one; it is removed where it is of no more use.

        Args:
            path: The file.
            run: Fingerprint of the run.

        Raises:
            Refused: The file is of another run, is something else, or is in use.
        """
        with path.open("a+b") as file:
            _lock(file, path)
            kept = cls(path, file, run)
            try:
                yield kept
            finally:
                if kept.is_complete or not kept.places:
                    path.unlink(missing_ok=True)

    def read(self, place: Place) -> Tally:
        """A block that is kept."""
        self._file.seek(self.places[place])
        _, sums, _ = json.loads(self._file.readline())
        keys = [Key(*key) for key, _, _ in sums]
        total, count = (
            {key: np.array(row[part]) for key, row in zip(keys, sums, strict=True)}
            for part in (1, 2)
        )
        return Tally(total, count)

    def add(self, place: Place, tally: Tally) -> None:
        """Keep a block."""
        sums = [
            (key, total.tolist(), tally.count[key].tolist()) for key, total in tally.total.items()
        ]
        begins = self._file.seek(0, 2)
        self._file.write(_sealed(json.dumps((place, sums)).encode()))
        self._file.flush()
        self.places[place] = begins

    def _begin(self, header: bytes) -> None:
        """Write or compare the first line."""
        self._file.seek(0)
        found = self._file.read(len(header))
        if found == header:
            return
        if not header.startswith(found):
            said = f"{self._path} is there already, and of another run."
            raise Refused(said, "Choose another name, or remove it if nothing shall go on there.")
        self._file.truncate(0)
        self._file.write(header)
        self._file.flush()

    def _find(self) -> None:
        """Find the blocks; what follows the last sound line is cut off."""
        end = self._file.tell()
        for line in iter(self._file.readline, b""):
            place = _place_of(line)
            if place is None:
                break
            self.places[place] = end
            end += len(line)
        self._file.truncate(end)


def _place_of(line: bytes) -> Place | None:
    """Which block a line holds; none if it was torn or altered."""
    if _sealed(line.rpartition(b", ")[0] + b"]") != line:
        return None
    (point, block), _, _ = json.loads(line)
    return point, block


def _sealed(block: bytes) -> bytes:
    """The line of a block: its list with one more item, a checksum."""
    return b"%s, %d]\n" % (block[:-1], crc32(block))


def _lock(file: BinaryIO, path: Path) -> None:
    """Lock a file until it is closed, as the end of the process closes it too.

    Raises:
        Refused: Another process holds it.
    """
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:  # a system without such locks
        return
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError as error:
        said = f"Another process is at this run, and keeps its blocks in {path}."
        raise Refused(said, "Wait until it has ended.") from error
