"""Rows that the program would refuse are refused; what an administrator loosens is found."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from psycopg import sql
from sqlalchemy import create_engine, make_url
from team import refused

from market.errors import IntegrityError
from market.ledger.keeping.audit import check

RULE = "INSERT INTO ruling (question, verdict, at) VALUES (1, %s, %s)"

PAST = 1_600_000_000_000_000
FUTURE = 4_000_000_000_000_000
"""In microseconds: the years 2020 and 2096."""

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
        ({"closes": PAST}, "the close is not in the future"),
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
        ("annul", FUTURE, "a ruling is made on what has happened"),
        ("close", PAST, "rain had not opened by then"),
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


TAMPERINGS = [
    "ALTER TABLE report ENABLE REPLICA TRIGGER write_report",
    "ALTER TABLE report ENABLE ALWAYS TRIGGER write_report",
    "ALTER TRIGGER write_report ON report RENAME TO zzz",
    "ALTER POLICY read_report ON report TO {member}",
    "CREATE RULE aside AS ON INSERT TO report DO ALSO NOTIFY ledger",
    "CREATE FUNCTION foretell.sha256(text) RETURNS bytea LANGUAGE sql AS 'SELECT NULL::bytea'",
    "GRANT INSERT ON entry TO PUBLIC",
    "GRANT MAINTAIN ON report TO {member}",
    "GRANT UPDATE ON turn TO {member}",
    "GRANT INSERT ON turn TO {member}",
    "GRANT UPDATE ON alembic_version TO {member}",
    "ALTER SCHEMA foretell OWNER TO {superuser}",
    "ALTER TABLE turn ADD COLUMN more bigint",
    "ALTER TABLE turn DISABLE ROW LEVEL SECURITY",
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
