"""Speed of reading the panel of a million forecasts, beside fetching their columns without us."""

from __future__ import annotations

import sqlite3

import numpy as np
import psycopg
import pytest
from timing import ratio, say

from market.ledger.tables import Forecaster, Question, Report, Ruling, Wording
from market.ledger.views.panels import read_poll
from market.ledger.views.sweep import read_reports

pytestmark = pytest.mark.benchmark

DAY = 86_400_000_000
FORECASTS, QUESTIONS, FORECASTERS = 1_000_000, 1_000, 2_000

COLUMNS = "SELECT entry, forecaster, question, at, probability FROM report"
"""What a panel is made of: without its entry, nobody knows whether a report came too late."""

ROW = np.dtype([("entry", "i8"), ("forecaster", "i8"), ("question", "i8"), ("at", "i8"),
                ("probability", "f8")])  # fmt: skip


@pytest.fixture
def million(ledger, clock):
    """A ledger, on each engine in turn, with a million forecasts on questions that are resolved."""
    opens, closes = clock.now - 400 * DAY, clock.now - DAY
    dice = np.random.default_rng(9)
    with ledger.writing("ana", "import") as w:
        questions = w.insert(Question, ({"slug": f"q{n}"} for n in range(QUESTIONS)))
        texts = ["title", "background", "criteria", "fine_print", "source", "tags"]
        words = {"opens": opens, "closes": closes, **dict.fromkeys(texts, "?")}
        w.insert(Wording, ({"question": question, **words} for question in questions))
        people = ({"name": f"f{n}", "folded": f"f{n}"} for n in range(FORECASTERS))
        w.insert(Forecaster, ({**one, "kind": "imported"} for one in people))
        columns = {
            "forecaster": dice.integers(1, FORECASTERS + 1, FORECASTS),
            "question": dice.integers(1, QUESTIONS + 1, FORECASTS),
            "at": dice.integers(opens, closes, FORECASTS),
            "probability": dice.uniform(0.001, 0.999, FORECASTS),
        }
        w.insert_columns(Report, {name: column.tolist() for name, column in columns.items()})
        ruling = {"verdict": "resolve", "outcome": 1, "at": closes}
        w.insert(Ruling, ({"question": question, **ruling} for question in questions))
    return ledger


@pytest.fixture
def bare(million, ledger_address):
    """A function that fetches the columns of all reports with the driver alone."""
    if million.file is None:
        connection = psycopg.connect(ledger_address, options="-csearch_path=foretell")
    else:
        connection = sqlite3.connect(ledger_address)
    yield lambda: np.fromiter(connection.execute(COLUMNS), ROW)
    connection.close()


def test_the_panel_of_a_million_forecasts_is_read_as_fast_as_bare_rows(million, bare, clock):
    def read():
        with million.reading() as connection:
            return read_poll(connection, now=clock.now)

    assert read().panel.start.size > 0.99 * FORECASTS
    assert_same_to_the_last_bit(million, bare())
    found = ratio(read, bare, rounds=5)
    engine = "PostgreSQL" if million.file is None else "SQLite"
    say(f"{engine}: a panel of {FORECASTS:,}: {found:.2f} times its bare columns (at most 1.5)")
    assert found <= 1.5


def assert_same_to_the_last_bit(ledger, rows):
    with ledger.reading() as connection:
        reports = read_reports(connection)
    for name in ROW.names:
        assert getattr(reports, name).tobytes() == rows[name].tobytes()
