"""What a command knows of the world outside: the environment, the user, the clock.

Nothing else in foretell reads the time, nor an environment variable save FORETELL_DEBUG: that is
read in failures.py, where it is needed when all else has failed. An empty variable is no variable.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from market.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "cache_folder",
    "clock",
    "cores",
    "data_folder",
    "demo_address",
    "is_blind",
    "is_colourless",
    "is_completing",
    "is_dumb",
    "ledger_address",
    "shell_name",
    "user_name",
]

LOCAL_LEDGER = Path("foretell.db")


def clock() -> int:
    """Microseconds since 1970, UTC."""
    return time.time_ns() // 1000


def data_folder() -> Path:
    """The folder in which this user's ledger lives unless told otherwise; it need not exist."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = home / ".local" / "share"
        named = Path(os.environ.get("XDG_DATA_HOME", ""))
        base = named if named.is_absolute() else base  # the standard ignores relative paths
    return base / "foretell"


def cache_folder() -> Path:
    """The folder for what this user may lose at any time; it need not exist."""
    home = Path.home()
    if sys.platform == "win32":
        return data_folder() / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "foretell"
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (named if named.is_absolute() else home / ".cache") / "foretell"


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def demo_address() -> str:
    """The ledger of `foretell demo`, which is nobody's own."""
    return str(data_folder() / "demo.db")


def ledger_address(given: str | None) -> str:
    """Where the ledger is: a path, or a ``postgresql://`` address.

    Args:
        given: What ``--db`` says; it wins over ``FORETELL_DB``, over a ``foretell.db`` in the
            working folder, and over the user's data folder.
    """
    named = given or os.environ.get("FORETELL_DB")
    if named:
        return named
    return str(LOCAL_LEDGER if LOCAL_LEDGER.exists() else data_folder() / "foretell.db")


def user_name(given: str | None, member: Callable[[], str | None] = lambda: None) -> str:
    """The name under which this command acts.

    Args:
        given: What ``--as`` says; it wins over ``FORETELL_USER``.
        member: Gives the name of the member who is connected, if it is one; it wins over the
            login name, and is asked only then.

    Raises:
        UsageError: Nothing says who this is.
    """
    named = given or os.environ.get("FORETELL_USER") or member()
    if named:
        return named
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise UsageError("This computer does not say who you are.", "Add --as NAME.") from None


def is_blind() -> bool:
    """Whether this user wants every crowd hidden until he has given a forecast of his own."""
    return bool(os.environ.get("FORETELL_BLIND"))


def is_colourless() -> bool:
    """Whether colours are unwanted (https://no-color.org), or a console of Windows shows none."""
    old_console = sys.platform == "win32" and not os.environ.get("WT_SESSION")
    return old_console or bool(os.environ.get("NO_COLOR"))


def is_dumb() -> bool:
    """Whether the terminal calls itself dumb: it may be read aloud, or know no commands."""
    return os.environ.get("TERM") == "dumb"


def is_completing() -> bool:
    """Whether a shell asks how the words on its line may go on, and no command is to be run."""
    return bool(os.environ.get("_FORETELL_COMPLETE"))


def shell_name() -> str:
    """The shell from which this was called, such as ``zsh``; empty where that cannot be told."""
    import shellingham  # type: ignore[import-untyped]

    try:
        return str(shellingham.detect_shell()[0])
    except (shellingham.ShellDetectionFailure, OSError):
        return Path(os.environ.get("SHELL", "")).name
