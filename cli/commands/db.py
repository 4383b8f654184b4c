"""`foretell db`: the ledger as a thing to be made, checked and kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import Invocation, command, new_group
from cli.output.emit import emit
from cli.output.figures import counted
from cli.output.streams import say
from cli.shared.owner import refuse_members
from cli.version import VERSION
from market.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["app"]

app = new_group("Make, check, back up and restore the ledger.")

NewFile = Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.")]
Kept = Annotated[
    Path | None, typer.Option("--backup", metavar="FILE", help="Where to keep the copy.")
]
Backup = Annotated[Path, typer.Argument(metavar="BACKUP", help="What `foretell db backup` wrote.")]
Head = Annotated[
    str | None,
    typer.Option("--head", metavar="DIGEST", help="A head noted earlier: was it this ledger's?"),
]


@command(app, "foretell db init", "foretell db init --db club.db", prints=False)
def init(call: Invocation) -> None:
    """Make an empty ledger, where there is none.

    One that is there already stays as it is.
    """
    ledger = call.ledger(create=True)
    say(f"The ledger {ledger.address} is ready.", "Next: foretell seed list")
    ledger.close()


@command(app, "foretell db upgrade", "foretell db upgrade --backup before.db", prints=False)
def upgrade(call: Invocation, *, backup: Kept = None) -> None:
    """Bring an older ledger to the schema of this foretell.

    What was recorded stays as it is. It is copied first. The copy of a file lies beside it; that of
    a PostgreSQL database is an exported ledger in the working folder. Both are named after the
    older schema.
    """
    from market.ledger.address import Address
    from market.ledger.keeping.upgrading import upgrade_with_backup

    changed, kept = upgrade_with_backup(
        call.address, clock=call.clock, version=VERSION, backup=backup
    )
    done = "was brought up to date." if changed else "is up to date: nothing was done."
    say(f"The ledger {Address.parse(call.address).shown} {done}")
    if kept is not None:
        say(f"A copy from before: {kept}")


@command(app, "foretell db check", "foretell db check --head 3b1f…", "foretell db check --json")
def check(call: Invocation, *, head: Head = None) -> None:
    """Check that nothing recorded was altered.

    Exit code 4 says that something was. The head is the digest of the last entry. Publish it, and
    anybody can tell later whether what was recorded until now is still the same.
    """
    from market.ledger.keeping.audit import check as audit
    from market.ledger.keeping.audit import damage_is_a_finding, vouched_for

    known = None if head is None else _digest(head)
    with damage_is_a_finding():
        ledger = call.ledger()
    sound = audit(ledger)
    vouched = None if known is None else vouched_for(ledger, known, sound)
    words = [] if vouched is None else [_vouching(vouched)]
    _print(call, {**sound._asdict(), "vouched_for": vouched}, words)


@command(app, "foretell db backup club.backup", "foretell db backup ~/club.backup --db club.db")
def backup(call: Invocation, file: NewFile) -> None:
    """Write a checked copy of the ledger to a new file.

    Others may go on writing meanwhile. The copy is a ledger by itself, in one SQLite file,
    whatever the original is kept in.
    """
    from market.ledger.keeping.backup import back_up

    ledger = call.ledger()
    sound = back_up(ledger, file)
    _print(call, sound._asdict())
    say(f"Backed up {ledger.address} to {file}.")


@command(app, "foretell db restore club.backup --db restored.db")
def restore(call: Invocation, file: Backup) -> None:
    """Make a ledger of a backup, where there is none.

    Nothing is ever overwritten. The backup is checked before anything is made of it.
    """
    from market.ledger.address import Address
    from market.ledger.keeping.backup import restore as restored

    refuse_members(call)
    call.make_folder()
    sound = restored(file, call.address)
    _print(call, sound._asdict())
    where = Address.parse(call.address)
    say(f"Restored {file} to {where.shown}.")
    if where.file is None:
        say("If a team shares it, next: foretell team init")


def _print(call: Invocation, found: dict[str, Any], words: Sequence[str] = ()) -> None:
    extent = f"{counted(found['entries'], 'entry', 'entries')}, {counted(found['rows'], 'row')}"
    lines = [f"Sound: {extent}.", f"Head:  {found['head']}"]
    emit(
        call.sink,
        fields=tuple(found),
        rows=[found],
        document=found,
        text=lambda _: [*lines, *words],
    )


def _vouching(entries: int) -> str:
    if not entries:
        return "That is the head of every ledger before its first entry."
    return f"That was the head after entry {entries}: nothing up to it was altered since."


def _digest(text: str) -> str:
    """A digest as it was noted, in whatever case.

    Raises:
        UsageError: It is none.
    """
    noted = text.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{64}", noted):
        raise UsageError(
            "That is not the head of a ledger.",
            "It has 64 digits from 0 to f: the last line of foretell log.",
        )
    return noted
