"""The errors that users meet: what is wrong, what to do, and the exit code of their sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DatabaseError", "ForetellError", "IntegrityError", "Refused", "UsageError"]


class ForetellError(Exception):
    """An expected error.

    Args:
        message: One line that says what is wrong.
        hint: One line that says what to do about it, where anything can be done.
        details: Lines between the two, such as every bad row of a file.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "", details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = tuple(details)


class Refused(ForetellError):  # noqa: N818 - the domain's word: a closed question refuses a forecast
    """The request was understood and refused: closed question, unknown name, bad row."""


class UsageError(ForetellError):
    """The words of the command cannot be understood."""

    exit_code = 2


class DatabaseError(ForetellError):
    """The ledger cannot be used: absent, locked, of another schema, not a ledger."""

    exit_code = 3


class IntegrityError(ForetellError):
    """The ledger contradicts itself."""

    exit_code = 4
