"""Scripts that know only the documentation come to the same as foretell."""

from __future__ import annotations

import json

import pytest
from bulk_files import at, write_forecasts, write_questions
from independent import independently

DEMO = ("--demo",)
CLUB = ("--db", "club.db")


@pytest.fixture
def demo(foretell):
    assert foretell("demo").code == 0
    return DEMO


@pytest.fixture
def brought(foretell, home):
    """A ledger made of files."""
    questions = [{"question_id": f"q{n}", "resolve_time": at(10 + n)} for n in range(3)]
    write_questions(home / "q.csv", *questions)
    said = [
        {"question_id": f"q{n % 3}", "forecaster": who, "time": at(n), "probability": str(n / 30)}
        for n in range(2, 24)
        for who in ("Café", "bo")
    ]
    write_forecasts(home / "f.csv", *said)
    ended = foretell("import", "q.csv", "f.csv", *CLUB)
    assert ended.code == 0, ended.err
    return CLUB


@pytest.fixture(params=["demo", "brought", "season_ledger"])
def exported(request, foretell, home):
    """Where a ledger is, and its export."""
    ledger = request.getfixturevalue(request.param)
    where = ledger if isinstance(ledger, tuple) else ("--db", ledger.address)
    assert foretell("export", *where, "-o", "export.jsonl").code == 0
    return where, home / "export.jsonl"


def test_an_export_is_verified(foretell, exported):
    where, path = exported
    head = foretell("log", "--head", *where).out.split()[1]
    code, said = independently("verify_export.py", path, head)
    assert (code, said.split()[0], said.split()[-1]) == (0, "Sound:", head)


def test_every_score_is_recomputed_from_an_export(foretell, exported):
    where, path = exported
    board = json.loads(foretell("leaderboard", "--json", *where).out)
    names = [row["forecaster"] for row in board["rows"]]
    people = [name for name in names if not name.startswith("@")]
    assert people
    for name in people:
        code, said = independently("recompute_scores.py", path, name)
        assert code == 0, said
        recomputed = json.loads(said)
        shown = json.loads(foretell("scores", name, "--json", *where).out)["rows"]
        assert {row["question"] for row in shown} == recomputed.keys()
        for row in shown:
            expected = {key: row[key] for key in ("coverage", "brier", "last")}
            assert recomputed[row["question"]] == pytest.approx(expected, rel=1e-12, abs=1e-15)
