"""Links of every kind, and the authors of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import op

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["down_revision", "revision", "upgrade"]

revision = "foretell_0005"
down_revision = "foretell_0004"

_CLAUSE = """CREATE TABLE clause (
    id {integer} NOT NULL,
    entry {integer} NOT NULL,
    kind TEXT NOT NULL,
    stands {integer} NOT NULL,
    CONSTRAINT pk_clause PRIMARY KEY (id),
    CONSTRAINT ck_clause_kind
        CHECK (kind IN ('implies', 'excludes', 'exhaustive', 'conditional')),
    CONSTRAINT ck_clause_stands CHECK (stands IN (0, 1)),
    CONSTRAINT fk_clause_entry
        FOREIGN KEY(entry) REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED
)"""

_TERM = """CREATE TABLE term (
    id {integer} NOT NULL,
    entry {integer} NOT NULL,
    clause {integer} NOT NULL,
    question {integer} NOT NULL,
    CONSTRAINT pk_term PRIMARY KEY (id),
    CONSTRAINT uq_term_question UNIQUE (clause, question),
    CONSTRAINT fk_term_entry
        FOREIGN KEY(entry) REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_term_clause FOREIGN KEY(clause) REFERENCES clause (id),
    CONSTRAINT fk_term_question FOREIGN KEY(question) REFERENCES question (id)
)"""

_TABLES = {"clause": _CLAUSE, "term": _TERM}

_ALTERATIONS = (
    "CREATE INDEX ix_clause_entry ON clause (entry)",
    "CREATE INDEX ix_term_entry ON term (entry)",
    "CREATE INDEX ix_term_question ON term (question)",
    "ALTER TABLE article ADD COLUMN authors TEXT",
)

_TAKEN = {
    "clause": "EXISTS (SELECT 1 FROM clause WHERE id = NEW.id)",
    "term": (
        "EXISTS (SELECT 1 FROM term WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM term "
        "WHERE clause = NEW.clause AND question = NEW.question)"
    ),
}


def upgrade() -> None:
    """Add the tables of links and a column for authors; nothing that was recorded changes."""
    sqlite = op.get_context().dialect.name == "sqlite"
    triggers = _sqlite_triggers if sqlite else _postgresql_triggers
    for name, table in _TABLES.items():
        statement = table.format(integer="INTEGER" if sqlite else "BIGINT")
        strict = " STRICT" if sqlite else ""
        for line in (statement + strict, *triggers(name)):
            op.get_bind().exec_driver_sql(line)
    for line in _ALTERATIONS:
        op.get_bind().exec_driver_sql(line)


def _sqlite_triggers(name: str) -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
    yield f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} {refuse}"
    yield f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} {refuse}"
    yield f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name} WHEN {_TAKEN[name]} {refuse}"


def _postgresql_triggers(name: str) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {name}_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
