"""Reading a report's contents from a ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from cli.report.anonymous import pseudonyms, renamed
from cli.report.contents import Contents, Detail
from cli.shared.hiding import hidden_from, prices_hidden_from
from cli.shared.polls import advice_on
from cli.shared.priced import read_prices
from cli.shared.trading import read_traders
from cli.typed.filters import Filters, has_tag
from cli.typed.who import place_of
from market.articles.mentions import all_mentions
from market.errors import UsageError
from market.ledger.names import fold_slug
from market.ledger.views.history import all_evidence, reports_on
from market.ledger.views.panels import poll_on
from market.ledger.views.questions import find_question, question_states
from scoring.board import board
from scoring.pooling import POOLS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from cli.report.contents import Wanted
    from cli.shared.priced import Priced
    from market.articles.mentions import Mention
    from market.ledger.address import Address
    from market.ledger.views.questions import QuestionState
    from market.poll import Poll

__all__ = ["read_contents", "source_of"]


def source_of(address: Address) -> str:
    """A ledger's name as a report may show it: no folder, no host, no user, no password.

    >>> from market.ledger.address import Address
    >>> source_of(Address.parse("postgresql://ana:secret@host/club"))
    'club'
    """
    return PurePath(address.url.database or "ledger").name


def read_contents(
    connection: Connection,
    wanted: Wanted,
    *,
    source: str,
    user: str,
    blind: bool,
    now: int,
    as_of: int | None = None,
) -> Contents:
    """What a ledger has to tell.

    Args:
        connection: A snapshot of the ledger.
        wanted: What is asked for.
        source: The ledger, as it may be shown.
        user: Who reads it: hidden crowds are hidden from him.
        blind: Whether he wants every crowd hidden.
        now: The time, in microseconds.
        as_of: The moment at which all is looked at, if it is past.

    Raises:
        Refused: A question or a forecaster that was named is not there.
        UsageError: Somebody is named where all are to be anonymous.
    """
    if wanted.anonymous and wanted.who:
        raise UsageError("--anonymous hides whom --who names.", "Leave one of them out.")
    moment = now if as_of is None else as_of
    known = question_states(connection, now=now, as_of=as_of)
    states = _chosen(connection, wanted, known, now, as_of)
    poll = poll_on(connection, states, as_of=as_of)
    made = board(poll.panel)
    names = pseudonyms(poll, made) if wanted.anonymous else {}
    present = states if as_of is None else question_states(connection, now=now)
    hidden = hidden_from(user, connection, present, blind=blind)
    shown = renamed(poll, names)
    return Contents(
        source=source,
        moment=moment,
        wanted=replace(
            wanted,
            questions=tuple(state.slug for state in states) if wanted.questions else (),
            who=_named(wanted.who, poll),
        ),
        poll=shown,
        board=made,
        states=states,
        mentions=_mentions(connection, hidden),
        hidden=frozenset(hidden),
        blinded=frozenset(prices_hidden_from(user, connection, present, blind=blind)),
        evidence=all_evidence(connection),
        details=_details(connection, states, hidden, moment, names) if wanted.questions else {},
        advice=advice_on(Filters(tag=wanted.tag), known, as_of),
        names=names,
        as_of=as_of,
        markets=_markets(connection, states, user, now=now, moment=moment, blind=blind),
        traders=None
        if wanted.questions or wanted.tag
        else read_traders(connection, now=now, as_of=as_of, called=names),
    )


def _chosen(
    connection: Connection,
    wanted: Wanted,
    known: Sequence[QuestionState],
    now: int,
    as_of: int | None,
) -> list[QuestionState]:
    """The questions that were asked for."""
    asked = {fold_slug(slug): slug for slug in wanted.questions}
    found = {fold_slug(state.slug) for state in known}
    for folded, slug in asked.items():
        if folded not in found:
            find_question(connection, slug, now=now, as_of=as_of)
    return [
        state
        for state in known
        if (not asked or fold_slug(state.slug) in asked)
        and (wanted.tag is None or has_tag(state, wanted.tag))
    ]


def _named(who: Iterable[str], poll: Poll) -> tuple[str, ...]:
    """The names of those who were named, as the ledger has them, each once."""
    names = (*poll.forecasters, *(f"@{pool}" for pool in POOLS))
    return tuple(dict.fromkeys(names[place_of(one, names)] for one in who))


def _mentions(connection: Connection, hidden: set[int]) -> dict[int, list[Mention]]:
    """What articles say; where the crowd is hidden, without the numbers they give."""
    said = all_mentions(connection)
    for question in hidden & said.keys():
        said[question] = [
            mention._replace(probability=None, low=None, high=None) for mention in said[question]
        ]
    return said


def _details(
    connection: Connection,
    states: Sequence[QuestionState],
    hidden: set[int],
    moment: int,
    names: Mapping[str, str],
) -> dict[int, Detail]:
    """More on questions that were asked for by name; nobody's reasons where all are anonymous."""
    return {
        state.id: Detail(
            [] if state.outcome is None else _scores(connection, state, moment, names),
            []
            if names or state.id in hidden
            else [one for one in reports_on(connection, state.id, moment) if one.rationale],
        )
        for state in states
    }


def _markets(
    connection: Connection,
    states: Sequence[QuestionState],
    user: str,
    *,
    now: int,
    moment: int,
    blind: bool,
) -> list[Priced]:
    """The markets on some questions."""
    chosen = {state.id for state in states}
    found = read_prices(connection, user, now=now, as_of=moment, blind=blind)
    return [one for one in found if one.state.id in chosen]


def _scores(
    connection: Connection, state: QuestionState, moment: int, names: Mapping[str, str]
) -> list[dict[str, object]]:
    from cli.output.scores import question_scores

    return question_scores(renamed(poll_on(connection, [state], as_of=moment), names))
