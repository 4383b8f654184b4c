"""An act that is repeated: judged once more as of its first time, and recorded no second time.

Nothing of an act's result is stored. Instead the act runs again in a transaction that sees the
ledger as the first one saw it: views of the connection's own, named like the ledger's tables and
found before them, hide what was recorded later. Where the act would write it only recognises its
own rows, and in the end the transaction is rolled back, and the views with it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from market.errors import Refused
from market.ledger.schema import tables
from market.ledger.times import utc
from market.ledger.writer import Signature, Writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Row, Table

__all__ = ["Repetition"]

_SCHEMA = {"sqlite": "main", "postgresql": "foretell"}

_SEEN = "CREATE TEMPORARY TABLE seen (name TEXT PRIMARY KEY, last BIGINT NOT NULL)"

_FIRST_SEEN = """INSERT INTO seen SELECT '{table}', coalesce((
    SELECT id FROM {schema}.{table} WHERE entry < {entry} ORDER BY id DESC LIMIT 1
), 0)"""

_SEE_MORE = text("UPDATE seen SET last = :last WHERE name = :name")

_VIEW = """CREATE TEMPORARY VIEW {table} AS SELECT * FROM {schema}.{table}
WHERE id <= (SELECT last FROM seen WHERE name = '{table}') AND entry <= {entry}"""

_ENTRIES = """CREATE TEMPORARY VIEW entry AS SELECT * FROM {schema}.entry
WHERE number < {entry}"""


class _OtherRows(Exception):  # noqa: N818 - never leaves a repetition
    """The act would write other rows than its entry has.

    No `Refused`, of which a file would be told line by line.
    """


class Repetition(Writing):
    """The transaction of an act that was recorded before under the same key.

    It writes nothing, and raises where the act is not the same.

    Args:
        connection: An open transaction.
        signature: Whose act it is now.
        recorded: The entry that it had.

    Raises:
        Refused: That was another command's.
    """

    repeats = True

    def __init__(self, connection: Connection, signature: Signature, recorded: Row[Any]) -> None:
        super().__init__(
            connection,
            signature,
            now=recorded.recorded_at,
            entry=recorded.number,
            previous=recorded.previous,
        )
        self._recorded = recorded
        if signature.command != recorded.command:
            raise self._another()
        _look_back(connection, self.entry)

    @contextmanager
    def judging(self) -> Iterator[None]:
        """Say of whatever is refused inside that it is not the act that was recorded.

        Raises:
            Refused: Something was.
        """
        try:
            yield
        except _OtherRows:
            raise self._another() from None
        except Refused as error:
            raise self._another(error.message, *error.details) from error

    def finish(self) -> None:
        """Find that the rows were those of the entry, and leave the ledger as it is.

        Raises:
            Refused: They were not.
        """
        if self._digest() != self._recorded.rows:
            raise _OtherRows
        # What has shown the past must not be there when others use the connection.
        self.connection.rollback()

    def _store(self, table: Table, rows: list[dict[str, Any]]) -> None:
        self._recognise(table, list(rows[0]), [tuple(row.values()) for row in rows])

    def _store_columns(self, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
        self._recognise(table, list(columns), list(zip(*columns.values(), strict=True)))

    def _recognise(
        self, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Let rows pass that the entry wrote: whoever reads on finds them there."""
        if not rows:
            return
        place = names.index("id")
        first, last = rows[0][place], rows[-1][place]
        self.connection.execute(_SEE_MORE, {"name": table.name, "last": last})
        written = (
            select(*(table.c[name] for name in names))
            .where(table.c.id.between(first, last), table.c.entry == self.entry)
            .order_by(table.c.id)
        )
        if list(map(tuple, self.connection.execute(written))) != rows:
            raise _OtherRows

    def _another(self, *details: str) -> Refused:
        """What is said of another act under the same key."""
        before, key = self._recorded, self._signature.key
        return Refused(
            f"The key {key} was used for something else: entry {before.number} "
            f"({before.command} by {before.actor}, {utc(before.recorded_at)}).",
            "Choose another key; that act is repeated only by the same words.",
            details,
        )


def _look_back(connection: Connection, entry: int) -> None:
    """Let the connection see, until its transaction ends, what there was before an entry.

    The numbers of a table's rows rise from entry to entry, so that one of them says how far.
    """
    dialect = connection.dialect.name
    if dialect == "postgresql":
        # A plan that was made before would go on reading the tables behind the views.
        connection.exec_driver_sql("DISCARD PLANS")
    _, *others = tables()
    words = {"schema": _SCHEMA[dialect], "entry": entry}
    connection.exec_driver_sql(_SEEN)
    for table in others:
        for statement in (_FIRST_SEEN, _VIEW):
            connection.exec_driver_sql(statement.format(table=table.name, **words))
    connection.exec_driver_sql(_ENTRIES.format(**words))
