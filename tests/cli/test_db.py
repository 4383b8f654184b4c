"""`foretell db`: the ledger is made, and brought up to date."""

from __future__ import annotations

from pathlib import Path

from market.ledger import engine, installation


def test_a_ledger_that_is_current_is_left_as_it_is(foretell, club):
    before = Path(club.address).read_bytes()
    ended = foretell("db", "upgrade")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"The ledger {club.address} is up to date: nothing was done.\n"
    assert Path(club.address).read_bytes() == before


def test_an_older_ledger_is_upgraded_and_that_is_said(foretell, club, monkeypatch):
    for module in (engine, installation):
        monkeypatch.setattr(module, "REVISION", "foretell_0002")
    refused = foretell("questions")
    assert refused.code == 3
    assert refused.err.splitlines()[1] == "Hint:  Run: foretell db upgrade"
    ended = foretell("db", "upgrade")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"The ledger {club.address} was brought up to date.\n"


def test_an_upgrade_makes_no_ledger(foretell, home):
    ended = foretell("db", "upgrade", "--db", "absent.db")
    assert ended.code == 3
    assert "foretell db init" in ended.err
    assert not (home / "absent.db").exists()
