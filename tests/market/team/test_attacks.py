"""A hostile member who knows PostgreSQL: what is recorded is whole and true all the same."""

from __future__ import annotations

import time

import psycopg
import pytest
from judges import send, trade_rows
from team import assert_complete, refused, wall_clock

from market.exchange.credits import UNIT
from market.ledger.acts.reports import report
from market.ledger.keeping.audit import check
from market.ledger.team import functions
from market.ledger.team.installation import install

FORECAST = "INSERT INTO report (question, probability) VALUES (1, 0.4)"


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


SHADOWS = """
CREATE TEMP TABLE entry AS SELECT * FROM foretell.entry WHERE false;
CREATE TEMP TABLE member AS SELECT 99::bigint id, session_user::text AS role,
    1::bigint forecaster, 'member,editor,resolver' rights;
CREATE TEMP TABLE report (LIKE foretell.report);
CREATE TEMP TABLE turn AS SELECT pg_current_xact_id()::text::bigint writer, 0::bigint moment;
CREATE TEMP TABLE wording AS SELECT * FROM foretell.wording;
CREATE TEMP TABLE ruling AS SELECT * FROM foretell.ruling;
CREATE TEMP TABLE market AS SELECT 1::bigint id, 2::bigint question, 1::bigint liquidity,
    0::bigint start;
CREATE TEMP TABLE trade (LIKE foretell.trade);
CREATE TEMP TABLE account AS SELECT id, entry, 99::bigint forecaster, market FROM foretell.account;
CREATE TEMP TABLE posting (LIKE foretell.posting);
CREATE TEMP VIEW question AS SELECT * FROM foretell.question WHERE false;
CREATE FUNCTION pg_temp.me() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION pg_temp.writer(text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION pg_temp.moment() RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
CREATE FUNCTION pg_temp.rows_of(bigint) RETURNS text LANGUAGE sql AS 'SELECT repeat(''0'', 64)';
CREATE FUNCTION pg_temp.refuse_text(text, text, int) RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz
    LANGUAGE sql AS 'SELECT to_timestamp(0)';
CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT to_timestamp(0)';
CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT ''\\x00''::bytea';
CREATE FUNCTION pg_temp.encode(bytea, text) RETURNS text LANGUAGE sql AS 'SELECT repeat(''0'', 64)';
CREATE FUNCTION pg_temp.float8send(float8) RETURNS bytea LANGUAGE sql AS 'SELECT ''\\x00''::bytea';
CREATE FUNCTION pg_temp.to_json(text) RETURNS json LANGUAGE sql AS 'SELECT ''1''::json';
CREATE FUNCTION pg_temp.pg_has_role(name, oid, text) RETURNS bool LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION pg_temp.pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION pg_temp.current_setting(text, bool) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
CREATE FUNCTION pg_temp.cost_of(bigint, bigint, bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 0';
CREATE FUNCTION pg_temp.ln(numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 0';
CREATE FUNCTION pg_temp.exp(numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 0';
CREATE FUNCTION pg_temp.ceil(numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 0';
CREATE AGGREGATE pg_temp.max(bigint) (SFUNC = int8larger, STYPE = bigint, INITCOND = '900');
CREATE FUNCTION pg_temp.never(bigint, bigint) RETURNS bool LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR pg_temp.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = pg_temp.never);
CREATE FUNCTION pg_temp.glue(text, text) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
CREATE OPERATOR pg_temp.|| (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.glue);
CREATE DOMAIN pg_temp.bigint AS integer;
CREATE TYPE pg_temp.text AS ENUM ('a');
SET search_path = pg_temp, pg_catalog, foretell;
"""


def test_objects_of_ones_own_shadow_nothing_that_the_database_records_by(team, records):
    with team.connect("member", autocommit=True) as connection:
        wind = connection.execute("SELECT id FROM question WHERE slug = 'wind'").fetchone()[0]
        rows = trade_rows(connection, wind, UNIT)
        connection.execute(SHADOWS)
        connection.execute(FORECAST.replace("report", "foretell.report"))
        with connection.transaction():
            for table, row in rows:
                send(connection, table, row)
    records("member", 2)


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
        connection.execute(said, (0.1 + 0.2, '"ünlikely" \\ so far'))
    records("member", 1)


ODD_SIGNATURES = [
    ("command", "x" * 10_000, "the command has more than"),
    ("command", "two\nlines", "the command holds line breaks or invisible characters"),
    ("command", "\x1b[2J", "the command holds line breaks or invisible characters"),
    ("command", "\u202eyas", "the command holds line breaks or invisible characters"),
    ("command", "Cafe\u0301", "the command is not in Unicode normal form C"),
    ("command", " ask ", "the command has blanks around it"),
    ("key", "x" * 10_000, "the key has more than"),
    ("key", "two\nlines", "the key holds line breaks or invisible characters"),
    ("key", "Cafe\u0301", "the key is not in Unicode normal form C"),
    ("key", "monday", "duplicate key value violates unique constraint"),
]


def test_an_entry_is_not_signed_with_what_no_program_would_write(team):
    with team.connect("member", autocommit=True) as connection:
        connection.execute("SET foretell.key = monday")
        connection.execute(FORECAST)
        before = team.state()
        for setting, value, words in ODD_SIGNATURES:
            connection.execute("RESET ALL")
            connection.execute("SELECT set_config(%s, %s, false)", (f"foretell.{setting}", value))
            assert words in refused(connection, FORECAST)
    assert team.state() == before


def test_the_key_of_another_is_no_key_of_ones_own(team):
    with team.ledger("owner") as ledger, ledger.writing("owner", "forecast", key="monday") as w:
        report(w, "snow", "owner", 0.3)
    with team.connect("member", autocommit=True) as connection:
        connection.execute("SET foretell.key = monday")
        connection.execute(FORECAST)
    with team.administer() as connection:
        signed = connection.execute("SELECT actor FROM entry WHERE key = 'monday' ORDER BY number")
        assert signed.fetchall() == [("owner",), ("member",)]


def test_no_setting_makes_a_forecast_earlier_or_later(team, records):
    moments = ("0", "9223372036854775807", "soon", "", "-1", "{start}")
    for moment in moments:
        with team.connect("member") as connection:
            (start,) = connection.execute("SELECT extract(epoch FROM now()) * 1000000").fetchone()
            time.sleep(0.02)
            value = moment.format(start=int(start))
            connection.execute("SELECT set_config('foretell.moment', %s, false)", (value,))
            began = wall_clock()
            connection.execute(FORECAST)
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            (at,) = connection.execute("SELECT max(at) FROM report").fetchone()
            assert began <= at <= wall_clock()
    records("member", len(moments))


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
