"""Fifty readers at once, while forecasts are being written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from timing import say

ROOT = Path(__file__).parents[3]
READERS, SECONDS = 50, 5
ADDRESSES = ("/", "/api/leaderboard", "/question/open", "/api/show/open", "/api/questions")

WRITER = """
import sys, time
from market.ledger.acts.reports import report
from market.ledger.engine import open_ledger

address, seconds, name = sys.argv[1], float(sys.argv[2]), sys.argv[3]
ledger = open_ledger(address, clock=lambda: time.time_ns() // 1000)
end, written = time.monotonic() + seconds, 0
while time.monotonic() < end:
    with ledger.writing(name, "forecast") as writing:
        report(writing, "open", name, 0.01 + written % 99 / 100)
    written += 1
print(written)
"""


@pytest.fixture
def environment():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def written(season_ledger, environment):
    """Let two writers record forecasts for some seconds: how many they recorded."""

    def write():
        words = [sys.executable, "-c", WRITER, season_ledger.address, str(SECONDS)]
        with ExitStack() as stack:
            writers = [
                stack.enter_context(
                    subprocess.Popen([*words, name], stdout=subprocess.PIPE, env=environment)
                )
                for name in ("dee", "eve")
            ]
            told = [writer.communicate()[0] for writer in writers]
        assert [writer.returncode for writer in writers] == [0, 0]
        return sum(map(int, told))

    return write


@pytest.fixture
def served(season_ledger, environment):
    """The host and port of a server of the season's ledger, on which one question is open."""
    from market.ledger.acts.asking import ask

    with season_ledger.writing("ana", "ask") as writing:
        now = season_ledger._clock()
        ask(writing, "open", "?", now - 1, now + 10**16)
    words = [sys.executable, "-c", "import sys; from cli.entry import run; sys.exit(run())"]
    words += ["serve", "--port", "0", "--db", season_ledger.address]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment) as server:
        yield urlsplit(server.stderr.readline().split(" at ")[1].split()[0]).netloc
        server.send_signal(signal.SIGINT)


class Reader(threading.Thread):
    """Loads one address after another, as a browser that remembers what it has."""

    def __init__(self, netloc, first, ended):
        super().__init__()
        self._netloc, self._first, self._ended = netloc, first, ended
        self.seen = []

    def run(self):
        tags, turn = {}, self._first
        with closing(HTTPConnection(self._netloc, timeout=60)) as connection:
            while not self._ended.is_set():
                address = ADDRESSES[turn % len(ADDRESSES)]
                turn += 1
                begun = time.perf_counter()
                connection.request("GET", address, headers={"If-None-Match": tags.get(address, "")})
                answer = connection.getresponse()
                answer.read()
                self.seen.append((answer.status, time.perf_counter() - begun))
                tags[address] = answer.headers["ETag"]


@pytest.mark.slow
def test_readers_are_answered_and_writers_not_refused(written, served):
    alone, ended = written(), threading.Event()
    readers = [Reader(served, turn, ended) for turn in range(READERS)]
    for reader in readers:
        reader.start()
    beside = written()
    ended.set()
    for reader in readers:
        reader.join()
    statuses = {status for reader in readers for status, _ in reader.seen}
    times = sorted(seconds for reader in readers for _, seconds in reader.seen)
    say(
        f"{READERS} readers: {len(times) / SECONDS:.0f} answers a second, "
        f"median {times[len(times) // 2] * 1e3:.0f} ms, "
        f"95% within {times[len(times) * 95 // 100] * 1e3:.0f} ms, slowest {times[-1]:.2f} s; "
        f"forecasts a second: {alone / SECONDS:.0f} alone, {beside / SECONDS:.0f} beside them"
    )
    assert statuses <= {200, 304}
    assert all(len(reader.seen) > 1 for reader in readers)
    assert beside > 0
