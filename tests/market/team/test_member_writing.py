"""What a member records: through the program, by hand, and at once with others."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack, closing

import psycopg
import pytest
from judges import deal
from team import wall_clock

from market.errors import IntegrityError, Refused
from market.exchange.credits import UNIT
from market.ledger.acts.asking import ask
from market.ledger.acts.editing import amend
from market.ledger.acts.forecasters import add_forecaster
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source, rule
from market.ledger.engine import open_ledger
from market.ledger.keeping.audit import check
from market.ledger.tables import Entry, Report
from market.ledger.team.rights import Right, writable
from market.ledger.team.writing import MemberWriting
from market.ledger.views.questions import find_question


def ask_for_hail(w):
    return ask(w, "hail", "Will it hail?", w.now, w.now + 10**12, tags=["sky", "Ice"])


def predict_rain(w):
    return report(w, "rain", "both", 0.4, rationale="“dark”\t\\", quote="wet")


ACTS = {
    "ask": ask_for_hail,
    "edit": lambda w: amend(w, "rain", {"title": "Will it pour?", "crowd_hidden": True}),
    "forecast": predict_rain,
    "close": lambda w: rule(w, "rain", "close"),
    "resolve": lambda w: rule(
        w, "rain", "resolve", 1, note="it did", evidence=[Source("a", "b", None, "d"), Source("e")]
    ),
    "market open": lambda w: open_market(w, "snow", liquidity=5 * UNIT, prior=0.9),
    "market trade": lambda w: deal(w, "both", "snow", 3 * UNIT, -7 * UNIT, 1),
    "annul": lambda w: rule(w, "snow", "annul"),
    "unresolve": lambda w: rule(w, "done", "unresolve"),
    "take back": lambda w: rule(w, "calm", "unresolve"),
    "rule otherwise": lambda w: rule(w, "calm", "resolve", 0),
    "take that back": lambda w: rule(w, "calm", "unresolve"),
}


def entries(ledger):
    with ledger.reading() as connection:
        return connection.execute(Entry.__table__.select().order_by(Entry.__table__.c.number)).all()


@pytest.fixture
def doors(shared_team):
    """Opens the ledger for one player after another, and closes them all."""
    with ExitStack() as stack:
        yield lambda player: stack.enter_context(shared_team.ledger(player))


def test_every_act_of_a_member_is_recorded_as_the_program_computed_it(team):
    with team.ledger("both") as ledger:
        for command in ACTS:
            _record(ledger, command)
        check(ledger)


def _record(ledger, command):
    before = len(entries(ledger))
    with ledger.writing("BOTH", command, key=f"my {command}") as w:
        assert isinstance(w, MemberWriting)
        first = ACTS[command](w)
    entry = entries(ledger)[before]
    assert (entry.actor, entry.command, entry.key) == ("both", command, f"my {command}")
    assert (entry.recorded_at, entry.role) == (w.now, ledger.session().role)
    with ledger.writing("both", command, key=f"my {command}") as w:
        assert w.repeats
        assert ACTS[command](w) == first
    assert len(entries(ledger)) == before + 1


def test_the_owner_and_a_member_record_the_same_rows(team, founded, new_database):
    """But for the moments and the roles, which differ."""
    other = founded.at(new_database(founded.database))
    rows = []
    for where, player in ((team, "owner"), (other, "both")):
        with where.ledger(player) as ledger:
            for command, act in ACTS.items():
                try:
                    with ledger.writing(player, command) as w:
                        act(w)
                except Refused as error:
                    rows.append(str(error)[:10])
            with ledger.reading() as connection:
                for table in writable(Right):
                    found = connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id")
                    for row in found.mappings():
                        moments = ("at", "opens", "closes")
                        rows.append({**row, **{name: 0 for name in moments if name in row}})
    half = len(rows) // 2
    assert rows[:half] == rows[half:]


def test_a_transaction_that_writes_nothing_appends_no_entry(doors):
    ledger = doors("member")
    before = entries(ledger)
    with ledger.writing("member", "forecast"):
        pass
    assert entries(ledger) == before


def test_the_moment_is_the_clock_of_the_database(shared_team):
    with closing(open_ledger(shared_team.url("both"), clock=lambda: 1)) as ledger:
        before = wall_clock()
        with ledger.writing("both", "forecast") as w:
            said = report(w, "rain", "both", 0.4)
        assert before - 1_000_000 < said.at <= wall_clock() + 1_000_000


MEMBER = "you are member, a member."
REFUSED = {
    "a forecast in another name": (
        "bo",
        predict_rain,
        "You write as member here, not as bo.",
        "Leave --as and FORETELL_USER out.",
    ),
    "another's forecast": (
        "member",
        lambda w: report(w, "rain", "editor", 0.4),
        "You write as member here, not as editor.",
        "Leave --as and FORETELL_USER out.",
    ),
    "a forecast of yesterday": (
        "member",
        lambda w: report(w, "rain", "member", 0.4, at=w.now - 1),
        "A member's forecast counts from now.",
        "Leave --at out.",
    ),
    "a question": (
        "member",
        ask_for_hail,
        f"Only an editor may do that: {MEMBER}",
        "Ask the owner: foretell team grant member editor",
    ),
    "an edit": (
        "member",
        ACTS["edit"],
        f"Only an editor may do that: {MEMBER}",
        "Ask the owner: foretell team grant member editor",
    ),
    "a market": (
        "member",
        ACTS["market open"],
        f"Only an editor may do that: {MEMBER}",
        "Ask the owner: foretell team grant member editor",
    ),
    "another's trade": (
        "member",
        lambda w: deal(w, "editor", "wind", UNIT),
        "You write as member here, not as editor.",
        "Leave --as and FORETELL_USER out.",
    ),
    "another's first trade": (
        "member",
        lambda w: deal(w, "resolver", "wind", UNIT),
        "You write as member here, not as resolver.",
        "Leave --as and FORETELL_USER out.",
    ),
    "a ruling": (
        "member",
        ACTS["resolve"],
        f"Only a resolver may do that: {MEMBER}",
        "Ask the owner: foretell team grant member resolver",
    ),
    "a forecaster": (
        "member",
        lambda w: add_forecaster(w, "new"),
        f"Only the owner of the ledger may do that: {MEMBER}",
        "Ask the owner.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_a_members_is_refused_in_words(doors, case):
    actor, act, message, hint = REFUSED[case]
    ledger = doors("member")
    before = entries(ledger)
    with pytest.raises(Refused) as caught, ledger.writing(actor, "try") as w:
        act(w)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert entries(ledger) == before


def test_what_the_database_refuses_is_refused_in_words(doors):
    """The program's own act would let it pass: a question whose close is past."""
    ledger = doors("editor")
    refused = pytest.raises(Refused, match=r"^The close is not in the future\.$")
    with refused, ledger.writing("editor", "ask") as w:
        ask(w, "hail", "Will it hail?", w.now - 2, w.now - 1)


