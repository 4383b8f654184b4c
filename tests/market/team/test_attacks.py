"""A hostile member who knows PostgreSQL: what is recorded is whole and true all the same."""

from __future__ import annotations

import time
from contextlib import nullcontext
from types import SimpleNamespace

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine, make_url
from team import DAY, assert_complete, wall_clock

from market.errors import IntegrityError
from market.ledger.acts.reports import report
from market.ledger.keeping.audit import check
from market.ledger.team import functions
from market.ledger.team.installation import install

FORECAST = "INSERT INTO report (question, probability) VALUES (1, 0.4)"
RULE = "INSERT INTO ruling (question, verdict, at) VALUES (1, %s, %s)"


@pytest.fixture
def records(team):
    """Check that what a player has done is whole and true, and how many entries it made."""
    with team.administer() as administrator:
        (first,) = administrator.execute("SELECT max(number) + 1 FROM entry").fetchone()

        def checked(player, entries):
            count = administrator.execute("SELECT max(number) - %s FROM entry", (first - 1,))
            assert count.fetchone() == (entries,)
            assert_complete(administrator, first, team.roles[player], player)
            with team.ledger("superuser") as ledger:
                check(ledger)

        yield checked


def refused(connection, statement, values=None):
    """What a statement, or the commit after it, is refused with."""
    with pytest.raises(psycopg.Error) as caught, connection.transaction():
        connection.execute(statement, values)
    return caught.value.diag.message_primary


SHADOWS = """
CREATE TEMP TABLE entry AS SELECT * FROM foretell.entry WHERE false;
CREATE TEMP TABLE member AS SELECT 99::bigint id, session_user::text AS role,
    1::bigint forecaster, 'member,editor,resolver' rights;
CREATE TEMP TABLE report (LIKE foretell.report);
CREATE TEMP TABLE turn AS SELECT pg_current_xact_id()::text::bigint writer, 0::bigint moment;
CREATE TEMP TABLE wording AS SELECT * FROM foretell.wording;
CREATE TEMP TABLE ruling AS SELECT * FROM foretell.ruling;
CREATE TEMP VIEW question AS SELECT * FROM foretell.question WHERE false;
CREATE FUNCTION pg_temp.me() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION pg_temp.writer(text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION pg_temp.moment() RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
CREATE FUNCTION pg_temp.rows_of(bigint) RETURNS text LANGUAGE sql AS 'SELECT repeat(''0'', 64)';
CREATE FUNCTION pg_temp.refuse_text(text, text, int) RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT to_timestamp(0)';
CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT to_timestamp(0)';
CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT ''\\x00''::bytea';
CREATE FUNCTION pg_temp.encode(bytea, text) RETURNS text LANGUAGE sql AS 'SELECT repeat(''0'', 64)';
CREATE FUNCTION pg_temp.float8send(float8) RETURNS bytea LANGUAGE sql AS 'SELECT ''\\x00''::bytea';
CREATE FUNCTION pg_temp.to_json(text) RETURNS json LANGUAGE sql AS 'SELECT ''1''::json';
CREATE FUNCTION pg_temp.pg_has_role(name, oid, text) RETURNS bool LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION pg_temp.pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION pg_temp.current_setting(text, bool) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
CREATE AGGREGATE pg_temp.max(bigint) (SFUNC = int8larger, STYPE = bigint, INITCOND = '900');
CREATE AGGREGATE pg_temp.string_agg(text, text ORDER BY int, bigint)
    (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = percent_rank_final);
CREATE FUNCTION pg_temp.never(bigint, bigint) RETURNS bool LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR pg_temp.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = pg_temp.never);
CREATE FUNCTION pg_temp.glue(text, text) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
CREATE OPERATOR pg_temp.|| (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.glue);
CREATE DOMAIN pg_temp.bigint AS integer;
CREATE TYPE pg_temp.text AS ENUM ('a');
SET search_path = pg_temp, pg_catalog, foretell;
"""
SHADOWS = [made for made in SHADOWS.split(";\n") if made and "ORDER BY int" not in made]


def test_objects_of_ones_own_shadow_nothing_that_the_database_records_by(team, records):
    with team.connect("member", autocommit=True) as connection:
        for made in SHADOWS:
            connection.execute(made)
        connection.execute(FORECAST.replace("report", "foretell.report"))
    records("member", 1)


