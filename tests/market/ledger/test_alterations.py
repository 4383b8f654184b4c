"""A schema that was altered behind foretell's back is found, and what is not foretell's in it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from databases import databases
from tampering import Bench, run

from market.errors import IntegrityError
from market.ledger.address import Address
from market.ledger.engine import Ledger
from market.ledger.keeping.audit import check

EITHER = {
    "DROP INDEX ix_report_standing": "index ix_report_standing is not there",
    "CREATE INDEX mine ON report (at)": "index mine is none of foretell's",
    "CREATE TABLE mine (x INTEGER)": "table mine is none of foretell's",
    "CREATE VIEW mine AS SELECT 1": "view mine is none of foretell's",
    "ALTER TABLE report ADD COLUMN mine TEXT": "report",
    "ALTER TABLE report RENAME TO mine; CREATE VIEW report AS SELECT * FROM mine": "table report",
}
SQLITE = {
    "DROP TRIGGER report_no_delete": "trigger report_no_delete is not there",
    (
        "DROP TRIGGER report_no_delete;"
        "CREATE TRIGGER report_no_delete BEFORE DELETE ON link BEGIN SELECT 1; END"
    ): "trigger report_no_delete is not as it was made",
    (
        "CREATE TRIGGER mine AFTER INSERT ON report"
        " BEGIN INSERT INTO link VALUES (NULL, NEW.entry, 1, 2); END"
    ): "trigger mine is none of foretell's",
    "ALTER TABLE report ADD COLUMN mine TEXT AS (source)": "table report is not as it was made",
    (
        "DROP INDEX uq_question_slug;CREATE UNIQUE INDEX uq_question_slug ON question (upper(slug))"
    ): "index uq_question_slug is not as it was made",
}
REWRITTEN = {
    "a type is no longer checked": ("link", "STRICT", "", "table link"),
    "a blank in a condition": ("member", "role <> ''", "role <> ' '", "table member"),
    "a condition is gone": ("link", "CHECK (question <> implies)", "CHECK (1)", "table link"),
    "a column may be null": ("member", "rights TEXT NOT NULL", "rights TEXT", "table member"),
    "a reference leads elsewhere": ("link", "REFERENCES question", "REFERENCES link", "table link"),
}
POSTGRESQL = {
    "DROP TRIGGER report_append_only ON report": "trigger report_append_only",
    "ALTER TABLE report DISABLE TRIGGER report_append_only": "trigger report_append_only",
    "ALTER TABLE report ENABLE REPLICA TRIGGER report_append_only": "trigger report_append_only",
    "ALTER TABLE report DISABLE TRIGGER ALL": "constraint fk_report_",
    "ALTER TABLE report ALTER source SET DEFAULT 'x'": "column source of report",
    "ALTER TABLE report ALTER rationale TYPE varchar": "column rationale of report",
    "ALTER TABLE report ALTER at DROP NOT NULL": "of report",
    "ALTER TABLE report ALTER at ADD GENERATED ALWAYS AS IDENTITY": "of report",
    "ALTER TABLE report DROP CONSTRAINT ck_report_probability": "constraint ck_report_probability",
    (
        "ALTER TABLE report DROP CONSTRAINT ck_report_probability;"
        "ALTER TABLE report ADD CONSTRAINT ck_report_probability"
        " CHECK (probability BETWEEN 0 AND 1) NOT VALID"
    ): "constraint ck_report_probability of report is not as it was made",
    "ALTER TABLE report DROP CONSTRAINT fk_report_forecaster": "constraint fk_report_forecaster",
    "ALTER TABLE alembic_version SET UNLOGGED": "table alembic_version is not as it was made",
    "CREATE RULE mine AS ON INSERT TO link DO INSTEAD NOTHING": "rule mine of link",
    "CREATE TABLE mine () INHERITS (report)": "inside report",
    "CREATE TABLE public.mine () INHERITS (report)": "table public.mine inside report",
    "ALTER TABLE report ENABLE ROW LEVEL SECURITY": "row-level security of report",
    "CREATE POLICY mine ON report USING (id > 1)": "policy mine is none of foretell's",
    "CREATE TYPE mine AS ENUM ('x')": "type mine",
    "CREATE SEQUENCE mine": "sequence mine",
    "CREATE MATERIALIZED VIEW mine AS SELECT 1": "materialized view mine",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'": "function mine",
    (
        "CREATE FUNCTION public.mine() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN NEW.probability := 0.5; RETURN NEW; END';"
        "CREATE TRIGGER mine BEFORE INSERT ON report FOR EACH ROW EXECUTE FUNCTION public.mine()"
    ): "trigger mine is none of foretell's",
    (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RETURN NEW; END $$"
    ): "function refuse_change is not as it was made",
    "ALTER FUNCTION refuse_change() SET check_function_bodies = off": "function refuse_change",
}


@pytest.fixture(autouse=True)
def lasting():
    """Nothing: here each check makes what the models declare for itself."""


def alter(ledger, statements):
    """Do what anybody with the file can do to the schema."""
    ledger.close()  # a connection that was open before would keep the old one
    with closing(sqlite3.connect(ledger.address)) as connection:
        connection.executescript(statements)


def assert_altered(ledger, finding):
    with pytest.raises(IntegrityError, match=re.escape(finding)) as caught:
        check(ledger)
    assert caught.value.message.count("\n") == 0


@pytest.fixture(scope="module")
def database(postgres_server, empty_database, tmp_path_factory):
    """An empty ledger on a server, for alterations that are undone one by one."""
    with databases(postgres_server) as make:
        address = make(empty_database)
        ledger = Ledger(Address.parse(address), lambda: 0)
        with (
            closing(ledger),
            closing(Bench(ledger, address, tmp_path_factory.mktemp("x"))) as bench,
        ):
            yield bench


@pytest.mark.parametrize("statements", EITHER | POSTGRESQL)
def test_a_schema_that_was_altered_on_a_server_is_found(database, statements):
    with database.tampered(run(statements)) as ledger:
        assert_altered(ledger, (EITHER | POSTGRESQL)[statements])


@pytest.mark.parametrize("statements", EITHER | SQLITE)
def test_a_schema_that_was_altered_in_a_file_is_found(sqlite_ledger, statements):
    alter(sqlite_ledger, statements)
    assert_altered(sqlite_ledger, (EITHER | SQLITE)[statements])


@pytest.mark.parametrize("what", REWRITTEN)
def test_a_declaration_that_was_rewritten_in_a_file_is_found(sqlite_ledger, what):
    table, old, new, finding = REWRITTEN[what]
    sqlite_ledger.close()
    with closing(sqlite3.connect(sqlite_ledger.address)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        rewrite = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?"
        connection.execute(rewrite, [old, new, table])
    assert_altered(sqlite_ledger, finding)


def test_statistics_that_sqlite_gathers_are_no_finding(sqlite_ledger):
    alter(sqlite_ledger, "ANALYZE")
    check(sqlite_ledger)
