"""The ledger that is served, looked at for one moment at a time."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.invocation import Invocation
from cli.output.sink import Format, Sink
from cli.report.reading import source_of
from market.ledger.address import Address
from market.ledger.views.latest import latest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

__all__ = ["Moment", "Reading", "Source"]

MINUTE = 60_000_000


class Moment(NamedTuple):
    """What an answer depends on, beside its address.

    Attributes:
        head: The digest of the journal's last entry.
        now: The time for which figures hold, in microseconds.
    """

    head: str
    now: int


class _Snapshot:
    """A ledger within one transaction, for commands that would open it themselves."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The transaction that is open already."""
        yield self._connection


@dataclass(frozen=True, kw_only=True)
class Reading(Invocation):
    """A call by which a command reads the ledger as it stood at one moment, and gives JSON.

    Attributes:
        moment: That moment.
        snapshot: The ledger then.
    """

    moment: Moment
    snapshot: _Snapshot

    @property
    def now(self) -> int:
        """The time for which figures hold."""
        return self.moment.now

    def ledger(self, *, create: bool = False) -> Any:
        """The ledger at that moment; nothing here makes one."""
        assert not create, "what is served is only read"
        return self.snapshot


class Source:
    """The ledger that is served.

    It is opened for every look and let go: so it can be moved, restored or upgraded meanwhile,
    and after a failure the next look begins anew.

    Attributes:
        clock: Gives the time, in microseconds.
        name: What it is called: its file, or its database.
        reader: Who reads it, from whom hidden crowds are hidden, and whether he wants all hidden.
    """

    def __init__(self, call: Invocation) -> None:
        self.name = source_of(Address.parse(call.address))
        self.reader = call.user, call.blind
        self.clock = call.clock
        self._call = call

    def moment(self) -> Moment:
        """How the ledger stands now.

        Raises:
            DatabaseError: It cannot be read.
        """
        with self.reading() as call:
            return call.moment

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """The ledger as it stands now, in one transaction, whatever others write meanwhile.

        Raises:
            DatabaseError: It cannot be read.
        """
        with closing(self._call.ledger()) as ledger, ledger.reading() as connection:
            yield Reading(
                address=self._call.address,
                named=self.reader[0],
                sink=Sink(Format.JSON),
                moment=self._moment(connection),
                snapshot=_Snapshot(connection),
            )

    def _moment(self, connection: Connection) -> Moment:
        """Times within a minute are one, so that an answer is the same for as long.

        What was recorded in this minute is not to lie in the future: then its time counts.
        """
        last = latest(connection)
        now = self.clock()
        return Moment(last.head, max(now - now % MINUTE, last.recorded_at))
