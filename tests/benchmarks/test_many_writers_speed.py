"""Throughput of sixteen writers at once, beside bare scripts that insert a row each time."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from typing import NamedTuple

import numpy as np
import psycopg
import pytest
from at_once import READY, all_at_once
from servers import OwnServer
from sqlalchemy import make_url
from timing import say

from market.ledger.acts.asking import ask
from market.ledger.engine import open_ledger

pytestmark = pytest.mark.benchmark

WRITERS, EACH = 16, 500
ROUNDS = 3

TIMED = f"""
{READY}
took = []
for number in range(1, count + 1):
    begun = time.time()
    write(number)
    took.append([begun, time.time()])
print(json.dumps(took))
"""
"""Calls a function ``write`` so many times, and tells when each call began and ended."""

OURS = f"""
import json, sys, time
from market.ledger.engine import open_ledger
from market.ledger.acts.reports import report

address, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
ledger = open_ledger(address, clock=lambda: time.time_ns() // 1000)

def write(number):
    with ledger.writing(name, "forecast") as w:
        report(w, "rain", name, number / 1000)
{TIMED}
"""

TABLE = """CREATE TABLE report (
    id {integer} PRIMARY KEY, entry {integer}, question {integer}, forecaster {integer},
    at {integer}, probability {double}
)"""

BARE = f"""
import json, sys, time
from sqlalchemy import BigInteger, Column, Double, MetaData, Table
from sqlalchemy import create_engine, event, func, insert, select

address, _, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
integers = [Column(name, BigInteger) for name in ("id", "entry", "question", "forecaster", "at")]
report = Table("report", MetaData(), *integers, Column("probability", Double))
{{connect}}

def write(number):
    with engine.begin() as connection:
        last = connection.scalar(select(func.max(report.c.id))) or 0
        row = dict(id=last + 1, entry=1, question=1, forecaster=1)
        row |= dict(at=time.time_ns() // 1000, probability=number / 1000)
        connection.execute(insert(report), row)
{TIMED}
"""
"""Reads the greatest number and inserts the next row, with the library that foretell uses."""

SQLITE = BARE.format(
    connect="""
engine = create_engine(f"sqlite:///{address}", connect_args={"timeout": 30})

@event.listens_for(engine, "connect")
def prepare(connection, _):
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous=FULL")

@event.listens_for(engine, "begin")
def begin(connection):
    connection.exec_driver_sql("BEGIN IMMEDIATE")
"""
)

POSTGRESQL = BARE.format(
    connect="""
engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))

@event.listens_for(engine, "begin")
def begin(connection):
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1)")
"""
)

BARER = f"""
import json, sys, time
address, _, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
{{connect}}
execute = connection.execute

def write(number):
    execute({{lock}})
    last = execute("SELECT max(id) FROM report").fetchone()[0] or 0
    row = (last + 1, 1, 1, 1, time.time_ns() // 1000, number / 1000)
    execute("INSERT INTO report VALUES ({{values}})", row)
    execute("COMMIT")
{TIMED}
"""
"""The same with the driver alone, which nobody who minds his time writes a program with."""

SQLITE_DRIVER = BARER.format(
    connect="""
import sqlite3
connection = sqlite3.connect(address, timeout=30, isolation_level=None)
connection.execute("PRAGMA synchronous=FULL")
""",
    lock="'BEGIN IMMEDIATE'",
    values="?, ?, ?, ?, ?, ?",
)

POSTGRESQL_DRIVER = BARER.format(
    connect="""
import psycopg
connection = psycopg.connect(address)
""",
    lock="'SELECT pg_advisory_xact_lock(1)'",
    values="%s, %s, %s, %s, %s, %s",
)


class Figures(NamedTuple):
    """What many writers came to: writes in a second, and the seconds that a write took."""

    throughput: float
    median: float
    p99: float
    longest: float

    def __str__(self):
        waits = (f"{1_000 * seconds:.1f}" for seconds in self[1:])
        return f"{self.throughput:.0f}/s, p50 / p99 / max {' / '.join(waits)} ms"


def figures(script, address):
    """Let all write at once, and measure from the first write's beginning to the last one's end."""
    words = [(address, f"writer {n}", EACH) for n in range(WRITERS)]
    runs = all_at_once(script, words)
    assert [(run.err, run.code) for run in runs] == [("", 0)] * WRITERS
    begun, ended = np.array([run.said for run in runs]).reshape(-1, 2).T
    median, p99, longest = np.quantile(ended - begun, [0.5, 0.99, 1.0])
    return Figures(begun.size / (ended.max() - begun.min()), median, p99, longest)


def make_ledger(address):
    made = open_ledger(address, create=True, clock=lambda: time.time_ns() // 1_000)
    with closing(made), made.writing("ana", "ask") as w:
        ask(w, "rain", "Will it rain?", w.now, w.now + 10**15)
    return address


@pytest.fixture(scope="module")
def server():
    """The URL of a PostgreSQL server that forgets nothing: the one of all tests does not care."""
    if address := os.environ.get("FORETELL_TEST_POSTGRES"):
        yield address
        return
    with closing(OwnServer()) as own:
        yield own.address


def files(folder):
    """Makes new files: a ledger, and bare tables."""

    def make(number):
        bare = [str(folder / f"{name}{number}.db") for name in ("library", "driver")]
        for path in bare:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute(TABLE.format(integer="INTEGER", double="REAL"))
        return make_ledger(str(folder / f"ledger{number}.db")), *bare

    return make


def databases(server):
    """Makes new databases: a ledger, and bare tables."""

    def make(number):
        urls = []
        with psycopg.connect(server, autocommit=True) as connection:
            for what in ("ledger", "library", "driver"):
                name = f"speed_{what}_{number}"
                connection.execute(f"DROP DATABASE IF EXISTS {name}")
                connection.execute(f"CREATE DATABASE {name}")
                url = make_url(server).set(database=name)
                urls.append(url.render_as_string(hide_password=False))
        for url in urls[1:]:
            with psycopg.connect(url) as connection:
                connection.execute(TABLE.format(integer="BIGINT", double="DOUBLE PRECISION"))
        return make_ledger(urls[0]), *urls[1:]

    return make


def assert_half_as_fast(engine, scripts, make):
    """Measure in turns, and compare the best of each: whoever disturbs, slows all."""
    turns = [list(map(figures, scripts, make(number))) for number in range(ROUNDS)]
    best = [max(column) for column in zip(*turns, strict=True)]
    names = ("foretell", "a bare script of its library", "a bare script of the driver")
    for name, found in zip(names, best, strict=True):
        say(f"{engine}, {WRITERS} writers x {EACH}: {name}: {found}")
    ours, library, driver = (one.throughput for one in best)
    share = ours / library
    say(f"  {share:.2f} of the library (at least 0.5), {ours / driver:.2f} of the driver")
    assert share >= 0.5


def test_sixteen_writers_in_one_file_are_half_as_fast_as_a_bare_script(tmp_path):
    assert_half_as_fast("SQLite", (OURS, SQLITE, SQLITE_DRIVER), files(tmp_path))


def test_sixteen_writers_on_a_server_are_half_as_fast_as_a_bare_script(server):
    scripts = (OURS, POSTGRESQL, POSTGRESQL_DRIVER)
    assert_half_as_fast("PostgreSQL", scripts, databases(server))
