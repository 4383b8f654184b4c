"""`foretell link`: what is printed, and how links show elsewhere."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def linked(foretell, clock, home, monkeypatch):
    """Run commands in a new ledger with five questions and links between them."""
    monkeypatch.setenv("FORETELL_DB", str(home / "new.db"))
    monkeypatch.setenv("FORETELL_USER", "ana")
    for slug in ("ana-wins", "bo-wins", "cy-wins", "deal", "terms"):
        foretell("ask", f"Does {slug} come?", "--slug", slug, "--closes", "+90d")
    for words in ("exhaustive ana-wins bo-wins cy-wins", "conditional terms deal"):
        assert foretell("link", "add", *words.split()).code == 0
    clock.advance(days=1)
    return lambda words: foretell(*words.split())


def test_a_link_is_told_as_a_sentence_and_kept_for_programs(linked):
    done = linked("link add excludes ana-wins bo-wins")
    assert done.out == "Linked: at most one of ana-wins and bo-wins is YES.\n"
    rows = json.loads(linked("link list ana-wins --json").out)
    trio = ["ana-wins", "bo-wins", "cy-wins"]
    assert rows == [
        {"kind": "exhaustive", "questions": trio, "derived": False},
        {"kind": "excludes", "questions": trio[:2], "derived": False},
    ]
    assert (
        linked("link list --csv").out.splitlines()[1]
        == 'exhaustive,"ana-wins,bo-wins,cy-wins",false'
    )


def test_the_page_of_a_question_tells_its_links_from_its_own_side(linked):
    shown = linked("show terms").out, linked("show deal").out, linked("show cy-wins").out
    for page, told in zip(
        shown,
        (
            "this is annulled if deal is NO",
            "terms is annulled if this is NO",
            "at least one of this, ana-wins and bo-wins is YES",
        ),
        strict=True,
    ):
        assert f"Links       {told}\n" in page.replace("\n" + " " * 14, "\n  Links       ")


def test_a_link_that_is_taken_back_is_gone_and_in_the_journal(linked):
    done = linked("link remove exhaustive cy-wins bo-wins ana-wins")
    assert done.out.startswith("Taken back: at least one of ana-wins")
    assert done.err == "To put it back: foretell link add exhaustive ana-wins bo-wins cy-wins\n"
    assert linked("link list cy-wins").out.startswith("0 links of cy-wins")
    assert "took back a link of 3 questions: exhaustive" in linked("log").out


def test_a_resolution_tells_what_it_annuls_and_what_it_leaves_over(linked):
    done = linked("resolve deal no")
    assert "  Annulled: terms is conditional on deal, which is NO.\n" in done.out
    annulled = json.loads(linked("show terms --json").out)
    assert (annulled["status"], annulled["ruling_note"]) == (
        "annulled",
        "conditional on deal, which is NO",
    )
    undone = linked("unresolve deal").err
    assert undone.startswith("Note: terms was annulled because of it, and stays so.\n")
    linked("resolve ana-wins no")
    done = linked("resolve bo-wins no")
    assert "  Follows: cy-wins is YES.\n           foretell resolve cy-wins --implied" in done.out
    done = linked("resolve cy-wins --implied")
    assert "implied by ana-wins, bo-wins" in done.out
    assert "cy-wins was resolved because of it" in linked("unresolve ana-wins").err


def test_an_imported_outcome_annuls_what_is_conditional_on_it(linked, home):
    deal = json.loads(linked("show deal --json").out)
    times = f"{deal['opens']},{deal['closes']},{deal['opens']}"
    (home / "outcomes.csv").write_text(
        "question_id,title,open_time,close_time,resolve_time,outcome\n"
        f"deal,{deal['title']},{times},0\n"
    )
    assert linked("import outcomes.csv").code == 0
    assert json.loads(linked("show terms --json").out)["status"] == "annulled"
    assert linked("db check").code == 0
