"""`foretell scores`: one forecaster's scores, question by question."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from cli.options import AsOf, Invocation, Who, command, new_app
from cli.output.emit import emit
from cli.output.figures import counted
from cli.output.streams import WIDEST, say
from cli.shared.polls import When, read
from cli.typed.filters import BeliefsName, Filters, Since, Tag, Until
from market.ledger.views.beliefs import Beliefs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen

__all__ = ["app"]

app = new_app()


@command(
    app,
    "foretell scores ana",
    "foretell scores @median --tag energy --since 2026-01-01 --csv",
)
def scores(
    call: Invocation,
    who: Who,
    *,
    tag: Tag = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    beliefs: BeliefsName = Beliefs.REPORTS,
) -> None:
    """Show one forecaster's scores, question by question.

    The newest resolution comes first. Beside each Brier score stands that of @median, the crowd.
    """
    now = call.now
    filters = Filters.of(now, tag=tag, since=since, until=until, beliefs=beliefs)
    when = When.of(now, as_of)
    asked = read(call, filters, when)
    from cli.output.scorecard import FIELDS, Scorecard

    card = Scorecard.of(asked.poll, asked.states, who)

    def text(screen: Screen) -> Iterator[str]:
        extent = counted(len(card.found), "resolved question")
        heading = " · ".join([f"Scores of {card.name}", when.words, *filters.words(), extent])
        yield from wrap(heading, screen.width or WIDEST)
        yield ""
        yield from card.lines(screen)

    view = {"as_of": when.iso, "filters": filters.document()}
    shown = view | card.document()
    emit(
        call.sink, fields=FIELDS, rows=[one.row() for one in card.found], document=shown, text=text
    )
    if not card.found:
        is_empty = card.made.cells.question.size == 0
        say(f"Next: {asked.advice if is_empty else 'foretell leaderboard'}")
