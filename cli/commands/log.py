"""`foretell log`: the journal, and the head by which anybody can hold it to its word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import Invocation, command, new_app
from cli.output.dates import iso, moment
from cli.output.emit import emit
from cli.output.sink import Format
from cli.output.streams import WIDEST, screen
from cli.output.table import Column, table
from cli.output.wrote import in_words
from cli.shared.hiding import prices_hidden_from
from cli.typed.values import parse_time
from market.errors import UsageError
from market.ledger.keeping.log import read_head, read_log
from market.ledger.views.questions import find_question, question_states

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from sqlalchemy import Connection

    from cli.output.sink import Sink
    from cli.output.streams import Screen
    from market.ledger.keeping.log import Log, Logged

__all__ = ["app"]

FIELDS = ("entry", "recorded_at", "actor", "command", "key", "role", "wrote", "digest")
SHOWN = 20
SHORT = 8
"""Digits of a digest on the screen."""
SECOND = 999_999
"""What the last second that is asked for holds, in microseconds beyond its first."""

app = new_app()


Slug = Annotated[
    str | None,
    typer.Option("--question", metavar="SLUG", help="Only what concerns this question."),
]
Who = Annotated[
    str | None, typer.Option("--who", metavar="NAME", help="Only what this person recorded.")
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="TIME", help="Only what was recorded since.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="TIME", help="Only what was recorded by then.")
]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit",
        metavar="N",
        min=0,
        help=f"The newest N entries, 0 for all; {SHOWN} on a terminal.",
    ),
]
HeadOnly = Annotated[
    bool, typer.Option("--head", help="Only the number and digest of the last entry, to post.")
]


@command(
    app,
    "foretell log",
    "foretell log --question second-summit-by-2027 --since 2026-01-01 --json",
    "foretell log --head",
)
def log(
    call: Invocation,
    *,
    question: Slug = None,
    who: Who = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = None,
    head: HeadOnly = False,
) -> None:
    """Print the journal: who recorded what, and when.

    The last line is the head, the digest of the last entry. Post it (--head prints it alone), and
    everybody can check later that nothing recorded until then was altered: foretell db check --head
    DIGEST.
    """
    if head:
        if any(given is not None for given in (question, who, since, until, limit)):
            raise UsageError("--head is that of the whole journal.", "Leave the other options out.")
        _print_head(call)
        return
    now = call.now
    first = None if since is None else parse_time(since, now)
    last = None if until is None else parse_time(until, now, ends_day=True) + SECOND
    if first is not None and last is not None and last < first:
        raise UsageError("--until lies before --since.", "Exchange them.")
    most = (SHOWN if _is_for_the_eye(call.sink) else 0) if limit is None else limit
    with call.ledger().reading() as connection:
        number = None if question is None else find_question(connection, question, now=now).id
        found = read_log(
            connection, question=number, who=who, since=first, until=last, limit=most or None
        )
        hidden = _hidden(call, connection, found)
    rows = [_row(one, hidden) for one in found.entries]
    counts = [{table: wrote.rows for table, wrote in one.wrote.items()} for one in found.entries]
    emit(
        call.sink,
        fields=FIELDS,
        rows=rows,
        document={
            "entries": found.total,
            "head": found.head,
            "rows": [row | {"counts": count} for row, count in zip(rows, counts, strict=True)],
        },
        text=lambda screen: _lines(found, hidden, screen),
    )


def _print_head(call: Invocation) -> None:
    with call.ledger().reading() as connection:
        found = read_head(connection)
    row = found._asdict()
    emit(
        call.sink,
        fields=tuple(row),
        rows=[row],
        document=row,
        text=lambda _: [f"{found.entries} {found.head}"],
    )


def _is_for_the_eye(sink: Sink) -> bool:
    return sink.format is Format.TABLE and sink.path is None and screen().width is not None


def _hidden(call: Invocation, connection: Connection, found: Log) -> frozenset[str]:
    """Slugs of the questions whose price is hidden from the user."""
    if not any(one.wrote.keys() & {"market", "trade"} for one in found.entries):
        return frozenset()
    states = question_states(connection, now=call.now)
    numbers = prices_hidden_from(call.user, connection, states, blind=call.blind)
    return frozenset(state.slug for state in states if state.id in numbers)


def _row(one: Logged, hidden: Container[str]) -> dict[str, Any]:
    return {
        "entry": one.number,
        "recorded_at": iso(one.recorded_at),
        "actor": one.actor,
        "command": one.command,
        "key": one.key,
        "role": one.role,
        "wrote": in_words(one.wrote, hidden=hidden),
        "digest": one.digest,
    }


def _lines(found: Log, hidden: Container[str], screen: Screen) -> Iterator[str]:
    total = "1 entry" if found.total == 1 else f"{found.total:,} entries"
    part = "" if found.matching == found.total else f"{found.matching:,} of "
    yield f"Journal · {part}{total}"
    if found.entries:
        yield ""
        yield from _table(found.entries, hidden, screen)
    older = found.matching - len(found.entries)
    if older:
        yield f"  …  {older:,} older: --limit 0"
    yield ""
    yield f"Head  {found.head}"


def _table(entries: Sequence[Logged], hidden: Container[str], screen: Screen) -> list[str]:
    columns = {
        "entry": Column("entry", right=True),
        "recorded": Column("recorded, UTC"),
        "by": Column("by", shrinks=True),
        "role": Column("role", shrinks=True),
        "command": Column("command", shrinks=True),
        "wrote": Column("wrote", shrinks=True),
        "digest": Column("digest"),
    }
    if len({one.role for one in entries}) == 1:
        del columns["role"]  # it tells none from another
    if screen.width is not None and screen.width < WIDEST:
        del columns["command"]  # what was written tells as much
    rows = (_cells(one, hidden) for one in entries)
    return table(list(columns.values()), ([row[name] for name in columns] for row in rows), screen)


def _cells(one: Logged, hidden: Container[str]) -> dict[str, str]:
    return {
        "entry": str(one.number),
        "recorded": moment(one.recorded_at).removesuffix(" UTC"),
        "by": one.actor,
        "role": one.role or "",
        "command": one.command,
        "wrote": in_words(one.wrote, hidden=hidden),
        "digest": one.digest[:SHORT],
    }
