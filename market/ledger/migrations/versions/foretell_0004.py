"""The exchange: markets, accounts, trades and postings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import op

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["down_revision", "revision", "upgrade"]

revision = "foretell_0004"
down_revision = "foretell_0003"

_NUMBERED = "CONSTRAINT pk_{name} PRIMARY KEY (id)"
_WRITTEN = """CONSTRAINT fk_{name}_entry
        FOREIGN KEY(entry) REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED"""

_MARKET = """CREATE TABLE market (
    id {integer} NOT NULL,
    entry {integer} NOT NULL,
    question {integer} NOT NULL,
    liquidity {integer} NOT NULL,
    start {integer} NOT NULL,
    {numbered},
    CONSTRAINT uq_market_question UNIQUE (question),
    CONSTRAINT ck_market_liquidity CHECK (liquidity > 0),
    {written},
    CONSTRAINT fk_market_question FOREIGN KEY(question) REFERENCES question (id)
)"""

_ACCOUNT = """CREATE TABLE account (
    id {integer} NOT NULL,
    entry {integer} NOT NULL,
    forecaster {integer},
    market {integer},
    {numbered},
    CONSTRAINT uq_account_forecaster UNIQUE (forecaster),
    CONSTRAINT uq_account_market UNIQUE (market),
    CONSTRAINT ck_account_holder CHECK (forecaster IS NULL OR market IS NULL),
    {written},
    CONSTRAINT fk_account_forecaster FOREIGN KEY(forecaster) REFERENCES forecaster (id),
    CONSTRAINT fk_account_market FOREIGN KEY(market) REFERENCES market (id)
)"""

_TRADE = """CREATE TABLE trade (
    id {integer} NOT NULL,
    entry {integer} NOT NULL,
    market {integer} NOT NULL,
    forecaster {integer} NOT NULL,
    shares {integer} NOT NULL,
    cost {integer} NOT NULL,
    {numbered},
    CONSTRAINT ck_trade_shares CHECK (shares <> 0),
    {written},
    CONSTRAINT fk_trade_market FOREIGN KEY(market) REFERENCES market (id),
    CONSTRAINT fk_trade_forecaster FOREIGN KEY(forecaster) REFERENCES forecaster (id)
)"""

_POSTING = """CREATE TABLE posting (
    id {integer} NOT NULL,
    entry {integer} NOT NULL,
    payer {integer} NOT NULL,
    payee {integer} NOT NULL,
    amount {integer} NOT NULL,
    trade {integer},
    ruling {integer},
    {numbered},
    CONSTRAINT ck_posting_amount CHECK (amount > 0),
    CONSTRAINT ck_posting_payee CHECK (payer <> payee),
    {written},
    CONSTRAINT fk_posting_payer FOREIGN KEY(payer) REFERENCES account (id),
    CONSTRAINT fk_posting_payee FOREIGN KEY(payee) REFERENCES account (id),
    CONSTRAINT fk_posting_trade FOREIGN KEY(trade) REFERENCES trade (id),
    CONSTRAINT fk_posting_ruling FOREIGN KEY(ruling) REFERENCES ruling (id)
)"""

_TABLES = {"market": _MARKET, "account": _ACCOUNT, "trade": _TRADE, "posting": _POSTING}

_INDEXES = (
    *(f"CREATE INDEX ix_{name}_entry ON {name} (entry)" for name in _TABLES),
    "CREATE INDEX ix_trade_position ON trade (market, forecaster, shares)",
    "CREATE INDEX ix_posting_payer ON posting (payer, amount)",
    "CREATE INDEX ix_posting_payee ON posting (payee, amount)",
)

_UNIQUE = {
    "market": ("id", "question"),
    "account": ("id", "forecaster", "market"),
    "trade": ("id",),
    "posting": ("id",),
}


def upgrade() -> None:
    """Add the tables of the exchange; nothing that was recorded changes."""
    dialect = op.get_context().dialect.name
    triggers = _sqlite_triggers if dialect == "sqlite" else _postgresql_triggers
    for name, table in _TABLES.items():
        words = {
            "integer": "INTEGER" if dialect == "sqlite" else "BIGINT",
            "numbered": _NUMBERED.format(name=name),
            "written": _WRITTEN.format(name=name),
        }
        strict = " STRICT" if dialect == "sqlite" else ""
        for statement in (table.format(**words) + strict, *triggers(name)):
            op.get_bind().exec_driver_sql(statement)
    for statement in _INDEXES:
        op.get_bind().exec_driver_sql(statement)


def _sqlite_triggers(name: str) -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {name} WHERE {column} = NEW.{column})"  # noqa: S608 - names from here
        for column in _UNIQUE[name]
    )
    yield f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} {refuse}"
    yield f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} {refuse}"
    yield f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name} WHEN {taken} {refuse}"


def _postgresql_triggers(name: str) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {name}_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
