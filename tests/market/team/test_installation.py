"""Installing what enforces a team's rights, finding it altered, and putting it right."""

from __future__ import annotations

import time
from contextlib import closing, contextmanager

import psycopg
import pytest
from sqlalchemy import make_url
from team import wall_clock

from market.errors import DatabaseError, IntegrityError
from market.ledger.address import Address
from market.ledger.connections import engines
from market.ledger.engine import open_ledger
from market.ledger.installation import migrate
from market.ledger.keeping.audit import check
from market.ledger.team import functions
from market.ledger.team.installation import (
    alterations,
    install,
    is_installed,
    refuse_altered,
)

# What is done behind the program's back, and what db check says of it.
ALTERED = {
    "ALTER TABLE foretell.entry DISABLE TRIGGER entry_append_only": (
        "The trigger entry_append_only is not as"
    ),
    "DROP FUNCTION foretell.refuse_change() CASCADE": "The function refuse_change is not as",
    "ALTER FUNCTION foretell.moment() SECURITY INVOKER": "The function moment is not as",
    "ALTER FUNCTION foretell.chain() SET search_path TO public": "The function chain is not as",
    "DROP FUNCTION foretell.me() CASCADE": "The function me is not as",
    "CREATE FUNCTION foretell.more() RETURNS int LANGUAGE sql AS 'SELECT 1'": (
        "The function more is none of foretell's."
    ),
    "GRANT EXECUTE ON FUNCTION foretell.chain() TO {member}": (
        "The right to call chain of {member} is none of foretell's."
    ),
    "REVOKE EXECUTE ON FUNCTION foretell.me() FROM PUBLIC": (
        "The right to call me of everybody is not as"
    ),
    "ALTER FUNCTION foretell.me() OWNER TO {superuser}": "The owner of me is none",
    'DROP TRIGGER "Chain_report" ON foretell.report': "The trigger Chain_report is not as",
    "ALTER TABLE foretell.report DISABLE TRIGGER write_report": "The trigger write_report is not",
    "CREATE TRIGGER more BEFORE INSERT ON foretell.entry FOR EACH ROW EXECUTE FUNCTION "
    "foretell.refuse_change()": "The trigger more is none",
    "CREATE TRIGGER write_report BEFORE INSERT ON foretell.link FOR EACH ROW EXECUTE FUNCTION "
    "foretell.write_report()": "The trigger write_report is not as",
    "CREATE FUNCTION foretell.me(text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'": (
        "The function me is not as"
    ),
    "DROP POLICY write_report ON foretell.report": "The policy write_report is not as",
    "ALTER POLICY write_report ON foretell.report WITH CHECK (true)": (
        "The policy write_report is not as"
    ),
    "CREATE POLICY more ON foretell.entry FOR INSERT WITH CHECK (true)": "The policy more is none",
    "ALTER TABLE foretell.report DISABLE ROW LEVEL SECURITY": (
        "The row-level security of report is not as"
    ),
    "ALTER TABLE foretell.member OWNER TO {superuser}": "The owner of member is none",
    "GRANT UPDATE ON foretell.report TO {member}": "{member} may UPDATE in report",
    "GRANT UPDATE (note) ON foretell.ruling TO {resolver}": "{resolver} may UPDATE in ruling",
    "GRANT DELETE, TRUNCATE ON foretell.entry TO PUBLIC": "PUBLIC may DELETE in entry",
    "GRANT REFERENCES, TRIGGER ON foretell.report TO {nobody}": "{nobody} may REFERENCES in",
    "GRANT INSERT ON foretell.report TO {member}": "{member} may INSERT in report",
    "GRANT INSERT (at) ON foretell.report TO {member}": "{member} may INSERT in report",
    "GRANT INSERT (verdict) ON foretell.ruling TO {member}": "{member} may INSERT in ruling",
    "GRANT INSERT (quote) ON foretell.report TO {member} WITH GRANT OPTION": (
        "{member} may grant INSERT in report"
    ),
    "GRANT INSERT (question) ON foretell.report TO {revoked}": "{revoked} may INSERT in report",
    "GRANT SELECT ON foretell.report TO {member} WITH GRANT OPTION": (
        "{member} may grant SELECT in report"
    ),
    "GRANT USAGE ON SCHEMA foretell TO {nobody} WITH GRANT OPTION": (
        "{nobody} may grant USAGE in the schema"
    ),
    "ALTER TABLE foretell.report FORCE ROW LEVEL SECURITY": (
        "The row-level security of report is not as"
    ),
    "GRANT CREATE ON SCHEMA foretell TO {editor}": "{editor} may CREATE in the schema",
}
POWER = {
    "who bypasses row-level security": ["ALTER ROLE {member} BYPASSRLS"],
    "a superuser": ["ALTER ROLE {member} SUPERUSER"],
    "one of the owner's": [
        "GRANT {owner} TO {nobody}",
        "INSERT INTO member SELECT max(id) + 1, max(entry), '{nobody}', 1, 'member' FROM member",
    ],
}


@pytest.fixture(autouse=True)
def lasting():
    """Nothing: here each check makes what the models declare for itself."""


@pytest.fixture
def owner(shared_team):
    with shared_team.ledger("owner") as ledger:
        yield ledger


@pytest.fixture
def superuser(shared_team):
    """The ledger for the server's own superuser."""
    with closing(open_ledger(shared_team.address, clock=wall_clock)) as ledger:
        yield ledger


@contextmanager
def undone(ledger):
    """A writing transaction of which nothing stays."""
    with ledger._writer.connect() as connection:
        yield connection
        connection.rollback()


def statement_of(team, statement):
    """The statement, on the roles of this team."""
    return statement.format(**team.roles)


