"""`foretell demo`: the whole story, in a ledger that is nobody's own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from market.articles.outcomes import load_outcomes
from market.ledger.acts.asking import ask
from market.ledger.acts.rulings import rule
from market.ledger.engine import open_ledger

ROOT = Path(__file__).parents[2]
LEDGER = Path(".local/share/foretell/demo.db")
SHOWN = "second-summit-by-2026-06"
OPEN = "second-summit-by-2027"
BOTH = ["demo.db", "demo.html"]
"""The ledger and its page."""


def moment(year, month, day):
    return int(datetime(year, month, day, 12, tzinfo=UTC).timestamp()) * 1_000_000


NOW = moment(2026, 11, 22)
SCRIPT = f"""
import sys
import cli.context
cli.context.clock = lambda: {NOW}
from cli.entry import run
sys.exit(run())
"""


@pytest.fixture(autouse=True)
def today(clock, monkeypatch):
    clock.now = NOW
    monkeypatch.setenv("FORETELL_USER", "ana")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The demonstration's ledger, made once by the command itself."""
    home = tmp_path_factory.mktemp("demo")
    words = [sys.executable, "-c", SCRIPT, "demo"]
    environment = {"HOME": str(home), "PYTHONPATH": str(ROOT), "FORETELL_USER": "ana"}
    subprocess.run(words, env=environment, capture_output=True, check=True)
    return home / LEDGER


@pytest.fixture
def demo(foretell, made):
    """Run `foretell` where the demonstration has been made."""
    LEDGER.parent.mkdir(parents=True)
    shutil.copy(made, LEDGER)
    return foretell


def beside():
    """What is in the folder of the demonstration's ledger."""
    return sorted(path.name for path in LEDGER.parent.iterdir())


def written(clock):
    """The demonstration's ledger, opened to write into it."""
    return open_ledger(str(LEDGER), clock=clock)


def test_the_whole_story_is_on_stdout_and_what_to_do_next_on_stderr(foretell):
    ended = foretell("demo")
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert lines[0] == "foretell demo · 12 SIMULATED forecasters, seed 7"
    assert lines[1] == f"ledger ~/{LEDGER} (yours is untouched)"
    assert "  1 article → 30 claims → 70 questions: 40 resolved, 4 waiting, 26 open" in lines
    assert f"One resolution · {SHOWN} · NO (absence)" in lines
    assert any(line.startswith("  Article     “is likely”: ") for line in lines)
    assert any(line.startswith("  Source      ") for line in lines)
    board = (
        "Leaderboard · as of 22 Nov 2026 · 40 resolved questions · 12 forecasters, all SIMULATED"
    )
    assert board in lines
    assert lines.index(f"One resolution · {SHOWN} · NO (absence)") < lines.index(board)
    first, page, _, *following = ended.err.splitlines()
    assert first == "Making the demonstration's ledger ..."
    told, _, written = page.partition(": ")
    assert told == "The same as a page, for a browser"
    assert Path(written).read_text(encoding="utf-8").startswith("<!doctype html>")
    assert following[0] == "Next: foretell --demo questions"


def test_every_command_that_is_suggested_works(demo):
    suggested = demo("demo").err.partition("Next: ")[2].splitlines()
    assert len(suggested) == 3
    for line in suggested:
        program, *words = line.split()
        ended = demo(*words)
        assert (program, ended.code) == ("foretell", 0)
        assert ended.out


def test_the_users_own_ledger_is_untouched(foretell, club):
    before = Path(club.address).read_bytes()
    assert foretell("demo").code == 0
    assert foretell("--demo", "forecast", OPEN, "30%").code == 0
    assert Path(club.address).read_bytes() == before
    assert foretell("questions", "--search", "Anchorage", "--json").out == "[]\n"


def test_what_is_advised_about_the_demonstration_can_be_typed_as_it_stands(demo):
    shown = demo("--demo", "user", "show", "sim-heron")
    assert shown.err == "Next: foretell --demo scores sim-heron\n"
    glance = demo("status", "--demo")
    assert glance.err.startswith("Next: foretell --demo forecast ")
    assert "more: foretell --demo questions --missing\n" in glance.out
    refused = demo("--demo", "scores", "nobody")
    assert refused.err.endswith(": foretell --demo user list\n")


