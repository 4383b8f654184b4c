"""What people see when something fails: one line that says what, one that says what to do."""

from __future__ import annotations

import errno
import os
import re
import sys
from typing import Any

from cli.output.streams import say
from market.errors import DatabaseError, ForetellError, Refused, UsageError

__all__ = ["explain", "understood", "wants_traceback"]

HEAD, TAIL = 300, 99
"""Characters that are shown of a line which repeats something endless."""

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_ROOM = "Make room on the disk, also for temporary files."

_VALIDATION = re.compile(r": Input (should be .*?)(?:, unable to .*)?$")
_NEGATIVE = re.compile(r"-+[\d.]")


def wants_traceback() -> bool:
    """Whether `--debug` or `FORETELL_DEBUG` asks for tracebacks.

    The words of the command are searched as they stand: the failure may be in reading them.
    """
    return "--debug" in sys.argv[1:] or bool(os.environ.get("FORETELL_DEBUG"))


def explain(error: Exception) -> int:
    """Say on stderr what went wrong and what to do.

    Args:
        error: Whatever ended the command.

    Returns:
        The exit code that belongs to it.
    """
    if wants_traceback():
        import traceback

        traceback.print_exception(error)
    known = understood(error)
    lines = [f"Error: {known.message}", *(f"  {detail}" for detail in known.details)]
    if known.hint:
        lines.append(f"Hint:  {known.hint}")
    say(*map(_fitted, lines))
    return known.exit_code


def _fitted(line: str) -> str:
    return line if len(line) <= HEAD + 1 + TAIL else f"{line[:HEAD]}…{line[-TAIL:]}"


def understood(error: Exception) -> ForetellError:
    """An error in the words of this program, whoever raised it."""
    if isinstance(error, ForetellError):
        return error
    if hasattr(error, "format_message"):
        return _usage(error)
    if _is_of_database(error):
        cause = getattr(error, "orig", None) or error
        return DatabaseError(
            f"The ledger cannot be used: {_first_line(cause)}", "Run: foretell db check"
        )
    if isinstance(error, UnicodeEncodeError):
        return Refused("A word holds bytes that are not Unicode.", "Type it anew, in UTF-8.")
    if isinstance(error, OSError) and error.strerror:
        said = ": ".join(filter(None, [_path(error), error.strerror]))
        hint = "Check the file, its folder and the disk."
        return Refused(said, _ROOM if error.errno in _NO_ROOM else hint)
    return ForetellError(
        f"Foretell itself failed: {type(error).__name__}: {_first_line(error)}",
        "Run it again with --debug to see where.",
    )


def _usage(error: Exception) -> UsageError:
    """Typer's own complaint about the words; its classes are private, their shape is not."""
    message = " ".join(error.format_message().replace("Value error, ", "").split())  # type: ignore[attr-defined]
    message = _VALIDATION.sub(r": it \1", message)
    if _NEGATIVE.match(getattr(error, "option_name", "")):
        return _negative(error)
    if "unexpected extra argument" in message and _takes_a_password(error):
        hint = "A password is no word of a command: it is asked for, or see --password-stdin."
        return UsageError("That is a word too many.", hint)  # which is not repeated
    return UsageError(message, _see(error))


def _takes_a_password(error: Any) -> bool:
    """Whether a word too many in this command may be one."""
    return any(option.name == "password_stdin" for option in error.ctx.command.params)


def _negative(error: Any) -> UsageError:
    """For `-1`, which was not meant for an option: what stands there in this command."""
    command = error.ctx.info_name if error.ctx else ""
    if command == "forecast":
        hint = "Probabilities lie between 0% and 100%."
        return UsageError("A probability cannot be negative.", hint)
    if command == "resolve":
        return UsageError(f"{error.option_name} is no outcome.", "Say yes or no.")
    return UsageError(f"{error.option_name} means nothing here.", _see(error))


def _see(error: Any) -> str:
    context = getattr(error, "ctx", None)
    return f"See: {context.command_path if context else 'foretell'} --help"


def _is_of_database(error: Exception) -> bool:
    """Asks only modules that are loaded: an error of a library needs the library."""
    loaded = (sys.modules.get("sqlalchemy.exc"), sys.modules.get("sqlite3"))
    names = ("DBAPIError", "Error")
    classes = [getattr(module, name) for module, name in zip(loaded, names, strict=True) if module]
    return isinstance(error, tuple(classes))


def _first_line(error: object) -> str:
    return next(iter(str(error).splitlines()), "")


def _path(error: OSError) -> str:
    return os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
