"""The ledger that a whole import or run is written into, which is made where there is none."""

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from cli.context import demo_address
from cli.output.streams import say
from market.ledger.address import Address
from market.ledger.engine import open_ledger
from market.ledger.keeping.placing import placed_ledger
from market.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.invocation import Invocation
    from market.ledger.engine import Ledger

__all__ = ["ledger_for"]


@contextmanager
def ledger_for(call: Invocation, *, rehearse: bool) -> Iterator[Ledger]:
    """The ledger to write into; where there is none, it is made whole or not at all.

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
