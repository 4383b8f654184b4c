"""Many people who never stop forecasting share one ledger, and nothing is lost or refused."""

from __future__ import annotations

import pytest
from at_once import READY, Ended, all_at_once, ended, let_go, start
from sqlalchemy import select

from market.ledger.acts.asking import ask
from market.ledger.keeping.audit import check
from market.ledger.tables import Forecaster, Question, Report

YEAR = 365 * 86_400_000_000
SLUGS = ("rain", "snow", "hail")

OPEN = """
import json, sys, time
from market.ledger.engine import open_ledger
from market.ledger.acts.reports import report

ledger = open_ledger(sys.argv[1], clock=lambda: time.time_ns() // 1000)
"""

WRITER = f"""{OPEN}
name, count = sys.argv[2], int(sys.argv[3])
{READY}
given = []
for number in range(1, count + 1):
    with ledger.writing(name, "forecast") as w:
        given.append(report(w, "rain", name, number / 1000).id)
ledger.close()
print(json.dumps(given))
"""

BATCHES = f"""{OPEN}
name, count, slugs = sys.argv[2], int(sys.argv[3]), sys.argv[4:]
{READY}
for number in range(1, count + 1):
    with ledger.writing(name, "forecast") as w:
        for slug in slugs:
            report(w, slug, name, number / 1000)
ledger.close()
"""

READER = f"""{OPEN}
from market.ledger.keeping.audit import check
from market.ledger.keeping.log import read_log
from market.ledger.views.panels import read_poll
from scoring.board import board

count = int(sys.argv[2])
check(ledger)  # so that no first time delays the look at what is going on
{READY}
seen = []
while not seen or seen[-1][0] < count:
    assert check(ledger).entries >= (seen[-1][0] if seen else 1)
    with ledger.reading() as connection:
        poll = read_poll(connection, now=time.time_ns() // 1000)
        log = read_log(connection)
    board(poll.panel)
    counts = poll.panel.question.tolist()
    assert [one.number for one in log.entries] == list(range(1, log.total + 1))
    seen.append([log.total, [counts.count(code) for code in range(len(poll.questions))]])
ledger.close()
print(json.dumps(seen))
"""


@pytest.fixture
def shared(ledger, clock):
    """A ledger on each engine in turn, whose questions are open for years by the real clock."""
    with ledger.writing("ana", "ask") as w:
        for slug in SLUGS:
            ask(w, slug, "Will it come down?", clock.now, clock.now + 100 * YEAR)
    return ledger


def reports(ledger):
    """Who said what on which question, in the order of recording."""
    who, asked, said = Forecaster.__table__.c, Question.__table__.c, Report.__table__.c
    with ledger.reading() as connection:
        rows = connection.execute(
            select(said.id, who.name, asked.slug, said.probability)
            .where(said.forecaster == who.id, said.question == asked.id)
            .order_by(said.id)
        )
        return rows.all()


@pytest.mark.parametrize(
    ("writers", "each"), [(3, 20), pytest.param(16, 500, marks=pytest.mark.slow)]
)
def test_all_that_many_record_at_once_is_there_once_and_in_their_order(
    shared, ledger_address, writers, each
):
    words = [(ledger_address, f"writer {n}", each) for n in range(writers)]
    runs = all_at_once(WRITER, words)
    assert [(run.err, run.code) for run in runs] == [("", 0)] * writers
    rows = reports(shared)
    assert [row.id for row in rows] == list(range(1, writers * each + 1))
    for n, run in enumerate(runs):
        own = [row for row in rows if row.name == f"writer {n}"]
        assert [row.probability for row in own] == [k / 1000 for k in range(1, each + 1)]
        assert [row.id for row in own] == run.said
    assert check(shared).entries == 1 + writers * each


@pytest.mark.parametrize(
    ("writers", "each"), [(2, 15), pytest.param(3, 25, marks=pytest.mark.slow)]
)
def test_who_reads_meanwhile_never_fails_nor_sees_half_of_what_is_recorded_together(
    shared, ledger_address, writers, each
):
    processes = [start(READER, ledger_address, 1 + writers * each)]
    processes += [start(BATCHES, ledger_address, f"w{n}", each, *SLUGS) for n in range(writers)]
    let_go(processes)
    reader, *others = map(ended, processes)
    assert others == [Ended(None, "", 0)] * writers
    assert (reader.err, reader.code) == ("", 0)
    assert reader.said[-1][0] == 1 + writers * each
    for entries, counts in reader.said:
        assert counts == [entries - 1] * len(SLUGS)
    assert len(reports(shared)) == writers * each * len(SLUGS)
