"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from market.errors import Refused
from market.placing import placed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

__all__ = ["is_same_file", "refuse_taken", "whole_file", "write_file"]


def is_same_file(one: str, other: str | None) -> bool:
    """Whether two names, however they are spelled, are those of one file.

    >>> is_same_file("./a.svg", "a.svg"), is_same_file("a.svg", None)
    (True, False)
    """
    return other is not None and Path(one).resolve() == Path(other).resolve()


def refuse_taken(name: str, *, force: bool = False) -> None:
    """Refuse a name under which a file may not be written, before anything is done for it.

    Raises:
        Refused: The file exists and `force` is not given, or is no ordinary file; or its folder
            is absent or closed to writers.
    """
    path = Path(name)
    if path.exists() and not path.is_file():
        raise Refused(f"{name} is not a file that can be replaced.", "Choose another name.")
    if path.exists() and not force:
        raise Refused(f"{name} exists.", "Choose another name, or add --force to replace it.")
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}.", "Make it, or choose another.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise Refused(f"Nothing can be written to {path.parent}.", "Choose another folder.")


@contextmanager
def whole_file(name: str, *, force: bool = False) -> Iterator[TextIO]:
    """A file to write to, which has its name only once the block has ended well.

    Args:
        name: The file.
        force: Whether an existing file may be replaced.

    Yields:
        The file, open for text in UTF-8; line ends are written as they are.

    Raises:
        Refused: The file exists and `force` is not given, is no ordinary file, or cannot be
            written.
    """
    with _place(name, force=force) as path, path.open("x", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def _place(name: str, *, force: bool) -> Iterator[Path]:
    """Where to write what is moved to its name once the block has ended well."""
    refuse_taken(name, force=force)
    try:
        with placed(Path(name), replace=force) as path:
            yield path
    except OSError as error:
        said = f"{name} cannot be written: {error.strerror}."
        raise Refused(said, "Choose another file or folder.") from error


def write_file(name: str, content: str | bytes, *, force: bool = False) -> None:
    """Write a file, whole or not at all.

    Args:
        name: The file.
        content: What it holds; a text is written as UTF-8.
        force: Whether an existing file may be replaced.

    Raises:
        Refused: As for ``whole_file``.
    """
    with _place(name, force=force) as path:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
