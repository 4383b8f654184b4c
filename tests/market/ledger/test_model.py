"""Whatever is done to a ledger, in whatever order: it comes to what the model says it must."""

from __future__ import annotations

import io
import tempfile
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import hypothesis.strategies as st
import pytest
from clocks import Clock
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from model import Model
from refereed import assert_agrees
from sqlalchemy import select
from traders import balances

from market.bulk.sources import open_table
from market.errors import Refused
from market.exchange.orders import Order
from market.importing.load import Tables, import_tables
from market.importing.rejects import BadRows
from market.ledger.acts import rulings
from market.ledger.acts.asking import ask
from market.ledger.acts.editing import amend
from market.ledger.acts.forecasters import find_forecaster
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.trading import Trading
from market.ledger.engine import open_ledger
from market.ledger.keeping.archive import archive
from market.ledger.keeping.audit import check
from market.ledger.keeping.backup import back_up, restore
from market.ledger.keeping.chain import Chain
from market.ledger.keeping.replay import import_ledger
from market.ledger.keeping.upgrading import upgrade_with_backup
from market.ledger.tables import Entry
from market.ledger.views.accounts import balance_of
from market.ledger.views.markets import market_states
from market.ledger.views.panels import read_poll
from market.ledger.views.questions import question_states
from market.ledger.views.standings import standings
from scoring.kinds import Kind

ENGINES = {"sqlite": "postgresql", "postgresql": "sqlite"}
HOUR = 3_600_000_000
DAY = 24 * HOUR

NAMES = st.sampled_from(["ana", "Bo", "bo", "Zoë"])
SLUGS = st.sampled_from(["rain", "rain", "snow", "snow", "Rain", "hail"])
SAID = st.sampled_from([0.2, 0.5, 0.9, 0.001, 0.999, 0.3, 1.0, 1.5])
KINDS = st.sampled_from([Kind.PERSON, Kind.PUNDIT, Kind.IMPORTED])
AGO = st.sampled_from([1, 2, 3, 0, 5, -1])
AHEAD = st.sampled_from([20, 30, 5, 1, 0, -1])
SHARES = st.sampled_from([5, 7_000_001, 40_000_000, 150_000_000, 600_000_000])
VERDICTS = st.sampled_from(["close", "close", "reopen", "annul", "unresolve", "unresolve"])
ROWS = st.lists(st.tuples(NAMES, SLUGS, AGO, st.sampled_from([0.3, 0, 1, None])), max_size=3)


