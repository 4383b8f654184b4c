"""Listing questions and showing one."""

from __future__ import annotations

import csv
import io
import json

import pytest

from market.articles.tables import Article, Claim, Relation
from market.ledger.acts.asking import ask
from market.ledger.acts.forecasters import find_or_add_forecaster
from market.ledger.clauses import Implication
from market.ledger.views.questions import question_states
from scoring.kinds import Kind

pytestmark = pytest.mark.usefixtures("club")

DAY = 86_400_000_000


@pytest.fixture
def listed(foretell):
    def run(*words):
        return [row["question"] for row in json.loads(foretell("questions", "--json", *words).out)]

    return run


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ([], ["summit-by-2027", "summit-by-2029"]),
        (["--due"], ["bridge-opens"]),
        (["--resolved"], ["mayor-wins"]),
        (["--all"], ["bridge-opens", "mayor-wins", "summit-by-2027", "summit-by-2029"]),
        (["--as", "BO", "--mine"], ["summit-by-2027"]),
        (["--as", "bo", "--missing"], ["summit-by-2029"]),
        (["--tag", "Talks", "--all"], ["summit-by-2027", "summit-by-2029"]),
        (["--tag", "talk"], []),
        (["--search", "2029 MEET"], ["summit-by-2029"]),
        (["--limit", "1"], ["summit-by-2027"]),
    ],
)
def test_filters_choose_and_the_soonest_close_comes_first(listed, words, slugs):
    assert listed(*words) == slugs


@pytest.mark.parametrize("words", [["--due", "--all"], ["--mine", "--missing"]])
def test_filters_that_exclude_each_other_are_a_usage_error(foretell, words):
    assert foretell("questions", *words).code == 2


def test_the_crowd_is_the_median_of_the_people_standing(foretell, clock):
    foretell("forecast", "summit-by-2027", "90%", "--as", "dee")
    clock.advance(days=8)
    foretell("forecast", "summit-by-2027", "95%", "--as", "bo")
    (row,) = json.loads(foretell("questions", "--json", "--limit", "1").out)
    assert (row["crowd"], row["people"]) == (0.9, 3)
    assert row["change_7_days"] == pytest.approx(0.5)


def test_the_table_names_what_is_listed_and_is_not_shortened_in_a_pipe(foretell):
    lines = foretell("questions").out.splitlines()
    assert lines[0] == "2 open questions · 6 Dec 2025 · sorted by close"
    assert lines[2] == "  question        closes       crowd  people  you  7 days  tags"
    assert lines[3] == "  summit-by-2027  10 Jan 2027    30%       2    ·     +10  talks"


def test_csv_and_json_say_the_same(foretell):
    rows = json.loads(foretell("questions", "--all", "--json").out)
    cells = list(csv.DictReader(io.StringIO(foretell("questions", "--all", "--csv").out)))
    assert [row["question"] for row in cells] == [row["question"] for row in rows]
    assert list(cells[0]) == list(rows[0])
    assert cells[1]["outcome"] == "1"
    assert cells[0]["crowd"] == ""


def test_show_tells_the_question_the_crowd_and_you(foretell):
    foretell("forecast", "summit-by-2027", "35%", "--why", "a hunch")
    shown = foretell("show", "SUMMIT-by-2027").out
    for words in (
        "OPEN, closes in 13 months",
        "Criteria    Both are in one room.",
        "Source      two agencies Fine print: --full",
        "Family      by-2027 ≤ by-2029",
        "median 35%   3 people, 20% to 40%",
        "35% since 6 Dec 2025   1 forecast",
    ):
        assert words in shown
    assert "Calls do not count" not in shown
    full = foretell("show", "summit-by-2027", "--full").out
    assert "Calls do not count" in full
    assert "a hunch" in full


def test_show_as_of_a_time_knows_nothing_later(foretell):
    foretell("forecast", "summit-by-2027", "35%")
    shown = json.loads(foretell("show", "summit-by-2027", "--as-of", "2025-11-20", "--json").out)
    assert (shown["crowd"], shown["people"], shown["you"]) == (0.2, 1, None)