ODD = {
    "bytea_output": "escape",
    "extra_float_digits": "-15",
    "DateStyle": "German, DMY",
    "IntervalStyle": "sql_standard",
    "TimeZone": "Asia/Kathmandu",
    "client_encoding": "LATIN1",
    "transform_null_equals": "on",
    "array_nulls": "off",
    "enable_indexscan": "off",
    "enable_indexonlyscan": "off",
    "enable_bitmapscan": "off",
    "enable_sort": "off",
    "enable_hashagg": "off",
    "debug_parallel_query": "on",
    "work_mem": "64kB",
    "quote_all_identifiers": "on",
    "default_transaction_deferrable": "on",
    "synchronous_commit": "off",
    "search_path": "pg_temp",
    "jit_above_cost": "0",
    "lc_numeric": "C",
    "row_security": "on",
    "statement_timeout": "20s",
}


def test_settings_of_ones_own_change_nothing_of_what_is_recorded(team, records):
    said = "INSERT INTO foretell.report (question, probability, rationale) VALUES (1, %s, %s)"
    with team.connect("member", autocommit=True) as connection:
        for name, value in ODD.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        connection.execute(said, (0.1 + 0.2, "“is”? ünlikely".replace("“", '"').replace("”", '"')))
    records("member", 1)


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("command", "x" * 10_000, "the command has more than"),
        ("command", "two\nlines", "the command holds line breaks or invisible characters"),
        ("command", "\x1b[2J", "the command holds line breaks or invisible characters"),
        ("command", "\u202eyas", "the command holds line breaks or invisible characters"),
        ("command", "Cafe\u0301", "the command is not in Unicode normal form C"),
        ("command", " ask ", "the command has blanks around it"),
        ("key", "x" * 10_000, "the key has more than"),
        ("key", "two\nlines", None),
        ("key", "Cafe\u0301", "the key is not in Unicode normal form C"),
        ("key", "monday", "duplicate key value violates unique constraint"),
    ],
)
def test_an_entry_is_not_signed_with_what_no_program_would_write(team, setting, value, words):
    with team.connect("member", autocommit=True) as connection:
        connection.execute("SET foretell.key = monday")
        connection.execute(FORECAST)
        before = team.state()
        connection.execute("RESET foretell.key")
        connection.execute("SELECT set_config(%s, %s, false)", (f"foretell.{setting}", value))
        said = refused(connection, FORECAST)
    assert words is None or words in said
    assert team.state() == before


def test_the_key_of_another_is_no_key_of_ones_own(team, records):
    with team.ledger("owner") as ledger, ledger.writing("owner", "forecast", key="monday") as w:
        report(w, "snow", "owner", 0.3)
    with team.connect("member", autocommit=True) as connection:
        connection.execute("SET foretell.key = monday")
        connection.execute(FORECAST)
    with team.administer() as connection:
        signed = connection.execute("SELECT actor FROM entry WHERE key = 'monday' ORDER BY number")
        assert signed.fetchall() == [("owner",), ("member",)]


@pytest.mark.parametrize("moment", ["0", "1", "9223372036854775807", "soon", "", "-1", "{start}"])
def test_no_setting_makes_a_forecast_earlier_or_later(team, records, moment):
    with team.connect("member") as connection:
        (start,) = connection.execute("SELECT extract(epoch FROM now()) * 1000000").fetchone()
        time.sleep(0.05)
        value = moment.format(start=int(start))
        connection.execute("SELECT set_config('foretell.moment', %s, false)", (value,))
        began = wall_clock()
        connection.execute(FORECAST)
        connection.commit()
        (at,) = connection.execute("SELECT max(at) FROM report").fetchone()
    assert began <= at <= wall_clock()
    records("member", 1)


def test_a_transaction_held_open_to_wait_for_the_event_is_refused(team, monkeypatch):
    monkeypatch.setitem(functions._PARAMETERS, "open_for", 200_000)
    with team.ledger("owner") as ledger, ledger.writing("owner", "team init") as w:
        install(w.connection)
    before = team.state()
    with team.connect("member") as connection:
        connection.execute(FORECAST)
        time.sleep(0.3)
        with pytest.raises(psycopg.Error, match="the transaction was open for too long"):
            connection.commit()
    assert team.state() == before


