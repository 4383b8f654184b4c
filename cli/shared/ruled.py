"""What `close`, `reopen`, `annul` and `unresolve` share: one ruling, told in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.dates import iso, moment
from cli.output.emit import emit
from cli.output.parts import folded_parts
from cli.output.settled import settled, settled_lines
from cli.output.streams import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cli.invocation import Invocation
    from cli.output.streams import Screen
    from market.ledger.views.questions import QuestionState
    from market.ledger.views.settlements import Settlement

__all__ = ["FIELDS", "Ruled", "Why", "holds", "record_ruling", "tell_ruling"]

FIELDS = (
    "question",
    "verdict",
    "at",
    "note",
    "status",
    "closes",
    "actual_close",
    "ruling",
    "entry",
    "settled",
)

Why = Annotated[
    str | None, typer.Option("--why", metavar="TEXT", help="The reason, which is kept with it.")
]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling that has been recorded.

    Attributes:
        id: Its number.
        entry: The number of the entry that recorded it.
        verdict: What was ruled.
        at: When, in microseconds.
        note: Why.
        before: The question before it.
        after: The question as it stands now.
        settlement: What it made the market pay, if anybody had traded.
    """

    id: int
    entry: int
    verdict: str
    at: int
    note: str | None
    before: QuestionState
    after: QuestionState
    settlement: Settlement | None


def record_ruling(call: Invocation, slug: str, verdict: str, note: str | None) -> Ruled:
    """Record a ruling without an outcome, as of now, under the command of the same name.

    Args:
        call: Whose ruling, and in which ledger.
        slug: On which question.
        verdict: What is ruled.
        note: Why.

    Raises:
        Refused: The question is unknown or in no state to be ruled so.
    """
    from market.ledger.acts.rulings import rule
    from market.ledger.views.questions import find_question
    from market.ledger.views.settlements import settlement_by

    with call.writing(verdict) as writing:
        before = find_question(writing.connection, slug, now=writing.now)
        ruling = rule(writing, before.slug, verdict, note=note)
        after = find_question(writing.connection, before.slug, now=writing.now)
        settlement = settlement_by(writing.connection, writing.entry, [after.id])
    return Ruled(ruling, writing.entry, verdict, writing.now, note, before, after, settlement)


def tell_ruling(
    call: Invocation, ruled: Ruled, done: str, outcome: str, notes: Iterable[str] = ()
) -> None:
    """Print a ruling, and on stderr what comes next.

    Args:
        call: Where to.
        ruled: What was recorded.
        done: What was done, in a word.
        outcome: What now holds.
        notes: What should be known besides.
    """
    row = {
        "question": ruled.after.slug,
        "verdict": ruled.verdict,
        "at": iso(ruled.at),
        "note": ruled.note,
        "status": ruled.after.status,
        "closes": iso(ruled.after.closes),
        "actual_close": iso(ruled.after.actual_close),
        "ruling": ruled.id,
        "entry": ruled.entry,
        "settled": settled(ruled.settlement),
    }

    def text(screen: Screen) -> list[str]:
        return folded_parts([done, ruled.after.slug, outcome], screen)

    emit(call.sink, fields=FIELDS, rows=[row], document=row, text=text)
    say(*settled_lines(ruled.settlement, ruled.verdict), *notes, *_next(ruled.after))


def _next(state: QuestionState) -> Iterator[str]:
    if state.status == "open":
        yield f"Next: foretell show {state.slug}"
    if state.status != "closed":
        return
    yield f"Next: foretell resolve {state.slug} yes|no"
    if state.early_close is not None:
        yield f"      (to undo the early close: foretell reopen {state.slug})"


def holds(ruled: Ruled) -> str:
    """What holds of a question that is neither resolved nor annulled any more."""
    state = ruled.after
    if state.opens > ruled.at:
        return f"opens at {moment(state.opens)}"
    if state.status == "open":
        return f"open again until {moment(state.actual_close)}"
    if state.early_close is None:
        return f"closed since {moment(state.actual_close)}; resolve it when you can"
    return f"closed early, {moment(state.actual_close)}; resolve it when you can"
