"""Which questions of a poll hang together, and when each of them is looked at."""

from __future__ import annotations

from collections import defaultdict
from math import isnan, nan
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from cli.shared.hiding import hidden_from, prices_hidden_from
from market.ledger.names import fold
from market.ledger.views.questions import question_states
from market.logic.conditions import reached
from market.logic.families import ladder
from market.logic.live import live_links
from market.logic.reading import links_in_doubt
from market.poll import MARKET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from cli.invocation import Invocation
    from cli.shared.polls import Asked, When
    from cli.shared.query import Query
    from market.logic.links import Link
    from market.poll import Poll

__all__ = ["Linked", "linked"]

_SECOND = 1e6
_UNRESOLVED = ("open", "closed")


class Linked(NamedTuple):
    """How the questions of a poll hang together.

    Attributes:
        links: The links that bear on forecasts, those of questions beside the poll among them.
        moments: When each question of the poll is looked at, seconds: now, or at its close if
            that is past; NaN for one that is resolved, annulled or hidden.
        hidden: Slugs of the unresolved questions on which it is hidden what is said.
    """

    links: tuple[Link, ...]
    moments: NDArray[np.float64]
    hidden: frozenset[str]

    def about(self, slug: str) -> Self:
        """The links by which a question hangs together with others, at any number of steps."""
        ahead: dict[str, list[str]] = defaultdict(list)
        for link in self.links:
            for question in link.questions:
                ahead[question].extend(link.questions)
        near = {slug, *reached(slug, ahead)}
        return self._replace(links=tuple(one for one in self.links if one.questions[0] in near))


def linked(call: Invocation, asked: Asked, query: Query, who: str) -> Linked:
    """How the questions hang together on which somebody is looked at.

    Args:
        call: Who looks.
        asked: The poll.
        query: How it was asked for.
        who: The name of who is looked at: what others say may be hidden.

    Raises:
        DatabaseError: The ledger cannot be read.
    """
    poll, when = asked.poll, query.when
    if query.files is not None:
        unresolved = np.isnan(poll.panel.outcome)
        links = live_links(_deadlines(poll), _outcomes(poll))
        return Linked(tuple(links), _moments(poll, when, unresolved), frozenset())
    with call.ledger().reading() as connection:
        known = question_states(connection, now=when.now, as_of=when.as_of)
        links = links_in_doubt(connection, known)
        hidden = _hidden(call, connection, asked, when, who)
    seen = [state.status in _UNRESOLVED and state.slug not in hidden for state in asked.states]
    return Linked(tuple(links), _moments(poll, when, seen), frozenset(hidden))


def _outcomes(poll: Poll) -> dict[str, int]:
    told = zip(poll.questions, poll.panel.outcome.tolist(), strict=True)
    return {slug: int(outcome) for slug, outcome in told if not isnan(outcome)}


def _moments(poll: Poll, when: When, seen: Iterable[bool]) -> NDArray[np.float64]:
    moment = (when.now if when.as_of is None else when.as_of) / _SECOND
    return np.where(np.fromiter(seen, bool), np.minimum(moment, poll.panel.closes), nan)


def _hidden(
    call: Invocation, connection: Connection, asked: Asked, when: When, who: str
) -> set[str]:
    """The questions on which it is hidden what somebody says who is not the user."""
    if fold(who) == fold(call.user):
        return set()
    today = question_states(connection, now=when.now)
    asked_for = {state.id: state.slug for state in asked.states if state.status in _UNRESOLVED}
    find = prices_hidden_from if who == MARKET else hidden_from
    hidden = find(call.user, connection, today, blind=call.blind)
    return {slug for number, slug in asked_for.items() if number in hidden}


def _deadlines(poll: Poll) -> Iterator[Link]:
    """The links within the families of files, which have no others."""
    families: dict[int, list[tuple[str, float]]] = defaultdict(list)
    panel = poll.panel
    columns = panel.cluster.tolist(), poll.questions, panel.scheduled.tolist()
    for family, slug, closes in zip(*columns, strict=True):
        families[family].append((slug, closes))
    for deadlines in families.values():
        yield from ladder(deadlines)
