"""Folders for files in the making: each goes with its process, whatever ends that."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mktemp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["unfinished"]

_PREFIX = ".foretell-unfinished-"


@contextmanager
def unfinished(parent: Path) -> Iterator[Path]:
    """A folder of this process's own, removed at the end with all that is in it.

    A process that is killed leaves its folder behind, but not the lock on it: whoever makes the
    next one beside it removes it.

    Args:
        parent: Where to make it.

    Yields:
        The folder.

    Raises:
        OSError: None can be made there.
    """
    for left in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # of a process that is alive, or of somebody else
            _remove_abandoned(left)
    # Named before it is made, so that an interrupt on the way leaves none.
    folder = Path(mktemp(prefix=_PREFIX, dir=parent))  # noqa: S306 - its lock says whose it is
    lock = None
    try:
        lock = _made(folder)
        yield folder
    finally:
        _remove(folder)
        if lock is not None:
            os.close(lock)


def _made(folder: Path) -> int | None:
    """Make a folder, and give the lock on it; none where the system knows no such locks."""
    while True:
        folder.mkdir(mode=0o700, exist_ok=True)
        try:
            lock = _lock(folder, wait=True)
        except FileNotFoundError:
            continue
        except OSError:
            return None
        if folder.exists():
            return lock
        os.close(lock)  # another process took it for abandoned before it was locked


def _remove(folder: Path) -> None:
    """Remove a folder with all that is in it, also if an interrupt comes meanwhile."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(folder: Path) -> None:
    lock = _lock(folder, wait=False)
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def _lock(folder: Path, *, wait: bool) -> int:
    """Lock a folder until its descriptor is closed, as the end of the process closes it too.

    Raises:
        OSError: It is locked by another process, it is no folder, or there are no such locks.
    """
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError as error:
        raise OSError(*error.args) from error
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        flock(descriptor, LOCK_EX if wait else LOCK_EX | LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
