"""The sessions on the page about teams are what its members would see, on a real server."""

from __future__ import annotations

import getpass
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from sessions import differences, steps
from sqlalchemy import make_url

PAGE = Path(__file__).parents[2] / "docs" / "team.md"
TODAY = datetime(2041, 1, 7, 12, tzinfo=UTC)
"""A day that the database's own clock has not reached: its moments are then those of the owner."""
ROLES = ("club", "ana", "bo", "zoe")
ADDRESS = "postgresql://{}@db.example.org/club"


@pytest.fixture
def server(postgres_server):
    """A server that knows the owner of the page, and forgets everybody afterwards."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        found = "SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)"
        if connection.execute(found, (list(ROLES),)).fetchone()[0]:
            pytest.skip("the server has roles that are called like those of the page")
        connection.execute("CREATE ROLE club LOGIN CREATEROLE PASSWORD 'secret of club'")
        yield connection
        for role in ROLES:
            connection.execute(f"DROP ROLE IF EXISTS {role}")


@pytest.fixture
def addresses(server, new_database):
    """The real address of each role, without a password, by that on the page."""
    address = new_database()
    server.execute(f"ALTER DATABASE {make_url(address).database} OWNER TO club")
    return {
        ADDRESS.format(role): str(make_url(address)._replace(username=role, password=None))
        for role in ROLES
    }


@pytest.fixture
def typed(at_terminal, addresses, clock, monkeypatch):
    """Type one command of the page; whoever sits at another computer does so a day later."""
    clock.now = int(TODAY.timestamp()) * 1_000_000
    monkeypatch.setattr(getpass, "getuser", lambda: "carol")
    monkeypatch.setattr(getpass, "getpass", hear)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))

    def run(command):
        if command.startswith("foretell "):
            printed = at_terminal(command)
            for shown, real in addresses.items():
                printed = printed.replace(f"'{real}'", shown).replace(real, shown)
            return printed
        variable, _, address = command.removeprefix("export ").partition("=")
        role = make_url(address).username
        monkeypatch.setenv(variable, addresses[address])
        monkeypatch.setenv("PGPASSWORD", f"secret of {role}")
        clock.advance(days=1)
        return ""

    return run


def hear(prompt):
    """The password of a role, typed where nobody sees it."""
    sys.stderr.write(f"{prompt}\n")
    role = re.match(r"Password for the role (\w+)", prompt)
    hear.role = role[1] if role else hear.role
    return f"secret of {hear.role}"


def test_the_page_shows_what_is_printed(typed):
    told = [
        (step, typed(step.command)) for step in steps(PAGE.read_text("utf-8"), "foretell", "export")
    ]
    assert len(told) > 20
    wrong = differences(told)
    assert not wrong, "\n".join(["The page shows something else than:", *wrong])
