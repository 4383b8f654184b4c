"""`foretell seed`: packs are listed and loaded, by name or from a folder."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from market.seeds import seed_path

FLOW = "1 article → 30 claims → 70 questions: 40 resolved, 4 waiting, 26 open"
LEDGER = Path(".local/share/foretell/foretell.db")
LOADED = """
import sys
from cli.entry import run
code = run()
print("LOADED", *sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture(autouse=True)
def late(clock):
    clock.now = int(datetime(2026, 11, 22, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.fixture
def mine(home):
    """A pack of one's own."""
    return Path(shutil.copytree(seed_path("anchorage"), home / "mine"))


def test_the_list_counts_what_a_pack_holds(foretell):
    ended = foretell("seed", "list")
    assert ended.code == 0
    row = next(line for line in ended.out.splitlines() if "anchorage" in line)
    assert row.split()[-4:] == ["30", "70", "40", "4"]
    assert ended.err == "Next: foretell seed load NAME\n"


def test_the_list_is_there_for_programs(foretell):
    (row,) = json.loads(foretell("seed", "list", "--json").out)
    assert (row["name"], row["claims"], row["questions"]) == ("anchorage", 30, 70)
    assert (row["resolved"], row["waiting"]) == (40, 4)
    (cells,) = csv.DictReader(foretell("seed", "list", "--csv").out.splitlines())
    assert cells == {name: str(value) for name, value in row.items()}


def test_the_list_needs_neither_a_ledger_nor_its_library(process):
    ended = process("seed", "list", script=LOADED)
    assert ended.code == 0
    modules = set(ended.err.partition("LOADED ")[2].split())
    assert not modules & {"sqlalchemy", "sqlmodel", "numpy"}


def test_loading_makes_the_ledger_and_says_what_it_brought(foretell, home):
    ended = foretell("seed", "load", "anchorage", "--as", "ana")
    assert (ended.code, ended.out) == (0, f"{FLOW}\n")
    what, hindsight, after = ended.err.splitlines()
    assert what == f"Loaded anchorage into {home / LEDGER}"
    assert "written after many of their answers were known" in hindsight
    assert after == "Next: foretell questions"
    assert foretell("db", "check").out.startswith("Sound: 2 entries")


def test_the_counts_are_there_for_programs(foretell):
    ended = foretell("seed", "load", "anchorage", "--json")
    assert json.loads(ended.out) == {
        "name": "anchorage",
        "claims": 30,
        "questions": 70,
        "resolved": 40,
        "waiting": 4,
        "open": 26,
        "kept": 0,
        "annulled": 0,
    }


def test_a_file_takes_the_line_instead(foretell, home):
    ended = foretell("seed", "load", "anchorage", "-o", "loaded.txt")
    assert (ended.code, ended.out) == (0, "")
    assert (home / "loaded.txt").read_text(encoding="utf-8") == FLOW + "\n"


@pytest.mark.usefixtures("club")
def test_a_pack_is_loaded_into_a_ledger_that_is_there_once(foretell):
    assert foretell("seed", "load", "anchorage").code == 0
    again = foretell("seed", "load", "anchorage")
    assert (again.code, again.out) == (1, "")
    assert again.err.splitlines() == [
        "Error: The pack anchorage has been loaded before.",
        "Hint:  See: foretell questions --all",
    ]


def test_a_pack_whose_loading_was_interrupted_is_completed_once(foretell, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("market.articles.loading.record_outcomes", interrupt)
        assert foretell("seed", "load", "anchorage").code == 130
    again = foretell("seed", "load", "anchorage")
    assert (again.code, again.out) == (0, f"{FLOW}\n")
    assert "already; recorded the outcomes that were outstanding" in again.err.splitlines()[0]
    assert foretell("db", "check").out.startswith("Sound: 2 entries")
    assert foretell("seed", "load", "anchorage").code == 1


def test_what_somebody_has_ruled_since_is_not_loaded_again_and_said_so(foretell):
    foretell("seed", "load", "anchorage")
    foretell("unresolve", "second-summit-by-2025")
    before = foretell("db", "check").out
    again = foretell("seed", "load", "anchorage")
    assert (again.code, again.out) == (1, "")
    error, kept, hint = again.err.splitlines()
    assert error == "Error: The pack anchorage has been loaded before."
    assert kept == (
        "  Kept as somebody here has ruled, otherwise than the pack: second-summit-by-2025."
    )
    assert hint.startswith("Hint:  ")
    assert foretell("db", "check").out == before


def test_what_is_outstanding_is_loaded_beside_what_is_kept(foretell, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("market.articles.loading.record_outcomes", lambda *_, **__: 0)
        foretell("seed", "load", "anchorage")
    foretell("resolve", "second-summit-by-2025", "yes", "--happened", "2025-11-02")
    again = foretell("seed", "load", "anchorage", "--json")
    loaded = json.loads(again.out)
    assert (again.code, loaded["resolved"], loaded["kept"]) == (0, 40, 1)
    assert again.err.splitlines()[1] == (
        "Kept as somebody here has ruled, otherwise than the pack: second-summit-by-2025."
    )


def test_the_questions_are_there_afterwards(foretell):
    foretell("seed", "load", "anchorage")
    assert len(json.loads(foretell("questions", "--json").out)) == 26
    assert len(json.loads(foretell("questions", "--due", "--json").out)) == 4
    shown = foretell("show", "second-summit-by-2026-06").out
    assert "“is likely” (75%" in shown


@pytest.mark.usefixtures("mine")
@pytest.mark.parametrize("path", ["mine", "./mine", "mine/../mine/"])
def test_a_folder_is_a_pack_named_like_it(foretell, path):
    ended = foretell("seed", "load", path, "--json")
    assert json.loads(ended.out)["name"] == "mine"


def test_the_working_folder_may_be_the_pack(foretell, mine, monkeypatch):
    monkeypatch.chdir(mine)
    assert json.loads(foretell("seed", "load", ".", "--json").out)["name"] == "mine"


def test_a_folder_does_not_stand_in_for_a_pack_that_ships(foretell, mine):
    mine.rename("anchorage")
    Path("anchorage/pack.toml").unlink()
    assert foretell("seed", "load", "anchorage").code == 0
    assert foretell("seed", "load", "./anchorage", "--db", "other.db").code == 1


def test_a_name_that_is_not_there_makes_no_ledger(foretell):
    ended = foretell("seed", "load", "anchorge")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.splitlines() == [
        "Error: There is no starter pack anchorge.",
        "Hint:  Did you mean anchorage?",
    ]
    assert not LEDGER.exists()


def test_a_pack_with_faults_names_them_and_makes_no_ledger(foretell, mine):
    outcomes = mine / "outcomes.toml"
    text = outcomes.read_text(encoding="utf-8")
    outcomes.write_text(text.replace("2025-10-18", "2025-08-01"), encoding="utf-8")
    ended = foretell("seed", "load", "mine")
    assert (ended.code, ended.out) == (1, "")
    error, *faults, hint = ended.err.splitlines()
    assert error == "Error: The pack mine does not hang together."
    assert "  local-ceasefire-by-2025: has an outcome dated before it opens" in faults
    assert hint.startswith("Hint:  ")
    assert not LEDGER.exists()