def test_rows_undone_by_a_savepoint_leave_no_gap(team, records):
    with team.connect("member") as connection:
        connection.execute(FORECAST)
        connection.execute("SAVEPOINT s")
        connection.execute(FORECAST)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.execute("ROLLBACK TO s")
        connection.execute(FORECAST)
        connection.execute("SAVEPOINT t")
        connection.execute(FORECAST)
        connection.execute("ROLLBACK TO t")
    records("member", 1)


def test_an_entry_undone_by_a_savepoint_is_written_at_the_commit(team, records):
    with team.connect("member") as connection:
        connection.execute(FORECAST)
        connection.execute("SAVEPOINT s")
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.execute("ROLLBACK TO s")
    records("member", 1)


def test_nothing_is_recorded_of_what_a_savepoint_undid_altogether(team):
    before = team.state()
    with team.connect("member") as connection:
        connection.execute("SAVEPOINT s")
        connection.execute(FORECAST)
        connection.execute("ROLLBACK TO s")
    assert team.state() == before


def test_a_failure_caught_in_a_block_takes_its_rows_with_it(team, records):
    with team.connect("member", autocommit=True) as connection:
        connection.execute(
            f"DO $$ BEGIN {FORECAST}; BEGIN {FORECAST}; PERFORM 1 / 0;"
            " EXCEPTION WHEN division_by_zero THEN END; END $$"
        )
    records("member", 1)


NESTED = f"""
CREATE FUNCTION pg_temp.again() RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN
    SET search_path = foretell;
    {FORECAST};
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    RETURN 0.6;
END
$$
"""


def test_rows_written_while_rows_are_written_are_each_of_one_entry(team, records):
    with team.connect("member", autocommit=True) as connection:
        connection.execute(NESTED)
        connection.execute(
            "INSERT INTO report (question, probability)"
            " SELECT 1, pg_temp.again() FROM generate_series(1, 3)"
        )
    records("member", 4)


def test_rows_written_at_the_commit_are_recorded(team, records):
    """By a trigger of one's own, and by a cursor that is read as the transaction ends."""
    with team.connect("member") as connection:
        connection.execute(NESTED.replace("RETURN 0.6", "RETURN NULL").replace("float8", "trigger"))
        connection.execute("CREATE TEMP TABLE mine (id int)")
        connection.execute(
            "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON mine DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION pg_temp.again()"
        )
        connection.execute(NESTED.replace("again()", "later()"))
        connection.execute(FORECAST)
        connection.execute("INSERT INTO mine VALUES (1)")
        connection.execute("DECLARE c CURSOR WITH HOLD FOR SELECT pg_temp.later()")
        connection.commit()
    records("member", 3)


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_snapshot_older_than_the_last_entry_ends_in_an_error(team, level):
    with team.connect("member") as connection, team.connect("editor") as other:
        connection.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        connection.execute("SELECT count(*) FROM entry")
        other.execute(FORECAST)
        other.commit()
        before = team.state()
        with pytest.raises(psycopg.Error) as caught:
            connection.execute(FORECAST)
        connection.rollback()
    assert caught.value.sqlstate in {"40001", "23505"}
    assert team.state() == before


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_fresh_snapshot_may_write(team, records, level):
    with team.connect("member", autocommit=True) as connection:
        connection.execute(f"BEGIN ISOLATION LEVEL {level}; {FORECAST}; {FORECAST}; COMMIT")
    records("member", 1)


FUTURE = wall_clock() + 300 * DAY
WORDS = {
    "question": 1, "title": "Will it rain at last?", "background": "", "criteria": "",
    "fine_print": "", "source": "", "opens": 0, "closes": FUTURE, "family": None, "tags": "sky",
    "crowd_hidden": None,
}  # fmt: skip


