"""The page of a question, read from the ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cli.output.document import Page, Traded
from cli.shared.hiding import hidden_from, prices_hidden_from
from market.articles.mentions import mentions
from market.ledger.acts.editing import edits_of
from market.ledger.names import fold
from market.ledger.views.forecasters import forecaster_names
from market.ledger.views.history import evidence_of, reports_on
from market.ledger.views.lateness import late_on
from market.ledger.views.markets import holdings, market_on
from market.ledger.views.questions import find_question, question_states
from market.ledger.views.standings import Crowd, crowd, standings
from market.logic.reading import recorded_links
from market.poll import MARKET, shown_name

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cli.charts.history import History
    from market.articles.mentions import Mention
    from market.ledger.views.questions import QuestionState

__all__ = ["read_page"]

MONTH = 30 * 86_400_000_000
NOBODY = Crowd(())


def read_page(
    connection: Connection,
    slug: str,
    user: str,
    *,
    now: int,
    as_of: int,
    blind: bool,
    drawn: bool = False,
) -> Page:
    """What is shown of a question.

    Args:
        connection: A snapshot of the ledger.
        slug: The question.
        user: Whose page it is: his forecasts stand out, and hidden crowds are hidden from him.
        now: The time, in microseconds.
        as_of: The moment at which the question is looked at, not after now.
        blind: Whether the user wants every crowd hidden.
        drawn: Whether its history is read too, to be drawn.

    Raises:
        Refused: There is no such question.
    """
    present = find_question(connection, slug, now=now)
    hidden = bool(hidden_from(user, connection, [present], blind=blind))
    blinded = bool(prices_hidden_from(user, connection, [present], blind=blind))
    seen = max(as_of, present.opens)  # as it opens, where that is still to come
    state = find_question(connection, slug, now=seen, as_of=seen)
    traded = _traded(connection, state, user, now=now, moment=as_of, hidden=blinded)
    page = _page(connection, state, user, as_of, traded, hidden=hidden)
    return replace(page, history=_history(connection, page)) if drawn else page


def _history(connection: Connection, page: Page) -> History:
    """What the crowd, the market and the user said over time, as far as they are not hidden."""
    from cli.shared.histories import histories
    from market.ledger.views.panels import poll_on

    state, moment = page.state, page.moment
    names = {shown_name(one.forecaster, one.kind) for one in page.mine}
    if page.traded is not None and not page.traded.hidden:
        names.add(MARKET)
    (history,) = histories(
        poll_on(connection, [state], as_of=moment),
        [state],
        moment=moment,
        shown=names,
        hidden={state.id} if page.hidden else (),
    )
    return history


def _traded(
    connection: Connection, state: QuestionState, user: str, *, now: int, moment: int, hidden: bool
) -> Traded | None:
    until = min(moment, state.actual_close)
    market = market_on(connection, state.id, as_of=until if until < now else None)
    if market is None:
        return None
    names = forecaster_names(connection)
    held = holdings(connection, market.id, until)
    own = sum(one.shares for one in held if fold(names[one.trader]) == fold(user))
    return Traded(market, own, hidden)


def _page(
    connection: Connection,
    state: QuestionState,
    user: str,
    moment: int,
    traded: Traded | None,
    *,
    hidden: bool,
) -> Page:
    until = min(moment, state.actual_close)
    said = crowd(standings(connection, {state.id: until})[state.id])
    before = crowd(standings(connection, {state.id: until - MONTH})[state.id])
    reports = reports_on(connection, state.id, until)
    mine = [one for one in reports if fold(one.forecaster) == fold(user)]
    told = mentions(connection, state.id)
    return Page(
        state=state,
        moment=moment,
        hidden=hidden,
        crowd=NOBODY if hidden else said,
        before=NOBODY if hidden else before,
        people=len(said.probabilities),
        forecasts=len(reports),
        reports=mine if hidden else reports,
        late=late_on(connection, state, reports),
        mine=mine,
        traded=traded,
        edits=edits_of(connection, state.id, until=moment),
        family=_family(connection, state.family, moment),
        mentions=[_without_number(one) for one in told] if hidden else told,
        links=recorded_links(connection, state.id),
        evidence=[] if state.ruling is None else evidence_of(connection, state.ruling),
        scores=[] if state.outcome is None else _scores(connection, state, moment),
    )


def _without_number(mention: Mention) -> Mention:
    return mention._replace(probability=None, low=None, high=None)


def _scores(connection: Connection, state: QuestionState, moment: int) -> list[dict[str, Any]]:
    from cli.output.scores import question_scores
    from market.ledger.views.panels import poll_on

    return question_scores(poll_on(connection, [state], as_of=moment))


def _family(connection: Connection, family: str | None, moment: int) -> list[str]:
    """The slugs of a family's questions by deadline."""
    if family is None:
        return []
    states = question_states(connection, now=moment)
    members = [state for state in states if state.family == family]
    return [state.slug for state in sorted(members, key=lambda state: state.closes)]
