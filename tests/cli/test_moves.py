"""A ledger that is moved shows the same boards and exports to the last byte, wherever it is."""

from __future__ import annotations

import pytest

from market.ledger.tables import Member


def carry(foretell, home, old, new, *, by_export):
    file = home / "carried"
    if by_export:
        ended = foretell("export", "-o", str(file), "--db", old)
        assert (ended.code, foretell("import", str(file), "--db", new).code) == (0, 0)
    else:
        ended = foretell("db", "backup", str(file), "--db", old)
        assert (ended.code, foretell("db", "restore", str(file), "--db", new).code) == (0, 0)
    file.unlink()


def shown(foretell, home, address):
    """What commands print of a ledger, and what they write."""
    cells = home / "cells.csv"
    runs = [
        foretell(*words, "--db", address)
        for words in (
            ["leaderboard", "--json", "--cells", str(cells), "--force"],
            ["export"],
            ["questions", "--all", "--json"],
            ["log", "--limit", "9999", "--json"],
            ["db", "check"],
        )
    ]
    assert [run.code for run in runs] == [0] * len(runs)
    return [cells.read_bytes(), *(run.out for run in runs)]


@pytest.fixture
def demo(foretell, home):
    """The demonstration's ledger."""
    assert foretell("demo").code == 0
    return str(home / ".local/share/foretell/demo.db")


@pytest.fixture
def team(season_ledger):
    """A ledger with members, whose rights were changed."""
    with season_ledger.writing("ana", "team add") as w:
        rows = [("ana", 1, "editor,member"), ("bo", 2, "member"), ("bo", 2, "")]
        columns = ("role", "forecaster", "rights")
        w.insert(Member, [dict(zip(columns, row, strict=True)) for row in rows])
    return season_ledger.address


@pytest.mark.parametrize("ledger", ["demo", "team"])
def test_from_engine_to_engine_and_back_everything_is_the_same(
    foretell, home, new_database, request, ledger
):
    first = request.getfixturevalue(ledger)
    expected = shown(foretell, home, first)
    places = [new_database(), str(home / "back.db"), new_database(), str(home / "again.db")]
    for number, (old, new) in enumerate(zip([first, *places], places, strict=False)):
        carry(foretell, home, old, new, by_export=number % 2)
        assert shown(foretell, home, new) == expected, new
