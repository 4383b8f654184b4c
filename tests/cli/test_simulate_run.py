"""`foretell simulate run`: from a scenario to its table, also after an interrupt."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from small_scenario import TEXT

from cli.context import cache_folder

ROOT = Path(__file__).parents[2]
TIMES = "\N{MULTIPLICATION SIGN}"
RUN = ("simulate", "run", "small.toml")
TO_FILE = ("-o", "out.csv", "--csv")


@pytest.fixture(autouse=True)
def small(home):
    """The small scenario, as a file of one's own."""
    (home / "small.toml").write_text(TEXT)


def kept(home):
    """How many blocks a run with `-o out.csv` has kept."""
    path = home / "out.csv.blocks"
    return path.read_bytes().count(b"\n") - 1 if path.exists() else 0


def alive(group):
    """The processes of a group that are more than an entry in a table."""
    told = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True)
    lines = map(str.split, told.stdout.splitlines())
    return [state for number, state in lines if int(number) == group and state[0] != "Z"]


def test_the_table_tells_what_was_simulated_and_what_came_of_it(foretell):
    ended = foretell(*RUN, "--quick", "--workers", "1")
    head, title, _, columns, first, *_ = ended.out.splitlines()
    assert head == f"small · 2 points, each 128 questions {TIMES} 4 forecasters · seed 7"
    assert title == "Does noise harm?"
    assert " ".join(columns.split()) == "case who Brier ↓ ± 2 s.e. of the gain against"
    assert first.split()[:3] == ["clear", "one", "forecaster"]
    assert ended.out.endswith("\nThe scenario's own lesson: It does.\n")
    assert ended.err == "Next: change small.toml, and run it again\n"


@pytest.mark.parametrize(
    ("measured", "shown"),
    [("", "one forecaster · · ·"), ("measure = 'boards'\nboards = ['skill']\nquestions = 2", "")],
)
def test_where_nobody_says_anything_there_are_no_figures(foretell, home, measured, shown):
    people = "[[people]]\nname = 'mute'\ncount = 2\nshare = 0\n"
    text = f"title = 'Silence'\n{measured}\n[world]\nkind = 'beta'\n{people}"
    (home / "silence.toml").write_text(text)
    ended = foretell("simulate", "run", "silence.toml", "--panels", "64")
    assert ended.code == 0
    assert ended.out.startswith("silence · 64 ")
    assert shown in " ".join(ended.out.split())


def test_csv_and_json_have_the_same_rows(foretell):
    words = (*RUN, "--panels", "100", "--seed", "3", "--workers", "1")
    document = json.loads(foretell(*words, "--json").out)
    table = list(csv.DictReader(io.StringIO(foretell(*words, "--csv").out)))
    assert (document["seed"], document["rows"][0]["panels"]) == (3, 128)
    assert [{key: str(value) for key, value in row.items()} for row in document["rows"]] == table


def test_the_seed_decides(foretell):
    words = (*RUN, "--quick", "--workers", "1", "--csv")
    assert foretell(*words).out == foretell(*words, "--seed", "7").out
    assert foretell(*words).out != foretell(*words, "--seed", "8").out


def test_nothing_is_left_of_a_run_that_is_complete(foretell, home):
    assert foretell(*RUN, "--quick", "--workers", "1", "-o", "out.csv").code == 0
    assert foretell(*RUN, "--quick", "--workers", "1").code == 0
    assert list(home.rglob("*.blocks")) == []


def test_an_interrupted_run_goes_on_where_it_stood(foretell, home, command_line):
    words = command_line(*RUN, "--panels", "200000", "--workers", "2", *TO_FILE)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        words, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )
    while kept(home) < 3:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes at once
    _, told = process.communicate(timeout=60)
    first, then = told.splitlines()
    assert re.fullmatch(r"Interrupted: \d+ of 392 blocks are kept\.", first)
    assert (process.returncode, then) == (130, "Go on: run the same command again.")
    assert 3 <= int(first.split()[1]) <= kept(home)
    while alive(process.pid):
        time.sleep(0.01)
    fewer = (*RUN, "--panels", "6000", "--workers", "1", "--csv")
    whole = foretell(*fewer).out
    assert foretell(*fewer, "-o", "out.csv").code == 0
    assert (home / "out.csv").read_text() == whole
    assert kept(home) == 0


def test_blocks_of_another_run_are_not_taken_for_this_one(foretell, home):
    (home / "out.csv.blocks").write_text('{"blocks": 1, "run": "other"}\n')
    ended = foretell(*RUN, *TO_FILE, "--workers", "1")
    assert (ended.code, ended.out) == (1, "")
    assert "out.csv.blocks is there already, and of another run." in ended.err
    assert not (home / "out.csv").exists()


def test_the_cache_is_where_the_platform_has_it(home, monkeypatch):
    assert cache_folder() == home / ".cache/foretell"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    assert cache_folder() == home / "cache/foretell"
    monkeypatch.setattr("sys.platform", "darwin")
    assert cache_folder() == home / "Library/Caches/foretell"


def test_without_a_place_to_keep_blocks_a_run_says_how_to_give_one(foretell, home, monkeypatch):
    (home / "taken").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "taken"))
    ended = foretell(*RUN, "--quick", "--workers", "1")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.endswith("Hint:  With -o FILE they are kept beside it.\n")