def test_show_tells_the_outcome_and_its_evidence(foretell):
    shown = foretell("show", "mayor-wins").out
    assert "RESOLVED YES, 5 Dec 2025" in shown
    assert "The Count · https://example.org/count" in shown


def test_show_tells_what_an_article_says_and_which_questions_are_linked(foretell, club):
    with club.writing("ana", "seed") as writing:
        questions = question_states(writing.connection, now=writing.now)
        numbers = {state.slug: state.id for state in questions}
        voice = find_or_add_forecaster(writing, "article:sands", Kind.ARTICLE)
        article = {"slug": "sands", "title": "Sands", "digest": "0" * 64}
        (number,) = writing.insert(
            Article, [{**article, "published": writing.now, "forecaster": voice}]
        )
        claim = {"article": number, "slug": "meeting", "text": "They meet.", "places": "13"}
        (claimed,) = writing.insert(Claim, [claim])
        relation = {"claim": claimed, "relation": "sharpens", "polarity": "for"}
        said = {"phrase": "is likely", "probability": 0.75, "low": 0.67, "high": 0.8}
        here = {"question": numbers["summit-by-2027"]}
        writing.insert(Relation, [{**relation, **said, **here}])
        writing.insert(Implication, [{**here, "implies": numbers["summit-by-2029"]}])
    shown = foretell("show", "summit-by-2027").out
    assert "Sands, ¶13, claim meeting: “is likely” (75%, 67 to 80%)" in shown
    assert "this implies summit-by-2029" in shown
    assert "summit-by-2027 implies this" in foretell("show", "summit-by-2029").out


def test_what_a_question_says_cannot_command_the_terminal(foretell):
    foretell("forecast", "summit-by-2027", "35%", "--why", "\x1b[31mred\u202e line")
    assert "[31mred line" in foretell("show", "summit-by-2027", "--full").out


def test_a_question_that_is_not_open_yet_is_shown_with_its_opening(foretell, club):
    with club.writing("ana", "ask") as w:
        ask(w, "later", "Later?", w.now + 3 * DAY, w.now + 9 * DAY)
    assert "NOT OPEN, opens at 9 Dec 2025 05:46 UTC" in foretell("show", "later").out
    assert json.loads(foretell("show", "later", "--json").out)["opens"] == "2025-12-09T05:46:40Z"


def test_as_of_a_time_before_it_opened_a_question_has_no_history(foretell):
    words = ["show", "mayor-wins", "--as-of", "2025-08-01"]
    ended = foretell(*words)
    assert (ended.code, ended.err) == (0, "")
    assert "NOT OPEN, opens at 7 Sep 2025 05:46 UTC" in ended.out
    shown = json.loads(foretell(*words, "--json").out)
    assert (shown["outcome"], shown["forecasts"], shown["evidence"]) == (None, 0, [])
    assert (shown["as_of"], shown["closes"]) == (
        "2025-08-01T23:59:59.999999Z",
        "2025-12-07T05:46:40Z",
    )


def test_a_question_that_nobody_asked_is_unknown_at_any_time(foretell):
    assert "no question" in foretell("show", "nowhere", "--as-of", "2025-08-01").err


def test_on_a_narrow_terminal_tags_give_way_and_slugs_stay_apart(foretell, monkeypatch):
    foretell("seed", "load", "anchorage")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    _, _, header, *rows = foretell("questions", "--all", "--limit", "0").out.splitlines()
    assert "tags" not in header
    assert all(len(row) <= 80 for row in rows)
    slugs = [row.split()[0] for row in rows]
    assert len(set(slugs)) == len(slugs)


def test_what_is_missing_is_what_can_be_forecast_now(foretell):
    foretell("ask", "Does it snow?", "--slug", "snow", "--opens", "+2d", "--closes", "+9d")
    missing = {
        one["question"] for one in json.loads(foretell("questions", "--missing", "--json").out)
    }
    told = {one["question"] for one in json.loads(foretell("status", "--json").out)["missing"]}
    assert missing == told == {"summit-by-2027", "summit-by-2029"}
