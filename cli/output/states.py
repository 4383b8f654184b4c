"""The state of a question in words: open, closed, resolved, annulled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.output.dates import ago, day, moment, to_go

if TYPE_CHECKING:
    from market.ledger.views.questions import QuestionState

__all__ = ["long_state", "short_state"]


def short_state(state: QuestionState) -> str:
    """One word: the outcome where there is one."""
    if state.outcome is None:
        return state.status
    return "YES" if state.outcome else "NO"


def long_state(state: QuestionState, now: int) -> str:
    """The state with its date.

    Args:
        state: The question.
        now: The moment at which it is looked at, in microseconds.
    """
    close = state.actual_close
    match state.status:
        case "open" if state.opens > now:
            return f"NOT OPEN, opens at {moment(state.opens)}"
        case "open":
            return f"OPEN, closes {to_go(close - now)}"
        case "closed":
            return f"CLOSED {day(close)}, {ago(now - close)}; not resolved"
        case "resolved":
            return f"RESOLVED {short_state(state)}, {day(close)}"
    # A question that was annulled ahead of its close has no day on which it ended.
    return f"ANNULLED, {day(close)}" if close <= now else "ANNULLED"
