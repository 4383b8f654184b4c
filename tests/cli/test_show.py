"""`foretell show`: reports one by one, late ones marked, with their sources."""

from __future__ import annotations

import csv
import io
import json

import pytest

from market.ledger.acts.reports import report
from scoring.kinds import Kind

pytestmark = pytest.mark.usefixtures("club")

DAY = 86_400_000_000
SLUG = "mayor-wins"


@pytest.fixture
def told(club, clock):
    """On the resolved question, entered only now: what a person and what a pundit said before."""
    with club.writing("ana", "forecast") as w:
        at = clock.now - 10 * DAY
        report(w, SLUG, "dee", 0.9, at=at, rationale="It was plain to see.")
        words = {"source": "https://example.org/column", "quote": "He cannot lose."}
        report(w, SLUG, "Pat", 0.95, at=at + 1, kind=Kind.PUNDIT, **words)
    return club


@pytest.fixture
def reports(foretell):
    def read(*words):
        return json.loads(foretell("show", SLUG, "--full", "--json", *words).out)["reports"]

    return read


@pytest.mark.usefixtures("told")
def test_a_late_report_is_marked_and_explained(foretell, reports):
    assert [(one["forecaster"], one["late"]) for one in reports()] == [
        ("dee", True),
        ("Pat", False),
    ]
    full = foretell("show", SLUG, "--full").out
    assert "26 Nov 2025  dee          90%  late, entered 6 Dec 2025" in full
    assert "late: entered when the end could be known; boards leave it out." in full
    assert "late" not in foretell("show", SLUG).out


def test_a_page_without_late_reports_does_not_speak_of_them(foretell):
    assert "late" not in foretell("show", "summit-by-2027", "--full").out


@pytest.mark.usefixtures("told")
def test_a_report_is_told_with_its_reason_its_words_and_its_source(foretell, reports):
    full = foretell("show", SLUG, "--full").out.splitlines()
    place = full.index("  26 Nov 2025  Pat          95%")
    assert full[place + 1 : place + 3] == [
        "      “He cannot lose.”",
        "      https://example.org/column",
    ]
    assert "      It was plain to see." in full
    pundit = reports()[1]
    assert (pundit["kind"], pundit["quote"], pundit["source"]) == (
        "pundit",
        "He cannot lose.",
        "https://example.org/column",
    )


def test_a_report_says_when_it_counts_and_when_it_was_recorded(foretell, clock):
    clock.advance(days=2)
    foretell("forecast", "summit-by-2027", "35%", "--at", "2025-12-01")
    rows = json.loads(foretell("show", "summit-by-2027", "--history", "--json").out)
    mine = next(row for row in rows if row["forecaster"] == "ana")
    assert (mine["at"], mine["recorded_at"]) == ("2025-12-01T00:00:00Z", "2025-12-08T05:46:40Z")


@pytest.mark.usefixtures("told")
def test_the_history_is_the_reports_alone(foretell, reports):
    rows = json.loads(foretell("show", SLUG, "--history", "--json").out)
    assert rows == reports()
    cells = list(csv.DictReader(io.StringIO(foretell("show", SLUG, "--history", "--csv").out)))
    assert list(cells[0]) == list(rows[0])
    assert [cell["late"] for cell in cells] == ["true", "false"]
    text = foretell("show", SLUG, "--history").out.splitlines()
    assert text[:3] == [
        "mayor-wins · 2 forecasts",
        "",
        "  when         forecaster  said",
    ]


def test_a_question_without_forecasts_has_an_empty_history(foretell):
    assert foretell("show", "bridge-opens", "--history").out == "bridge-opens · 0 forecasts\n"
    header = foretell("show", "bridge-opens", "--history", "--csv").out
    assert header.startswith("report,at,recorded_at,forecaster")


def test_a_long_slug_and_its_state_take_two_lines(foretell):
    slug = "s" * 80
    foretell("ask", "Rain?", "--slug", slug, "--closes", "2026-12-31")
    assert foretell("show", slug).out.splitlines()[:3] == [
        slug,
        "OPEN, closes in 12 months",
        "Rain?",
    ]


def test_without_source_the_fine_print_is_still_pointed_to(foretell):
    foretell("edit", "bridge-opens", "--fine-print", "Ferries do not count.")
    assert "Fine print: --full" in foretell("show", "bridge-opens").out
    assert "Source" not in foretell("show", "bridge-opens").out


def test_a_withdrawal_is_no_forecast_and_one_person_no_range(foretell):
    foretell("ask", "Does it?", "--slug", "ferry", "--closes", "+9d")
    for said in ("30%", "40%"):
        foretell("forecast", "ferry", said)
    assert "median 40%   1 person\n" in foretell("show", "ferry").out
    foretell("withdraw", "ferry")
    assert foretell("show", "ferry").out.endswith("   2 forecasts\n")


def test_a_plot_draws_the_history_and_leaves_the_data_as_they_are(foretell, tmp_path):
    plain = foretell("show", "summit-by-2027", "--json").out
    asked = foretell("show", "summit-by-2027", "--json", "--plot", str(tmp_path / "history.svg"))
    drawn = (tmp_path / "history.svg").read_text()
    assert asked.out == plain
    assert "History of summit-by-2027" in drawn
    assert 'class="line crowd"' in drawn


def test_a_plot_draws_nothing_of_a_hidden_crowd(foretell, tmp_path, monkeypatch):
    monkeypatch.setenv("FORETELL_BLIND", "1")
    foretell("ask", "Will it rain?", "--slug", "rain", "--closes", "2099-01-01")
    foretell("forecast", "rain", "40%", "--as", "dee")
    foretell("show", "rain", "--plot", str(tmp_path / "rain.svg"))
    drawn = (tmp_path / "rain.svg").read_text()
    assert "The crowd is hidden until you forecast" in drawn
    assert 'class="line' not in drawn