def worded(**changes):
    words = {**WORDS, **changes}
    names = sql.SQL(", ").join(map(sql.Identifier, words))
    values = sql.SQL(", ").join(map(sql.Literal, words.values()))
    return sql.SQL("INSERT INTO wording ({}) VALUES ({})").format(names, values)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"closes": 2**63 - 1}, "a time is not in the years 1 to 9999"),
        ({"opens": -(2**63)}, "a time is not in the years 1 to 9999"),
        ({"closes": wall_clock() - DAY}, "the close is not in the future"),
        ({"opens": FUTURE}, "ck_wording_closes"),
        ({"title": "Cafe\u0301?"}, "not in Unicode normal form C"),
        ({"title": "two\nlines"}, "holds line breaks or invisible characters"),
        ({"title": "\u202eno"}, "holds line breaks or invisible characters"),
        ({"title": "\u00a0"}, "blanks around it"),
        ({"title": ""}, "ck_wording_title"),
        ({"title": "x" * 501}, "has more than 500 characters"),
        ({"background": "x" * 100_001}, "has more than 100000 characters"),
        ({"tags": "b,a"}, "the tags are not sorted, each once"),
        ({"tags": "a,a"}, "the tags are not sorted, each once"),
        ({"tags": "a,,b"}, "the tags are not sorted, each once"),
        ({"tags": None}, ""),
        ({"crowd_hidden": 2}, "ck_wording_crowd_hidden"),
        ({"question": 99}, "fk_wording_question"),
        ({"question": 4}, "the question is over"),
    ],
)  # fmt: skip
def test_words_that_the_program_would_refuse_are_refused(shared_team, changes, words):
    before = shared_team.state()
    with shared_team.connect("editor", autocommit=True) as connection:
        assert words in refused(connection, worded(**changes))
    assert shared_team.state() == before


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((1, "NaN", None), "a probability lies between"),
        ((1, "Infinity", None), "a probability lies between"),
        ((1, -0.0, None), "a probability lies between"),
        ((1, 5e-324, None), "a probability lies between"),
        ((1, 1, None), "a probability lies between"),
        ((2, None, None), "nothing of yours stands on snow"),
        ((3, 0.4, None), "over is closed"),
        ((4, 0.4, None), "done is resolved"),
        ((5, 0.4, None), "gone is annulled"),
        ((6, 0.4, None), "later has not opened yet"),
        ((0, 0.4, None), "there is no question with the id 0"),
        ((1, 0.4, "Cafe\u0301"), "not in Unicode normal form C"),
        ((1, 0.4, "two\u2028lines"), "has line breaks"),
        ((1, 0.4, "\u3000"), "is blank"),
        ((1, 0.4, "x" * 10_001), "has more than 10000 characters"),
    ],
)
def test_forecasts_that_the_program_would_refuse_are_refused(shared_team, values, words):
    said = "INSERT INTO report (question, probability, rationale) VALUES (%s, %s, %s)"
    before = shared_team.state()
    with shared_team.connect("member", autocommit=True) as connection:
        assert words in refused(connection, said, values)
    assert shared_team.state() == before


@pytest.mark.parametrize(
    ("verdict", "at", "words"),
    [
        ("annul", -(2**63), "a time is not in the years 1 to 9999"),
        ("annul", wall_clock() + DAY, "a ruling is made on what has happened"),
        ("close", wall_clock() - 60 * DAY, "rain had not opened by then"),
        ("reopen", None, "rain is open: there is nothing to reopen"),
        ("unresolve", None, "rain is open: there is nothing to unresolve"),
        ("resolve", None, "ck_ruling_resolve"),
        ("forget", None, "ck_ruling_verdict"),
    ],
)
def test_rulings_that_the_program_would_refuse_are_refused(shared_team, verdict, at, words):
    before = shared_team.state()
    with shared_team.connect("resolver", autocommit=True) as connection:
        assert words in refused(connection, RULE, (verdict, at))
    assert shared_team.state() == before


def test_a_member_sees_no_statement_of_another_and_ends_no_session_but_its_own(team):
    with team.connect("editor") as other, team.connect("member", autocommit=True) as connection:
        other.execute("SELECT 'secret'")
        seen = connection.execute(
            "SELECT query FROM pg_stat_activity WHERE pid = %s", (other.info.backend_pid,)
        )
        assert seen.fetchone() == ("<insufficient privilege>",)
        ended = "SELECT pg_terminate_backend(%s)"
        assert "permission denied" in refused(connection, ended, (other.info.backend_pid,))


