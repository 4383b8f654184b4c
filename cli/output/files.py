"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from market.errors import Refused

__all__ = ["refuse_taken", "write_file"]


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


def write_file(name: str, content: str, *, force: bool = False) -> None:
    """Write a file under another name and rename it, so that no half of it is ever seen.

    Args:
        name: The file.
        content: Its text; written as UTF-8.
        force: Whether an existing file may be replaced.

    Raises:
        Refused: The file exists and `force` is not given, is no ordinary file, or cannot be
            written.
    """
    refuse_taken(name, force=force)
    path = Path(name)
    beside = path.with_name(f".foretell.{os.getpid()}")
    try:
        with beside.open("x", encoding="utf-8", newline="") as file:
            file.write(content)
        beside.replace(path)
    except OSError as error:
        raise Refused(f"{name} cannot be written: {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)
