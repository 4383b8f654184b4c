"""`foretell unresolve`: takes back a resolution or an annulment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.options import Invocation, Slug, command, new_app
from cli.output.states import short_state
from cli.shared.ruled import Ruled, Why, holds, record_ruling, tell_ruling

if TYPE_CHECKING:
    from market.ledger.views.questions import QuestionState

__all__ = ["app"]

app = new_app()


@command(
    app, 'foretell unresolve second-summit-by-2027 --why "the source was retracted"', writes=True
)
def unresolve(call: Invocation, question: Slug, *, why: Why = None) -> None:
    """Take back a resolution or an annulment.

    Both stay in the journal. The question is again what it was before: open until its scheduled
    close, or closed, also where somebody had closed it early. Forecasts entered while an outcome
    was on record stay out of the scores if it is resolved again.
    """
    ruled = record_ruling(call, question, "unresolve", why)
    was = short_state(ruled.before)
    notes = [
        line
        for other in _resting(call, ruled)
        for line in (
            f"Note: {other.slug} was {other.status} because of it, and stays so.",
            f"      To take that back, too: foretell unresolve {other.slug}",
        )
    ]
    tell_ruling(call, ruled, "Unresolved", f"{was} no more: {holds(ruled)}", notes)


def _resting(call: Invocation, ruled: Ruled) -> list[QuestionState]:
    """The questions whose outcome or annulment rests on the outcome that was taken back."""
    from market.logic.resolving import resting_on

    with call.ledger().reading() as connection:
        return resting_on(connection, ruled.after.slug, now=ruled.at)
