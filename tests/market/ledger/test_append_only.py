"""Nothing recorded is ever altered: the engine itself refuses."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError

from market.articles.tables import Article, Claim, Relation
from market.ledger.clauses import Clause, Implication, Term
from market.ledger.exchange import Account, Market, Posting, Trade
from market.ledger.names import is_slug
from market.ledger.schema import tables
from market.ledger.tables import (
    Entry,
    Evidence,
    Forecaster,
    Member,
    Question,
    Report,
    Ruling,
    Wording,
)

OTHER_KEYS = [
    ("account", {"forecaster": 1}),
    ("account", {"market": 1}),
    ("article", {"slug": "sky"}),
    ("claim", {"article": 1, "slug": "wet"}),
    ("entry", {"actor": "ana", "key": "monday"}),
    ("forecaster", {"folded": "ana"}),
    ("market", {"question": 2}),
    ("question", {"slug": "RAIN"}),
    ("term", {"clause": 1, "question": 2}),
]


def only_on(engine):
    return pytest.mark.parametrize("ledger_address", [engine], indirect=True)


def _key(table):
    return next(iter(table.primary_key)).name


def _row(connection, table, **changes):
    """A row that is there already, with other values in some of its columns."""
    return {**connection.execute(select(table).limit(1)).mappings().one(), **changes}


def _refuse_all(ledger, attempts):
    """Each attempt is refused, and nothing has changed after all of them."""
    with ledger.reading() as connection:
        before = [connection.execute(select(table)).all() for table in tables()]
    for attempt in attempts:
        with (
            pytest.raises(DBAPIError, match="append-only"),
            ledger.writing("eve", "tamper") as w,
        ):
            attempt(w.connection)
    with ledger.reading() as connection:
        assert [connection.execute(select(table)).all() for table in tables()] == before


def test_updates_are_refused(full):
    def update(table, connection):
        connection.execute(table.update().values({_key(table): table.c[_key(table)]}))

    _refuse_all(full, [partial(update, table) for table in tables()])


def test_deletions_are_refused(full):
    _refuse_all(full, [lambda c, t=table: c.execute(t.delete()) for table in tables()])


@only_on("postgresql")
def test_truncations_are_refused(full):
    statements = [f"TRUNCATE {table.name} CASCADE" for table in tables()]
    _refuse_all(full, [lambda c, s=s: c.exec_driver_sql(s) for s in statements])


def test_upserts_are_refused(full):
    def upsert(table, connection):
        insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        row = _row(connection, table)
        changed = {_key(table): row[_key(table)]}
        statement = insert(table).values(row)
        connection.execute(
            statement.on_conflict_do_update(index_elements=[_key(table)], set_=changed)
        )

    _refuse_all(full, [partial(upsert, table) for table in tables()])


@only_on("sqlite")
def test_replacements_by_number_are_refused(full):
    def replace(table, connection):
        statement = insert(table).prefix_with("OR REPLACE")
        connection.execute(statement, _row(connection, table))

    _refuse_all(full, [partial(replace, table) for table in tables()])


@only_on("sqlite")
def test_replacements_through_every_other_unique_key_are_refused(full):
    known = {table.name: table for table in tables()}

    def replace(name, changes, connection):
        statement = insert(known[name]).prefix_with("OR REPLACE")
        row = _row(connection, known[name], **{_key(known[name]): 99, **changes})
        connection.execute(statement, row)

    unique = [
        name
        for name, table in known.items()
        for key in (*table.constraints, *table.indexes)
        if str(key.name).startswith("uq_")
    ]
    assert sorted(unique) == [name for name, _ in OTHER_KEYS]
    _refuse_all(full, [partial(replace, *key) for key in OTHER_KEYS])


@only_on("sqlite")
def test_an_update_that_would_replace_another_row_is_refused(full):
    statement = "UPDATE OR REPLACE question SET id = 1 WHERE id = 2"
    _refuse_all(full, [lambda c: c.exec_driver_sql(statement)])


BROKEN = {
    "ck_forecaster_name": (Forecaster, {"name": "@x"}),
    "ck_forecaster_folded": (Forecaster, {"folded": ""}),
    "ck_question_slug": (Question, {"slug": "-x"}),
    "ck_wording_title": (Wording, {"question": 1, "opens": 5, "closes": 6, "title": ""}),
    "ck_evidence_address": (Evidence, {"ruling": 1, "address": ""}),
    "ck_article_slug": (Article, {"slug": "a b"}),
    "ck_article_title": (Article, {"title": ""}),
    "ck_article_digest": (Article, {"digest": "0" * 63}),
    "ck_claim_slug": (Claim, {"article": 1, "slug": "", "text": "x", "places": "1"}),
    "ck_forecaster_kind": (Forecaster, {"kind": "computed"}),
    "ck_wording_closes": (Wording, {"question": 1, "opens": 5, "closes": 5}),
    "ck_report_probability": (
        Report,
        {"question": 1, "forecaster": 1, "at": 1, "probability": 1.1},
    ),
    "fk_report_question": (Report, {"question": 9, "forecaster": 1, "at": 1}),
    "fk_report_forecaster": (Report, {"question": 1, "forecaster": 9, "at": 1}),
    "ck_ruling_verdict": (Ruling, {"question": 1, "verdict": "maybe", "at": 1}),
    "ck_ruling_outcome": (Ruling, {"question": 1, "verdict": "resolve", "outcome": 2, "at": 1}),
    "ck_ruling_resolve": (Ruling, {"question": 1, "verdict": "resolve", "at": 1}),
    "fk_evidence_ruling": (Evidence, {"ruling": 9, "address": "x"}),
    "ck_link_implies": (Implication, {"question": 1, "implies": 1}),
    "ck_member_role": (Member, {"role": "", "forecaster": 1, "rights": ""}),
    "fk_member_forecaster": (Member, {"role": "x", "forecaster": 9, "rights": ""}),
    "ck_relation_proxy": (Relation, {"proxy": 2}),
    "ck_relation_low": (Relation, {"low": -0.1}),
    "ck_relation_high": (Relation, {"high": 1.1}),
    "ck_relation_probability": (Relation, {"probability": 2.0}),
    "ck_relation_relation": (Relation, {"relation": "hints"}),
    "ck_relation_polarity": (Relation, {"polarity": "both"}),
    "ck_market_liquidity": (Market, {"question": 1, "liquidity": 0, "start": 0}),
    "ck_account_holder": (Account, {"forecaster": 2, "market": 9}),
    "ck_trade_shares": (Trade, {"market": 1, "forecaster": 1, "shares": 0, "cost": 0}),
    "ck_posting_amount": (Posting, {"payer": 1, "payee": 2, "amount": 0}),
    "ck_posting_payee": (Posting, {"payer": 1, "payee": 1, "amount": 1}),
    "fk_posting_payee": (Posting, {"payer": 1, "payee": 9, "amount": 1}),
    "ck_clause_kind": (Clause, {"kind": "hints", "stands": 1}),
    "ck_clause_stands": (Clause, {"kind": "implies", "stands": 2}),
    "fk_term_clause": (Term, {"clause": 9, "question": 1}),
    "fk_term_question": (Term, {"clause": 1, "question": 9}),
}

DEFAULTS = {
    Forecaster: {"name": "x", "folded": "x", "kind": "person"},
    Wording: {
        **dict.fromkeys(("background", "criteria", "fine_print", "source", "tags"), ""),
        "title": "x",
    },
    Article: {"slug": "x", "title": "x", "digest": "0" * 64, "published": 1, "forecaster": 1},
    Relation: {"claim": 1, "question": 1, "relation": "states", "polarity": "for"},
}


def test_rows_that_break_a_constraint_are_refused(full):
    for name, (model, values) in BROKEN.items():
        with pytest.raises(IntegrityError) as caught, full.writing("eve", "break") as w:
            w.insert(model, [{**DEFAULTS.get(model, {}), **values}])
        # SQLite does not name the foreign key that is broken.
        anonymous = name.startswith("fk_") and "sqlite3" in str(caught.value)
        assert ("FOREIGN KEY" if anonymous else name) in str(caught.value)


BROKEN_ENTRY = {
    "ck_entry_recorded_at": {"recorded_at": -1},
    "ck_entry_actor": {"actor": ""},
    "ck_entry_previous": {"previous": ""},
    "ck_entry_rows": {"rows": "0" * 65},
}


def test_entries_that_break_a_constraint_are_refused(full):
    for name, changes in BROKEN_ENTRY.items():
        with full.reading() as connection:
            row = _row(connection, Entry.__table__, number=99, key=None, **changes)
        with pytest.raises(IntegrityError, match=name), full.writing("eve", "break") as w:
            w.connection.execute(insert(Entry.__table__), row)


def test_every_constraint_of_a_table_is_tried():
    checks = {
        str(constraint.name)
        for table in tables()
        for constraint in table.constraints
        if str(constraint.name).startswith("ck_")
    }
    assert checks <= {*BROKEN, *BROKEN_ENTRY}


@pytest.mark.parametrize("name", ["", "@", "x" * 65])
def test_the_engine_knows_what_no_forecaster_may_be_called(full, name):
    with pytest.raises(IntegrityError, match="ck_forecaster_name"), full.writing("a", "b") as w:
        w.insert(Forecaster, [{**DEFAULTS[Forecaster], "name": name}])


SLUGS = ["a", "R2", "9", "a.b_c:d-e", "a]b", "a[b", "a^b", "a*", "a?", "a,b", "a/b", "a+b", "a;b"]
SLUGS += [
    "",
    "-a",
    ".a",
    "_a",
    ":a",
    "a b",
    "a\n",
    "\na",
    "a\u00e9",
    "\u00e9a",
    "a@b",
    "a`b",
    "a{b",
]
SLUGS += ["a" * 80, "a" * 81]


def test_the_engine_and_the_program_agree_on_what_is_a_slug(ledger):
    def is_accepted(slug):
        try:
            with ledger.writing("ana", "ask") as w:
                w.insert(Question, [{"slug": slug}])
        except IntegrityError:
            return False
        return True

    assert [slug for slug in SLUGS if is_accepted(slug)] == [s for s in SLUGS if is_slug(s)]


def test_a_row_without_its_entry_is_refused(full):
    with pytest.raises(IntegrityError), full.writing("eve", "break") as w:
        w.connection.execute(insert(Question.__table__), {"id": 9, "entry": 99, "slug": "x"})


def test_sqlite_refuses_a_word_where_a_number_belongs(sqlite_ledger):
    with pytest.raises(IntegrityError, match="REAL"), sqlite_ledger.writing("eve", "break") as w:
        w.connection.exec_driver_sql(
            "INSERT INTO report (id, entry, question, forecaster, at, probability)"
            " VALUES (1, 1, 1, 1, 1, 'seventy')"
        )
