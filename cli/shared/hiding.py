"""Whether the crowd is hidden from somebody who has yet to give a forecast.

This is a courtesy against anchoring, and no secret: whoever can read the ledger can read all that
is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from market.ledger.views.questions import QuestionState

__all__ = ["HIDDEN", "PRICE_HIDDEN", "crowd_is_hidden", "hidden_from", "prices_hidden_from"]

HIDDEN = "hidden until you forecast"
"""What stands in the place of a hidden crowd."""

PRICE_HIDDEN = "hidden until you forecast or trade"
"""What stands in the place of a price where the crowd is hidden."""


def crowd_is_hidden(state: QuestionState, *, forecast_before: bool, blind: bool) -> bool:
    """Whether what others say of a question is hidden.

    Args:
        state: The question as it stands now, whatever earlier moment is looked at.
        forecast_before: Whether the user has ever given a forecast on it, withdrawn or not.
        blind: Whether the user wants every crowd hidden.
    """
    return (state.crowd_hidden or blind) and state.status == "open" and not forecast_before


def hidden_from(
    user: str, connection: Connection, states: Sequence[QuestionState], *, blind: bool
) -> set[int]:
    """The numbers of the questions whose crowd is hidden from a user.

    Args:
        user: Whose name it is, whatever the case.
        connection: A snapshot of the ledger.
        states: Questions as they stand now.
        blind: Whether the user wants every crowd hidden.
    """
    if not blind and not any(state.crowd_hidden for state in states):
        return set()
    from market.ledger.views.history import heard_on

    heard = heard_on(connection, user)
    return {
        state.id
        for state in states
        if crowd_is_hidden(state, forecast_before=state.id in heard, blind=blind)
    }


def prices_hidden_from(
    user: str, connection: Connection, states: Sequence[QuestionState], *, blind: bool
) -> set[int]:
    """The numbers of the questions whose price and trades are hidden from a user.

    A price tells what others think as a crowd does. Who has traded has seen it.

    Args:
        user: Whose name it is, whatever the case.
        connection: A snapshot of the ledger.
        states: Questions as they stand now.
        blind: Whether the user wants every crowd hidden.
    """
    hidden = hidden_from(user, connection, states, blind=blind)
    if not hidden:
        return hidden
    from market.ledger.views.markets import traded_on

    return hidden - traded_on(connection, user)