def test_a_second_installation_finds_nothing_to_do(shared_team, owner):
    before = shared_team.state()
    with owner.writing("owner", "team init") as w:
        assert install(w.connection) == []
    assert shared_team.state() == before


def test_a_ledger_without_a_team_has_none_of_it(new_database, sqlite_ledger):
    with closing(open_ledger(new_database(), create=True, clock=wall_clock)) as ledger:
        with ledger.reading() as connection:
            assert not is_installed(connection)
            refuse_altered(connection)
        assert ledger.session().owns
    with sqlite_ledger.reading() as connection:
        assert not is_installed(connection)


@pytest.mark.parametrize("statement", ALTERED)
def test_what_is_altered_is_found_and_put_right(shared_team, superuser, statement):
    with undone(superuser) as connection:
        connection.exec_driver_sql(statement_of(shared_team, statement))
        with pytest.raises(IntegrityError):
            refuse_altered(connection)
        said = statement_of(shared_team, ALTERED[statement])
        assert said in " ".join(install(connection))
        assert alterations(connection) == []


@pytest.mark.parametrize("who", POWER)
def test_a_member_with_the_owners_power_is_found(shared_team, superuser, who):
    with undone(superuser) as connection:
        for statement in POWER[who]:
            connection.exec_driver_sql(statement_of(shared_team, statement))
        with pytest.raises(IntegrityError, match="may do all that the owner may"):
            refuse_altered(connection)


def test_a_check_of_the_ledger_finds_it_too(team):
    """A member's as the owner's."""
    with team.ledger("member") as ledger, team.ledger("owner") as owner:
        assert check(ledger) == check(owner)
        with team.administer() as connection:
            connection.execute(f"GRANT UPDATE ON foretell.report TO {team.roles['editor']}")
        with pytest.raises(IntegrityError, match="may UPDATE in report"):
            check(ledger)


def test_all_is_the_owners_whoever_installs_it(shared_team, superuser):
    with undone(superuser) as connection:
        connection.exec_driver_sql("DROP FUNCTION me() CASCADE")
        install(connection)
        owners = connection.exec_driver_sql(
            "SELECT DISTINCT proowner::regrole::text FROM pg_proc"
            " WHERE pronamespace = 'foretell'::regnamespace"
        )
        assert owners.scalars().all() == [shared_team.roles["owner"]]


def test_what_a_member_lost_is_given_again(shared_team, superuser):
    member = shared_team.roles["member"]
    with undone(superuser) as connection:
        before = _privileges(connection)
        connection.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA foretell FROM {member}")
        assert _privileges(connection) != before
        install(connection)
        assert _privileges(connection) == before


def _privileges(connection):
    acls = (
        "SELECT relname, relacl::text[] FROM pg_class WHERE relnamespace = 'foretell'::regnamespace"
    )
    return [(name, sorted(acl or ())) for name, acl in connection.exec_driver_sql(acls)]


def test_an_upgrade_installs_what_the_newer_program_has(owner, monkeypatch):
    monkeypatch.setitem(functions._PARAMETERS, "open_for", 60_000_000)
    with undone(owner) as connection:
        assert alterations(connection) == ["The function chain is not as it was installed."]
        migrate(connection)
        assert alterations(connection) == []


def test_an_upgrade_of_a_team_without_markets_lets_members_trade(owner):
    """The functions and tables of the exchange came with foretell_0004, clauses after them."""
    with undone(owner) as connection:
        before = _privileges(connection)
        for table in ("posting", "trade", "account", "market"):
            connection.exec_driver_sql(f"DROP TABLE {table} CASCADE")
            connection.exec_driver_sql(f"DROP FUNCTION write_{table}")
        connection.exec_driver_sql("DROP TABLE term, clause CASCADE")
        connection.exec_driver_sql("ALTER TABLE article DROP COLUMN authors")
        connection.exec_driver_sql("DROP FUNCTION refuse_undue, postings_due, accounts_due")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'foretell_0003'")
        migrate(connection)
        assert alterations(connection) == []
        assert sorted(_privileges(connection)) == sorted(before)


def test_a_transaction_is_not_held_open_to_wait_for_the_event(team, monkeypatch):
    monkeypatch.setitem(functions._PARAMETERS, "open_for", 100_000)
    with team.ledger("owner") as owner, owner.writing("owner", "team init") as w:
        install(w.connection)
    forecast = "INSERT INTO report (question, probability) VALUES (1, 0.9)"
    with team.connect("member") as connection:
        connection.execute("SELECT foretell.moment()")
        time.sleep(0.15)
        connection.execute(forecast)
        with pytest.raises(psycopg.errors.RaiseException, match="open for too long"):
            connection.commit()
        connection.execute("SELECT 1")  # what holds no lock has no moment yet
        time.sleep(0.15)
        connection.execute(forecast)


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_in_another_encoding_gets_neither_a_ledger_nor_a_team(
    postgres_server, new_database, encoding
):
    address = new_database()
    name = make_url(address).database
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name}")
        connection.execute(
            f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"
        )
    refused = f"in {encoding}, not in UTF-8"
    with pytest.raises(DatabaseError, match=refused):
        open_ledger(address, create=True, clock=wall_clock)
    _, writers = engines(Address.parse(address))  # as of a ledger that is older than this rule
    with writers.begin() as connection, pytest.raises(DatabaseError, match=refused):
        install(connection)
    writers.dispose()


def test_the_encoding_of_the_surroundings_is_not_that_of_the_text(team, monkeypatch):
    for encoding in ("LATIN1", "SQL_ASCII"):
        monkeypatch.setenv("PGCLIENTENCODING", encoding)
        with team.ledger("owner") as ledger, ledger.reading() as connection:
            assert (
                connection.exec_driver_sql("SELECT chr(128302)").scalar_one() == "\N{CRYSTAL BALL}"
            )
