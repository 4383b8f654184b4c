"""Two sessions at once: what counts is what held when the lock of writers was taken."""

from __future__ import annotations

import re
import threading
import time
from contextlib import contextmanager

import psycopg
import pytest
from team import MEMBERS, assert_complete

from market.errors import DatabaseError, Refused
from market.exchange.credits import UNIT
from market.exchange.orders import Order
from market.exchange.pricing import cost
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.acts.trading import Trading
from market.ledger.connections import LOCK
from market.ledger.keeping.audit import check
from market.ledger.team.members import grant_rights, revoke_rights
from market.ledger.team.rights import Right
from market.ledger.views.markets import market_states

FORECAST = "INSERT INTO report (question, probability) VALUES (1, 0.4)"
RULE = "INSERT INTO ruling (question, verdict, at) VALUES (1, 'close', NULL)"


SPELLS = [
    "SELECT pg_advisory_unlock({lock})",
    "SELECT pg_advisory_unlock_all()",
    "SELECT pg_advisory_lock({lock}), pg_advisory_unlock({lock})",
    "SAVEPOINT s; SELECT foretell.moment(); ROLLBACK TO s",
    "SET LOCAL ROLE NONE; SET CONSTRAINTS ALL IMMEDIATE",
]
"""What might let go of the lock of writers before the commit, and does not."""


class Waiting:
    """A statement of a player that runs beside the test, and what becomes of it."""

    def __init__(self, team, player, statement, level="READ COMMITTED"):
        self._team, self._player = team, player
        self._statement, self._level = statement, level
        self._outcome = None
        self._thread = threading.Thread(target=self._run)

    def start(self):
        """Begin it, and return once it waits for the lock of writers."""
        self.go()
        waits = "SELECT FROM pg_stat_activity WHERE usename = %s AND wait_event = 'advisory'"
        with self._team.administer() as connection:
            while not connection.execute(waits, (self._team.roles[self._player],)).rowcount:
                assert self._thread.is_alive(), self._outcome
                time.sleep(0.005)

    def go(self):
        """Begin it."""
        self._thread.start()

    def outcome(self):
        """Nothing, or the words of its refusal."""
        self._thread.join()
        return self._outcome

    def _run(self):
        try:
            with self._team.connect(self._player) as connection:
                connection.execute(f"SET TRANSACTION ISOLATION LEVEL {self._level}")
                connection.execute(self._statement)
        except psycopg.Error as error:
            self._outcome = error.diag.message_primary


def is_stale(words):
    """Whether these say that a snapshot was older than the last entry."""
    return words.startswith(("could not serialize access", "duplicate key value"))


@contextmanager
def acting(team, player="owner"):
    """A writing transaction of the program, which holds the lock."""
    with team.ledger(player) as ledger, ledger.writing(player, "sql") as w:
        yield w


def outcome_after(team, waiting, act, *words, **named):
    with acting(team) as w:
        act(w, *words, **named)
        waiting.start()
    return waiting.outcome()


