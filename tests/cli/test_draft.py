"""`foretell draft` on a small text: what it shows, what it writes, and what follows from that."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

from market.articles.drafting.rules.registry import RULES

ROOT = Path(__file__).parents[2]
TEXT = """\
# The harbour

By [Ada Poe](https://example.org/ada)

## What comes next

A second ferry is likely. The council must mend the pier by the end of 2026. The old crane could
be sold within two years.

## Looking back

The storm of May was the worst in a decade.
"""
KEYS = [
    *("line", "start", "end", "text", "kind", "phrase", "probability", "polarity", "when"),
    *("resolvable", "reason"),
]


@pytest.fixture(autouse=True)
def harbour(home):
    """The text, as a file."""
    path = home / "harbour.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def claims_of(ended):
    assert ended.code == 0, ended.err
    return json.loads(ended.out)["claims"]


def test_every_claim_is_told_with_its_place_in_the_source(foretell):
    claims = claims_of(foretell("draft", "harbour.md", "--published", "2025-08-16", "--json"))
    assert {tuple(claim)[: len(KEYS)] for claim in claims} == {tuple(KEYS)}
    ferry, pier, crane = claims
    assert [claim["kind"] for claim in claims] == ["prediction", "norm", "prediction"]
    assert (ferry["line"], ferry["phrase"], ferry["probability"]) == (7, "is likely", 0.75)
    assert (ferry["low"], ferry["high"], ferry["heading"]) == (0.67, 0.8, "What comes next")
    assert (pier["when"], pier["probability"]) == ("2026-12-31", None)
    assert (crane["when"], crane["time"]) == ("2027-08-16", "within two years")
    for claim in claims:
        assert " ".join(TEXT[claim["start"] : claim["end"]].split()) == claim["text"]


def test_standard_input_is_read_like_a_file(foretell, monkeypatch):
    by_name = foretell("draft", "harbour.md", "--published", "2025-08-16", "--csv")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode()), "utf-8"))
    assert foretell("draft", "-", "--published", "2025-08-16", "--csv").out == by_name.out


def test_the_date_is_the_given_one_else_the_texts_own_else_today(foretell, home):
    def published(*words):
        ended = foretell("draft", *words, "--json")
        return json.loads(ended.out)["article"]["published"], ended.err

    (home / "dated.md").write_text(f"---\ndate: 2025-03-04\n---\n{TEXT}", encoding="utf-8")
    assert published("dated.md", "--published", "2025-08-16")[0] == "2025-08-16"
    assert published("dated.md")[0] == "2025-03-04"
    day, said = published("harbour.md")
    assert day not in {"2025-08-16", "2025-03-04"}
    assert f"times count from today, {day}" in said


def test_the_screen_says_what_can_be_asked_and_what_comes_next(foretell):
    ended = foretell("draft", "harbour.md", "--published", "2025-08-16")
    assert "What comes next" in ended.out
    assert "A second ferry is likely." in ended.out
    assert "of 2 claims; for 1 a time or a threshold is to be chosen." in ended.out
    assert ended.err == ("Next: foretell draft harbour.md --published 2025-08-16 -o harbour.toml\n")


def test_explained_every_claim_has_the_rules_that_fired_in_words(foretell):
    words = "draft", "harbour.md", "--published", "2025-08-16"
    explained = foretell(*words, "--explain").out
    for rule in {
        rule for claim in claims_of(foretell(*words, "--json")) for rule in claim["rules"]
    }:
        assert f"{rule}: " in explained
    assert "median 75%, quartiles 67% to 80%" in explained
    assert "“within two years”: 16 Aug 2025 to 16 Aug 2027" in explained


def test_a_draft_loads_once_its_todos_are_replaced_and_the_article_stands_on_it(foretell, home):
    pack = home / "harbour.toml"
    ended = foretell("draft", "harbour.md", "--published", "2025-08-16", "-o", "harbour.toml")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "Wrote harbour.toml\nNext: foretell lint harbour.toml\n"
    assert foretell("seed", "load", "harbour.toml").code == 1
    text = pack.read_text(encoding="utf-8")
    pack.write_text(re.sub(r"TODO: [^\".]*", "a ferry sails", text), encoding="utf-8")
    assert foretell("seed", "load", "harbour.toml").code == 0
    ferry = next(
        json.loads(foretell("show", question["question"], "--json").out)
        for question in json.loads(foretell("questions", "--all", "--json").out)
        if "ferry" in question["question"]
    )
    assert ferry["claims"][0]["probability"] == 0.75


def test_a_pack_that_is_there_is_replaced_only_by_force(foretell, home):
    pack = home / "harbour.toml"
    pack.write_text("mine")
    assert foretell("draft", "harbour.md", "-o", "harbour.toml").code == 1
    assert pack.read_text() == "mine"
    assert foretell("draft", "harbour.md", "-o", "harbour.toml", "--force").code == 0
    assert pack.read_text() != "mine"


def test_a_form_that_is_asked_for_wins_over_the_name_of_the_file(foretell, home):
    assert foretell("draft", "harbour.md", "--json", "-o", "odd.toml").code == 0
    assert json.loads((home / "odd.toml").read_text())["claims"]


def test_the_page_on_drafting_tells_the_rules_as_they_are_explained():
    page = (ROOT / "docs/drafting.md").read_text(encoding="utf-8")
    section = page.partition("## The rules")[2].partition("\n## ")[0]
    told = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)
    assert told[1:] == [tuple(rule) for rule in RULES]
