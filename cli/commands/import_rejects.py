"""The file of the rows that an import left out."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from cli.output.emit import csv_cell
from cli.output.figures import counted
from cli.output.files import whole_file
from cli.output.streams import say

if TYPE_CHECKING:
    from market.importing.rejects import BadRows

__all__ = ["write_rejects"]


def write_rejects(bad: BadRows, name: str, *, force: bool) -> None:
    """Write the bad rows to a CSV file, if there are any: their columns, line and reason.

    Args:
        bad: The rows.
        name: The file.
        force: Whether an existing file may be replaced.

    Raises:
        Refused: The file exists and `force` is not given, or cannot be written.
    """
    if not bad.count:
        return
    columns = bad.columns()
    with whole_file(name, force=force) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row.get(column, "")) for column in columns] for row in bad.rows())
    say(f"Wrote {name}: {counted(bad.count, 'bad row')}")


def _cell(text: str) -> str:
    """The cell as it can be written: JSON may hold what is no Unicode."""
    guarded: str = csv_cell(text)
    return guarded.encode(errors="backslashreplace").decode()
