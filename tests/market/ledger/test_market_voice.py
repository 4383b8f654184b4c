"""What a market and its traders say: prices as forecasts, beside what people report."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import oracle
import pytest
from tables import by_cell
from traders import money, trade
from worlds import Question, Report, World

from market.errors import Refused
from market.exchange.credits import GRANT
from market.exchange.pricing import price, subsidy
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.views.beliefs import Beliefs
from market.ledger.views.markets import market_states
from market.ledger.views.panels import poll_on, read_poll
from market.ledger.views.questions import question_states
from market.ledger.views.trades import read_trades
from scoring.board import board
from scoring.kinds import Kind
from scoring.rules import LOG
from scoring.timeline import cells

DAY = 86_400_000_000
PEOPLE = ("ana", "bo", "cy")
SLUGS = ("rain", "snow", "fog")


class Said(NamedTuple):
    """Something said in a story: by whom, of what, from when on, recorded when, and how."""

    who: str
    slug: str
    at: int
    recorded: int
    probability: float | None
    how: str


@pytest.fixture
def story(asked, clock):
    """Reports and trades at random, often at one moment; markets on two of three questions.

    `fog` turns out to have been settled before its last trades; `snow` has no market.
    """
    dice, told = random.Random(4), []
    with asked.writing("ana", "ask") as w:
        ask(w, "fog", "Will there be fog?", clock.now, clock.now + 200 * DAY)
    for slug, prior in (("rain", 0.3), ("fog", 0.5)):
        clock.advance(days=1)
        with asked.writing("ana", "market open") as w:
            found = open_market(w, slug, prior=prior)
            told.append(opened(found, w.now))
    for _ in range(90):
        clock.advance(days=dice.choice([0, 0, 1, 2]))
        one = Said(dice.choice(PEOPLE), dice.choice(SLUGS), 0, clock.now, None, "report")
        told += traded(asked, one, dice) if dice.random() < 0.6 else reported(asked, one, dice)
    with asked.writing("ana", "resolve") as w:
        rule(w, "rain", "resolve", 1)
        rule(w, "fog", "resolve", 0, at=clock.now - 15 * DAY)
        rule(w, "snow", "resolve", 0)
    assert any(one.slug == "fog" and one.at > clock.now - 15 * DAY for one in told)
    return SimpleNamespace(ledger=asked, told=told, end=clock.now)


def opened(found, now):
    return Said("@market", found.slug, now, now, price(found.liquidity, found.quantity), "market")


def reported(ledger, one, dice):
    """A report, sometimes of what was thought days ago, sometimes a withdrawal."""
    said = one._replace(
        at=one.recorded - dice.choice([0, 0, 3]) * DAY,
        probability=dice.choice([None, 0.001, 0.2, 0.4, 0.6, 0.9]),
    )
    try:
        with ledger.writing(one.who, "forecast") as w:
            report(w, one.slug, one.who, said.probability, at=said.at)
    except Refused:  # nothing stands that could be withdrawn
        return []
    return [said]


def traded(ledger, one, dice):
    """A trade: what the trader says by it, and what the market says from then on."""
    try:
        fill = trade(ledger, one.who, one.slug, yes=dice.random() < 0.5, to=dice.uniform(0.1, 0.9))
    except Refused:  # no market, the wrong side, or no money
        return []
    after = price(fill.fill.liquidity, fill.fill.after)
    said = one._replace(at=one.recorded, probability=after, how="trade")
    return [said, said._replace(who="@market", how="market")]


def read(story, now=None, *, beliefs=Beliefs.REPORTS, kind=None, **view):
    with story.ledger.reading() as connection:
        states = question_states(connection, now=now or story.end, **view)
        poll = poll_on(connection, states, **view, beliefs=beliefs, kind=kind)
    return states, poll


def refereed(story, states, names, hows):
    """Cells from the definitions, without what was remembered after the close."""
    asked = [
        Question(s.opens / 1e6, s.actual_close / 1e6, s.closes / 1e6, s.outcome, family)
        for family, s in enumerate(states)
    ]
    slugs = [state.slug for state in states]
    ends = {state.slug: state.actual_close for state in states}
    reports = tuple(
        Report(names.index(one.who), slugs.index(one.slug), one.at / 1e6, one.probability)
        for one in story.told
        if one.how in hows and not (one.at < one.recorded > ends[one.slug])
    )
    kinds = tuple(Kind.COMPUTED if name == "@market" else Kind.PERSON for name in names)
    found = oracle.cells(World(reports, tuple(asked), kinds))
    return {(names[who], slugs[number]): found[who, number] for who, number in found}


HOWS = {
    Beliefs.REPORTS: ("report", "market"),
    Beliefs.TRADES: ("trade", "market"),
    Beliefs.BOTH: ("report", "trade", "market"),
}


@pytest.mark.parametrize("beliefs", Beliefs)
def test_prices_and_trades_score_like_forecasts_said_at_their_moments(story, beliefs):
    states, poll = read(story, beliefs=beliefs)
    found = by_cell(cells(poll.panel))
    found = {(poll.forecasters[who], poll.questions[q]): found[who, q] for who, q in found}
    expected = refereed(story, states, poll.forecasters, HOWS[beliefs])
    assert found.keys() == expected.keys()
    assert (poll.late > 0) == (beliefs is not Beliefs.TRADES)
    assert ("@market", "rain") in found
    assert ("@market", "snow") not in found
    for cell, figures in expected.items():
        for name in ("coverage", "brier", "log", "baseline", "peer", "last_brier", "last_log"):
            ours, theirs = getattr(found[cell], name), getattr(figures, name)
            assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-9, nan_ok=True), (cell, name)


def test_the_price_of_a_moment_is_that_of_the_trades_until_then(story):
    quotes = [one for one in story.told if one.who == "@market"]
    for moment in (quotes[0].at - 1, quotes[0].at, quotes[3].at, quotes[len(quotes) // 3].at):
        for word in ("as_of", "known_at"):
            _, poll = read(story, **{word: moment})
            last = {one.slug: one.probability for one in quotes if one.at <= moment}
            assert standing(poll) == pytest.approx(last, rel=1e-14)
            assert ("@market" in poll.forecasters) == bool(last)


def standing(poll):
    """What the market says last, by question; nothing else is open, so nothing is left out."""
    panel = poll.panel
    if "@market" not in poll.forecasters:
        return {}
    mine = panel.forecaster == poll.forecasters.index("@market")
    rows = np.flatnonzero(mine & np.isinf(panel.end))
    return {poll.questions[panel.question[row]]: panel.probability[row] for row in rows}


def test_a_market_changes_nobodys_figures_by_a_single_bit(story):
    _, poll = read(story)
    panel, code = poll.panel, len(poll.forecasters) - 1
    assert poll.forecasters[code] == "@market"
    assert panel.kind[code] == Kind.COMPUTED.code
    made = board(panel)
    assert made.rank[code] == 0
    own = panel.forecaster != code
    assert own.any()
    names = ("forecaster", "question", "start", "end", "probability")
    columns = {name: getattr(panel, name)[own] for name in names}
    columns |= {name: getattr(panel, name) for name in ("opens", "closes", "scheduled", "outcome")}
    alone = board(type(panel)(**columns, cluster=panel.cluster, kind=panel.kind[:code]))
    for name in ("brier", "log", "baseline", "peer", "skill", "skill_low", "exposure", "rank"):
        assert np.delete(getattr(made, name), code).tobytes() == getattr(alone, name).tobytes()


def test_people_of_one_kind_are_compared_with_the_same_market(story):
    _, everybody = read(story, beliefs=Beliefs.BOTH)
    _, pundits = read(story, beliefs=Beliefs.BOTH, kind=Kind.PUNDIT)
    assert set(pundits.panel.forecaster) == {pundits.forecasters.index("@market")}
    assert standing(pundits) == standing(everybody)


@pytest.mark.parametrize("trade_first", [True, False])
def test_of_a_trade_and_a_report_at_one_moment_the_later_entry_counts(asked, clock, trade_first):
    with asked.writing("ana", "market open") as w:
        open_market(w, "rain")
    clock.advance(days=1)
    if trade_first:
        trade(asked, "ana", to=0.75)
    with asked.writing("ana", "forecast") as w:
        report(w, "rain", "ana", 0.2)
    if not trade_first:
        trade(asked, "ana", to=0.75)
    _, poll = read(SimpleNamespace(ledger=asked, end=clock.now), beliefs=Beliefs.BOTH)
    mine = np.flatnonzero(poll.panel.forecaster == poll.forecasters.index("ana"))
    assert poll.panel.probability[mine].tolist() == pytest.approx([0.2 if trade_first else 0.75])


def test_a_ledger_without_a_market_has_no_market_on_its_boards(asked, clock):
    with asked.reading() as connection:
        assert "@market" not in read_poll(connection, now=clock.now).forecasters


def test_what_traders_gain_in_log_score_is_what_the_maker_loses(story):
    with story.ledger.reading() as connection:
        markets, trades = market_states(connection), read_trades(connection)
    held, losses = money(story.ledger), []
    for market, (slug, outcome, close) in zip(
        markets, (("rain", 1, story.end), ("fog", 0, story.end - 15 * DAY)), strict=True
    ):
        mine = (trades.market == market.id) & (trades.at <= close)
        states = [market.start, *trades.quantity[mine].tolist()]
        said = np.array([price(market.liquidity, quantity) for quantity in states])
        gained = market.liquidity * -np.diff(LOG.loss(said, float(outcome)))
        ends = LOG.loss(said[[0, -1]], float(outcome))
        assert gained.sum() == pytest.approx(market.liquidity * (ends[0] - ends[1]), rel=1e-12)
        losses.append(subsidy(market.liquidity, market.start) - held[f"@{slug}"])
        # Each cost was rounded up to a whole unit, and so is the subsidy.
        assert -1 <= gained.sum() - losses[-1] <= mine.sum()
    assert sum(held[who] - GRANT for who in PEOPLE) == sum(losses)
