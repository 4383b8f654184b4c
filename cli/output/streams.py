"""The two streams: data on stdout, messages on stderr, and what each terminal can show."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cli.context import is_colourless, is_dumb
from cli.output.ink import coloured
from cli.output.text import ascii_text, safe, signs
from market.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.ink import Line, Span

__all__ = [
    "FILE",
    "KEPT",
    "WIDEST",
    "Screen",
    "advised",
    "close",
    "held_back",
    "prepare",
    "say",
    "screen",
    "write",
]

WIDEST = 100
"""Columns that no screen exceeds, however wide the terminal."""

KEPT = "What was recorded stays recorded: foretell log"
"""What to do where the data of a command cannot be written: not to repeat it."""

_ADVICE = re.compile(r"(?:(?<=: )|(?<=  )|(?<=\()|(?<=\| ))foretell (?=[a-z])(?!demo\b)")

_HELD: ContextVar[list[str] | None] = ContextVar("held", default=None)


@dataclass(frozen=True, slots=True)
class Screen:
    """What the place can show to which text goes.

    Attributes:
        width: Columns to stay within, or None where lines may be of any length.
        unicode: Whether arrows, dots and true minus signs can be shown.
        draws: Whether pictures made of signs may be drawn, where the width is known.
        colour: Whether parts of lines are painted.
    """

    width: int | None = None
    unicode: bool = True
    draws: bool = True
    colour: bool = False

    def show(self, line: Line) -> str:
        """One line, made harmless and showable."""
        return self._plain(line) if isinstance(line, str) else "".join(map(self._painted, line))

    def _painted(self, span: Span) -> str:
        shown = self._plain(span.text)
        return coloured(shown, span.ink) if self.colour and span.ink else shown

    def _plain(self, text: str) -> str:
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
    if _HELD.get() is not None:
        return FILE
    unicode = _shows_unicode(sys.stdout.encoding)
    if not sys.stdout.isatty():
        return Screen(unicode=unicode)
    width, draws = min(WIDEST, shutil.get_terminal_size().columns), not is_dumb()
    return Screen(width, unicode, draws, draws and not is_colourless())


def _shows_unicode(encoding: str | None) -> bool:
    try:
        signs().encode(encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def write(text: str) -> None:
    """Write data to stdout; a reader who has closed the pipe has simply had enough.

    Raises:
        Refused: The data cannot be written, as to a disk that is full.
    """
    held = _HELD.get()
    if held is not None:
        held.append(text)
        return
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
    if _HELD.get() is not None:
        return
    to = Screen(unicode=_shows_unicode(sys.stderr.encoding))
    try:
        for line in lines:
            sys.stderr.write(to.show(advised(line)) + "\n")
    except OSError:
        _drop(sys.stderr.fileno())


@contextmanager
def held_back() -> Iterator[list[str]]:
    """Let a command of this thread write to no stream: its data are kept, its messages lost.

    Yields:
        The data, which grow as they are written.
    """
    kept: list[str] = []
    before = _HELD.set(kept)
    try:
        yield kept
    finally:
        _HELD.reset(before)


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
