"""`foretell import`: files into the ledger, all of them or none."""

from __future__ import annotations

from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Invocation, command, new_app
from cli.output.emit import emit
from cli.output.files import refuse_taken
from cli.output.imported import FIELDS, imported_lines, imported_row
from cli.output.streams import say
from cli.shared.owner import refuse_members
from market.errors import UsageError
from market.platforms import PLATFORMS
from scoring.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.commands.import_files import BulkFile
    from market.importing.imported import Imported
    from market.importing.load import Tables
    from market.importing.rejects import BadRows
    from market.ledger.writer import Writing

__all__ = ["app"]

KINDS = (Kind.IMPORTED, Kind.PUNDIT, Kind.PERSON)

app = new_app()

Files = Annotated[
    list[str], typer.Argument(metavar="FILE", help="The files, in any order; - is stdin.")
]
OfKind = Annotated[
    Kind,
    typer.Option("--kind", metavar="KIND", help=f"What new forecasters are: {', '.join(KINDS)}."),
]
Map = Annotated[
    str | None,
    typer.Option("--map", metavar="PLATFORM", help=f"Read exports of {', '.join(PLATFORMS)}."),
]
Skip = Annotated[
    str | None,
    typer.Option(
        "--skip-invalid", metavar="FILE", help="Take the good rows; write the bad ones to FILE."
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Judge everything and record nothing.")]


@command(
    app,
    "foretell import questions.csv forecasts.csv",
    "foretell import survey.csv --kind person --dry-run",
    "foretell import polls.csv --skip-invalid rejects.csv",
    "foretell import mine.csv --map fatebook --as ana",
    "foretell import club.jsonl --db new.db",
    writes=True,
)
def import_(
    call: Invocation,
    files: Files,
    *,
    kind: OfKind = Kind.IMPORTED,
    platform: Map = None,
    skip_invalid: Skip = None,
    dry_run: DryRun = False,
) -> None:
    """Bring in questions, forecasts or a whole ledger.

    CSV, JSON lines or Parquet, told apart by their columns: question_id, title, open_time,
    close_time, resolve_time, outcome for questions; forecaster, question_id, time, probability
    for forecasts. One bad row, and nothing is recorded, unless --skip-invalid takes the others.
    What the ledger has already is passed over. What `foretell export` wrote becomes a new ledger.
    """
    from cli.commands.import_files import archive_among, open_exports, open_files, open_tables
    from market.importing.rejects import BadRows

    if kind not in KINDS:
        raise UsageError(f"Nobody imported is {kind}.", "Choose imported, pundit or person.")
    if dry_run and call.key is not None:
        raise UsageError("--dry-run records nothing that --key could name.", "Leave one out.")
    refuse_members(call)
    if skip_invalid is not None:
        _refuse_rejects(skip_invalid, files, force=call.sink.force or call.key is not None)
    with ExitStack() as stack:
        if platform is not None:
            tables = open_exports(platform, files, call.user)
        else:
            opened = open_files(files, stack)
            if archive := archive_among(opened):
                _rebuild(call, archive, whole=skip_invalid is None and not dry_run)
                return
            tables = open_tables(opened)
        bad = stack.enter_context(closing(BadRows(tables)))
        imported = _record(call, tables, bad, kind, skip_invalid, rehearse=dry_run)
    emit(
        call.sink,
        fields=FIELDS,
        rows=[row := imported_row(imported, bad.count)],
        document=row,
        text=partial(imported_lines, imported, rejected=bad.count, rehearsed=dry_run),
    )
    if dry_run:
        say("Nothing was recorded: leave --dry-run out to import.")
    else:
        say(f"Next: foretell {'leaderboard' if imported.forecasts else 'questions'}")


def _refuse_rejects(rejects: str, files: Sequence[str], *, force: bool) -> None:
    """Let a file for the bad rows pass that is none of those that are read.

    Whoever repeats an import under its key has it from the first time.
    """
    if any(Path(rejects).resolve() == Path(file).resolve() for file in files):
        raise UsageError(f"{rejects} is read: it cannot take the bad rows.", "Name another file.")
    refuse_taken(rejects, force=force)


def _record(
    call: Invocation,
    tables: Tables,
    bad: BadRows,
    kind: Kind,
    rejects: str | None,
    *,
    rehearse: bool,
) -> Imported:
    """Record the tables in one entry, or nothing of them; what was odd is said."""
    from cli.commands.import_rejects import write_rejects
    from cli.output.progress import Progress
    from cli.shared.target import ledger_for
    from market.importing.load import import_tables

    def settle(writing: Writing) -> None:
        if rejects is None:
            bad.refuse()
        elif not (rehearse or writing.repeats):
            write_rejects(bad, rejects, force=call.sink.force)

    with ledger_for(call, rehearse=rehearse) as ledger, Progress("forecasts") as progress:
        imported, odd = import_tables(
            ledger,
            tables,
            actor=call.user,
            kind=kind,
            settle=settle,
            key=call.key,
            rehearse=rehearse,
            progress=progress.add,
        )
    if imported.repeated is not None:
        call.tell_repetition(imported.repeated)
    say(*odd)
    return imported


def _rebuild(call: Invocation, archive: BulkFile, *, whole: bool) -> None:
    """Make the ledger that an archive holds."""
    from cli.output.figures import counted
    from cli.output.progress import Progress
    from market.ledger.address import Address
    from market.ledger.keeping.replay import import_ledger

    if not whole:
        said = f"{archive.name} is a whole ledger: it is imported whole or not at all."
        raise UsageError(said, "Leave --skip-invalid and --dry-run out.")
    call.make_folder()
    with Progress("rows") as progress:
        sound = import_ledger(
            call.address,
            archive.file,
            name=archive.name,
            progress=progress.add,
            there=lambda: say(f"Note: {archive.name} is there already: nothing was added."),
        )
    row, shown = sound._asdict(), Address.parse(call.address).shown
    extent = f"{counted(sound.entries, 'entry', 'entries')}, {counted(sound.rows, 'row')}"
    emit(
        call.sink,
        fields=sound._fields,
        rows=[row],
        document=row,
        text=lambda _: [
            f"Rebuilt {shown}: {extent}.",
            f"Head  {sound.head}",
        ],
    )
    say("Next: foretell db check")