def test_the_demonstration_goes_on_with_its_own_ledger(demo):
    demo("--demo", "forecast", OPEN, "30%")
    (asked,) = json.loads(demo("--demo", "questions", "--mine", "--json").out)
    assert (asked["question"], asked["you"]) == (OPEN, 0.3)
    rows = json.loads(demo("--demo", "leaderboard", "--json").out)["rows"]
    assert sum(row["kind"] == "simulated" for row in rows) == 12
    assert demo("--demo", "db", "check").code == 0


def test_a_second_run_keeps_what_was_added_and_tells_the_same(foretell):
    first = foretell("demo")
    foretell("--demo", "forecast", OPEN, "30%")
    again = foretell("demo")
    assert (again.code, again.out) == (0, first.out)
    assert again.err.splitlines()[0].endswith("is there already; --fresh makes it anew.")
    assert len(json.loads(foretell("--demo", "questions", "--mine", "--json").out)) == 1


def test_fresh_makes_it_anew(demo):
    first = demo("demo")
    demo("--demo", "forecast", OPEN, "30%")
    assert demo("demo", "--fresh").out == first.out
    assert json.loads(demo("--demo", "questions", "--mine", "--json").out) == []


def test_the_seed_decides_the_crowd_and_is_told(demo):
    seven, eight = demo("demo").out, demo("demo", "--seed", "8", "--fresh").out
    assert eight.startswith("foretell demo · 12 SIMULATED forecasters, seed 8\n")
    assert eight.replace("seed 8", "seed 7") != seven
    assert demo("demo", "--seed", "8", "--fresh").out == eight


def test_another_seed_does_not_replace_what_is_there_and_is_told_so(demo):
    seven = demo("demo").out
    ended = demo("demo", "--seed", "8")
    assert ended.out == seven
    assert ended.err.splitlines()[0].endswith("already: seed 7; --seed 8 needs --fresh.")
    assert "needs --fresh" not in demo("demo", "--seed", "7").err


def test_without_a_seed_whatever_is_there_will_do(foretell):
    eight = foretell("demo", "--seed", "8").out
    ended = foretell("demo")
    assert ended.out == eight
    assert ended.err.splitlines()[0].endswith("already; --fresh makes it anew.")


def test_every_line_is_folded_but_for_addresses(demo):
    lines = demo("demo").out.partition("Leaderboard")[0].splitlines()
    wide = [line for line in lines if len(line) > 100]
    assert all(line.strip().startswith("https://") for line in wide)


def test_nothing_is_left_beside_the_ledger(made, demo, process):  # noqa: ARG001 - demo copies it
    assert sorted(made.parent.iterdir()) == [made, made.with_suffix(".html")]
    assert process("demo", script=SCRIPT).code == 0
    assert beside() == BOTH


@pytest.mark.slow
def test_several_first_demonstrations_at_once_do_not_disturb_each_other(process):
    with ThreadPoolExecutor() as pool:
        ends = list(pool.map(lambda _: process("demo", script=SCRIPT), range(3)))
    assert [(end.code, end.out == ends[0].out) for end in ends] == [(0, True)] * 3
    assert beside() == BOTH


def test_who_is_second_opens_what_the_first_has_made(demo, monkeypatch):
    first = demo("demo").out
    aside = LEDGER.rename("aside.db")
    before = aside.read_bytes()

    def meanwhile(*words, **options):
        load_outcomes(*words, **options)
        aside.rename(LEDGER)

    with monkeypatch.context() as patched:
        patched.setattr("market.simulation.recording.demo.load_outcomes", meanwhile)
        ended = demo("demo", "--seed", "8")
    assert (ended.code, ended.out) == (0, first)
    assert "seed 7; --seed 8 needs --fresh" in ended.err
    assert (LEDGER.read_bytes(), beside()) == (before, BOTH)


def test_logs_of_a_ledger_that_is_gone_are_not_taken_for_the_new_ones(foretell):
    LEDGER.parent.mkdir(parents=True)
    for suffix in ("-wal", "-shm"):
        LEDGER.with_name(LEDGER.name + suffix).write_text("of another")
    assert foretell("demo").code == 0
    assert beside() == BOTH


def test_a_ledger_that_is_no_demonstration_is_not_told(foretell, clock):
    LEDGER.parent.mkdir(parents=True)
    open_ledger(str(LEDGER), create=True, clock=clock).close()
    ended = foretell("demo")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.splitlines() == [
        "Error: This ledger is no demonstration.",
        "Hint:  Make one: foretell demo --fresh",
    ]


