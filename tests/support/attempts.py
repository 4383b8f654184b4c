"""What players of a team try with plain SQL, past the program, and what comes of it."""

from __future__ import annotations

from acts_by_hand import (
    ACTS,
    EVERYBODY,
    FORECAST,
    FORMS,
    NOBODY,
    OPEN,
    OWNERS,
    READERS,
    SUPERUSER,
    Attempt,
)
from team import PLAYERS

from market.ledger.schema import ORDER, tables
from market.ledger.team.functions import functions
from market.ledger.team.rights import Right, writable

__all__ = ["REFUSALS", "TABLE", "Attempt", "is_short"]

REFUSALS = [
    ("-", "42501", ""),
    ("-", "42P01", "does not exist"),  # in a schema that the role may not look into
    ("k", "P0001", "is append-only"),
    ("n", "23502", "null value in column"),
    ("q", "P0001", "a question is recorded together with its wording"),
    ("e", "P0001", "evidence is recorded together with its ruling"),
    ("j", "P0001", "there is no question with the id"),
    ("p", "P0001", "the postings are not those that are due"),
    ("c", "0A000", "COPY FROM not supported with row-level security"),
    ("t", "0A000", "trigger functions can only be called as triggers"),
    ("f", "58P01", "could not open file"),
    ("d", "2BP01", "cannot be dropped"),
    ("v", "0A000", "session user cannot be renamed"),
    ("o", "42501", "is no member of this team"),
]
"""Why an attempt is refused, by its mark: the state, and a part of the message; the last that fits
counts. ``+`` succeeds, ``=`` does so without effect."""

CHOSEN = [
    Attempt(
        f"choose {column.name} of {table.name}",
        "------nn",
        f"INSERT INTO {table.name} ({column.name}) VALUES ('1')",
    )
    for table in tables()
    for column in table.columns
    if column.name not in writable(Right).get(table.name, ())
]
CHOSEN += [
    Attempt(
        "forecast for another",
        "------nn",
        f"INSERT INTO report (question, forecaster, probability) VALUES ({OPEN}, 1, 0.4)",
    ),
    Attempt(
        "write an entry",
        OWNERS,
        "INSERT INTO entry SELECT number + 1, recorded_at, actor, command, NULL, previous, rows"
        " FROM entry ORDER BY number DESC LIMIT 1",
    ),
    Attempt(
        "ON CONFLICT DO UPDATE",
        NOBODY,
        f"{FORECAST} ON CONFLICT (id) DO UPDATE SET probability = 0.9",
    ),
]

CHANGES = [
    Attempt(f"{what} {table.name}", NOBODY, statement.format(table.name, table.columns[0].name))
    for table in tables()
    for what, statement in [
        ("UPDATE", "UPDATE {0} SET {1} = {1}"),
        ("DELETE", "DELETE FROM {0}"),
        ("TRUNCATE", "TRUNCATE {0} CASCADE"),
    ]
]
CHANGES += [
    Attempt(
        "MERGE, updating",
        NOBODY,
        "MERGE INTO report USING question AS q ON question = q.id"
        " WHEN MATCHED THEN UPDATE SET probability = 0.9",
    ),
    Attempt("UPDATE the revision", OWNERS, "UPDATE alembic_version SET version_num = version_num"),
    Attempt("UPDATE whose turn it is", OWNERS, "UPDATE turn SET moment = 0"),
]

READING = [
    Attempt(f"read {table}", READERS, f"SELECT * FROM {table}")
    for table in ("entry", *ORDER, "alembic_version")
]
READING += [
    Attempt("read whose turn it is", OWNERS, "SELECT * FROM turn"),
    Attempt("COPY TO STDOUT", READERS, "COPY report TO STDOUT"),
    Attempt("COPY TO a file", SUPERUSER, "COPY report TO '/dev/null'"),
    Attempt("COPY TO PROGRAM", SUPERUSER, "COPY report TO PROGRAM 'cat > /dev/null'"),
    Attempt("read past the policies", OWNERS, "SET LOCAL row_security = off; SELECT * FROM report"),
    Attempt("read passwords", SUPERUSER, "SELECT rolpassword FROM pg_authid"),
    Attempt("read a file", SUPERUSER, "SELECT pg_read_file('PG_VERSION')"),
    Attempt("list a folder", SUPERUSER, "SELECT pg_ls_dir('.')"),
    Attempt("import a file", SUPERUSER, "SELECT lo_import('/dev/null')"),
    Attempt("SELECT FOR UPDATE", OWNERS, "SELECT * FROM report FOR UPDATE"),
    Attempt("SELECT FOR KEY SHARE", OWNERS, "SELECT * FROM report FOR KEY SHARE"),
]
READING += [
    Attempt(f"LOCK IN {mode} MODE", marks, f"LOCK TABLE report IN {mode} MODE")
    for mode, marks in [
        ("ACCESS SHARE", READERS),  # as every reader does
        ("ROW SHARE", OWNERS),
        ("ROW EXCLUSIVE", OWNERS),
        ("SHARE UPDATE EXCLUSIVE", OWNERS),
        ("SHARE", OWNERS),
        ("SHARE ROW EXCLUSIVE", OWNERS),
        ("EXCLUSIVE", OWNERS),
        ("ACCESS EXCLUSIVE", OWNERS),
    ]
]

