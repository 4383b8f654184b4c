"""The two streams: data on stdout, messages on stderr, and what each terminal can show."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from cli.output.text import ascii_text, safe
from market.errors import Refused

__all__ = [
    "FILE",
    "KEPT",
    "WIDEST",
    "Screen",
    "advised",
    "close",
    "prepare",
    "say",
    "screen",
    "write",
]

WIDEST = 100
"""Columns that no screen exceeds, however wide the terminal."""

KEPT = "What was recorded stays recorded: foretell log"
"""What to do where the data of a command cannot be written: not to repeat it."""

_ADVICE = re.compile(r"(?:(?<=: )|(?<=  )|(?<=\())foretell (?=[a-z])(?!demo\b)")


@dataclass(frozen=True, slots=True)
class Screen:
    """What the place can show to which text goes.

    Attributes:
        width: Columns to stay within, or None where lines may be of any length.
        unicode: Whether arrows, dots and true minus signs can be shown.
    """

    width: int | None = None
    unicode: bool = True

    def show(self, text: str) -> str:
        """One line of text, made harmless and showable."""
        harmless = safe(text)
        return harmless if self.unicode else ascii_text(harmless)


FILE = Screen()
"""A file: UTF-8, lines of any length."""


def prepare() -> None:
    """Let no stream end the program: what one cannot show is escaped, what is closed is empty."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # It stays open to the end, so that no other file gets the place of a stream.
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def screen() -> Screen:
    """What stdout can show: a terminal has a width, a pipe has none."""
    width = min(WIDEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None
    return Screen(width, _shows_unicode(sys.stdout.encoding))


def _shows_unicode(encoding: str | None) -> bool:
    try:
        "…↓↑→·".encode(encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def write(text: str) -> None:
    """Write data to stdout; a reader who has closed the pipe has simply had enough.

    Raises:
        Refused: The data cannot be written, as to a disk that is full.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop(sys.stdout.fileno())
    except OSError as error:
        _drop(sys.stdout.fileno())
        raise Refused(f"The data cannot be written: {error.strerror}.", KEPT) from error


def say(*lines: str) -> None:
    """Write messages to stderr, one line each; where nobody can read them, they are lost."""
    to = Screen(unicode=_shows_unicode(sys.stderr.encoding))
    try:
        for line in lines:
            sys.stderr.write(to.show(advised(line)) + "\n")
    except OSError:
        _drop(sys.stderr.fileno())


def advised(line: str) -> str:
    """The line with ``--demo`` in the commands that it advises, where this call was given it.

    Else they would act on another ledger than the one that is spoken of.
    """
    return _ADVICE.sub("foretell --demo ", line) if "--demo" in sys.argv[1:] else line


def close() -> None:
    """Flush stdout while a failure to write can still be caught.

    Raises:
        Refused: The data cannot be written.
    """
    write("")


def _drop(descriptor: int) -> None:
    """Send the rest nowhere, so that no later write or the interpreter's last flush fails."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
