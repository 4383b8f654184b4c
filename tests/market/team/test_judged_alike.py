"""Acts and triggers judge alike.

What the program accepts of the owner, a member who sends the same rows by hand may record; what
it refuses, the database refuses, too.
"""

from __future__ import annotations

import math
from contextlib import contextmanager

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from judges import WRONGS, Judges, altered, deal, opening_rows, trade_rows
from team import DAY, wall_clock

from market.errors import Refused
from market.exchange.credits import UNIT
from market.ledger.acts.asking import ask, refuse_past_close
from market.ledger.acts.editing import amend
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source, rule
from market.ledger.acts.wordings import Words
from market.ledger.views.questions import find_question

REMARKS = st.sampled_from([None, "dark", " ", "two\nlines", "ends\n", "\x1f", "x" * 10_001, "Ä"])
LINES = st.sampled_from(["Rain?", " Rain? ", "", "two\nlines", "\u202eyas", "x" * 500, "x" * 501])

SPANS = st.sampled_from([(-30, 300), (-30, 300), (-30, -10), (30, 300)])
RULED = [("close", None), ("reopen", None), ("resolve", 1), ("annul", None), ("unresolve", None)]
AGO = st.sampled_from([0, -5 * DAY])
STATES = st.lists(st.tuples(st.sampled_from(RULED), AGO), min_size=0, max_size=4)

REPORTS = st.fixed_dictionaries(
    {
        "probability": st.sampled_from([None, 0.0, 0.0009, 0.001, 0.999, 1.0, float("nan")]),
        "rationale": REMARKS,
        "source": REMARKS,
    }
)
RULINGS = st.tuples(
    st.sampled_from(RULED),
    st.sampled_from([-40 * DAY, -5 * DAY, -1, DAY]),
    REMARKS,
    st.none() | st.sampled_from(["https://example.org", " ", "\u2003"]),
)
WORDS = {
    "title": LINES,
    "family": LINES | st.none(),
    "tags": st.sampled_from([(), ("B", "a"), ("b", "a"), ("a", "a"), ("ä", "z"), ("", "a")]),
    "fine_print": st.sampled_from(["", "two\nlines", "x" * 100_001]),
    "closes": st.sampled_from([-31 * DAY, -DAY, DAY, 300 * DAY]),
    "crowd_hidden": st.booleans(),
}
OPENINGS = st.fixed_dictionaries(
    {
        "liquidity": st.sampled_from([UNIT - 1, UNIT, 123_456_789, 10**12, 10**12 + 1]),
        "prior": st.sampled_from([0.0009, 0.001, 0.3, 0.999, 0.9991]),
    }
)
MARKETS = st.sampled_from([(10 * UNIT, 0.001), (123_456_789, 0.3), (10**12, 0.5), (10**12, 0.999)])
SHARES = st.sampled_from([1, -1, 7, 20 * UNIT, -20 * UNIT, 90_000_001, -(10**9), 2 * 10**9])
DEALS = st.lists(st.tuples(st.sampled_from(["both", "member"]), SHARES), min_size=1, max_size=4)
OVER = st.tuples(
    st.sampled_from([("resolve", 1), ("resolve", 0), ("annul", None), ("unresolve", None)]),
    st.sampled_from([0, -1, -5 * DAY, DAY]),
)
BEFORE = st.lists(st.tuples(st.sampled_from([("close", None), ("reopen", None)]), AGO), max_size=2)
BEFORE |= st.lists(OVER, max_size=2)
WRONG = st.tuples(st.integers(0, 3), st.sampled_from(WRONGS))
SLUGS = ["fine", "RAIN", "no slug", "-x", "x" * 80, "x" * 81, "é", "a.b_c:d-e", ""]


@pytest.fixture(scope="module")
def judges(shared_team):
    with shared_team.ledger("owner") as owner, shared_team.connect("both") as member:
        yield Judges(owner, member)


def state_of(judges, slug):
    with judges.owner.reading() as connection:
        return find_question(connection, slug, now=wall_clock())


@settings(max_examples=40, deadline=None)
@given(span=SPANS, rulings=STATES, said=st.lists(REPORTS, min_size=1, max_size=3))
def test_of_a_forecast(judges, span, rulings, said):
    slug = judges.question(span, rulings)
    question = state_of(judges, slug).id
    for attempt in said:
        judges.agree(
            lambda w, attempt=attempt: report(w, slug, "both", **attempt),
            ("report", {"question": question, **attempt}),
        )


@settings(max_examples=10, deadline=None)
@given(before=st.lists(st.sampled_from([None, 0.5]), max_size=2))
def test_of_a_withdrawal(judges, before):
    slug = judges.question((-30, 300), [])
    for probability in before:
        try:
            with judges.owner.writing("owner", "forecast") as w:
                report(w, slug, "both", probability)
        except Refused:
            continue
    row = {"question": state_of(judges, slug).id, "probability": None}
    judges.agree(lambda w: report(w, slug, "both", None), ("report", row))


