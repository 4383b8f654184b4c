"""Where a command's data go, and in which form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["STDOUT", "Format", "Sink"]


class Format(StrEnum):
    """The forms in which data are printed: one for people, two for programs."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Sink:
    """A form and a destination.

    Attributes:
        format: How the data are written.
        path: The file to write, or None for stdout.
        force: Whether an existing file may be replaced.
    """

    format: Format = Format.TABLE
    path: str | None = None
    force: bool = False


STDOUT = Sink()
"""A table for people, on stdout."""
