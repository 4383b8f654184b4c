"""Fixtures for the browser: one that runs, a ledger with everything in it, and its report."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from browsers import chromium, chromium_path, visiting
from clocks import Clock
from many_sided import fill_many_sided

ROOT = Path(__file__).parents[2]
NOW = 1_795_348_800_000_000  # 2026-11-22 12:00 UTC
SCRIPT = "import sys; from cli.entry import run; sys.exit(run())"


@pytest.fixture(scope="module")
def browser():
    """Chromium. A module's own: while it runs, no other test could run a loop of events."""
    pytest.importorskip("playwright", reason="playwright is not installed")
    if chromium_path() is None:
        pytest.skip("no Chromium on this machine")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where the ledger and all that is made of it lies."""
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="session")
def ledger(folder):
    """The address of a ledger with the demonstration and with what is hard to draw."""
    from market.ledger.engine import open_ledger

    path = str(folder / "ledger.db")
    clock = Clock(NOW)
    with closing(open_ledger(path, create=True, clock=clock)) as ledger:
        fill_many_sided(ledger, clock)
    return path


@pytest.fixture(scope="session")
def command(folder, ledger):
    """Makes the words and the settings of a process that runs `foretell` on this ledger."""
    by_the_clock = f"import time; time.time_ns = lambda: {(NOW + 41 * 86_400_000_000) * 1_000}"

    def worded(*words):
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
            "FORETELL_DB": ledger,
            "FORETELL_USER": "reader",
        }
        return {
            "args": [sys.executable, "-c", f"{by_the_clock}\n{SCRIPT}", *words],
            "env": environment,
            "cwd": folder,
        }

    return worded


@pytest.fixture(scope="session")
def foretell(command):
    """Run `foretell` on this ledger, in its folder."""

    def run(*words):
        subprocess.run(**command(*words), check=True, stdout=subprocess.DEVNULL)

    return run


@pytest.fixture(scope="session")
def report(foretell, folder):
    """The address of the report of this ledger."""
    foretell("report", "-o", "report.html")
    return (folder / "report.html").as_uri()


@pytest.fixture
def visit(browser):
    """Open a page for a while."""
    return partial(visiting, browser)
