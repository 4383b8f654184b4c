"""What a request asks for behind the question mark of its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.errors import UsageError
from market.ledger.names import is_plain_line
from market.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

__all__ = ["printable", "refuse_unknown", "switch", "value", "values"]


def refuse_unknown(request: Request, known: Sequence[str]) -> None:
    """Refuse parameters that have no meaning for an address.

    Raises:
        UsageError: There is one.
    """
    for name in request.query_params:
        if name not in known:
            listed = f"There are {', '.join(known)}." if known else "There are none."
            hint = did_you_mean(name, known, listed)
            raise UsageError(f"There is no parameter {name!a} here.", hint)


def values(request: Request, name: str) -> list[str]:
    """Everything that is given under a name.

    Raises:
        UsageError: It holds what cannot be seen.
    """
    return printable(request.query_params.getlist(name))


def printable(words: list[str]) -> list[str]:
    """The words, which show all that they hold.

    Raises:
        UsageError: One of them is not.
    """
    if not all(map(is_plain_line, words)):
        raise UsageError("The address holds what cannot be seen.", "Leave it out.")
    return words


def value(request: Request, name: str) -> str | None:
    """What is given under a name, if anything.

    Raises:
        UsageError: It is given more than once, is empty, or holds what cannot be seen.
    """
    given = values(request, name)
    if len(given) > 1:
        raise UsageError(f"{name} is given {len(given)} times.", "Give it once.")
    if given == [""]:
        raise UsageError(f"{name} is empty.", "Give it a value, or leave it out.")
    return given[0] if given else None


def switch(request: Request, name: str) -> bool:
    """Whether a switch is on: 1 is on, 0 is off.

    Raises:
        UsageError: It is neither.
    """
    given = value(request, name)
    if given not in {None, "0", "1"}:
        raise UsageError(f"{name} is neither on nor off.", f"As in ?{name}=1")
    return given == "1"
