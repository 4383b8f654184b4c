"""What was acknowledged is there, however PostgreSQL itself ends."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from crash import Launcher
from servers import OwnServer

from market.ledger.acts.asking import ask
from market.ledger.engine import open_ledger
from market.ledger.keeping.audit import check

ROOT = Path(__file__).parents[3]
WRITER = """
import sys, time
from market.ledger.engine import open_ledger
from market.ledger.acts.reports import report
ledger = open_ledger(sys.argv[1], clock=lambda: time.time_ns() // 1000)
for number in range(1_000_000):
    with ledger.writing("victim", "forecast") as w:
        recorded = report(w, "rain", "victim", 0.25 + number % 50 / 100)
    print(recorded.id, flush=True)
"""
BACKENDS = """
SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def prepare(address):
    """Make a ledger with one question."""
    now = time.time_ns() // 1000
    with (
        closing(open_ledger(address, create=True, clock=lambda: now)) as ledger,
        ledger.writing("ana", "ask") as w,
    ):
        ask(w, "rain", "Will it rain?", now, now + 10**15)


def reports(address):
    """How many reports there are in a ledger that is sound."""
    with closing(open_ledger(address, clock=lambda: 0)) as ledger:
        check(ledger)
        with ledger.reading() as connection:
            return connection.exec_driver_sql("SELECT count(*) FROM report").scalar()


def broken_off(address, end):
    """Let a writer record until it is ended: how many reports it acknowledged."""
    before = reports(address)
    command = [sys.executable, "-c", WRITER, address]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    ) as writer:
        lines = [writer.stdout.readline() for _ in range(20)]
        end()
        lines += writer.stdout.readlines()
    assert writer.returncode == 1
    assert [int(line) for line in lines] == [before + 1 + n for n in range(len(lines))]
    return len(lines)


@pytest.fixture(scope="module")
def launcher(tmp_path_factory):
    with closing(Launcher(tmp_path_factory.mktemp("launched"))) as launcher:
        yield launcher


@pytest.fixture
def own_server():
    with closing(OwnServer()) as server:
        prepare(server.address)
        yield server


def assert_clear(ended, what, hint):
    """Check that a command ended with one line that says what is wrong, and a hint."""
    assert (ended.code, ended.out) == (3, ""), ended
    error, advice = ended.err.splitlines()
    assert what in error
    assert hint in advice


def test_whoever_the_server_ends_is_told_so_in_a_line(postgres_url, launcher, clock):
    prepare(postgres_url)
    waits = f"{BACKENDS} AND wait_event_type = 'Lock'"
    with (
        closing(open_ledger(postgres_url, clock=clock)) as ledger,
        ledger.writing("ana", "hold"),
        psycopg.connect(postgres_url, autocommit=True) as connection,
    ):
        running = launcher.start("forecast", "rain", "30%", "--as", "bo", "--db", postgres_url)
        while (found := connection.execute(waits).fetchone()) is None:
            time.sleep(0.01)
        connection.execute("SELECT pg_terminate_backend(%s)", found)
        ended = running.end()
    said = "ended the connection: terminating connection due to administrator command"
    assert_clear(ended, said, "Try again. Nothing was recorded.")
    assert reports(postgres_url) == 0


def test_a_writer_whose_connection_the_server_ends_loses_nothing_it_acknowledged(postgres_url):
    prepare(postgres_url)

    def end():
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(f"SELECT pg_terminate_backend(pid) FROM ({BACKENDS}) AS others")

    acknowledged = broken_off(postgres_url, end)
    assert acknowledged <= reports(postgres_url) <= acknowledged + 1


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_crash_of_the_server(own_server, launcher):
    forecast = ("forecast", "rain", "30%", "--as", "bo", "--db", own_server.address)
    for _ in range(3):
        before = reports(own_server.address)
        acknowledged = broken_off(own_server.address, own_server.crash)
        assert_clear(launcher.run(*forecast), "cannot be used", "that the server runs")
        own_server.start()
        stored = reports(own_server.address) - before
        assert acknowledged <= stored <= acknowledged + 1
    assert launcher.run(*forecast).code == 0


@pytest.mark.slow
def test_a_standby_can_be_read_and_says_where_to_write(own_server, launcher):
    own_server.become_standby()
    for words in (["questions"], ["log"], ["leaderboard"]):
        assert launcher.run(*words, "--db", own_server.address).code == 0
    ended = launcher.run("forecast", "rain", "30%", "--as", "bo", "--db", own_server.address)
    assert_clear(ended, "read", "Write to the primary, if this is a standby.")
