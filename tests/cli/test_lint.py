"""`foretell lint`: a pack's weak points, with exit code 1; nothing and 0 where there are none."""

from __future__ import annotations

import csv
import json
import re

import pytest

WEAK = """
opens = 2026-01-01T00:00:00Z
note = "A draft."
fine_print = "All times are UTC. Without proof the answer is NO."
deadlines = { by-june = 2026-06-30 }

[article]
title = "Weather"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
published = 2026-01-01T00:00:00Z

[questions.rain]
title = "Will it rain {how} by {deadline}?"
background = "It is dry."
criteria = "YES if rain falls by {deadline}."
source = "{source}"
tags = ["weather"]
deadlines = ["by-june"]
"""
SOON_AND_TODO = """\
weak: 2 findings

P02  Write what TODO stands for.
     questions.rain.source: TODO

W03  Name the day up to which it counts.
     questions.rain.title: says “soon”
"""


@pytest.fixture
def pack(home):
    """Return a function that writes a pack of one file."""

    def _pack(how="in Lisbon", source="The gauge."):
        text = WEAK.replace("{how}", how).replace("{source}", source)
        (home / "weak.toml").write_text(text, encoding="utf-8")

    return _pack


def test_the_starter_pack_is_clean(foretell):
    ended = foretell("lint", "anchorage")
    assert (ended.code, ended.out) == (0, "anchorage: no findings\n")
    assert ended.err == "Next: foretell seed load anchorage\n"


def test_findings_stand_under_their_code_with_what_to_do(foretell, pack):
    pack(how="soon", source="TODO")
    ended = foretell("lint", "weak.toml")
    assert (ended.code, ended.out) == (1, SOON_AND_TODO)
    assert ended.err == "2 findings; docs/writing-questions.md explains the codes.\n"


def test_findings_are_there_for_programs(foretell, pack):
    pack(how="soon")
    told = json.loads(foretell("lint", "weak.toml", "--json").out)
    assert told == {
        "pack": "weak",
        "findings": [
            {
                "code": "W03",
                "place": "questions.rain.title",
                "problem": "says “soon”",
                "mend": "Name the day up to which it counts.",
            }
        ],
    }
    rows = csv.DictReader(foretell("lint", "weak.toml", "--csv").out.splitlines())
    assert list(rows) == told["findings"]


def test_what_is_unfinished_is_not_loaded_and_makes_no_ledger(foretell, pack, home):
    pack(source="TODO: who says so")
    ended = foretell("seed", "load", "weak.toml")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.splitlines() == [
        "Error: The pack weak is unfinished: it says TODO.",
        "  questions.rain.source",
        "Hint:  Nothing was recorded. See what to mend: foretell lint weak.toml",
    ]
    assert [path.name for path in home.iterdir()] == ["weak.toml"]


def test_of_much_that_is_unfinished_the_first_places_are_named(foretell, home):
    text = re.sub(r'"[A-Z][^"]*"', '"TODO"', WEAK).replace("{source}", "TODO")
    (home / "weak.toml").write_text(text, encoding="utf-8")
    _, *places, _ = foretell("seed", "load", "weak.toml").err.splitlines()
    assert (places[0], places[-1], len(places)) == ("  note", "  and 2 more", 6)


def test_what_lint_lets_pass_is_loaded(foretell, pack, clock):
    pack()
    clock.now = 1_780_000_000_000_000
    assert foretell("lint", "weak.toml").code == 0
    ended = foretell("seed", "load", "weak.toml")
    assert (ended.code, ended.out) == (
        0,
        "1 article → 0 claims → 1 question: 0 resolved, 0 waiting, 1 open\n",
    )
    assert foretell("show", "rain-by-june").code == 0


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            b"[article]\npublished = 2026-01-01T00:00:00\ntitle = 'T'\nsha256 = '0'\n",
            'weak.toml [article]: "published" has no zone.',
        ),
        (b"opens = '\xe9'", "is not UTF-8."),
        (b"opens = " + b"9" * 5_000, "is not TOML: "),
        (b"opens = " + b"[" * 100_000, "is nested too deeply."),
        (b"a." * 500_000 + b"a = 1", "is nested too deeply."),
        (b"#" * (5 << 20) + b"\n", "is longer than a pack."),
    ],
)
def test_a_file_that_is_no_pack_is_a_finding(foretell, home, content, problem):
    (home / "weak.toml").write_bytes(content)
    ended = foretell("lint", "weak.toml", "--json")
    (finding,) = json.loads(ended.out)["findings"]
    assert (ended.code, finding["code"], finding["place"]) == (1, "P01", "weak.toml")
    assert problem in finding["problem"]
