"""What tables are made of: columns and constraints, the same on both engines.

A constraint holds whatever program writes into the database; the acts (asking, reporting, ruling)
refuse the same in words before it comes to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import REAL, BigInteger, CheckConstraint, Double, ForeignKey, Integer, Text
from sqlmodel import Field

from market.ledger.names import LONGEST_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.types import TypeEngine

__all__ = [
    "between_0_and_1",
    "double",
    "flag",
    "forecaster_named",
    "hex_digest",
    "identity",
    "integer",
    "not_empty",
    "one_of",
    "slugs",
    "string",
    "written_by",
]

_BIGINT = BigInteger().with_variant(Integer(), "sqlite")
_DOUBLE: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")

_SLUG = {
    "sqlite": (
        "{0} GLOB '[A-Za-z0-9]*' AND {0} NOT GLOB '*[^A-Za-z0-9._:-]*' AND length({0}) <= 80"
    ),
    "postgresql": "{0} ~ '^[A-Za-z0-9][A-Za-z0-9._:-]*$' AND length({0}) <= 80",
}
"""The shape of a slug in the patterns of each engine; `names.is_slug` has it for the program."""


def identity() -> Any:
    """Column: the row's own number, given by the writer and never by the engine."""
    return Field(sa_type=_BIGINT, primary_key=True, sa_column_kwargs={"autoincrement": False})


def written_by() -> Any:
    """Column: the entry that wrote the row.

    An entry is inserted after its rows, because only then is their digest known: hence deferred.
    SQLite then looks in every table for rows that waited for it: hence the index.
    """
    key = ForeignKey("entry.number", deferrable=True, initially="DEFERRED")
    return Field(sa_type=_BIGINT, sa_column_args=[key], index=True)


def integer(references: str = "", **options: Any) -> Any:
    """Column: an integer, with the ``table.column`` that it refers to, if any."""
    keys = [ForeignKey(references)] if references else []
    return Field(sa_type=_BIGINT, sa_column_args=keys, **options)


def flag(column: str) -> Any:
    """Column: 1 or 0, or null in rows written before the column was there.

    Its constraint stands beside it, where ``ALTER TABLE`` puts it on both engines.
    """
    check = CheckConstraint(f"{column} IN (0, 1)", name=column)
    return Field(sa_type=_BIGINT, sa_column_args=[check], default=None)


def string(**options: Any) -> Any:
    """Column: text of any length."""
    return Field(sa_type=Text, **options)


def double(**options: Any) -> Any:
    """Column: a double."""
    return Field(sa_type=_DOUBLE, **options)


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """Constraint: the column holds one of the words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def between_0_and_1(column: str) -> CheckConstraint:
    """Constraint: the column, where it is given, is a probability."""
    return CheckConstraint(f"{column} BETWEEN 0 AND 1", name=column)


def not_empty(column: str) -> CheckConstraint:
    """Constraint: the column holds a character at least."""
    return CheckConstraint(f"{column} <> ''", name=column)


def hex_digest(column: str) -> CheckConstraint:
    """Constraint: the column is as long as a SHA-256 in hexadecimal."""
    return CheckConstraint(f"length({column}) = 64", name=column)


def forecaster_named(column: str) -> CheckConstraint:
    """Constraint: the column is as long as a forecaster's name, and not a computed one's."""
    condition = f"length({column}) BETWEEN 1 AND {LONGEST_NAME} AND substr({column}, 1, 1) <> '@'"
    return CheckConstraint(condition, name=column)


def slugs(column: str) -> list[CheckConstraint]:
    """Constraint: the column is a slug, under one name in the words of each engine."""
    return [
        CheckConstraint(condition.format(column), name=column, info={"dialect": dialect}).ddl_if(
            dialect=dialect
        )
        for dialect, condition in _SLUG.items()
    ]