def test_an_entry_that_the_database_would_record_otherwise_is_not_recorded(doors, monkeypatch):
    monkeypatch.setattr(MemberWriting, "_digest", lambda _: "0" * 64)
    ledger = doors("both")
    before = entries(ledger)
    found = pytest.raises(IntegrityError, match=f"entry {len(before) + 1} otherwise")
    with found, ledger.writing("both", "forecast") as w:
        predict_rain(w)
    assert entries(ledger) == before


def test_many_rows_are_one_entry(doors):
    ledger, count = doors("both"), 1_000
    before = len(entries(ledger))
    with ledger.writing("both", "forecast") as w:
        who, rain = ledger.session().forecaster, find_question(w.connection, "rain", now=w.now).id
        columns = {"question": [rain] * count, "forecaster": [who] * count}
        said = [(500 + n) / 2_000 for n in range(count)]
        w.insert_columns(Report, {**columns, "at": [w.now] * count, "probability": said})
    assert len(entries(ledger)) == before + 1
    check(ledger)


FORECAST = "INSERT INTO report (question, probability) VALUES (1, %s)"


def test_every_statement_by_hand_is_an_entry_of_its_own(doors, shared_team):
    ledger = doors("owner")
    before = len(entries(ledger))
    with shared_team.connect("member", autocommit=True) as connection:
        connection.execute("SET foretell.command = 'psql'")
        connection.execute("SET foretell.key = 'k'")
        connection.execute(FORECAST, (0.25,))
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute(FORECAST, (0.5,))
        connection.execute("RESET ALL")
        connection.execute("INSERT INTO report (question, probability) VALUES (1, 0.5), (2, 0.75)")
    first, second = entries(ledger)[before:]
    assert (first.actor, first.command, first.key) == ("member", "psql", "k")
    assert (second.command, second.key) == ("sql", None)
    check(ledger)


