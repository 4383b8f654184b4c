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

    @classmethod
    def of_file(cls, path: str | None) -> Format:
        """The form that the ending of a file's name asks for; a table where it asks for none.

        >>> [Format.of_file(path).value for path in ("a.csv", "b.JSON", "csv", None)]
        ['csv', 'json', 'table', 'table']
        """
        name = (path or "").lower()
        return next((form for form in (cls.JSON, cls.CSV) if name.endswith(f".{form}")), cls.TABLE)


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
