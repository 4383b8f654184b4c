"""Reading an exported ledger: every line judged before anything is made of it."""

from __future__ import annotations

from contextlib import contextmanager
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any, BinaryIO

from market.errors import ForetellError, IntegrityError, Refused
from market.ledger.journal import lines
from market.ledger.keeping.archive import FORMAT
from market.ledger.keeping.chain import Chain
from market.ledger.keeping.written import Run, holds
from market.ledger.names import stored_text
from market.ledger.schema import REVISION, REVISION_PREFIX, tables
from market.ledger.times import FIRST, LAST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from sqlalchemy import Column, Table

    from market.ledger.keeping.chain import Sound

    Batch: TypeAlias = tuple[str, Sequence[Sequence[Any]]]  # a table's name, and its columns

__all__ = ["ANEW", "Unpacking", "is_archive"]

ANEW = "Nothing was taken from it. Export the ledger anew."
"""What to do about a file that is not what was exported."""

_MOST = 10_000  # rows checked together
_LONGEST = 1 << 24  # bytes of a line: more than any row needs, and no danger to memory


def is_archive(line: bytes) -> bool:
    """Whether a file that begins with this line is an exported ledger.

    >>> is_archive(b'{"foretell": "0.1.0", "format": 1, "schema": "foretell_0001"}')
    True
    """
    try:
        return "foretell" in _object(line)
    except ValueError:
        return False


class Unpacking:
    """An exported ledger being read.

    Args:
        file: Where it is read from.
        name: What messages call it.

    Attributes:
        schema: The revision of the schema that the ledger had.

    Raises:
        IntegrityError: It has no first line.
        Refused: It is no exported ledger, or one of a newer program.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name, self._line = file, name, 0
        self._chain = Chain()
        self._forms = {table.name: _Form(table) for table in tables()}
        self.schema = self._known_schema(self._read())

    @property
    def sound(self) -> Sound:
        """What has been read and checked so far."""
        return self._chain.sound

    def batches(self) -> Iterator[Batch]:
        """The ledger's rows in the order of the file, those of a table and an entry together.

        Raises:
            IntegrityError: They are not those that were recorded, or the last are missing.
            Refused: A line is not what such a file holds.
        """
        alike: list[dict[str, Any]] = []
        while True:
            try:
                row = self._read()
            except ForetellError:
                yield from self._taken(alike)  # what is wrong before that line comes first
                raise
            if alike and (_origin(row) != _origin(alike[0]) or len(alike) == _MOST):
                yield from self._taken(alike)
                alike = []
            if "head" in row:
                break
            alike.append(row)
        if row != self.sound._asdict():
            raise IntegrityError(f"{self.place}: it does not sum up those before it.", ANEW)
        if self._file.read(1):
            raise Refused(f"{self.place}: it ends a ledger, and more follows.", ANEW)

    @property
    def place(self) -> str:
        """The file and the line that was read last, for messages."""
        return f"{self._name} line {self._line:,}"

    def _known_schema(self, header: dict[str, Any]) -> str:
        schema = header.get("schema")
        if "foretell" not in header or not isinstance(schema, str):
            raise Refused(f"{self._name} is not an exported ledger.", "See: foretell export --help")
        if header.get("format") != FORMAT or schema > REVISION:
            raise Refused(f"{self._name} is of a newer foretell.", "Upgrade foretell itself.")
        if not schema.startswith(REVISION_PREFIX):
            raise Refused(f"{self.place}: there is no schema {schema!a}.", ANEW)
        return schema

    def _taken(self, rows: list[dict[str, Any]]) -> Iterator[Batch]:
        """Rows of the lines before the last, once they are checked.

        All at once where nothing is odd about any; else one by one, to name the line.
        """
        last = self._line
        self._line -= len(rows)
        together = self._together(rows)
        if together is None:
            for row in rows:
                yield self._one(row)
                self._line += 1
        else:
            table, columns = together
            number, entry = columns[0][0], columns[1][0]
            with self._told():
                self._chain.add_run(Run(table, entry, number, len(rows), lines(table, columns)))
            yield together
        self._line = last

    def _together(self, rows: list[dict[str, Any]]) -> Batch | None:
        """Rows of one table and entry, if nothing is odd about them."""
        if len(rows) < 2:  # noqa: PLR2004 - one is judged by itself
            return None
        table = rows[0].get("table")
        form = self._forms.get(table) if isinstance(table, str) else None
        columns = None if form is None or table == "entry" else form.columns(rows)
        return None if columns is None else (str(table), columns)

    def _one(self, row: dict[str, Any]) -> Batch:
        table = row.pop("table", None)
        with self._told():
            values = self._form(table).values(row)
            self._chain.add(table, values)
        return table, [[value] for value in values]

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Name the line with what is wrong with it."""
        try:
            yield
        except ValueError as error:
            raise Refused(f"{self.place}: {error}.", ANEW) from error
        except ForetellError as error:
            raise type(error)(f"{self.place}: {error.message}", ANEW) from error

    def _form(self, table: Any) -> _Form:
        if not isinstance(table, str) or table not in self._forms:
            raise ValueError(f"there is no table {_shown(table)}")
        return self._forms[table]

    def _read(self) -> dict[str, Any]:
        line = self._file.readline(_LONGEST)
        self._line += 1
        try:
            return _object(line)
        except ValueError as error:
            if line.endswith(b"\n"):
                raise Refused(f"{self.place}: {error}.", ANEW) from error
        if len(line) == _LONGEST:
            raise Refused(f"{self.place}: it is longer than any row.", ANEW)
        raise IntegrityError(f"{self.place}: the file was cut off there.", ANEW)


