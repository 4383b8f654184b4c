"""`foretell simulate run --into`: a run in a ledger, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_scenario import TEXT

RUN = ("simulate", "run", "small.toml", "--panels", "3", "--into")


@pytest.fixture(autouse=True)
def small(home, monkeypatch):
    """The small scenario, as a file of one's own."""
    monkeypatch.setenv("FORETELL_USER", "ana")
    (home / "small.toml").write_text(TEXT)


def interrupt(*_, **__):
    raise KeyboardInterrupt


def test_a_ledger_is_made_and_can_be_looked_at_as_advised(foretell):
    ended = foretell(*RUN, "my sim.db")
    crowd = "4 SIMULATED forecasters · 12 forecasts"
    assert ended.out == f"small, case = clear · 3 questions, all resolved · {crowd} · seed 7\n"
    assert ended.err.splitlines() == [
        "Made a new ledger: my sim.db",
        "Next: foretell --db 'my sim.db' leaderboard",
    ]
    shown = foretell("--db", "my sim.db", "leaderboard")
    assert shown.out.splitlines()[0].endswith("3 resolved questions · 4 forecasters, all SIMULATED")


def test_it_comes_beside_what_people_said(foretell, club):
    before = json.loads(foretell("questions", "--all", "--json").out)
    assert foretell(*RUN, club.address).code == 0
    after = json.loads(foretell("questions", "--all", "--json").out)
    assert [row for row in after if row not in before] == json.loads(
        foretell("questions", "--all", "--tag", "simulated", "--json").out
    )
    assert len(after) == len(before) + 3
    assert foretell("db", "check").code == 0


def test_the_same_run_is_not_loaded_twice(foretell):
    foretell(*RUN, "sim.db")
    before = Path("sim.db").read_bytes()
    ended = foretell(*RUN, "sim.db")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("Error: A run of small has been loaded before.\nHint:  ")
    assert Path("sim.db").read_bytes() == before


def test_what_is_interrupted_leaves_nothing(foretell, club, home, monkeypatch):
    before, there = Path(club.address).read_bytes(), sorted(home.rglob("*"))
    monkeypatch.setattr("market.simulation.recording.writing.record_said", interrupt)
    for address in ("sim.db", club.address):
        assert foretell(*RUN, address).code == 130
    assert Path(club.address).read_bytes() == before
    assert sorted(home.rglob("*")) == there
