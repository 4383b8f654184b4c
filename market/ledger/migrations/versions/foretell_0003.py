"""Members of a team, the role that wrote an entry, and a way from an entry to its rows."""

from __future__ import annotations

from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision = "foretell_0003"
down_revision = "foretell_0002"

_MEMBER = """CREATE TABLE member (
    id {integer} NOT NULL,
    entry {integer} NOT NULL,
    role TEXT NOT NULL,
    forecaster {integer} NOT NULL,
    rights TEXT NOT NULL,
    CONSTRAINT pk_member PRIMARY KEY (id),
    CONSTRAINT ck_member_role CHECK (role <> ''),
    CONSTRAINT fk_member_entry
        FOREIGN KEY(entry) REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_member_forecaster FOREIGN KEY(forecaster) REFERENCES forecaster (id)
)"""

# Without them SQLite, as an entry comes in, reads every table for rows that waited for it.
_INDEXED = (
    "forecaster",
    "question",
    "wording",
    "report",
    "ruling",
    "evidence",
    "article",
    "claim",
    "relation",
    "link",
    "member",
)

_REFUSE = "BEGIN SELECT RAISE(ABORT, 'member is append-only'); END"
_TAKEN = "WHEN EXISTS (SELECT 1 FROM member WHERE id = NEW.id)"

_SQLITE_TRIGGERS = (
    f"CREATE TRIGGER member_no_update BEFORE UPDATE ON member {_REFUSE}",
    f"CREATE TRIGGER member_no_delete BEFORE DELETE ON member {_REFUSE}",
    f"CREATE TRIGGER member_no_replace BEFORE INSERT ON member {_TAKEN} {_REFUSE}",
)

_POSTGRESQL_TRIGGERS = (
    (
        "CREATE TRIGGER member_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON member "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    ),
)


def upgrade() -> None:
    """Add the table, the column and the indexes; old entries have no role, and digests hold."""
    sqlite = op.get_context().dialect.name == "sqlite"
    table = _MEMBER.format(integer="INTEGER" if sqlite else "BIGINT")
    table += " STRICT" if sqlite else ""
    triggers = _SQLITE_TRIGGERS if sqlite else _POSTGRESQL_TRIGGERS
    indexes = (f"CREATE INDEX ix_{name}_entry ON {name} (entry)" for name in _INDEXED)
    for statement in ("ALTER TABLE entry ADD COLUMN role TEXT", table, *triggers, *indexes):
        op.get_bind().exec_driver_sql(statement)