class _Form:
    """What the rows of a table look like."""

    def __init__(self, table: Table) -> None:
        self._columns = table.columns
        self._judges = {
            column.name: (_JUDGES[column.type.python_type], column.nullable)
            for column in table.columns
        }

    def values(self, row: dict[str, Any]) -> list[Any]:
        """The row's values in the order of the table's columns.

        Raises:
            ValueError: They are not of the columns or of their types.
        """
        values: list[Any] = []
        for name, (judge, may_miss) in self._judges.items():
            value = row.pop(name, None)
            if value is None and may_miss:
                values.append(None)
                continue
            try:
                values.append(judge(value))
            except ValueError as error:
                raise ValueError(f"its {name} {error}") from None
        if row:
            raise ValueError(f"there is no column {_shown(next(iter(row)))}")
        return values

    def columns(self, rows: Sequence[dict[str, Any]]) -> list[list[Any]] | None:
        """The rows column by column, if one sees at once that they are numbered and sound.

        What is odd about others `values` says, or that it is sound all the same.
        """
        found: list[list[Any]] = [[row.get(one.name) for row in rows] for one in self._columns]
        given = [[value for value in cells if value is not None] for cells in found]
        first = found[0][0]
        if (
            sum(map(len, given)) + len(rows) < sum(map(len, rows))  # one has another column
            or not all(map(holds, self._columns, found))
            or not all(map(_is_within, self._columns, given))
            or found[0] != list(range(first, first + len(rows)))
        ):
            return None
        return found


def _is_within(column: Column[Any], values: Sequence[Any]) -> bool:
    """Whether integers and probabilities are within their bounds."""
    bounds = _BOUNDS.get(column.type.python_type)
    if bounds is None or not values:
        return True
    lowest, highest = bounds
    return bool(lowest <= min(values) and max(values) <= highest)


def _integer(value: Any) -> int:
    # The bounds are those of times; numbers of rows and the like are nowhere near.
    if type(value) is int and FIRST <= value <= LAST:  # `True` is an int to `isinstance`
        return value
    raise ValueError("is not an integer, or none that can be")


def _probability(value: Any) -> float:
    if type(value) in {int, float} and 0 <= value <= 1:
        return float(value) + 0.0  # makes -0.0 the 0.0 that was recorded
    raise ValueError("is not a number from 0 to 1")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("is not a text")  # noqa: TRY004 - one error for whatever a line may hold
    if stored_text(value) != value:
        raise ValueError("is not in Unicode's normal form C")
    return value


_BOUNDS = {int: (FIRST, LAST), float: (5e-324, 1.0)}  # a zero may have a sign, which goes
_JUDGES: dict[type, Callable[[Any], Any]] = {int: _integer, float: _probability, str: _text}
"""By the type of a column: gives the value as it is stored, or a ValueError."""


def _origin(row: dict[str, Any]) -> tuple[Any, Any]:
    return row.get("table"), row.get("entry")


def _object(line: bytes) -> dict[str, Any]:
    """The JSON object on a line.

    Raises:
        ValueError: There is none, or it can be read in more than one way.
    """
    try:
        found = _decode(line.decode())
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error.msg}") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(found, dict):
        raise ValueError("it is not an object")  # noqa: TRY004 - as above
    return found


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise ValueError("a key stands there twice")
    return row


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is not a number")


_decode = JSONDecoder(object_pairs_hook=_unambiguous, parse_constant=_no_number).decode


def _shown(name: object) -> str:
    """A word of the file, fit for a message."""
    return f"{name!a:.60}"
