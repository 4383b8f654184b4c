"""What waits for somebody: `foretell status`, and `foretell` alone."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from cli.output.status import Status, next_step
from cli.output.streams import Screen
from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.engine import open_ledger

DAY = 86_400_000_000
HEAVY = {"numpy", "scipy", "alembic", "rich"}
LOADED = """
import sys
from cli.entry import run
code = run()
print("LOADED", *sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


def status(foretell, *words):
    return json.loads(foretell("status", "--json", *words).out)


def slugs(rows):
    return [row["question"] for row in rows]


def scored(ledger, clock, slug, *, reports, days=10, outcome=1):
    """Ask a question, hear of it by (days since, who, what), and resolve it after some days."""
    with ledger.writing("ana", "ask") as w:
        ask(w, slug, f"{slug}?", w.now, w.now + 2 * days * DAY)
    start = clock.now
    for after, who, said in reports:
        clock.now = start + after * DAY
        with ledger.writing(who, "forecast") as w:
            report(w, slug, who, said)
    clock.now = start + days * DAY
    with ledger.writing("ana", "resolve") as w:
        rule(w, slug, "resolve", outcome)


@pytest.mark.usefixtures("club")
def test_the_counts_and_the_open_and_closed_questions_are_those_of_the_ledger(foretell, club):
    told = status(foretell)
    assert (told["ledger"], told["user"]) == (club.address, "ana")
    assert (told["open"], told["to_resolve"], told["resolved"]) == (2, 1, 1)
    assert slugs(told["missing"]) == ["summit-by-2027", "summit-by-2029"]
    assert (told["missing"][0]["crowd"], told["missing"][0]["people"]) == (
        pytest.approx(0.3),
        2,
    )
    assert slugs(told["waiting"]) == ["bridge-opens"]
    assert (told["stale"], told["scores"]) == ([], [])


@pytest.mark.usefixtures("club")
def test_foretell_alone_says_the_same(foretell):
    assert foretell() == foretell("status")
    assert foretell("--json").out == foretell("status", "--json").out


@pytest.mark.usefixtures("club")
def test_the_screen_begins_with_what_it_is_and_leaves_out_what_there_is_nothing_of(foretell):
    ended = foretell("status")
    first, second, title, *_ = ended.out.splitlines()
    assert first.startswith("foretell · ledger.db · ana · 6 Dec 2025  ")
    assert first.endswith("  2 open · 1 to resolve · 1 resolved")
    assert len(first) == 100
    assert second == ""
    assert " ".join(title.split()) == "Not forecast yet (2 of 2) closes crowd people"
    assert "Waiting for somebody to resolve" in ended.out
    assert "Stale" not in ended.out
    assert "Your last scores" not in ended.out
    assert ended.err.startswith("Next: foretell forecast summit-by-2027 30%\n")


@pytest.mark.usefixtures("club")
def test_a_forecast_is_missing_once_it_is_withdrawn(foretell):
    foretell("forecast", "summit-by-2027", "30%")
    assert slugs(status(foretell)["missing"]) == ["summit-by-2029"]
    foretell("withdraw", "summit-by-2027")
    assert slugs(status(foretell)["missing"]) == ["summit-by-2027", "summit-by-2029"]


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize(("days", "stale"), [(59, []), (60, ["summit-by-2029"])])
def test_a_forecast_of_sixty_days_is_stale(foretell, clock, days, stale):
    foretell("forecast", "summit-by-2029", "30%")
    clock.advance(days=days)
    found = status(foretell)["stale"]
    assert slugs(found) == stale
    assert all((one["is_old"], one["has_moved"]) == (True, False) for one in found)


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize(
    ("said", "moved"), [("39.9%", False), ("40%", True), ("20.1%", False), ("20%", True)]
)
def test_a_forecast_is_stale_once_the_crowd_has_moved_by_ten_points(foretell, clock, said, moved):
    foretell("forecast", "summit-by-2029", "30%")
    clock.advance(days=1)
    for who in ("bo", "cy", "dee"):
        foretell("--as", who, "forecast", "summit-by-2029", said)
    found = status(foretell)["stale"]
    assert slugs(found) == (["summit-by-2029"] if moved else [])
    if moved:
        (one,) = found
        assert (one["you"], one["you_at"]) == (0.3, "2025-12-06T05:46:40Z")
        assert (one["crowd_then"], one["crowd"]) == (0.3, float(said.removesuffix("%")) / 100)
        assert (one["is_old"], one["has_moved"]) == (False, True)


@pytest.mark.usefixtures("club")
def test_the_screen_says_why_a_forecast_is_stale(foretell, clock):
    for slug in ("summit-by-2027", "summit-by-2029"):
        foretell("forecast", slug, "30%")
    clock.advance(seconds=1)
    for who in ("dee", "eli", "fay"):
        foretell("--as", who, "forecast", "summit-by-2027", "60%")
    clock.advance(days=61)
    ended = foretell("status")
    section = ended.out[ended.out.index("Stale") :].splitlines()
    first = " ".join(section[1].split())
    second = " ".join(section[2].split())
    assert first == "summit-by-2027 30% 6 Dec 2025 30% → 50% 60 days old, crowd moved"
    assert second == "summit-by-2029 30% 6 Dec 2025 30% 60 days old"
    assert ended.err == "Next: foretell show summit-by-2027\n"


def test_the_scores_are_those_of_the_question_s_page_the_last_closed_first(club, clock, foretell):
    said = [(0, "ana", 0.3), (1, "bo", 0.6), (3, "cy", 0.9), (5, "ana", 0.8)]
    scored(club, clock, "first", reports=said)
    scored(club, clock, "second", reports=said[:2], outcome=0)
    scored(club, clock, "others", reports=said[1:3])
    found = status(foretell)["scores"]
    assert slugs(found) == ["second", "first"]
    assert [one["outcome"] for one in found] == [0, 1]
    for one in found:
        page = json.loads(foretell("show", one["question"], "--json").out)["scores"]
        by_name = {row["forecaster"]: row for row in page}
        assert one["brier"] == by_name["ana"]["brier"]
        assert one["peer"] == pytest.approx(by_name["ana"]["peer"], rel=1e-12)
        assert one["crowd_brier"] == by_name["@median"]["brier"]


def test_five_scores_are_shown_and_late_reports_make_none(club, clock, foretell):
    for number in range(7):
        scored(club, clock, f"q{number}", reports=[(0, "ana", 0.3)])
    scored(club, clock, "late", reports=[(0, "bo", 0.3)])
    assert foretell("forecast", "late", "90%", "--at", "-1d").code == 0
    assert slugs(status(foretell)["scores"]) == ["q6", "q5", "q4", "q3", "q2"]
    assert slugs(status(foretell, "--as", "BO")["scores"]) == ["late"]


def test_five_questions_are_shown_and_the_others_counted(club, foretell):
    with club.writing("ana", "ask") as w:
        for number in range(7):
            ask(w, f"q{number}", "Q?", w.now, w.now + (number + 1) * DAY)
        ask(w, "later", "Later?", w.now + DAY, w.now + 2 * DAY)
    told = foretell("status").out
    assert "Not forecast yet (9 of 10)" in told
    assert "  … 4 more: foretell questions --missing\n" in told
    assert slugs(status(foretell)["missing"])[:3] == ["q0", "q1", "q2"]


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("words", [["status"], ["due", "--within", "60w"]])
def test_a_screen_keeps_to_the_width_of_the_terminal(
    club, clock, foretell, monkeypatch, columns, words
):
    for name in ("first", "second"):
        scored(club, clock, f"{'very-' * 11}long-{name}", reports=[(0, "ana", 0.3)])
    with club.writing("ana", "ask") as w:
        for name in ("closed", "open", "stale"):
            closes = w.now + DAY * (100 if name != "closed" else 1)
            ask(w, f"{'very-' * 11}long-{name}-by-2027-06", "Q?", w.now, closes)
    foretell("forecast", f"{'very-' * 11}long-stale-by-2027-06", "12.3456789%")
    clock.advance(days=61)
    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(columns))
    ended = foretell(*words)
    assert ended.code == 0
    assert max(map(len, ended.out.splitlines())) <= columns
    assert "2027-06" in ended.out