def test_a_transaction_prepared_to_be_committed_later_is_refused(team):
    """Else it would hold the lock of writers for ever; the server's default forbids it."""
    with team.administer() as administrator:
        if administrator.execute("SHOW max_prepared_transactions").fetchone() != ("0",):
            pytest.skip("this server was told to allow them")
    before = team.state()
    with team.connect("member", autocommit=True) as connection:
        with pytest.raises(psycopg.Error, match="prepared transactions are disabled"):
            connection.execute(f"BEGIN; {FORECAST}; PREPARE TRANSACTION 'later'")
        connection.execute("ROLLBACK")
    assert team.state() == before


TAMPERINGS = [
    "ALTER TABLE report DISABLE TRIGGER write_report",
    'ALTER TABLE report DISABLE TRIGGER "Chain_report"',
    "ALTER TABLE report ENABLE REPLICA TRIGGER write_report",
    "ALTER TABLE report ENABLE ALWAYS TRIGGER write_report",
    "DROP TRIGGER write_ruling ON ruling",
    "ALTER TRIGGER write_report ON report RENAME TO zzz",
    "CREATE TRIGGER aaa BEFORE INSERT ON report EXECUTE FUNCTION refuse_change()",
    "ALTER TABLE report DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE report FORCE ROW LEVEL SECURITY",
    "CREATE POLICY mine ON report FOR INSERT WITH CHECK (true)",
    "ALTER POLICY write_report ON report WITH CHECK (true)",
    "ALTER POLICY read_report ON report TO {member}",
    "DROP POLICY write_report ON report",
    "CREATE RULE aside AS ON INSERT TO report DO ALSO NOTIFY ledger",
    "CREATE OR REPLACE FUNCTION foretell.me() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "ALTER FUNCTION foretell.me() SECURITY INVOKER",
    "ALTER FUNCTION foretell.chain() SET search_path = pg_temp",
    "ALTER FUNCTION foretell.chain() RESET ALL",
    "CREATE FUNCTION foretell.me(text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "CREATE FUNCTION foretell.sha256(text) RETURNS bytea LANGUAGE sql AS 'SELECT NULL::bytea'",
    "GRANT EXECUTE ON FUNCTION foretell.state_of TO {member}",
    "GRANT EXECUTE ON FUNCTION foretell.chain TO {member}",
    "GRANT EXECUTE ON FUNCTION foretell.chain TO PUBLIC",
    "REVOKE EXECUTE ON FUNCTION foretell.me FROM PUBLIC",
    "GRANT INSERT (forecaster) ON report TO {member}",
    "GRANT INSERT ON entry TO PUBLIC",
    "GRANT INSERT (verdict, question, at) ON ruling TO {member}",
    "GRANT UPDATE (note) ON ruling TO {resolver}",
    "GRANT DELETE ON report TO {nobody}",
    "GRANT TRUNCATE ON report TO PUBLIC",
    "GRANT TRIGGER ON report TO {member}",
    "GRANT REFERENCES (id) ON report TO {member}",
    "GRANT MAINTAIN ON report TO {member}",
    "GRANT UPDATE ON turn TO {member}",
    "GRANT INSERT ON turn TO {member}",
    "GRANT CREATE ON SCHEMA foretell TO {member}",
    "GRANT UPDATE ON alembic_version TO {member}",
    "ALTER TABLE report OWNER TO {superuser}",
    "ALTER FUNCTION foretell.me() OWNER TO {superuser}",
    "ALTER SCHEMA foretell OWNER TO {superuser}",
    "ALTER TABLE turn ADD COLUMN more bigint",
]


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_check_finds_what_the_owner_or_an_administrator_has_loosened(shared_team, tampering):
    url = make_url(shared_team.address).set(drivername="postgresql+psycopg")
    engine = create_engine(url, connect_args={"options": "-csearch_path=foretell"})
    with engine.connect() as connection:
        seen = SimpleNamespace(reading=lambda: nullcontext(connection))
        connection.exec_driver_sql(tampering.format(**shared_team.roles))
        with pytest.raises(IntegrityError):
            check(seen)
        connection.rollback()
    engine.dispose()
