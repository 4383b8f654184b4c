"""`foretell resolve`: records an outcome, and says at once how everybody did and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Invocation, Slug, command, new_app
from cli.typed.outcomes import parse_outcome
from cli.typed.values import parse_time, time_reader
from market.errors import UsageError

if TYPE_CHECKING:
    from cli.output.resolution import Told
    from market.ledger.engine import Ledger
    from market.ledger.views.settlements import Settlement
    from market.logic.resolving import Resolution

__all__ = ["app"]

app = new_app()

Outcome = Annotated[str | None, typer.Argument(metavar="yes|no", help="What happened.")]
Source = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="URL", help="Where it is reported; may be given again."),
]
Happened = Annotated[
    str | None,
    typer.Option("--happened", metavar="TIME", help="When the outcome was settled, if not now."),
]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="What decided it.")]
Implied = Annotated[
    bool, typer.Option("--implied", help="Record what follows from what is resolved, too.")
]


@command(
    app,
    "foretell resolve second-summit-by-2027 yes --happened 2027-03-04 --source https://...",
    "foretell resolve second-summit-by-2029 --implied",
    writes=True,
)
def resolve(
    call: Invocation,
    question: Slug,
    outcome: Outcome = None,
    *,
    source: Source = None,
    happened: Happened = None,
    why: Why = None,
    implied: Implied = False,
) -> None:
    """Resolve a question yes or no, with evidence.

    Forecasts made after the outcome was settled do not score: say with --happened when that was.
    Everybody's scores on the question follow at once, and what its outcome implies: YES by one
    deadline is YES by every later one of the family, NO is NO by every earlier one, and links
    work likewise. With --implied that is recorded at once; without yes or no, the outcome is the
    one that follows from what is resolved. What is conditional on a question that turns out NO is
    annulled in any case.
    """
    said = _said(question, outcome, implied=implied)
    settled = time_reader(happened, call.now, _settled)
    from cli.output.resolution import tell
    from market.ledger.acts.rulings import Source as Evidence
    from market.ledger.views.settlements import settlement_by
    from market.logic.resolving import resolve as record

    ledger = call.ledger()
    with call.writing("resolve", ledger) as writing:
        now = writing.now
        done = record(
            writing,
            question,
            said,
            at=settled(now),
            note=why,
            evidence=[Evidence(address) for address in source or ()],
            implied=implied,
        )
        paid = settlement_by(writing.connection, writing.entry, _resolved(done))
    tell(call, _told(ledger, done, now, paid, dated=happened is not None))


def _said(question: str, outcome: str | None, *, implied: bool) -> int | None:
    """The outcome that was given; none where it is to follow from others."""
    if outcome is None and not implied:
        raise UsageError(
            f"What became of {question}: yes or no?",
            f"foretell resolve {question} yes|no   (if it follows from others: --implied)",
        )
    return None if outcome is None else parse_outcome(outcome, question)


def _settled(text: str, now: int) -> int:
    """Of a bare day the end; the present moment while it goes on, since it has happened."""
    first, last = parse_time(text, now), parse_time(text, now, ends_day=True)
    return now if first <= now < last else last


def _resolved(done: Resolution) -> list[int]:
    """The numbers of the questions that were resolved or annulled by this act."""
    implied = [one.question.id for one in done.follows if one.question.slug in done.recorded]
    annulled = [one.question.id for one in done.voided]
    return [*([done.question.id] if done.is_new else []), *implied, *annulled]


def _told(
    ledger: Ledger, done: Resolution, now: int, paid: Settlement | None, *, dated: bool
) -> Told:
    """Read everybody's forecasts on a question that has been resolved, as far as known then."""
    from cli.output.resolution import Told
    from market.ledger.views.panels import poll_on

    with ledger.reading() as connection:
        poll = poll_on(connection, [done.question], known_at=now)
    return Told(done, poll, now, dated, paid)