@settings(max_examples=40, deadline=None)
@given(span=SPANS, rulings=STATES, tried=st.lists(RULINGS, min_size=1, max_size=3))
def test_of_a_ruling(judges, span, rulings, tried):
    slug = judges.question(span, rulings)
    question, now = state_of(judges, slug).id, wall_clock()
    with judges.owner.reading() as connection:
        free = connection.exec_driver_sql("SELECT max(id) + 1 FROM ruling").scalar()
    for (verdict, outcome), after, note, address in tried:
        at, found = now + after, [] if address is None else [Source(address)]
        row = {"question": question, "verdict": verdict, "outcome": outcome, "at": at}
        judges.agree(
            lambda w, verdict=verdict, outcome=outcome, at=at, note=note, found=found: rule(
                w, slug, verdict, outcome, at=at, note=note, evidence=found
            ),
            ("ruling", {**row, "note": note}),
            *(("evidence", {"ruling": free, "address": source.address}) for source in found),
        )


@settings(max_examples=40, deadline=None)
@given(span=SPANS, rulings=STATES, changes=st.fixed_dictionaries({}, optional=WORDS))
def test_of_an_edit(judges, span, rulings, changes):
    slug = judges.question(span, rulings)
    question = state_of(judges, slug)
    changes = dict(changes)
    if "closes" in changes:
        changes["closes"] += wall_clock()
    row = {"question": question.id, **Words.of(question)._replace(**changes).row()}
    judges.agree(lambda w: amend(w, slug, changes), ("wording", row))


@settings(max_examples=40, deadline=None)
@given(slug=st.sampled_from(SLUGS), changes=st.fixed_dictionaries(WORDS))
def test_of_a_question(judges, slug, changes):
    now = wall_clock()
    words = Words(**{**changes, "opens": now - DAY, "closes": now + changes["closes"]})
    assume(slug not in {"", "é"} or words.title)

    def act(w):
        refuse_past_close(words.closes, w.now)
        ask(w, slug, **words._asdict())

    with judges.owner.reading() as connection:
        free = connection.exec_driver_sql("SELECT max(id) + 1 FROM question").scalar()
    judges.agree(act, ("question", {"slug": slug}), ("wording", {"question": free, **words.row()}))


@settings(max_examples=30, deadline=None)
@given(span=SPANS, rulings=STATES, tried=st.lists(OPENINGS, min_size=1, max_size=2))
def test_of_a_market(judges, span, rulings, tried):
    slug = judges.question(span, rulings)
    question = state_of(judges, slug).id
    for attempt in tried:
        odds = math.log(attempt["prior"] / (1 - attempt["prior"]))
        start = round(attempt["liquidity"] * odds)
        rows = opening_rows(judges.member, question, attempt["liquidity"], start)
        judges.agree(lambda w, attempt=attempt: open_market(w, slug, **attempt), *rows)
        judges.attempt(lambda w, attempt=attempt: open_market(w, slug, **attempt))


@settings(max_examples=40, deadline=None)
@given(market=MARKETS, deals=DEALS, rulings=BEFORE, tried=SHARES, wrong=WRONG)
def test_of_a_trade(judges, market, deals, rulings, tried, wrong):
    with dealt(judges, market, deals, rulings) as slug:
        rows = trade_rows(judges.member, state_of(judges, slug).id, tried)
        accepted = judges.agree(lambda w: deal(w, "both", slug, tried), *rows)
        assert_nothing_else_is_posted(judges, accepted, wrong)


@settings(max_examples=40, deadline=None)
@given(market=MARKETS, deals=DEALS, rulings=BEFORE, tried=OVER, wrong=WRONG)
def test_of_a_settlement(judges, market, deals, rulings, tried, wrong):
    (verdict, outcome), after = tried
    with dealt(judges, market, deals, rulings) as slug:
        at = wall_clock() + after
        row = {"question": state_of(judges, slug).id, "verdict": verdict, "outcome": outcome}
        accepted = judges.agree(
            lambda w: rule(w, slug, verdict, outcome, at=at), ("ruling", {**row, "at": at})
        )
        assert_nothing_else_is_posted(judges, accepted, wrong)


@contextmanager
def dealt(judges, market, deals, rulings):
    """A question with a market that was traded on, some of it late; all is paid back after."""
    liquidity, prior = market
    slug = judges.question((-30, 300), [])
    with judges.owner.writing("owner", "market open") as w:
        open_market(w, slug, liquidity=liquidity, prior=prior)
    for who, shares in deals:
        judges.attempt(lambda w, who=who, shares=shares: deal(w, who, slug, shares))
    judges.rule(slug, rulings)
    yield slug
    judges.rule(slug, [(("unresolve", None), 0), (("annul", None), 0)])


def assert_nothing_else_is_posted(judges, accepted, wrong):
    """Check that rows which move money are refused if one of them is wrong."""
    place, how = wrong
    posted = [n for n, (table, _) in enumerate(accepted or ()) if table == "posting"]
    if posted:
        rows = altered(accepted, posted[place % len(posted)], how)
        assert rows == accepted or judges.refusal(rows) is not None
