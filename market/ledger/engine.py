"""Opening a ledger, and its two doors: one for reading, one for writing."""

from __future__ import annotations

from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from market.errors import DatabaseError
from market.ledger.address import Address
from market.ledger.beginning import begun
from market.ledger.connections import engines
from market.ledger.failures import explained
from market.ledger.installation import (
    is_older,
    migrate,
    refuse_other_revisions,
    revision,
    use_wal,
)
from market.ledger.schema import REVISION
from market.ledger.team.session import session_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TypeAlias

    from sqlalchemy import Connection

    from market.ledger.team.session import Session
    from market.ledger.writer import Writing

    _Step: TypeAlias = Callable[[Connection], object]

__all__ = ["Ledger", "open_ledger", "upgrade_ledger"]


def _nothing(_: Connection) -> None:
    """What is done where nothing is to be done."""


class Ledger:
    """An open ledger, made by ``open_ledger``.

    Attributes:
        address: Where it is, as messages may show it.
        is_new: Whether it was made when it was opened.
    """

    def __init__(self, address: Address, clock: Callable[[], int]) -> None:
        self.address = address.shown
        self.is_new = False
        self._address = address
        self._clock = clock
        self._reader, self._writer = engines(address)

    @property
    def file(self) -> Path | None:
        """The SQLite file, if it is one."""
        return self._address.file

    def revision(self) -> str | None:
        """The revision of the schema that is there; none where there is no ledger."""
        with explained(self._address):
            return revision(self._reader)

    def session(self) -> Session | None:
        """Who is connected; none for a file, where nobody is."""
        if self.file is not None:
            return None
        with self.reading() as connection:
            return session_of(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the ledger, whatever others write meanwhile."""
        with explained(self._address), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, actor: str, command: str, key: str | None = None) -> Iterator[Writing]:
        """A writing transaction: recorded once the block has ended, and not at all if it raises.

        Args:
            actor: Who writes; a name as forecasters have.
            command: With which command.
            key: A name of the actor's choice for this act. The same act under the same key again
                comes to the same result and records nothing.

        Raises:
            DatabaseError: The ledger cannot be written.
            Refused: The actor's name is not allowed, or the key was used for another act.
        """
        with (
            explained(self._address, writes=True),
            self._writer.begin() as connection,
            closing(begun(connection, self._clock, actor, command, key)) as writing,
            writing.judging(),
        ):
            yield writing
            writing.finish()

    def prepare(
        self,
        *,
        create: bool = False,
        upgrade: bool = False,
        before: _Step = _nothing,
        after: _Step = _nothing,
    ) -> bool:
        """Make sure that the ledger is there and of the schema that this program uses.

        Args:
            create: Make it where there is none.
            upgrade: Bring an older one up to date.
            before: Is given the transaction that is about to create or upgrade it.
            after: Is given the same, once it has: all of this is recorded, or nothing.

        Returns:
            Whether anything was created or upgraded.

        Raises:
            DatabaseError: There is no ledger, or it cannot be used.
        """
        with explained(self._address):
            found = self.revision()
            migrates = create if found is None else upgrade and is_older(found)
            if migrates:
                with self._writer.begin() as connection:
                    before(connection)
                    migrate(connection)
                    after(connection)
                self.is_new, found = found is None, REVISION
            refuse_other_revisions(found, self.address)
            use_wal(self._reader, self.address)
        return migrates

    def close(self) -> None:
        """Let go of the database."""
        self._reader.dispose()


def open_ledger(
    address: str,
    *,
    create: bool = False,
    clock: Callable[[], int],
    after: _Step = _nothing,
) -> Ledger:
    """Open a ledger.

    Args:
        address: The path of an SQLite file, or the URL of a PostgreSQL database.
        create: Make the ledger where there is none.
        clock: Gives the time in microseconds since 1970, UTC. A writer asks it once, when it
            holds the lock.
        after: Is given the transaction that has made the ledger: both are recorded, or nothing.

    Raises:
        DatabaseError: There is no ledger, or it cannot be used.
    """
    ledger = _reach(address, clock, create=create)
    try:
        ledger.prepare(create=create, after=after)
    except Exception:
        ledger.close()
        raise
    return ledger


def upgrade_ledger(
    address: str,
    *,
    clock: Callable[[], int],
    before: Callable[[Ledger, Connection], object] = lambda *_: None,
) -> bool:
    """Bring an older ledger to the schema that this program uses.

    Args:
        address: As for ``open_ledger``.
        clock: As for ``open_ledger``.
        before: Is given the ledger as it was, and the transaction that holds the lock of writers,
            if there is anything to do.

    Returns:
        Whether there was anything to do.

    Raises:
        DatabaseError: There is no ledger, or it is newer than this program.
    """
    with closing(_reach(address, clock, create=False)) as ledger:
        return ledger.prepare(upgrade=True, before=partial(before, ledger))


def _reach(address: str, clock: Callable[[], int], *, create: bool) -> Ledger:
    where = Address.parse(address)
    # SQLite would make the file that it does not find.
    if where.file and not create and not where.file.exists():
        hint = "Make one: `foretell db init`, or `foretell seed load NAME` for a start."
        raise DatabaseError(f"There is no ledger at {where.shown}.", hint)
    return Ledger(where, clock)