@pytest.mark.usefixtures("club")
def test_a_hidden_crowd_is_shown_nowhere(foretell, monkeypatch):
    monkeypatch.setenv("FORETELL_BLIND", "1")
    (one, _) = status(foretell)["missing"]
    assert (one["crowd"], one["crowd_hidden"]) == (None, True)
    told = foretell("status").out
    assert "hidden" in told
    assert "30%" not in told


def test_what_has_waited_longest_comes_first_and_is_next_once_all_is_forecast(club, foretell):
    with club.writing("ana", "ask") as w:
        ask(w, "older", "Older?", w.now - 90 * DAY, w.now - 50 * DAY)
    for slug in ("summit-by-2027", "summit-by-2029"):
        foretell("forecast", slug, "30%")
    ended = foretell("status")
    assert slugs(status(foretell)["waiting"]) == ["older", "bridge-opens"]
    assert "17 Oct 2025  (50 days ago)" in ended.out
    assert ended.err == "Next: foretell resolve older yes|no\n"


def test_without_a_ledger_it_says_how_to_begin(foretell, home):
    ended = foretell("status", "--as", "ana", "--db", "club.db")
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "foretell · club.db · ana · 6 Dec 2025",
        "There is no ledger here yet.",
    ]
    for command in ("foretell demo", "foretell seed load anchorage", "foretell ask"):
        assert command in ended.err
    told = status(foretell, "--as", "ana", "--db", "club.db")
    assert (told["open"], told["missing"]) == (0, [])
    assert not (home / "club.db").exists()