@pytest.mark.parametrize("level", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_a_forecast_that_waited_while_the_question_closed_is_refused(team, level):
    waiting = Waiting(team, "member", FORECAST, level)
    said = outcome_after(team, waiting, rule, "rain", "close")
    assert said == "rain is closed" or (level != "READ COMMITTED" and is_stale(said))


def test_a_forecast_that_waited_while_its_member_was_revoked_is_refused(team):
    waiting = Waiting(team, "member", FORECAST)
    said = outcome_after(team, waiting, revoke_rights, "member", [Right.MEMBER])
    assert said == f"{team.roles['member']} is no member of this team"


@pytest.mark.parametrize(
    ("player", "right", "statement"),
    [
        ("resolver", Right.RESOLVER, RULE),
        ("editor", Right.EDITOR, "INSERT INTO question (slug) VALUES ('new')"),
    ],
)
def test_an_act_that_waited_while_its_right_was_taken_is_refused(team, player, right, statement):
    waiting = Waiting(team, player, statement)
    said = outcome_after(team, waiting, revoke_rights, player, [right])
    assert said == f"{team.roles[player]} is no {right} of this team"


def test_a_session_that_was_there_before_a_right_was_taken_or_given_goes_by_it(team):
    with team.connect("resolver", autocommit=True) as connection:
        connection.execute(FORECAST)
        with acting(team) as w:
            revoke_rights(w, "resolver", [Right.RESOLVER])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(RULE)
        with acting(team) as w:
            grant_rights(w, "resolver", [Right.RESOLVER])
        connection.execute(RULE)


def test_members_who_write_at_once_never_fork_the_chain(team):
    """Some with plain SQL, some through the program, at every level of isolation."""
    levels = ("READ COMMITTED", "REPEATABLE READ")
    writers = [Waiting(team, player, FORECAST, level) for player in MEMBERS for level in levels * 2]
    with team.administer() as connection:
        (before,) = connection.execute("SELECT max(number) FROM entry").fetchone()
        for writer in writers:
            writer.go()
        for player in MEMBERS:
            with acting(team, player) as w:
                report(w, "snow", player, 0.3)
        outcomes = [writer.outcome() for writer in writers]
        (after,) = connection.execute("SELECT max(number) FROM entry").fetchone()
    assert after == before + len(MEMBERS) + outcomes.count(None)
    assert outcomes.count(None) >= len(writers) / 2
    assert all(words is None or is_stale(words) for words in outcomes)
    with team.ledger("superuser") as ledger:
        check(ledger)


@pytest.mark.parametrize("spell", SPELLS)
def test_the_lock_is_kept_until_the_commit(team, spell):
    waiting = Waiting(team, "editor", FORECAST)
    with team.connect("member") as connection:
        connection.execute(FORECAST)
        connection.execute(spell.format(lock=LOCK))
        waiting.start()
    assert waiting.outcome() is None
    with team.ledger("superuser") as ledger:
        check(ledger)


def test_who_holds_the_lock_holds_up_writers_and_no_readers(team, monkeypatch):
    """This cannot be prevented: everybody who may connect may take it. It is seen, and ended."""
    monkeypatch.setattr("market.ledger.connections.PATIENCE", 0.2)
    with team.connect("nobody", autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        with team.ledger("member") as ledger:
            with (
                pytest.raises(DatabaseError, match="is locked by another program"),
                ledger.writing("member", "forecast") as w,
            ):
                report(w, "rain", "member", 0.3)
            check(ledger)
        with team.administer() as administrator:
            seen = administrator.execute(
                "SELECT usename FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE locktype = 'advisory'"
            )
            assert seen.fetchall() == [(team.roles["nobody"],)]


def test_what_was_recorded_but_not_committed_can_be_waited_on(team):
    """This cannot be prevented either: the commit is the member's. All others wait meanwhile."""
    with team.connect("member") as connection:
        connection.execute(FORECAST)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        other = Waiting(team, "editor", FORECAST)
        other.start()
        connection.rollback()
    assert other.outcome() is None
    with team.administer() as administrator:
        last = administrator.execute("SELECT max(number) FROM entry").fetchone()[0]
        assert_complete(administrator, last, team.roles["editor"], "editor")


class WaitingTrade(Waiting):
    """An order of a player by the program; of one that is filled, the fill is the outcome."""

    def __init__(self, team, player, **order):
        super().__init__(team, player, "")
        self._order = order

    def _run(self):
        try:
            with acting(self._team, self._player) as w:
                self._outcome = deal(w, self._player, **self._order)
        except Refused as error:
            self._outcome = error.message


def deal(w, player, **order):
    trading = Trading(w, player)
    fill = trading.trade(Order(trading.market("wind"), yes=True, shares=40 * UNIT, **order))
    trading.record()
    return fill


BY_HAND = "INSERT INTO trade (market, shares, cost) VALUES (1, 40000000, 13990000)"


def test_a_trade_by_hand_that_waited_is_not_made_at_the_price_of_before(team):
    waiting = Waiting(team, "both", BY_HAND)
    said = outcome_after(team, waiting, deal, "resolver")
    assert said.startswith("at the price that holds this costs 17")


def test_a_trade_by_hand_that_waited_while_the_question_closed_is_refused(team):
    said = outcome_after(team, Waiting(team, "both", BY_HAND), rule, "wind", "close")
    assert said == "wind is closed"


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (None, r"The price has moved from 30\.00% to 39\.00% since you looked\."),
        (0.4, r"The price would go to 48\.\d\d%, beyond your limit of 40\.00%\."),
        (0.6, None),
    ],
    ids=["no limit", "a limit that is passed", "a limit that is kept"],
)
def test_a_trade_that_waited_is_made_at_the_price_that_holds_or_not_at_all(team, limit, words):
    with team.ledger("both") as ledger, ledger.reading() as connection:
        seen = market_states(connection)[0].quantity
    waiting = WaitingTrade(team, "both", limit=limit, seen=seen)
    with acting(team, "resolver") as w:
        before = deal(w, "resolver")
        waiting.start()
    outcome = waiting.outcome()
    if words is None:
        assert outcome.before == before.after == seen + 40 * UNIT
        assert outcome.cost == cost(outcome.liquidity, outcome.before, outcome.shares)
    else:
        assert re.fullmatch(words, outcome)
    with team.ledger("superuser") as ledger:
        check(ledger)


def test_members_who_trade_at_once_each_pay_the_price_of_their_place(team):
    trades = [WaitingTrade(team, player, limit=0.99) for player in MEMBERS for _ in range(2)]
    for trade in trades:
        trade.go()
    fills = sorted((trade.outcome() for trade in trades), key=lambda fill: fill.before)
    assert [fill.after for fill in fills[:-1]] == [fill.before for fill in fills[1:]]
    with team.ledger("superuser") as ledger:
        check(ledger)
