"""Where an import writes: the ledger, and the file of rows that it left out."""

from __future__ import annotations

import csv
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from cli.context import demo_address
from cli.output.emit import csv_cell
from cli.output.figures import counted
from cli.output.files import whole_file
from cli.output.streams import say
from market.ledger.address import Address
from market.ledger.engine import open_ledger
from market.ledger.keeping.placing import placed_ledger
from market.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.invocation import Invocation
    from market.importing.rejects import BadRows
    from market.ledger.engine import Ledger

__all__ = ["ledger_for", "write_rejects"]


@contextmanager
def ledger_for(call: Invocation, *, rehearse: bool) -> Iterator[Ledger]:
    """The ledger to import into; where there is none, it is made whole or not at all.

    Args:
        call: Which ledger.
        rehearse: Whether nothing is to be recorded: then one that has to be made does not stay.
    """
    file = Address.parse(call.address).file
    if file is None or file.exists() or call.address == demo_address():
        with closing(call.ledger(create=not rehearse)) as ledger:
            yield ledger
    elif rehearse:
        with unfinished(Path(gettempdir())) as folder, _made(folder / file.name, call) as ledger:
            yield ledger
    else:
        call.make_folder()
        with placed_ledger(file) as path, _made(path, call) as ledger:
            yield ledger
        say(f"Made a new ledger: {call.address}")


def _made(path: Path, call: Invocation) -> closing[Ledger]:
    return closing(open_ledger(str(path), create=True, clock=call.clock))


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
