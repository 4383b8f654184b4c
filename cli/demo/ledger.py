"""The demonstration's ledger: made whole or not at all, and nobody's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.context import demo_address
from cli.output.streams import say
from market.errors import DatabaseError
from market.ledger.engine import open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from market.articles.pack import Pack
    from market.ledger.engine import Ledger

__all__ = ["ACTOR", "open_demo"]

ACTOR = "demo"


def open_demo(pack: Pack, *, clock: Callable[[], int], seed: int, fresh: bool) -> Ledger:
    """Open the demonstration's ledger; make it first where there is none.

    Args:
        pack: The questions to fill it with.
        clock: Tells the time.
        seed: Seed of the simulated crowd.
        fresh: Whether to replace one that is there.

    Raises:
        DatabaseError: It cannot be written or opened.
    """
    path = Path(demo_address())
    if fresh or not path.exists():
        _make(path, pack, clock, seed)
    else:
        say("The demonstration's ledger is there already; --fresh makes it anew.")
    try:
        return open_ledger(str(path), clock=clock)
    except DatabaseError as error:
        raise DatabaseError(error.message, "Make it anew: foretell demo --fresh") from error


def _make(path: Path, pack: Pack, clock: Callable[[], int], seed: int) -> None:
    from market.simulation.demo import fill_demo

    say("Making the demonstration's ledger ...")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    _remove(partial)
    ledger = open_ledger(str(partial), create=True, clock=clock)
    try:
        fill_demo(ledger, pack, actor=ACTOR, seed=seed)
    finally:
        ledger.close()
    _remove(path)
    partial.rename(path)


def _remove(path: Path) -> None:
    """Remove an SQLite file with the two that may stand beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
