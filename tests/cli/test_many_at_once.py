"""Several people type at once, each in a process of their own, into one ledger."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

PEOPLE = 5


@pytest.mark.slow
def test_people_who_forecast_at_once_are_all_recorded(process):
    asked = process(
        *("ask", "Will it rain?", "--slug", "rain", "--closes", "2100-01-01"),
        *("--db", "club.db", "--as", "ana"),
    )
    assert asked.code == 0, asked.err

    def forecast(person):
        words = ("--db", "club.db", "--as", f"person {person}", "--json")
        return process("forecast", "rain", f"{10 + person}%", *words)

    with ThreadPoolExecutor(PEOPLE) as pool:
        ended = list(pool.map(forecast, range(PEOPLE)))
    assert [(run.code, run.err) for run in ended if run.code] == []
    recorded = [json.loads(run.out) for run in ended]
    assert sorted(row["report"] for row in recorded) == list(range(1, PEOPLE + 1))
    assert [row["probability"] for row in recorded] == [(10 + n) / 100 for n in range(PEOPLE)]
    assert process("db", "check", "--db", "club.db").code == 0
