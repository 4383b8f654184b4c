"""`foretell article`: what is printed of articles and authors, and what is refused."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from itertools import product

import pytest
from columns import column_text

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def article(foretell, clock, home, monkeypatch):
    """Run `foretell article` by a ledger with three questions, two of them resolved."""
    monkeypatch.setenv("FORETELL_DB", str(home / "new.db"))
    monkeypatch.setenv("FORETELL_USER", "ana")
    for slug in ("rain", "snow", "wind"):
        words = ("--opens", "2025-01-01", "--closes", "+9d", "--slug", slug)
        assert foretell("ask", f"Does {slug} come?", *words).code == 0
    assert foretell("forecast", "rain", "60%").code == 0
    clock.advance(days=10)
    for slug, outcome in (("rain", "yes"), ("snow", "no")):
        source = f"https://example.org/{slug}"
        assert foretell("resolve", slug, outcome, "--source", source).code == 0
    return lambda *words: foretell("article", *words)


@pytest.fixture
def written(home):
    """Write a pack."""

    def write(name, *numbers, **head):
        (home / f"{name}.toml").write_text(column_text(*numbers, **head), "utf-8")
        return f"{name}.toml"

    return write


def test_adding_says_what_was_brought_and_by_whom(article, written):
    pack = written("one", ("rain", "likely"), ("wind", "likely"), authors=("Ada",))
    done = article("add", pack, "--author", "Bo Ng", "--author", "bo ng")
    told = "Added @article:one by Bo Ng → 2 claims, 2 numbers → 2 questions, none of them new\n"
    assert (done.code, done.out) == (0, told)
    assert done.err == "A column.\nNext: foretell article score @article:one\n"
    (row,) = json.loads(article("list", "--json").out)
    assert (row["article"], row["authors"]) == ("@article:one", ["Bo Ng"])
    assert (row["claims"], row["numbers"], row["resolved"]) == (2, 2, 1)


def test_a_starter_pack_is_an_article_too_whose_outcomes_are_loaded_later(foretell, clock, home):
    clock.now = int(TODAY.timestamp()) * 1_000_000
    there = ("--db", str(home / "own.db"))
    done = foretell("article", "add", "anchorage", *there)
    assert "30 claims, 7 numbers → 70 questions, 70 of them new" in done.out
    assert "To record them: foretell seed load anchorage\n" in done.err
    assert foretell("seed", "load", "anchorage", *there).code == 0
    shown = foretell("article", "score", *there)
    *_, row = (line for line in shown.out.splitlines() if "@article:anchorage" in line)
    assert row.split() == [
        *("@article:anchorage", "30", "6", "5", "(4.6)"),
        *("0.146", "0.101", "0.194", "0.462", "0.345", "0.591"),
    ]
    assert shown.out.index("Not scored: 23 claims") < shown.out.index("@article:anchorage")


def test_what_is_unfinished_is_refused_before_a_ledger_is_made(foretell, home, written):
    pack = written("one", ("rain", "likely"))
    (home / pack).write_text((home / pack).read_text().replace("It will be so.", "TODO"))
    done = foretell("article", "add", pack, "--db", str(home / "none.db"))
    assert (done.code, done.out) == (1, "")
    assert "it says TODO" in done.err
    assert f"foretell lint {pack}" in done.err
    assert not (home / "none.db").exists()


def test_an_act_that_is_repeated_says_so(article, written):
    pack = written("one", ("rain", "likely"))
    first = article("add", pack, "--key", "monday")
    again = article("add", pack, "--key", "monday")
    assert (again.code, again.out) == (0, first.out)
    assert "monday was recorded before" in again.err
    assert article("add", pack).code == 1


def test_articles_and_authors_are_found_by_every_form_of_their_names(article, written):
    article(
        "add", written("one", ("rain", "likely"), ("wind", "likely"), authors=("Ada Lee", "two"))
    )
    article("add", written("two", ("snow", "likely"), ("wind", "likely"), authors=("Ada Lee",)))

    def named(*words):
        told = json.loads(article("score", *words, "--json").out)
        silent = {one["article"] for one in told["unscored"]}
        return [row["name"] for row in told["rows"]], silent

    both = {"@article:one", "@article:two"}
    for word in ("@author:Ada Lee", "author:ada lee", "ADA LEE"):
        assert named(word) == (["@author:Ada Lee"], both)
    for word in ("@article:TWO", "two"):
        assert named(word) == (["@article:two"], {"@article:two"})
    assert named("@author:two", "one") == (["@article:one", "@author:two"], {"@article:one"})
    assert len(named()[0]) == 4
    refused = article("score", "@author:Ada Le")
    assert (refused.code, refused.out) == (1, "")
    assert "Did you mean @author:Ada Lee?" in refused.err


def test_the_crowd_stands_beside_those_who_spoke_of_the_same_questions(article, written):
    article("add", written("one", ("rain", "likely"), ("snow", "unlikely")))
    out = article("score").out
    header, row = (line.split() for line in out.splitlines() if line.startswith("  "))
    assert header[-4:] == ["crowd", "↓", "better", "↑"]
    assert row[-4:] == ["0.160", "on", "1", "+0.098"]
    assert "Nothing is left out: every claim has a score.\n" in out


def test_names_and_texts_act_on_no_terminal_and_no_spreadsheet(article, written, home):
    pack = written("one", ("rain", "likely"), authors=("=1+1", "Ünal 王"))
    text = (home / pack).read_text("utf-8").replace("A column", "A \\u001b[31mred\\u202e column")
    (home / pack).write_text(text, "utf-8")
    assert article("add", pack).code == 0
    for words in (("list",), ("score",), ("list", "--csv"), ("score", "--csv"), ("list", "--json")):
        shown = article(*words).out
        assert not set(shown) & {"\x1b", "\u202e"}
    (row,) = csv.DictReader(article("list", "--csv").out.splitlines())
    assert row["authors"] == "'=1+1,Ünal 王"


def test_no_line_is_wider_than_the_terminal(article, written, at_terminal, monkeypatch):
    authors = ("Maximiliane von und zu Hohenstein-Wackerbarth", "Bo")
    numbers = (("rain", "likely"), ("snow", "unlikely"), ("wind", "probably"))
    article("add", written("a-column-with-a-long-name-of-2025-09-01", *numbers, authors=authors))
    for columns, words in product((100, 60, 40), ("list", "score")):
        monkeypatch.setenv("COLUMNS", str(columns))
        shown = at_terminal(f"foretell article {words}")
        lines = [line for line in shown.splitlines() if not line.startswith("Next:")]
        assert len(lines) > 1, shown
        assert max(map(len, lines)) <= columns, shown


@pytest.mark.usefixtures("club")
def test_without_an_article_it_says_how_one_is_added(foretell):
    for words, told in (("list", "0 articles"), ("score", "No article.")):
        done = foretell("article", words)
        assert (done.code, told in done.out) == (0, True)
        assert done.err == "Next: foretell article add PACK\n"
    assert json.loads(foretell("article", "score", "--json").out)["rows"] == []


@pytest.mark.usefixtures("club")
def test_its_help_loads_no_library_that_costs_time(process):
    listed = "import sys; from cli.commands import article; print(*sys.modules)"
    modules = set(process(script=listed).out.split())
    assert not modules & {"numpy", "sqlalchemy", "scipy", "market.articles.packfiles"}
