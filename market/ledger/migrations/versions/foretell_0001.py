"""The first schema: entries, forecasters, questions, reports, rulings; articles and claims."""

from __future__ import annotations

from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision = "foretell_0001"
down_revision = None

_WRITTEN_BY = "FOREIGN KEY(entry) REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED"

_SQLITE_SLUG = (
    "slug GLOB '[A-Za-z0-9]*' AND slug NOT GLOB '*[^A-Za-z0-9._:-]*' AND length(slug) <= 80"
)
_POSTGRESQL_SLUG = "slug ~ '^[A-Za-z0-9][A-Za-z0-9._:-]*$' AND length(slug) <= 80"

_TABLES = {
    "entry": """
        number {integer} NOT NULL,
        recorded_at {integer} NOT NULL,
        actor TEXT NOT NULL,
        command TEXT NOT NULL,
        key TEXT,
        previous TEXT NOT NULL,
        rows TEXT NOT NULL,
        CONSTRAINT pk_entry PRIMARY KEY (number),
        CONSTRAINT uq_entry_key UNIQUE (actor, key),
        CONSTRAINT ck_entry_recorded_at CHECK (recorded_at >= 0),
        CONSTRAINT ck_entry_actor CHECK (actor <> ''),
        CONSTRAINT ck_entry_previous CHECK (length(previous) = 64),
        CONSTRAINT ck_entry_rows CHECK (length(rows) = 64)
    """,
    "forecaster": """
        id {integer} NOT NULL,
        entry {integer} NOT NULL,
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        kind TEXT NOT NULL,
        CONSTRAINT pk_forecaster PRIMARY KEY (id),
        CONSTRAINT uq_forecaster_folded UNIQUE (folded),
        CONSTRAINT ck_forecaster_name
            CHECK (length(name) BETWEEN 1 AND 64 AND substr(name, 1, 1) <> '@'),
        CONSTRAINT ck_forecaster_folded CHECK (folded <> ''),
        CONSTRAINT ck_forecaster_kind
            CHECK (kind IN ('person', 'pundit', 'imported', 'simulated', 'article')),
        CONSTRAINT fk_forecaster_entry {written_by}
    """,
    "question": """
        id {integer} NOT NULL,
        entry {integer} NOT NULL,
        slug TEXT NOT NULL,
        CONSTRAINT pk_question PRIMARY KEY (id),
        CONSTRAINT ck_question_slug CHECK ({slug}),
        CONSTRAINT fk_question_entry {written_by}
    """,
    "wording": """
        id {integer} NOT NULL,
        entry {integer} NOT NULL,
        question {integer} NOT NULL,
        title TEXT NOT NULL,
        background TEXT NOT NULL,
        criteria TEXT NOT NULL,
        fine_print TEXT NOT NULL,
        source TEXT NOT NULL,
        opens {integer} NOT NULL,
        closes {integer} NOT NULL,
        family TEXT,
        tags TEXT NOT NULL,
        CONSTRAINT pk_wording PRIMARY KEY (id),
        CONSTRAINT ck_wording_title CHECK (title <> ''),
        CONSTRAINT ck_wording_closes CHECK (closes > opens),
        CONSTRAINT fk_wording_entry {written_by},
        CONSTRAINT fk_wording_question FOREIGN KEY(question) REFERENCES question (id)
    """,
    "report": """
        id {integer} NOT NULL,
        entry {integer} NOT NULL,
        question {integer} NOT NULL,
        forecaster {integer} NOT NULL,
        at {integer} NOT NULL,
        probability {double},
        rationale TEXT,
        source TEXT,
        quote TEXT,
        CONSTRAINT pk_report PRIMARY KEY (id),
        CONSTRAINT ck_report_probability CHECK (probability BETWEEN 0 AND 1),
        CONSTRAINT fk_report_entry {written_by},
        CONSTRAINT fk_report_question FOREIGN KEY(question) REFERENCES question (id),
        CONSTRAINT fk_report_forecaster FOREIGN KEY(forecaster) REFERENCES forecaster (id)
    """,
    "ruling": """
        id {integer} NOT NULL,
        entry {integer} NOT NULL,
        question {integer} NOT NULL,
        verdict TEXT NOT NULL,
        outcome {integer},
        at {integer} NOT NULL,
        status TEXT,
        note TEXT,
        CONSTRAINT pk_ruling PRIMARY KEY (id),
        CONSTRAINT ck_ruling_verdict
            CHECK (verdict IN ('close', 'resolve', 'annul', 'unresolve', 'reopen')),
        CONSTRAINT ck_ruling_outcome CHECK (outcome IN (0, 1)),
        CONSTRAINT ck_ruling_resolve CHECK ((verdict = 'resolve') = (outcome IS NOT NULL)),
        CONSTRAINT fk_ruling_entry {written_by},
        CONSTRAINT fk_ruling_question FOREIGN KEY(question) REFERENCES question (id)
    """,
    "evidence": """
        id {integer} NOT NULL,
        entry {integer} NOT NULL,
        ruling {integer} NOT NULL,
        publisher TEXT,
        published TEXT,
        address TEXT NOT NULL,
        summary TEXT,
        CONSTRAINT pk_evidence PRIMARY KEY (id),
        CONSTRAINT ck_evidence_address CHECK (address <> ''),
        CONSTRAINT fk_evidence_entry {written_by},
        CONSTRAINT fk_evidence_ruling FOREIGN KEY(ruling) REFERENCES ruling (id)
    """,
    "article": """
        id {integer} NOT NULL,
        entry {integer} NOT NULL,
        slug TEXT NOT NULL,
        title TEXT NOT NULL,
        digest TEXT NOT NULL,
        published {integer} NOT NULL,
        forecaster {integer} NOT NULL,
        note TEXT,
        CONSTRAINT pk_article PRIMARY KEY (id),
        CONSTRAINT uq_article_slug UNIQUE (slug),
        CONSTRAINT ck_article_slug CHECK ({slug}),
        CONSTRAINT ck_article_title CHECK (title <> ''),
        CONSTRAINT ck_article_digest CHECK (length(digest) = 64),
        CONSTRAINT fk_article_entry {written_by},
        CONSTRAINT fk_article_forecaster FOREIGN KEY(forecaster) REFERENCES forecaster (id)
    """,
    "claim": """
        id {integer} NOT NULL,
        entry {integer} NOT NULL,
        article {integer} NOT NULL,
        slug TEXT NOT NULL,
        text TEXT NOT NULL,
        places TEXT NOT NULL,
        unresolvable TEXT,
        CONSTRAINT pk_claim PRIMARY KEY (id),
        CONSTRAINT uq_claim_slug UNIQUE (article, slug),
        CONSTRAINT ck_claim_slug CHECK ({slug}),
        CONSTRAINT fk_claim_entry {written_by},
        CONSTRAINT fk_claim_article FOREIGN KEY(article) REFERENCES article (id)
    """,
    "relation": """
        id {integer} NOT NULL,
        entry {integer} NOT NULL,
        claim {integer} NOT NULL,
        question {integer} NOT NULL,
        relation TEXT NOT NULL,
        polarity TEXT NOT NULL,
        phrase TEXT,
        probability {double},
        low {double},
        high {double},
        proxy {integer},
        CONSTRAINT pk_relation PRIMARY KEY (id),
        CONSTRAINT ck_relation_relation
            CHECK (relation IN ('states', 'sharpens', 'conditional', 'context')),
        CONSTRAINT ck_relation_polarity CHECK (polarity IN ('for', 'against')),
        CONSTRAINT ck_relation_probability CHECK (probability BETWEEN 0 AND 1),
        CONSTRAINT ck_relation_low CHECK (low BETWEEN 0 AND 1),
        CONSTRAINT ck_relation_high CHECK (high BETWEEN 0 AND 1),
        CONSTRAINT ck_relation_proxy CHECK (proxy IN (0, 1)),
        CONSTRAINT fk_relation_entry {written_by},
        CONSTRAINT fk_relation_claim FOREIGN KEY(claim) REFERENCES claim (id),
        CONSTRAINT fk_relation_question FOREIGN KEY(question) REFERENCES question (id)
    """,
    "link": """
        id {integer} NOT NULL,
        entry {integer} NOT NULL,
        question {integer} NOT NULL,
        implies {integer} NOT NULL,
        CONSTRAINT pk_link PRIMARY KEY (id),
        CONSTRAINT ck_link_implies CHECK (question <> implies),
        CONSTRAINT fk_link_entry {written_by},
        CONSTRAINT fk_link_question FOREIGN KEY(question) REFERENCES question (id),
        CONSTRAINT fk_link_implies FOREIGN KEY(implies) REFERENCES question (id)
    """,
}

