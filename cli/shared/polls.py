"""Reading the poll that a board, scores or a comparison were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

from cli.output.dates import day, iso, moment
from cli.typed.filters import has_tag
from cli.typed.values import past_moment
from cli.typed.who import EVERYBODY
from market.ledger.views.beliefs import Beliefs
from market.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.invocation import Invocation
    from cli.typed.filters import Filters
    from market.ledger.views.questions import QuestionState
    from market.poll import Poll

__all__ = ["Asked", "When", "advice_on", "read"]

_ASK = "foretell ask TITLE --closes DATE   (ready-made questions: foretell seed list)"
_RESOLVE = "foretell questions --due   (to resolve: foretell resolve QUESTION yes|no)"
_SHOWN_TAGS = 8


class Asked(NamedTuple):
    """A poll as it was asked for.

    Attributes:
        poll: The forecasts.
        states: Its questions, by code.
        advice: What to do next where nothing of it is to be scored.
        names: What to do where somebody is named who is not in it.
    """

    poll: Poll
    states: Sequence[QuestionState]
    advice: str
    names: str = EVERYBODY


@dataclass(frozen=True, slots=True)
class When:
    """The moment for which figures hold.

    Attributes:
        now: The time, in microseconds.
        as_of: The moment that was asked for, if any; not in the future.
    """

    now: int
    as_of: int | None = None

    @classmethod
    def of(cls, now: int, as_of: str | None) -> Self:
        """The moment that `--as-of` names.

        Raises:
            UsageError: It cannot be understood.
        """
        return cls(now, None if as_of is None else past_moment(as_of, now))

    @property
    def words(self) -> str:
        """How a heading tells it."""
        return f"as of {day(self.now) if self.as_of is None else moment(self.as_of)}"

    @property
    def iso(self) -> str:
        """The moment for programs."""
        return str(iso(self.now if self.as_of is None else self.as_of))


def read(call: Invocation, filters: Filters, when: When) -> Asked:
    """Read a poll from the ledger.

    Args:
        call: Which ledger.
        filters: What the poll is restricted to.
        when: The moment for which it holds.

    Raises:
        DatabaseError: The ledger cannot be read.
    """
    from market.ledger.views.panels import poll_on
    from market.ledger.views.questions import question_states

    as_of, known_at = when.as_of, filters.known_at
    with call.ledger().reading() as connection:
        known = question_states(connection, now=when.now, as_of=as_of, known_at=known_at)
        states = [state for state in known if filters.chosen(state)]
        poll = poll_on(
            connection,
            states,
            as_of=as_of,
            known_at=known_at,
            kind=filters.kind,
            beliefs=filters.beliefs,
        )
    if filters.share is not None:
        poll = poll.until(filters.share)
    return Asked(poll, states, advice_on(filters, known, as_of))


def advice_on(filters: Filters, known: Sequence[QuestionState], as_of: int | None) -> str:
    """What to do next where nothing is to be scored.

    Args:
        filters: What the questions were restricted to.
        known: All questions.
        as_of: The moment that was asked for, if any.
    """
    if not known:
        is_past = as_of is not None or filters.known_at is not None
        return "a later moment: nothing had been asked by then." if is_past else _ASK
    if filters.tag is not None and not any(has_tag(state, filters.tag) for state in known):
        return f"another --tag: no question has {filters.tag}. {_tags(filters.tag, known)}"
    is_resolved = any(state.outcome is not None for state in known)
    if filters.beliefs is Beliefs.TRADES and is_resolved:
        return "leave out --beliefs: no question with a market has been resolved."
    is_dated = filters.since is not None or filters.until is not None
    if is_dated and is_resolved:
        return "other dates: no resolved question closed then."
    return _RESOLVE


def _tags(tag: str, known: Sequence[QuestionState]) -> str:
    tags = sorted({tag for state in known for tag in state.tags})
    if not tags:
        return "None has any."
    more = ", …" if len(tags) > _SHOWN_TAGS else "."
    return did_you_mean(tag, tags, f"There are {', '.join(tags[:_SHOWN_TAGS])}{more}")