def test_with_nothing_open_it_names_the_ready_made_questions(foretell):
    assert foretell("db", "init", "--db", "club.db").code == 0
    ended = foretell("status", "--as", "ana", "--db", "club.db")
    assert (ended.code, ended.err) == (0, "Next: foretell seed load anchorage\n")
    assert "No question is open." in ended.out
    assert "foretell seed load anchorage" in ended.out


def test_a_demonstration_that_is_not_there_is_an_error_as_for_every_command(foretell):
    ended = foretell("--demo", "status")
    assert (ended.code, ended.out) == (3, "")
    assert "foretell demo" in ended.err


@pytest.mark.usefixtures("club")
def test_nothing_heavy_is_imported_unless_there_are_scores(process):
    ended = process("status", script=LOADED)
    assert ended.code == 0
    assert not HEAVY & set(ended.err.partition("LOADED ")[2].split())


def test_the_address_is_shown_without_its_secrets(process, postgres_url, clock):
    address = f"{postgres_url}{'&' if '?' in postgres_url else '?'}sslpassword=hunter2"
    open_ledger(address, create=True, clock=clock).close()
    for form in ("table", "json"):
        ended = process("status", "--as", "ana", "--db", address, "--format", form)
        assert ended.code == 0
        assert "sslpassword=***" in ended.out
        assert "hunter2" not in ended.out + ended.err


@pytest.mark.parametrize(
    ("rights", "step"),
    [
        (None, "Next: foretell resolve rain yes|no"),
        ({"member", "resolver"}, "Next: foretell resolve rain yes|no"),
        ({"member", "editor"}, "Next: foretell leaderboard"),
    ],
)
def test_a_member_is_told_to_do_only_what_it_may(rights, step):
    closed = SimpleNamespace(slug="rain")
    assert next_step(Status("club.db", "ana", 0, waiting=[closed], rights=rights)) == [step]
    (nothing_there,) = next_step(Status("club.db", "ana", 0, rights=rights))
    assert ("seed load" in nothing_there) == (rights is None)
