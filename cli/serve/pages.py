"""The report as pages: the whole of it, of one question, of one forecaster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.report.contents import Wanted
from cli.report.page import page
from cli.report.reading import read_contents
from cli.serve.asked import printable, refuse_unknown, switch, value, values
from cli.shared.polls import When
from market.errors import Refused

if TYPE_CHECKING:
    from starlette.requests import Request

    from cli.serve.source import Reading

__all__ = ["PageAsked"]

PARAMETERS = ("tag", "question", "who", "as_of", "anonymous")


@dataclass(frozen=True, slots=True)
class PageAsked:
    """A page that somebody asks for.

    Attributes:
        wanted: What it tells of.
        as_of: The moment at which all is looked at, as it was typed.
    """

    wanted: Wanted
    as_of: str | None

    @classmethod
    def of(cls, request: Request, *, anonymous: bool) -> PageAsked:
        """Read a request.

        Args:
            request: What was asked; its path may name a question or a forecaster.
            anonymous: Whether nobody may be told by name.

        Raises:
            UsageError: It has parameters that cannot be understood.
            Refused: It names somebody where nobody may be told by name.
        """
        refuse_unknown(request, PARAMETERS)
        questions, who = _named(request, "question"), _named(request, "who")
        if who and anonymous:
            raise Refused("Nobody is told by name here.", "This server was started anonymous.")
        hides = anonymous or switch(request, "anonymous")
        wanted = Wanted(questions, who, value(request, "tag"), hides)
        return cls(wanted, value(request, "as_of"))

    def made(self, call: Reading, source: str) -> str:
        """The page.

        Args:
            call: The ledger at one moment.
            source: What it is called.

        Raises:
            Refused: A question or a forecaster that is named is not there.
            UsageError: The moment cannot be understood.
        """
        when = When.of(call.now, self.as_of)
        with call.ledger().reading() as connection:
            contents = read_contents(
                connection,
                self.wanted,
                source=source,
                user=call.user,
                blind=call.blind,
                now=when.now,
                as_of=when.as_of,
            )
        return page(contents)


def _named(request: Request, sort: str) -> tuple[str, ...]:
    """What an address names, before the question mark and behind it."""
    in_path = printable([*filter(None, [request.path_params.get(sort)])])
    return (*in_path, *values(request, sort))
