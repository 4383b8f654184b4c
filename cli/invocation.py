"""One call of a command: which ledger, who is calling, where the data go."""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.context import clock, data_folder, demo_address, is_blind, ledger_address, user_name
from cli.output.sink import STDOUT, Format, Sink
from cli.output.waiting import waiting
from market.errors import DatabaseError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from market.ledger.engine import Ledger
    from market.ledger.team.session import Session
    from market.ledger.writer import Writing

__all__ = ["Invocation"]


@dataclass(frozen=True)
class Invocation:
    """What every command is given.

    Attributes:
        address: The ledger: a path or a ``postgresql://`` address.
        named: The name given by ``--as``, if any; `user` is the name to act under.
        sink: Where data go, and in which form.
        chose_ledger: Whether ``--db`` names the ledger.
        key: The user's own name for what the command records, given by ``--key``.
    """

    address: str
    named: str | None = None
    sink: Sink = STDOUT
    chose_ledger: bool = False
    key: str | None = None

    @classmethod
    def of(cls, early: Mapping[str, Any], late: Mapping[str, Any]) -> Invocation:
        """Join the options before the command with those after it, which win.

        Raises:
            UsageError: Two of them contradict each other.
        """

        def option(name: str) -> Any:
            return late.get(name) or early.get(name)

        path = None if late.get("output") == "-" else late.get("output")
        form = _format(late) or _format(early) or Format.of_file(path)
        sink = Sink(form, path, bool(late.get("force")))
        if path is not None:
            from cli.output.files import refuse_taken

            refuse_taken(path, force=sink.force)
        db = option("db")
        address = _address(db, demo=option("demo"))
        return cls(address, option("user"), sink, db is not None, late.get("key"))

    @cached_property
    def user(self) -> str:
        """The name under which this call acts."""
        return user_name(self.named, lambda: self.session and self.session.name)

    @cached_property
    def session(self) -> Session | None:
        """Who is connected to a ledger on PostgreSQL; none for a file, or where there is none."""
        if "://" not in self.address:
            return None
        # Of a ledger that cannot be used, the command itself will say so.
        with suppress(DatabaseError), closing(self.ledger()) as ledger:
            return ledger.session()
        return None

    @property
    def blind(self) -> bool:
        """Whether crowds are hidden from this user wherever he has no forecast."""
        return is_blind()

    @property
    def now(self) -> int:
        """The time, in microseconds since 1970, UTC."""
        return clock()

    @property
    def clock(self) -> Callable[[], int]:
        """What tells the time, for a writer to ask once it holds the lock."""
        return clock

    @property
    def may_repeat(self) -> bool:
        """Whether there is a key, and a ledger in which it may stand already."""
        from market.ledger.address import Address

        file = Address.parse(self.address).file
        return self.key is not None and (file is None or file.exists())

    def ledger(self, *, create: bool = False) -> Ledger:
        """Open the ledger.

        Args:
            create: Whether to make it where there is none.

        Raises:
            DatabaseError: It is absent, locked, not a ledger, or of another schema.
        """
        from market.ledger.engine import open_ledger

        if self.address == demo_address() and not Path(self.address).exists():
            raise DatabaseError(
                f"There is no demonstration at {self.address} yet.", "Make it: foretell demo"
            )
        if create:
            self.make_folder()
        return open_ledger(self.address, create=create, clock=clock)

    @contextmanager
    def writing(self, command: str, ledger: Ledger | None = None) -> Iterator[Writing]:
        """A writing transaction of this user, under the key that was given.

        Args:
            command: The name of the command, for the journal.
            ledger: The ledger, if it is open.

        Raises:
            DatabaseError: The ledger cannot be written.
            Refused: The user's name is not allowed, or the key was used for another act.
        """
        ledger = self.ledger() if ledger is None else ledger
        with ExitStack() as stack:
            with waiting("another writer"):
                writing = stack.enter_context(ledger.writing(self.user, command, self.key))
            yield writing
        if writing.repeats:
            self.tell_repetition(writing.entry)

    def tell_repetition(self, entry: int) -> None:
        """Say that an act under the same key was recorded before."""
        from cli.output.streams import say

        say(f"Note: {self.key} was recorded before, as entry {entry}: nothing was added.")

    def make_folder(self) -> None:
        """Make the user's data folder, if that is where the ledger is to be."""
        if Path(self.address).parent == data_folder():
            data_folder().mkdir(parents=True, exist_ok=True)

    def ledger_to_begin(self) -> Ledger:
        """Open the ledger for a first record; where there is none, make it and say where.

        Raises:
            DatabaseError: It is locked, not a ledger, of another schema, or cannot be made.
        """
        ledger = self.ledger(create=True)
        if ledger.is_new:
            from cli.output.streams import say

            say(f"Made a new ledger: {ledger.address}")
        return ledger


def _address(given: str | None, *, demo: bool) -> str:
    if given and demo:
        raise UsageError("--db and --demo name two ledgers.", "Leave one of them out.")
    return demo_address() if demo else ledger_address(given)


def _format(words: Mapping[str, Any]) -> Format | None:
    short = {form for form in (Format.JSON, Format.CSV) if words.get(form.value)}
    named = short | ({words["style"]} if words.get("style") else set())
    if len(named) > 1:
        raise UsageError("Data are printed in one form.", "Choose one of --format, --json, --csv.")
    return next(iter(named), None)