@pytest.mark.parametrize("seeds", [(1, 2), pytest.param(range(3, 20), marks=pytest.mark.slow)])
def test_every_seed_has_its_story(foretell, seeds):
    for seed in seeds:
        ended = foretell("demo", "--fresh", "--seed", str(seed))
        assert (ended.code, f"seed {seed}\n" in ended.out) == (0, True)


def test_piped_and_without_unicode_it_tells_the_same(demo, process):
    plain = demo("demo")
    ended = process("demo", "--fresh", script=SCRIPT, PYTHONIOENCODING="ascii")
    assert (plain.code, ended.code) == (0, 0)
    assert ended.out.isascii()
    assert ended.err.isascii()
    assert len(ended.out.splitlines()) == len(plain.out.splitlines())
    assert "1 article -> 30 claims" in ended.out


def test_questions_of_ones_own_do_not_become_the_articles(demo, clock):
    with written(clock).writing("ana", "ask") as w:
        ask(w, "mine", "Mine?", w.now, w.now + 1_000_000)
    assert "70 questions: 40 resolved, 4 waiting, 26 open" in demo("demo").out


def test_a_resolution_that_was_taken_back_is_not_told(demo, clock):
    with written(clock).writing("ana", "unresolve") as w:
        rule(w, SHOWN, "unresolve")
    ended = demo("demo")
    assert ended.code == 0
    assert f"{SHOWN} is closed" in ended.out
    assert "39 resolved questions" in ended.out


def test_an_interrupted_making_leaves_the_old_ledger_as_it_was(demo, monkeypatch):
    before = LEDGER.read_bytes()

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("market.simulation.recording.demo.load_outcomes", interrupt)
        assert demo("demo", "--fresh").code == 130
    assert (LEDGER.read_bytes(), beside()) == (before, ["demo.db"])
    assert demo("demo").code == 0


def test_an_interrupted_making_is_begun_again(foretell, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("market.simulation.recording.demo.load_outcomes", interrupt)
        assert foretell("demo").code == 130
    assert beside() == []
    assert foretell("--demo", "questions").code == 3
    assert "40 resolved" in foretell("demo").out


@pytest.mark.parametrize("content", [b"", b"not a ledger"])
def test_a_file_that_is_no_ledger_is_made_anew_on_request_only(foretell, content):
    LEDGER.parent.mkdir(parents=True)
    LEDGER.write_bytes(content)
    ended = foretell("demo")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.splitlines()[-1] == "Hint:  Make it anew: foretell demo --fresh"
    assert LEDGER.read_bytes() == content
    assert foretell("demo", "--fresh").code == 0


def test_without_a_place_to_write_it_is_refused(foretell):
    Path(".local").write_text("in the way")
    ended = foretell("demo")
    assert (ended.code, ended.out) == (1, "")
    assert "Not a directory" in ended.err


@pytest.mark.parametrize("date", [(2025, 8, 20), (2025, 12, 6), (2026, 3, 1)])
def test_by_a_clock_set_back_the_story_stops_where_the_clock_stands(foretell, clock, date):
    clock.now = moment(*date)
    ended = foretell("demo")
    assert ended.code == 0
    assert f"{SHOWN} is open" in ended.out
    assert "all SIMULATED" in ended.out
    assert ended.err.count("Next: ") == 1


def test_its_story_fits_a_narrow_terminal(demo, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    told = demo("demo").out.splitlines()
    assert all(len(line) <= 80 for line in told if "https://" not in line)


def test_before_its_article_there_is_no_demonstration(foretell, clock):
    clock.now = moment(2025, 1, 1)
    ended = foretell("demo")
    assert (ended.code, ended.out) == (1, "")
    assert "in the future" in ended.err
    assert not LEDGER.exists()


@pytest.mark.parametrize(
    "words", [["--json"], ["--seed", "-1"], ["--seed", "many"], ["--db", "mine.db"]]
)
def test_what_it_cannot_do_is_a_usage_error(foretell, words):
    ended = foretell("demo", *words)
    assert (ended.code, ended.out) == (2, "")
    assert not LEDGER.exists()


def test_the_ledger_of_the_demonstration_cannot_be_chosen(foretell, monkeypatch):
    ended = foretell("--db", "mine.db", "demo")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Error: The demonstration has a ledger of its own.\nHint:  ")
    monkeypatch.setenv("FORETELL_DB", "mine.db")
    assert foretell("demo").code == 0


def test_a_story_has_no_form_for_programs(demo):
    assert demo("--format", "json", "demo").out == demo("demo").out