SCHEMA = [
    Attempt(statement, OWNERS, statement)
    for statement in [
        "ALTER TABLE report DISABLE TRIGGER USER",
        "ALTER TABLE report DISABLE TRIGGER write_report",
        "ALTER TABLE report ENABLE REPLICA TRIGGER write_report",
        "ALTER TABLE report DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE report DROP CONSTRAINT ck_report_probability",
        "ALTER TABLE report ALTER COLUMN id SET DEFAULT 1",
        "ALTER TABLE report ALTER COLUMN forecaster DROP NOT NULL",
        "ALTER TABLE report ADD COLUMN note TEXT",
        "ALTER TABLE report RENAME TO reports",
        "ALTER TABLE report OWNER TO CURRENT_USER",
        "ALTER TRIGGER write_report ON report RENAME TO zzz",
        "DROP TRIGGER write_report ON report",
        "CREATE TRIGGER aaa BEFORE INSERT ON report EXECUTE FUNCTION refuse_change()",
        "CREATE POLICY mine ON report FOR INSERT WITH CHECK (true)",
        "ALTER POLICY write_report ON report WITH CHECK (true)",
        "DROP POLICY write_report ON report",
        "CREATE RULE aside AS ON INSERT TO report DO INSTEAD NOTHING",
        "CREATE INDEX more ON report (at)",
        "CREATE STATISTICS more ON at, id FROM report",
        "COMMENT ON TABLE report IS 'ours'",
        "REINDEX TABLE report",
        "DROP TABLE evidence",
        "CREATE TEMP TABLE mine () INHERITS (report)",
        "CREATE TABLE foretell.mine (id BIGINT)",
        "CREATE VIEW foretell.mine AS SELECT 1",
        "CREATE SEQUENCE foretell.mine",
        "CREATE FUNCTION foretell.now() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
        "CREATE OR REPLACE FUNCTION foretell.me() RETURNS bigint LANGUAGE sql AS 'SELECT 1::int8'",
        "ALTER FUNCTION foretell.me() SECURITY INVOKER",
        "ALTER FUNCTION foretell.chain() SET search_path = pg_temp",
        "DROP FUNCTION foretell.chain() CASCADE",
        "DROP SCHEMA foretell CASCADE",
    ]
]
SCHEMA += [
    Attempt(statement, SUPERUSER, statement)
    for statement in [
        "ALTER TABLE report DISABLE TRIGGER ALL",
        "ALTER TABLE report SET SCHEMA public",
        "ALTER SCHEMA foretell RENAME TO ours",
        "CREATE SCHEMA mine",
        "CREATE TABLE public.report (id BIGINT)",
        "CREATE PUBLICATION mine FOR TABLE report",
        "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE internal AS 'int4in'",
        "CREATE CAST (bytea AS text) WITHOUT FUNCTION",
        "DROP EXTENSION plpgsql CASCADE",
    ]
]
SCHEMA += [
    Attempt(
        "an event trigger",
        SUPERUSER,
        "CREATE FUNCTION pg_temp.e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
        " CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION pg_temp.e()",
    )
]

ROLES = [
    Attempt("rise to superuser", SUPERUSER, "ALTER ROLE CURRENT_USER SUPERUSER"),
    Attempt("pass by policies", SUPERUSER, "ALTER ROLE CURRENT_USER BYPASSRLS"),
    Attempt("replicate", SUPERUSER, "ALTER ROLE CURRENT_USER REPLICATION"),
    Attempt("may make roles", OWNERS, "ALTER ROLE {member} CREATEROLE"),
    Attempt("make a role", OWNERS, "CREATE ROLE mine_§"),
    Attempt("drop a member's role", "------dd", "DROP ROLE {member}"),
    Attempt("rename a member's role", "--v---++", "ALTER ROLE {member} RENAME TO mine_§"),
    Attempt("set a member's password", "--+---++", "ALTER ROLE {member} PASSWORD 'x'"),
    Attempt("set the owner's password", OWNERS, "ALTER ROLE {owner} PASSWORD 'x'"),
    Attempt("lend a member's role", OWNERS, "GRANT {resolver} TO {member}"),
    Attempt("lend the owner's role", SUPERUSER, "GRANT {owner} TO {nobody}"),
    Attempt("grant rights", "--====++", "GRANT INSERT ON ruling TO {member}"),
    Attempt("grant a column", "--====++", "GRANT INSERT (forecaster) ON report TO {member}"),
    Attempt("grant to all", "--====++", "GRANT ALL ON report TO PUBLIC"),
    Attempt("grant the schema", "--====++", "GRANT ALL ON SCHEMA foretell TO PUBLIC"),
    Attempt("take rights", "--====++", "REVOKE ALL ON report FROM {member}"),
    Attempt("settings of all", SUPERUSER, "ALTER DATABASE {database} SET search_path = public"),
    Attempt("settings of a member", "--+---++", "ALTER ROLE {member} SET search_path = public"),
    Attempt("give up what others granted", "======++", "DROP OWNED BY CURRENT_USER"),
    Attempt("no triggers", SUPERUSER, "SET LOCAL session_replication_role = replica"),
    Attempt("no log", SUPERUSER, "SET LOCAL log_statement = none"),
    Attempt("a library", SUPERUSER, "LOAD 'plpgsql'"),
    Attempt("the server's settings", SUPERUSER, "SELECT pg_reload_conf()"),
]
ROLES += [
    Attempt(f"{form} {target}", marks, f"{form} {{{target}}}")
    for form in ("SET ROLE", "SET SESSION AUTHORIZATION")
    for target, marks in zip(
        PLAYERS,
        [
            "+------+",
            "-+-----+",
            "--+----+",
            "---+---+",
            "----+--+",
            "-----+-+",
            "------++",
            "-------+",
        ],
        strict=True,
    )
]