class Machine(RuleBasedStateMachine):
    """A ledger that anything may happen to, and beside it the model."""

    def __init__(self, engine, new_database):
        super().__init__()
        self.engine, self.new_database = engine, new_database
        self.clock, self.model, self.acts = Clock(), Model(), {}
        self.folder, self.files = tempfile.TemporaryDirectory(), count(1)
        self.address = self.new_address()
        self.ledger = open_ledger(self.address, create=True, clock=self.clock)

    def new_address(self, *, elsewhere=False):
        """Where there is no ledger yet; elsewhere: on the other engine."""
        self.engine = ENGINES[self.engine] if elsewhere else self.engine
        return self.new_database() if self.engine == "postgresql" else self.new_file()

    def new_file(self):
        return f"{self.folder.name}/{next(self.files)}.db"

    @property
    def now(self):
        return self.model.moment(self.clock.now)

    def act(self, actor, command, act, why, *, key=None):
        """Do what the model has judged already: find it refused for one of its reasons, or done."""
        with self.refused(why), self.ledger.writing(actor, command, key) as w:
            return act(w)

    @contextmanager
    def refused(self, why):
        if not why:
            yield
            return
        with pytest.raises(Refused) as caught:
            yield
        assert any(words in caught.value.message for words in why), (caught.value.message, why)

    # What is asked and said

    @initialize()
    def begin(self):
        self.ask("ana", "rain", 3, 20)
        self.ask("ana", "snow", 9, 30)
        self.open_market("ana", "rain", 0.25)

    @rule(actor=NAMES, slug=SLUGS, ago=AGO, lasts=AHEAD)
    def ask(self, actor, slug, ago, lasts):
        now, opens = self.now, self.now - ago * DAY
        closes = opens + lasts * DAY
        why = self.model.ask(actor, slug, opens, closes, now)
        self.act(actor, "ask", lambda w: ask(w, slug, "?", opens, closes), why)

    @rule(actor=NAMES, slug=SLUGS, days=AHEAD)
    def edit(self, actor, slug, days):
        closes = self.now + days * DAY
        why = self.model.edit(actor, slug, closes, self.now)
        self.act(actor, "edit", lambda w: amend(w, slug, {"closes": closes}), why)

    @rule(name=NAMES, slug=SLUGS, said=SAID)
    def forecast(self, name, slug, said):
        why = self.model.report(name, slug, said, self.now)
        self.act(name, "forecast", lambda w: report(w, slug, name, said), why)

    @rule(name=NAMES, slug=SLUGS, said=SAID, days=AGO, kind=KINDS)
    def forecast_at(self, name, slug, said, days, kind):
        at = self.now - days * DAY
        why = self.model.report(name, slug, said, self.now, at=at, kind=kind)
        self.act(name, "forecast", lambda w: report(w, slug, name, said, at=at, kind=kind), why)

    @rule(name=NAMES, slug=SLUGS)
    def withdraw(self, name, slug):
        why = self.model.report(name, slug, None, self.now)
        self.act(name, "forecast", lambda w: report(w, slug, name, None), why)

    @rule(actor=NAMES, rows=ROWS)
    def bring(self, actor, rows):
        now = self.now
        rows = [(name, slug, now - days * DAY, said) for name, slug, days, said in rows]
        tables = Tables.of([table(rows)])
        with closing(BadRows(tables)) as bad, self.refused(self.model.bring(actor, rows, now)):
            by = {"actor": actor, "kind": Kind.IMPORTED}
            import_tables(self.ledger, tables, settle=lambda _: bad.refuse(), **by)

    # What is traded

    @rule(actor=NAMES, slug=SLUGS, prior=st.sampled_from([0.5, 0.25]))
    def open_market(self, actor, slug, prior):
        why = self.model.open_market(actor, slug, prior, self.now)
        self.act(actor, "market open", lambda w: open_market(w, slug, prior=prior), why)

    @rule(name=NAMES, slug=SLUGS, shares=SHARES, yes=st.booleans(), sells=st.booleans())
    def trade(self, name, slug, shares, yes, sells):
        why = self.model.trade(name, slug, shares, self.now, yes=yes, sells=sells)
        order = {"yes": yes, "shares": None if sells else shares, "sells": sells}
        self.act(name, "market trade", traded(slug, name, **order), why)

    # What happens

    @rule(actor=NAMES, slug=SLUGS, outcome=st.integers(0, 1), days=st.none() | AGO)
    def resolve(self, actor, slug, outcome, days):
        at = None if days is None else self.now - days * DAY
        why = self.model.rule(actor, slug, "resolve", self.now, outcome=outcome, at=at)
        self.act(actor, "resolve", lambda w: rulings.rule(w, slug, "resolve", outcome, at=at), why)

    @rule(actor=NAMES, slug=SLUGS, verdict=VERDICTS)
    def rules(self, actor, slug, verdict):
        why = self.model.rule(actor, slug, verdict, self.now)
        self.act(actor, verdict, lambda w: rulings.rule(w, slug, verdict), why)

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours):
        self.clock.now += hours * HOUR

    @rule(hours=st.integers(1, 100))
    def the_clock_goes_back(self, hours):
        self.clock.now -= hours * HOUR

    # What is done twice

    @rule(name=NAMES, slug=SLUGS, said=SAID, key=st.sampled_from(["k1", "k2"]))
    def forecast_with_a_key(self, name, slug, said, key):
        this, slug = (name.casefold(), key), slug.lower()  # in another case it is the same act
        if this not in self.acts:
            why = self.model.report(name, slug, said, self.now, keyed=True)
            done = self.act(name, "forecast", forecast(slug, name, said), why, key=key)
            if not why:
                self.acts[this] = (name, key, slug, said, done)
        elif self.acts[this][2:4] != (slug, said):
            again = forecast(slug, name, said)
            self.act(name, "forecast", again, {"was used for something else"}, key=key)

    @precondition(lambda self: self.acts)
    @rule(data=st.data())
    def repeat(self, data):
        name, key, slug, said, done = data.draw(st.sampled_from([*self.acts.values()]))
        assert self.act(name, "forecast", forecast(slug, name, said), set(), key=key) == done

    # What is done to the ledger as a whole

    def carry_on_with(self, address):
        self.ledger.close()
        self.address = address
        self.ledger = open_ledger(address, clock=self.clock)

    @rule()
    def restart(self):
        self.carry_on_with(self.address)

    @rule()
    def upgrade(self):
        done = upgrade_with_backup(self.address, clock=self.clock, version="1.2.3")
        assert done == (False, None)

    @rule(elsewhere=st.booleans())
    def restore_a_backup(self, elsewhere):
        backup, address = Path(self.new_file()), self.new_address(elsewhere=elsewhere)
        assert back_up(self.ledger, backup) == check(self.ledger) == restore(backup, address)
        self.carry_on_with(address)

    @rule()
    def move_to_the_other_engine(self):
        with self.ledger.reading() as connection:
            text = "".join(archive(connection, chain := Chain(), version="1.2.3"))
        address = self.new_address(elsewhere=True)
        assert import_ledger(address, io.BytesIO(text.encode()), name="moved") == chain.sound
        self.carry_on_with(address)

    # What must hold

    @invariant()
    def the_journal_says_who_did_what(self):
        entry = Entry.__table__.c
        columns = (entry.number, entry.actor, entry.command, entry.recorded_at)
        with self.ledger.reading() as connection:
            found = connection.execute(select(*columns).order_by(entry.number)).all()
        assert [tuple(row) for row in found] == self.model.entries

    @invariant()
    def questions_are_in_the_state_and_forecasts_stand_that_the_model_says(self):
        now, model = self.now, self.model
        with self.ledger.reading() as connection:
            states = question_states(connection, now=now)
            stand = standings(connection, {state.id: state.actual_close for state in states})
        assert [state.slug for state in states] == [one["slug"] for one in model.questions.values()]
        for state in states:
            question = model.questions[state.slug.lower()]
            outcome, settled = (question["final"] or (None, None, None))[1:]
            found = (state.status, state.outcome, state.resolved_at, state.early_close)
            assert found == (model.status(question, now), outcome, settled, question["early"])
            assert state.actual_close == model.close(question)
            said = {one.forecaster: one.probability for one in stand[state.id]}
            assert said == model.standing(question, state.actual_close)

    @invariant()
    def everybody_has_the_credits_and_shares_that_the_model_says(self):
        money = self.model.money
        with self.ledger.reading() as connection:
            slugs = {state.id: state.slug for state in question_states(connection, now=self.now)}
            states = market_states(connection)
            quantities = {slugs[state.question]: state.quantity for state in states}
            found = {
                who: balance_of(connection, number) for who, number in self.traders(connection)
            }
            everything = sum(balances(connection).values())
        assert quantities == {slug: market["state"] for slug, market in money.markets.items()}
        assert found == money.balances
        assert everything == 0

    def traders(self, connection):
        return [(who, find_forecaster(connection, who)) for who in self.model.money.balances]

    def teardown(self):
        with closing(self.ledger), self.folder:
            assert check(self.ledger).entries == len(self.model.entries)
            with self.ledger.reading() as connection:
                poll = read_poll(connection, now=self.now)
            assert_agrees(poll, self.model.history.retold())


def traded(slug, name, **order):
    def act(w):
        trading = Trading(w, name)
        trading.trade(Order(trading.market(slug), **order))
        return trading.record()

    return act


def forecast(slug, name, said):
    return lambda w: report(w, slug, name, said)


def table(rows):
    lines = ["forecaster,question_id,time,probability"]
    for name, slug, at, said in rows:
        time = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).isoformat()
        lines.append(f"{name},{slug},{time},{'withdrawn' if said is None else said}")
    file = io.BytesIO("".join(f"{line}\n" for line in lines).encode())
    return open_table(io.BufferedReader(file), "said.csv")


def run(engine, new_database, **options):
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        lambda: Machine(engine, new_database),
        settings=settings(deadline=None, suppress_health_check=slow, database=None, **options),
    )


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_a_ledger_comes_to_what_the_model_says(engine, new_database):
    phases = [Phase.generate]  # to find the shortest way to a fault takes minutes
    run(engine, new_database, max_examples=5, stateful_step_count=20, phases=phases)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_a_ledger_comes_to_what_the_model_says_at_length(engine, new_database):
    run(engine, new_database, max_examples=25, stateful_step_count=40)
