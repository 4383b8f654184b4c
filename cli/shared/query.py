"""Which poll was asked for: the ledger's or, without one, that of files; whole or in part."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Self

import typer

from cli.output.streams import say
from cli.shared.polls import Asked, When, read
from cli.typed.filters import BeliefsName, Filters, Since, Tag, Until
from market.errors import UsageError
from market.ledger.views.beliefs import Beliefs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.invocation import Invocation

__all__ = ["BeliefsName", "ForecastFiles", "Query", "QuestionFile", "Since", "Tag", "Until"]

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


class Query(NamedTuple):
    """A poll as it was asked for.

    Attributes:
        filters: What it is restricted to.
        when: The moment for which it holds.
        files: Files to read in place of the ledger, if any.
    """

    filters: Filters
    when: When
    files: Files | None

    @classmethod
    def of(
        cls,
        now: int,
        files: tuple[Path | None, Sequence[Path] | None],
        *,
        as_of: str | None = None,
        tag: str | None = None,
        since: str | None = None,
        until: str | None = None,
        beliefs: Beliefs = Beliefs.REPORTS,
    ) -> Self:
        """The poll that options ask for.

        Raises:
            UsageError: One of them cannot be understood, or they contradict each other.
        """
        return cls(
            Filters.of(now, tag=tag, since=since, until=until, beliefs=beliefs),
            When.of(now, as_of),
            Files.of(*files),
        )

    @property
    def words(self) -> list[str]:
        """How a heading tells it."""
        return [*([] if self.files else [self.when.words]), *self.filters.words()]

    @property
    def source(self) -> list[str]:
        """From which file, as a heading tells it; nothing of the ledger."""
        return [f"from {self.files.questions.name}"] if self.files else []

    @property
    def as_of(self) -> str | None:
        """The moment for programs; none for files, which are as they are."""
        return None if self.files else self.when.iso

    def document(self) -> dict[str, Any]:
        """The same for programs."""
        return {"as_of": self.as_of, "filters": self.filters.document()}

    def read(self, call: Invocation) -> Asked:
        """Read it.

        From files, its ``states`` are empty: what is known of their questions is in the poll.

        Raises:
            UsageError: Files are to be restricted in a way for which they hold too little.
            Refused: A file cannot be read, or has bad rows.
            DatabaseError: The ledger cannot be read.
        """
        if self.files is None:
            return read(call, self.filters, self.when)
        self._refuse_filters()
        from market.bulk import read_poll

        questions, forecasts = self.files
        poll, remarks = read_poll(questions, forecasts)
        say(*remarks)
        if self.filters.share is not None:
            poll = poll.until(self.filters.share)
        named = " ".join(quote(str(file)) for file in (questions, *forecasts))
        return Asked(
            poll,
            (),
            f"put 1 or 0 under outcome in {questions.name}, and forecasts before the close",
            f"See who there is: foretell score {named}",
        )

    def _refuse_filters(self) -> None:
        f = self.filters
        told = (self.when.as_of, f.tag, f.since, f.until)
        if any(value is not None for value in told) or f.beliefs is not Beliefs.REPORTS:
            said = "Files are scored whole: a moment, a tag, dates or trades need a ledger."
            raise UsageError(said, "Import them into a ledger: foretell import QUESTIONS.csv …")