@pytest.mark.parametrize("isolation", ["REPEATABLE READ", "SERIALIZABLE"])
@pytest.mark.parametrize("other", ["owner", "both"])
def test_an_old_snapshot_never_forks_the_chain(doors, shared_team, isolation, other):
    ledger = doors(other)
    with shared_team.connect("member") as connection:
        connection.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
        connection.execute("SELECT count(*) FROM entry")
        with ledger.writing(other, "forecast") as w:
            report(w, "rain", other, 0.5)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        failures = (psycopg.errors.UniqueViolation, psycopg.errors.SerializationFailure)
        with pytest.raises(failures):
            connection.execute(FORECAST, (0.5,))
        connection.rollback()
    check(ledger)


def test_a_moment_is_not_kept_beyond_its_lock(doors, shared_team):
    """A savepoint gives the lock back; whoever had it then cannot count from before."""
    with shared_team.connect("member") as connection, connection.transaction():
        with connection.transaction() as inner:
            (earlier,) = connection.execute("SELECT foretell.moment()").fetchone()
            raise psycopg.Rollback(inner)
        time.sleep(0.01)
        connection.execute(FORECAST, (0.5,))
        (at,) = connection.execute("SELECT at FROM report ORDER BY id DESC LIMIT 1").fetchone()
    assert at >= earlier + 10_000
    check(doors("owner"))


def test_no_setting_makes_a_moment(doors, shared_team):
    before = wall_clock()
    with shared_team.connect("member") as connection:
        connection.execute(f"SET foretell.moment = '{before - 10**9}'")
        connection.execute(FORECAST, (0.5,))
        (at,) = connection.execute("SELECT at FROM report ORDER BY id DESC LIMIT 1").fetchone()
    assert at >= before - 1_000
    check(doors("owner"))


def test_rows_and_entry_of_a_transaction_have_one_moment(doors, shared_team):
    with shared_team.connect("both") as connection:
        connection.execute(FORECAST, (0.5,))
        time.sleep(0.01)
        connection.execute(FORECAST, (0.25,))
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.execute(FORECAST, (0.75,))
        rows = connection.execute("SELECT at FROM report ORDER BY id DESC LIMIT 3").fetchall()
    ledger = doors("owner")
    moments = [entry.recorded_at for entry in entries(ledger)[-2:]]
    assert {at for (at,) in rows} == set(moments)
    check(ledger)


def test_a_question_is_not_recorded_without_words(shared_team):
    with shared_team.connect("editor") as connection:
        connection.execute("INSERT INTO question (slug) VALUES ('hail')")
        with pytest.raises(psycopg.errors.RaiseException, match="together with its wording"):
            connection.commit()


WRITER = """
import sys, time
import psycopg
from market.ledger.acts.reports import report
from market.ledger.engine import open_ledger

address, player, by_hand, count = *sys.argv[1:4], int(sys.argv[4])
if by_hand == "hand":
    with psycopg.connect(address, options="-csearch_path=foretell", autocommit=True) as connection:
        for n in range(count):
            connection.execute(
                "INSERT INTO report (question, probability) VALUES (1, %s)", ((n + 1) / 100,)
            )
else:
    ledger = open_ledger(address, clock=lambda: time.time_ns() // 1000)
    for n in range(count):
        with ledger.writing(player, "forecast") as w:
            report(w, "rain", player, (n + 1) / 100)
"""


def test_members_at_once_never_fork_the_chain(shared_team, doors):
    ledger, count = doors("owner"), 15
    before = check(ledger)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, shared_team.url(player), player, way, str(count)]
        )
        for player, way in (
            ("member", "program"),
            ("member", "hand"),
            ("both", "hand"),
            ("owner", "program"),
        )
    ]
    assert [writer.wait(60) for writer in writers] == [0] * len(writers)
    after = check(ledger)
    assert after.entries == before.entries + len(writers) * count
    assert after.rows >= before.rows + len(writers) * count
