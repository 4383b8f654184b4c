"""Reading a poll from the ledger or, without one, from files of questions and forecasts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, Self

import typer

from cli.output.streams import say
from cli.shared.polls import Asked, read
from market.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.invocation import Invocation
    from cli.shared.polls import When
    from cli.typed.filters import Filters

__all__ = ["Files", "ForecastFiles", "QuestionFile", "read_from"]

QuestionFile = Annotated[
    Path | None,
    typer.Option(
        "--questions",
        metavar="QUESTIONS.csv",
        help="Read files as `score` does, without a ledger; needs --forecasts.",
    ),
]
ForecastFiles = Annotated[
    list[Path] | None,
    typer.Option("--forecasts", metavar="FORECASTS.csv", help="Forecasts on them; repeatable."),
]


class Files(NamedTuple):
    """Files that are read in place of the ledger.

    Attributes:
        questions: The questions.
        forecasts: Forecasts on them, a file or more.
    """

    questions: Path
    forecasts: Sequence[Path]

    @classmethod
    def of(cls, questions: Path | None, forecasts: Sequence[Path] | None) -> Self | None:
        """The files that were named, if any.

        Raises:
            UsageError: Only one of the two options was given.
        """
        if questions is None and not forecasts:
            return None
        if questions is None or not forecasts:
            missing = "--questions" if questions is None else "--forecasts"
            hint = "As in --questions questions.csv --forecasts forecasts.csv"
            raise UsageError(f"{missing} is missing beside its companion.", hint)
        return cls(questions, forecasts)


def read_from(call: Invocation, files: Files | None, filters: Filters, when: When) -> Asked:
    """A poll as it was asked for, from the ledger where no files are named.

    From files, its ``states`` are empty: what is known of their questions is in the poll.

    Raises:
        UsageError: Files are to be restricted in a way for which they hold too little.
        Refused: A file cannot be read, or has bad rows.
        DatabaseError: The ledger cannot be read.
    """
    if files is None:
        return read(call, filters, when)
    if when.as_of is not None or any(
        value is not None
        for value in (filters.tag, filters.since, filters.until, filters.kind, filters.known_at)
    ):
        said = "Files are scored whole: of the filters only --until 50% is for them."
        raise UsageError(said, "Import them into a ledger: foretell import QUESTIONS.csv …")
    from market.bulk import read_poll

    poll, remarks = read_poll(files.questions, files.forecasts)
    say(*remarks)
    if filters.share is not None:
        poll = poll.until(filters.share)
    advice = f"put 1 or 0 under outcome in {files.questions.name}, and forecasts before the close"
    return Asked(poll, (), advice)
