"""Members of a team, and the database role that wrote an entry."""

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
    """Add the table, and the column; entries that are there have no role, and digests hold."""
    sqlite = op.get_context().dialect.name == "sqlite"
    table = _MEMBER.format(integer="INTEGER" if sqlite else "BIGINT")
    table += " STRICT" if sqlite else ""
    triggers = _SQLITE_TRIGGERS if sqlite else _POSTGRESQL_TRIGGERS
    for statement in ("ALTER TABLE entry ADD COLUMN role TEXT", table, *triggers):
        op.get_bind().exec_driver_sql(statement)
