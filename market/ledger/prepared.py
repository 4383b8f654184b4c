"""Statements that are built and compiled once, and answered by the driver itself.

A forecast asks some ten small questions while it holds the lock of writers. To build one anew, and
to pass it through all that a library offers, takes many times as long as the database's answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData

from market.ledger.driver import driver_failures

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from sqlalchemy import Connection, Insert, Result, Select, TextualSelect

    Statement = Select[*tuple[Any, ...]] | Insert | TextualSelect

__all__ = ["prepared"]


class _Compiled(NamedTuple):
    """A statement in the words of an engine.

    Attributes:
        text: The statement.
        places: The names of its parameters in order; none where it has them by name.
        constants: Parameters that the statement brings along.
        columns: What its rows consist of.
    """

    text: str
    places: list[str] | None
    constants: Mapping[str, Any]
    columns: SimpleResultMetaData

    @classmethod
    def of(cls, statement: Statement, connection: Connection) -> _Compiled:
        compiled = statement.compile(dialect=connection.dialect)
        given = {name: value for name, value in compiled.params.items() if value is not None}
        names = [str(column.key) for column in statement.exported_columns]
        return cls(str(compiled), compiled.positiontup, given, SimpleResultMetaData(names))


class prepared:  # noqa: N801 - it is written as a decorator
    """A statement as a function: called with a connection and values, it gives the result.

    What it decorates builds the statement, with a ``bindparam`` for each value. Arguments beside
    the connection shape it: it is built once for each of them.
    """

    def __init__(self, build: Callable[..., Statement]) -> None:
        self.__doc__ = build.__doc__
        self._build = build
        self._compiled: dict[Hashable, _Compiled] = {}

    def __call__(self, connection: Connection, *shape: Hashable, **values: Any) -> Result[Any]:
        """Run it.

        Args:
            connection: An open transaction.
            shape: What the statement is built from, if anything.
            values: Its parameters, as the driver takes them.

        Raises:
            DBAPIError: It failed.
        """
        key = (connection.dialect.name, shape)
        if (compiled := self._compiled.get(key)) is None:
            compiled = self._compiled[key] = _Compiled.of(self._build(*shape), connection)
        given: Any = {**compiled.constants, **values}
        if compiled.places is not None:
            given = [given[name] for name in compiled.places]
        with driver_failures(connection, compiled.text):
            driver: Any = connection.connection.driver_connection
            cursor = driver.execute(compiled.text, given)
            rows = cursor.fetchall() if compiled.columns.keys else ()
        return IteratorResult(compiled.columns, iter(rows))
