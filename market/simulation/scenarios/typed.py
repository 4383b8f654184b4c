"""Tables of a scenario file made into the dataclasses whose fields are their keys."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeVar

from market.near import did_you_mean
from market.simulation.parameters import ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["built", "flag", "integer", "number", "shown", "text", "texts", "under"]

T = TypeVar("T")

_WORDS = ((str, "a text"), (list, "a list"), (dict, "a table"))
_LARGEST = 2**53
"""Beyond it a double does not hold every whole number."""


@contextmanager
def under(place: str) -> Iterator[None]:
    """Name the table, too, of a parameter that is refused within.

    Args:
        place: The table, such as ``people.experts``.
    """
    try:
        yield
    except ParameterError as error:
        raise ParameterError(f"{place}.{error.key}", error.reason, error.hint) from error


def built(wanted: type[T], table: Mapping[str, Any]) -> T:
    """Make a dataclass of a table; a whole number will do where its field is a float.

    Args:
        wanted: The dataclass. Its fields are floats, integers, texts, true or false, or lists of
            texts.
        table: A value for each field that has no default, and for any other.

    Raises:
        ParameterError: A key is unknown or missing, its value is of another type, or the
            dataclass refuses it.
    """
    known = {field.name: field for field in fields(wanted)}  # type: ignore[arg-type]  # any class
    for key in table:
        if key not in known:
            hint = did_you_mean(key, known, f"Known here: {', '.join(known)}")
            raise ParameterError(key, "is an unknown key", hint)
    for key, field in known.items():
        if key not in table and field.default is MISSING:
            raise ParameterError(key, "is missing")
    return wanted(**{key: _OF_TYPE[known[key].type](key, table[key]) for key in table})


def number(key: str, value: object) -> float:
    """Demand a number; to Python true and false are numbers, too.

    Raises:
        ParameterError: It is none.
    """
    return value if isinstance(value, float) else float(_integer(key, value, "a number"))


def integer(key: str, value: object) -> int:
    """Demand a whole number.

    Raises:
        ParameterError: It is none.
    """
    return _integer(key, value, "a whole number")


def flag(key: str, value: object) -> bool:
    """Demand true or false.

    Raises:
        ParameterError: It is neither.
    """
    if not isinstance(value, bool):
        raise ParameterError(key, f"must be true or false, not {shown(value)}")
    return value


def text(key: str, value: object) -> str:
    """Demand a text.

    Raises:
        ParameterError: It is none.
    """
    if not isinstance(value, str):
        raise ParameterError(key, f"must be a text in quotes, not {shown(value)}")
    return value


def texts(key: str, value: object) -> tuple[str, ...]:
    """Demand a list of texts, none of them twice.

    Raises:
        ParameterError: It is no list, or holds something else, or something twice.
    """
    if not isinstance(value, list):
        raise ParameterError(key, f"must be a list of texts, not {shown(value)}")
    items = tuple(text(key, item) for item in value)
    for place, item in enumerate(items):
        if item in items[:place]:
            raise ParameterError(key, f"has {item!r} twice")
    return items


def shown(value: object) -> str:
    """A value of the file as a message repeats it: short, and in the file's words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        short = isinstance(value, float) or abs(value) <= _LARGEST
        return f"{value:g}" if short else "a larger one"
    return next((word for kind, word in _WORDS if isinstance(value, kind)), "a time")


def _integer(key: str, value: object, wanted: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ParameterError(key, f"must be {wanted}, not {shown(value)}")
    if abs(value) > _LARGEST:
        raise ParameterError(key, f"must lie between -{_LARGEST} and {_LARGEST}")
    return value


_OF_TYPE: Mapping[Any, Callable[[str, object], Any]] = {
    "float": number,
    "int": integer,
    "bool": flag,
    "str": text,
    "tuple[str, ...]": texts,
}
"""What reads a value, by the annotation of its field."""
