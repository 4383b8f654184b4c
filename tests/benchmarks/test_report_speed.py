"""Size and speed of a report on a large ledger, beside the board that it holds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from timing import say

from market.ledger.engine import open_ledger
from market.ledger.tables import Forecaster, Question, Report, Ruling, Wording

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).parents[2]
FORETELL = "import sys; from cli.entry import run; sys.exit(run())"
NOW = 1_765_000_000_000_000
DAY = 86_400_000_000
OPENS, CLOSES = NOW - 400 * DAY, NOW - DAY
QUESTIONS, FORECASTERS, FORECASTS = 200, 300, 100_000


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """The address of a ledger with 200 questions, 300 forecasters and 100,000 forecasts."""
    address = str(tmp_path_factory.mktemp("large") / "ledger.db")
    ledger = open_ledger(address, create=True, clock=lambda: NOW)
    dice = np.random.default_rng(9)
    with ledger.writing("ana", "import") as w:
        questions = w.insert(Question, ({"slug": f"question-{n}"} for n in range(QUESTIONS)))
        words = dict.fromkeys(
            ["background", "criteria", "fine_print", "source", "tags"], "words " * 9
        )
        words |= {"title": "Will what is asked have come true by then?"}
        times = {"opens": OPENS, "closes": CLOSES}
        w.insert(Wording, ({"question": question, **times, **words} for question in questions))
        names = (f"forecaster {n}" for n in range(FORECASTERS))
        w.insert(Forecaster, ({"name": name, "folded": name, "kind": "imported"} for name in names))
        columns = {
            "forecaster": dice.integers(1, FORECASTERS + 1, FORECASTS),
            "question": dice.integers(1, QUESTIONS + 1, FORECASTS),
            "at": dice.integers(OPENS, CLOSES, FORECASTS),
            "probability": dice.uniform(0.001, 0.999, FORECASTS),
        }
        w.insert_columns(Report, {name: column.tolist() for name, column in columns.items()})
        ruling = {"verdict": "resolve", "at": CLOSES}
        outcomes = zip(questions, dice.integers(0, 2, QUESTIONS).tolist(), strict=True)
        w.insert(Ruling, ({"question": q, "outcome": one, **ruling} for q, one in outcomes))
    ledger.close()
    return address


def seconds(*words, rounds=3):
    """The least time that a command takes in a process of its own."""
    taken = []
    for _ in range(rounds):
        begun = perf_counter()
        call = [sys.executable, "-c", FORETELL, *words]
        subprocess.run(call, check=True, capture_output=True, env={**os.environ}, cwd=ROOT)
        taken.append(perf_counter() - begun)
    return min(taken)


def test_a_large_report_is_small_and_costs_little_more_than_its_scores(large, tmp_path):
    page = tmp_path / "report.html"
    scored = seconds("--db", large, "leaderboard")
    told = seconds("--db", large, "report", "-o", str(page), "--force")
    size = page.stat().st_size
    say(
        f"report of {FORECASTS:,} forecasts: {size:,} bytes (below 3,000,000), {told:.2f} s, "
        f"its leaderboard {scored:.2f} s (at most 3 times that and a second)"
    )
    assert size < 3_000_000
    assert told <= 3.0 * scored + 1.0
