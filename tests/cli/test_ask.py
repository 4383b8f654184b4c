"""`foretell ask`: a new question, its slug, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

CLOSES = ("--closes", "2026-12-31")
TOLD = ("--criteria", "A drop is seen.", "--source", "the weather office")


@pytest.fixture
def shown(foretell):
    def show(slug):
        return json.loads(foretell("show", slug, "--json").out)

    return show


@pytest.mark.usefixtures("club")
def test_a_question_is_asked_with_all_its_words(foretell, shown):
    words = {
        "criteria": "A drop is seen.",
        "fine_print": "Fog does not count.",
        "background": "It is dry.",
        "source": "the weather office",
        "family": "rain",
    }
    options = [part for field, text in words.items() for part in (option(field), text)]
    ended = foretell(
        "ask", "Rain?", "--slug", "rain", *CLOSES, *options, "--tag", "b", "--tag", "a"
    )
    assert (ended.code, ended.err) == (0, "Next: foretell forecast rain 30%\n")
    page = shown("rain")
    assert {field: page[field] for field in words} == words
    assert (page["title"], page["tags"]) == ("Rain?", ["a", "b"])
    assert (page["opens"], page["closes"]) == ("2025-12-06T05:46:40Z", "2026-12-31T23:59:59Z")


def option(field):
    return "--" + field.replace("_", "-")


@pytest.mark.usefixtures("club")
def test_the_echo_says_when_it_opens_and_closes(foretell):
    ended = foretell("ask", "Rain?", "--slug", "rain", *CLOSES, *TOLD)
    assert ended.out == "Asked   rain   opens now, closes 31 Dec 2026 23:59 UTC (in 12 months)\n"
    later = foretell("ask", "Snow?", "--slug", "snow", *CLOSES, *TOLD, "--opens", "2026-01-01")
    assert "opens 1 Jan 2026 00:00 UTC, closes" in later.out
    assert later.err == ""
    long = foretell("ask", "Hail?", "--slug", "h" * 80, *CLOSES, *TOLD).out.splitlines()
    assert long == [
        "Asked   " + "h" * 80,
        "        opens now, closes 31 Dec 2026 23:59 UTC (in 12 months)",
    ]


@pytest.mark.usefixtures("club")
def test_without_a_slug_one_is_made_of_the_title_and_stays_unique(foretell):
    title = "Will the club book Lisbon by the end of 2026?"
    slugs = [
        json.loads(foretell("ask", title, *CLOSES, "--json").out)["question"] for _ in range(3)
    ]
    assert slugs == [f"club-book-lisbon-by-2026{n}" for n in ("", "-2", "-3")]


@pytest.mark.usefixtures("club")
def test_what_nobody_has_said_yet_is_asked_for(foretell):
    err = foretell("ask", "Rain?", "--slug", "rain", *CLOSES).err
    assert err.splitlines() == [
        "Note: what counts as yes?  foretell edit rain --criteria TEXT",
        "Note: who decides?  foretell edit rain --source TEXT",
        "Next: foretell forecast rain 30%",
    ]


@pytest.mark.usefixtures("club")
def test_the_new_question_is_a_row(foretell):
    words = ("Rain?", "--slug", "rain", *CLOSES, "--tag", "sky", "--hide-crowd")
    row = json.loads(foretell("ask", *words, "--json").out)
    assert row == {
        "question": "rain",
        "title": "Rain?",
        "status": "open",
        "opens": "2025-12-06T05:46:40Z",
        "closes": "2026-12-31T23:59:59Z",
        "family": None,
        "tags": ["sky"],
        "crowd_hidden": True,
        "entry": 5,
    }
    (cells,) = csv.DictReader(io.StringIO(foretell("ask", "Hail?", *CLOSES, "--csv").out))
    assert (cells["question"], cells["crowd_hidden"]) == ("hail-by-2026", "false")


def test_the_first_question_makes_the_ledger_and_says_where(foretell, home):
    ended = foretell("ask", "Rain?", *CLOSES, *TOLD, "--db", "new.db", "--as", "ana")
    assert ended.code == 0
    assert ended.err.splitlines()[0] == "Made a new ledger: new.db"
    assert (home / "new.db").exists()
    again = foretell("ask", "Snow?", *CLOSES, *TOLD, "--db", "new.db", "--as", "ana")
    assert "new ledger" not in again.err


def test_without_a_named_ledger_it_is_made_in_the_data_folder(foretell, home):
    made = home / ".local" / "share" / "foretell" / "foretell.db"
    ended = foretell("ask", "Rain?", *CLOSES, "--as", "ana")
    assert f"Made a new ledger: {made}" in ended.err
    assert made.exists()


REFUSED = [
    (["Rain?", "--closes", "2025-12-01"], 1, "2025-12-01 23:59 UTC is not in the future."),
    (["Rain?", "--closes", "now"], 1, "is not in the future."),
    (["Rain?", "--closes", "99999-01-01"], 2, "is not a time."),
    (["Rain?", "--closes", "2026-02-30"], 2, "is not a time."),
    (["Rain?", "--closes", "someday"], 2, "is not a time."),
    (["Rain?", "--closes", ""], 2, "is not a time."),
    (["Rain?"], 2, "Missing option '--closes'."),
    (["--closes", "2026-12-31"], 2, "Missing argument 'TITLE'."),
    (["Rain?", *CLOSES, "--opens", "2027-01-01"], 1, "which is not after it opens"),
    (["Rain?", *CLOSES, "--opens", "then"], 2, "is not a time."),
    (["", *CLOSES], 1, "A question needs a title."),
    ([" \t ", *CLOSES], 1, "A question needs a title."),
    (["one\ntwo", *CLOSES], 1, "The title holds line breaks"),
    (["one\u2028two", *CLOSES], 1, "The title holds line breaks"),
    (["\x1b[31mred", *CLOSES], 1, "The title holds line breaks or invisible characters."),
    (["\u202ederre", *CLOSES], 1, "The title holds line breaks or invisible characters."),
    (["x" * 501, *CLOSES], 1, "The title has 501 characters: that is too long."),
    (["Rain?", *CLOSES, "--criteria", "x" * 100_001], 1, "The text of the criteria has 100,001"),
    (["Rain?", *CLOSES, "--slug", "no blanks"], 1, "'no blanks' cannot be a question's slug."),
    (["Rain?", *CLOSES, "--slug", ""], 1, "'' cannot be a question's slug."),
    (["Rain?", *CLOSES, "--slug", "-x"], 1, "'-x' cannot be a question's slug."),
    (["Rain?", *CLOSES, "--slug", "s" * 81], 1, "cannot be a question's slug."),
    (["Rain?", *CLOSES, "--slug", "Summit-BY-2027"], 1, "There is a question summit-by-2027"),
    (["Rain?", *CLOSES, "--tag", "a,b"], 1, "A tag cannot hold a comma."),
    (["Rain?", *CLOSES, "--tag", "a\nb"], 1, "The tag holds line breaks"),
    (["Rain?", *CLOSES, "--family", "\u2066x"], 1, "The family holds line breaks"),
    (["Rain?", *CLOSES, "--as", "@median"], 1, "cannot be a name"),
]


@pytest.mark.parametrize(("words", "code", "message"), REFUSED)
def test_what_cannot_be_asked_is_refused_in_one_line_with_a_hint(
    foretell, club, words, code, message
):
    before = Path(club.address).read_bytes()
    ended = foretell("ask", *words)
    error, hint = ended.err.splitlines()
    assert (ended.code, ended.out) == (code, "")
    assert error.startswith("Error: ")
    assert message in error
    assert hint.startswith("Hint: ")
    assert Path(club.address).read_bytes() == before


@pytest.mark.parametrize(
    "words", [["Rain?", "--closes", "2025-01-01"], ["", *CLOSES], ["Rain?", *CLOSES, "--slug", "/"]]
)
def test_what_cannot_be_asked_makes_no_ledger(foretell, home, words):
    assert foretell("ask", *words, "--db", "new.db", "--as", "ana").code == 1
    assert not (home / "new.db").exists()


@pytest.mark.parametrize(
    ("title", "weak"),
    [
        ("Will prices rise significantly?", "“significantly” is an amount without a measure."),
        ("Will Ana leave the club and Bo join it?", "That asks after two events at once."),
        ("Will it rain in Lisbon?", None),
    ],
)
def test_a_weak_title_is_asked_and_noted(foretell, title, weak):
    ended = foretell("ask", title, "--slug", "q", "--closes", "+9d", "--criteria", "c")
    notes = [line for line in ended.err.splitlines() if "--title" in line]
    assert ended.code == 0
    assert [f"Note: {weak}" in note for note in notes] == ([] if weak is None else [True])
