"""A file written whole or not at all."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from market.errors import Refused
from market.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["placed"]

_ROOM = "Make room, or choose another folder."


@contextmanager
def placed(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """Where to write a file that is moved to its place once the block has ended well.

    Args:
        path: Its place.
        replace: Whether a file that is there gives way; else none may be there.

    Yields:
        A path in a folder of this process's own, on the same disk.

    Raises:
        Refused: There is a file already, or none can be written there.
    """
    if path.exists() and not replace:
        raise _taken(path)
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(unfinished(path.parent))
        except OSError as error:
            said = f"Nothing can be written to {path.parent}: {error.strerror}."
            raise Refused(said, "Choose another folder.") from error
        made = folder / path.name
        yield made
        _settle(made, path, replace=replace)


def _settle(made: Path, path: Path, *, replace: bool) -> None:
    """Move the file, without replacing one that has come there meanwhile unless it may."""
    try:
        with made.open("r+b") as file:
            os.fsync(file.fileno())
        if replace:
            made.replace(path)
        else:
            _name(made, path)
        with suppress(OSError):  # not every system lets a folder be flushed
            _flush(path.parent)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.", _ROOM) from error


def _name(made: Path, path: Path) -> None:
    """Give the file its name, unless another has it.

    Raises:
        FileExistsError: Another has it.
    """
    try:
        path.hardlink_to(made)
    except FileExistsError:
        raise
    except OSError:  # some disks, such as a stick's, give no file two names
        path.open("x").close()  # takes the name
        made.replace(path)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _taken(path: Path) -> Refused:
    return Refused(f"{path} exists.", "Choose another name.")