TRIGGERS = {name for name, made in functions().items() if "RETURNS trigger" in made}
CALLS = [
    Attempt("call me", READERS, "SELECT foretell.me()"),
    Attempt("call moment", READERS, "SELECT foretell.moment()"),
    Attempt("call writer", "------oo", "SELECT foretell.writer('member')"),
    Attempt("call state_of", OWNERS, "SELECT foretell.state_of(1, 0)"),
    Attempt("call digest_of", OWNERS, "SELECT foretell.digest_of(1)"),
    Attempt("call rows_of", OWNERS, "SELECT foretell.rows_of(1)"),
    Attempt("call stripped", OWNERS, "SELECT foretell.stripped('')"),
    Attempt("call refuse_line", OWNERS, "SELECT foretell.refuse_line('', '')"),
    Attempt("call refuse_remark", OWNERS, "SELECT foretell.refuse_remark('', 'a')"),
    Attempt("call refuse_tags", OWNERS, "SELECT foretell.refuse_tags('')"),
    Attempt("call refuse_text", OWNERS, "SELECT foretell.refuse_text('', '', 1)"),
    Attempt("call refuse_times", OWNERS, "SELECT foretell.refuse_times(1)"),
    Attempt("call refuse_undue", OWNERS, "SELECT foretell.refuse_undue(0)"),
    Attempt(
        "call refuse_unless_open",
        OWNERS,
        f"SELECT foretell.refuse_unless_open({OPEN}, foretell.moment())",
    ),
    Attempt("call cost_of", OWNERS, "SELECT foretell.cost_of(1, 0, 1)"),
    Attempt("call subsidy_of", OWNERS, "SELECT foretell.subsidy_of(1, 0)"),
    Attempt("call furthest", OWNERS, "SELECT foretell.furthest(1)"),
    Attempt("call funds_of", OWNERS, "SELECT foretell.funds_of(1, 1)"),
    Attempt("call accounts_due", OWNERS, "SELECT foretell.accounts_due(1)"),
    Attempt("call postings_due", OWNERS, "SELECT foretell.postings_due(1)"),
    Attempt("call settlement_of", OWNERS, "SELECT foretell.settlement_of(1, 1)"),
    *(
        Attempt(f"call {name}", "------tt", f"SELECT foretell.{name}()")
        for name in sorted(TRIGGERS)
    ),
]
BORROWED = [
    Attempt(
        f"put {name} on a table of one's own",
        OWNERS,
        "CREATE TEMP TABLE mine (LIKE report);"
        f" CREATE TRIGGER t AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION foretell.{name}()",
    )
    for name in sorted(TRIGGERS)
]

HARMLESS = [
    Attempt("a temporary table", EVERYBODY, "CREATE TEMP TABLE report (id BIGINT)"),
    Attempt("a lock of one's own", EVERYBODY, "SELECT pg_advisory_xact_lock(1)"),
    Attempt("LISTEN and NOTIFY", EVERYBODY, "LISTEN ledger; NOTIFY ledger, 'entry 1 is false'"),
    Attempt("a large object", EVERYBODY, "SELECT lo_create(0)"),
    Attempt(
        "defaults for own tables",
        EVERYBODY,
        "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC",
    ),
    Attempt("own settings", EVERYBODY, "ALTER ROLE CURRENT_USER SET search_path = pg_temp"),
]

TABLE = [
    *ACTS,
    *FORMS,
    *CHOSEN,
    *CHANGES,
    *READING,
    *SCHEMA,
    *ROLES,
    *CALLS,
    *BORROWED,
    *HARMLESS,
]
"""All of it."""


def is_short(attempt):
    """Whether an attempt belongs to the short form: the acts, and two tables for all others."""
    return attempt in ACTS + FORMS or attempt.what.endswith((" report", " entry"))
