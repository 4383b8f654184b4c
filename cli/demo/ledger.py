"""The demonstration's ledger: made whole or not at all, and nobody's own."""

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cli.context import demo_address
from cli.output.streams import say
from market.errors import DatabaseError, Refused
from market.ledger.engine import open_ledger
from market.ledger.keeping.placing import placed_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from market.articles.pack import Pack
    from market.ledger.engine import Ledger

__all__ = ["ACTOR", "demo_ledger"]

ACTOR = "demo"
SEED = 7
"""Seed of the simulated crowd where none is asked for."""


@contextmanager
def demo_ledger(
    pack: Pack, *, clock: Callable[[], int], seed: int | None, fresh: bool
) -> Iterator[Ledger]:
    """The demonstration's ledger, open for a while; made first where there is none.

    Args:
        pack: The questions to fill it with.
        clock: Tells the time.
        seed: Seed of the simulated crowd, if one is asked for.
        fresh: Whether to replace one that is there.

    Raises:
        DatabaseError: It cannot be written or opened.
    """
    path = Path(demo_address())
    makes = fresh or not path.exists()
    if makes:
        say("Making the demonstration's ledger ...")
        _make(path, pack, clock, SEED if seed is None else seed, fresh=fresh)
    with closing(_opened(path, clock)) as ledger:
        _tell_seed(ledger, seed, made=makes)
        yield ledger


def _opened(path: Path, clock: Callable[[], int]) -> Ledger:
    try:
        return open_ledger(str(path), clock=clock)
    except DatabaseError as error:
        raise DatabaseError(error.message, "Make it anew: foretell demo --fresh") from error


def _tell_seed(ledger: Ledger, wanted: int | None, *, made: bool) -> None:
    """Say what is there already, and that it is of another seed than was asked for."""
    from market.simulation.recording.demo import demo_seed

    with ledger.reading() as connection:
        seed = demo_seed(connection)
    there = "The demonstration's ledger is there already"
    if wanted not in {None, seed}:
        say(f"{there}: seed {seed}; --seed {wanted} needs --fresh.")
    elif not made:
        say(f"{there}; --fresh makes it anew.")


def _make(path: Path, pack: Pack, clock: Callable[[], int], seed: int, *, fresh: bool) -> None:
    """Fill a ledger in a folder of this process's own, then move it to its place."""
    from market.simulation.recording.demo import fill_demo

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with (
            placed_ledger(path, replace=fresh) as made,
            closing(open_ledger(str(made), create=True, clock=clock)) as ledger,
        ):
            fill_demo(ledger, pack, actor=ACTOR, seed=seed)
    except Refused:
        if fresh or not path.exists():  # else another process was quicker
            raise