_INDEXES = (
    "CREATE UNIQUE INDEX uq_question_slug ON question (lower(slug))",
    "CREATE INDEX ix_wording_question ON wording (question)",
    "CREATE INDEX ix_report_standing ON report (question, forecaster, at)",
    "CREATE INDEX ix_ruling_question ON ruling (question)",
    "CREATE INDEX ix_evidence_ruling ON evidence (ruling)",
    "CREATE INDEX ix_relation_claim ON relation (claim)",
    "CREATE INDEX ix_relation_question ON relation (question)",
)

# The unique keys of each table beside `id`, as conditions on the row about to be inserted.
_KEYS = {
    "entry": ("actor = NEW.actor AND key = NEW.key",),
    "forecaster": ("folded = NEW.folded",),
    "question": ("lower(slug) = lower(NEW.slug)",),
    "article": ("slug = NEW.slug",),
    "claim": ("article = NEW.article AND slug = NEW.slug",),
}

_REFUSE_CHANGE = """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only';
END
$$"""


def upgrade() -> None:
    """Create the tables, their indexes and the triggers that keep them append-only."""
    sqlite = op.get_context().dialect.name == "sqlite"
    types = {
        "integer": "INTEGER" if sqlite else "BIGINT",
        "double": "REAL" if sqlite else "DOUBLE PRECISION",
        "slug": _SQLITE_SLUG if sqlite else _POSTGRESQL_SLUG,
        "written_by": _WRITTEN_BY,
    }
    statements = [
        f"CREATE TABLE {name} ({columns.format(**types)}){' STRICT' if sqlite else ''}"
        for name, columns in _TABLES.items()
    ]
    statements += _INDEXES
    statements += _sqlite_triggers() if sqlite else _postgresql_triggers()
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


def _sqlite_triggers() -> list[str]:
    statements = []
    for table in _TABLES:
        identity = "number = NEW.number" if table == "entry" else "id = NEW.id"
        taken = " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - this module's own words
            for same in (identity, *_KEYS.get(table, ()))
        )
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        statements += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}",
        ]
    return statements


def _postgresql_triggers() -> list[str]:
    return [_REFUSE_CHANGE] + [
        f"CREATE TRIGGER {table}_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in _TABLES
    ]
