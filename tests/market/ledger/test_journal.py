"""The chain of digests: as documented, and broken by whatever is altered."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import text

from market.errors import IntegrityError
from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.ledger.journal import GENESIS, line, lines
from market.ledger.keeping.audit import check
from market.ledger.schema import ORDER, tables, triggers
from market.ledger.tables import Question, Report

JOURNAL = Path(__file__).parents[3] / "docs" / "journal.md"
DOUBLES = {"probability", "low", "high"}


def independent_line(table, columns, values):
    """A row's line, written from docs/journal.md alone."""
    cells = [table]
    for column, value in zip(columns, values, strict=True):
        doubled = column in DOUBLES and value is not None
        cells.append(struct.pack(">d", value).hex() if doubled else value)
    while cells[-1] is None:
        del cells[-1]
    return (json.dumps(cells, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def independent_head(connection, columns):
    """The head, having checked every digest."""

    def select(table, order, where=""):
        names = ", ".join(columns[table])
        return connection.execute(text(f"SELECT {names} FROM {table} {where} ORDER BY {order}"))

    head = "0" * 64
    for expected, entry in enumerate(select("entry", "number"), start=1):
        number, *_, previous, rows, _ = entry
        written = [
            independent_line(table, columns[table], row)
            for table in columns
            if table != "entry"
            for row in select(table, "id", f"WHERE entry = {number}")
        ]
        assert number == expected
        assert previous == head
        assert rows == hashlib.sha256(b"".join(written)).hexdigest()
        head = hashlib.sha256(independent_line("entry", columns["entry"], entry)).hexdigest()
    return head


@pytest.fixture
def documented():
    """The columns of every table, in the order that docs/journal.md gives."""
    rows = re.findall(r"^\| `(\w+)` \| ([\w, ]+) \|$", JOURNAL.read_text(), re.MULTILINE)
    return {table: columns.split(", ") for table, columns in rows}


def test_the_documented_columns_are_those_of_the_schema(documented):
    assert list(documented) == ["entry", *ORDER]
    assert documented == {t.name: [c.name for c in t.columns] for t in tables()}


def test_an_independent_reader_of_the_documentation_agrees(full, documented):
    with full.reading() as connection:
        head = independent_head(connection, documented)
    assert check(full) == (4, 26, head)


def test_an_empty_ledger_is_sound(ledger):
    assert check(ledger) == (0, 0, GENESIS)


def test_a_line_holds_every_sort_of_value():
    values = [1, -2, 0.7, None, 'é"\\\n\x01\x7f\u2028😀', None, None]
    expected = '["t",1,-2,"3fe6666666666666",null,"é\\"\\\\\\n\\u0001\x7f\u2028😀"]\n'
    assert line("t", values) == expected.encode()


def test_rows_are_digested_in_canonical_order_whatever_the_order_of_writing(
    asked, clock, documented
):
    with asked.writing("ana", "write") as w:
        report(w, "rain", "ana", 0.5)
        ask(w, "hail", "Will it hail?", clock.now, clock.now + 1)
        report(w, "snow", "bo", 0.5)
    with asked.reading() as connection:
        assert check(asked).head == independent_head(connection, documented)


def test_a_transaction_that_writes_nothing_appends_no_entry(ledger):
    with ledger.writing("ana", "write") as w:
        assert list(w.insert(Question, [])) == []
    assert check(ledger).entries == 0


def test_what_is_stored_is_what_was_digested(asked, documented):
    """Normal form C, and no negative zero, which SQLite would store as zero."""
    with asked.writing("ana", "forecast") as w:
        from market.ledger.acts.forecasters import find_or_add_forecaster

        forecaster = find_or_add_forecaster(w, "Cafe\u0301")
        said = {"question": 1, "forecaster": forecaster, "at": 1, "probability": -0.0}
        w.insert(Report, [{**said, "rationale": "e\u0301"}])
    with asked.reading() as connection:
        assert connection.execute(text("SELECT rationale FROM report")).scalar() == "\u00e9"
        assert check(asked).head == independent_head(connection, documented)


TAMPERED = {
    "UPDATE entry SET previous = rows WHERE number = 1": "Entry 1 (ask by ana",
    "DELETE FROM wording WHERE id = 1": "row 1 of wording is not there",
    "UPDATE report SET source = '' WHERE id = 1": "Entry 2 (forecast by ana",
    "DELETE FROM entry WHERE number = 4": "Entry 4 is missing, which wrote row",
    "UPDATE report SET probability = 0.9 WHERE id = 1": "Entry 2 (forecast by ana",
    "UPDATE report SET entry = 1 WHERE id = 2": "Entry 1 did not write row 2 of report",
    "UPDATE wording SET criteria = 'other' WHERE id = 2": "Entry 1 (ask by ana",
    "DELETE FROM evidence": "Entry 3 (resolve by bo",
    "INSERT INTO question (id, entry, slug) VALUES (3, 2, 'hail')": "Entry 2 (forecast by ana",
    "INSERT INTO question (id, entry, slug) VALUES (3, 9, 'hail')": "Entry 9 is missing",
    "UPDATE entry SET actor = 'eve' WHERE number = 2": "Entry 2 is not the one that Entry 3",
    "UPDATE entry SET recorded_at = 0 WHERE number = 1": "Entry 1 is not the one that Entry 2",
    "DELETE FROM entry WHERE number = 2": "Entry 2 is missing",
}


def tamper(address, statement):
    """Do what anybody with the file, or the owner's role, can do."""
    if address.startswith("postgresql"):
        with psycopg.connect(address, options="-csearch_path=foretell") as connection:
            for table in tables():
                connection.execute(f"ALTER TABLE {table.name} DISABLE TRIGGER ALL")
            connection.execute(statement)
        return
    with closing(sqlite3.connect(address)) as connection, connection:
        for table in tables():
            for name in triggers(table, "sqlite"):
                connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)


@pytest.mark.parametrize("statement", TAMPERED)
def test_the_first_entry_that_was_tampered_with_is_named(full, ledger_address, statement):
    tamper(ledger_address, statement)
    with pytest.raises(IntegrityError, match=re.escape(TAMPERED[statement])):
        check(full)


texts = st.one_of(st.text(), st.sampled_from([",null", ',null]\n", null', "{}", "%s", '"]\n["']))
columns = st.sampled_from([st.integers(-(2**63), 2**63 - 1), st.floats(0, 1), texts]).flatmap(
    lambda values: st.lists(st.one_of(values, st.none()), min_size=3, max_size=3)
)


@given(st.lists(columns, min_size=1, max_size=6))
@example([[1, 2, 3], ["a,null]", None, "x"], [None, None, None]])
@example([[1, 2, 3], [0.5, 0.25, 1.0], [None, 7, None]])
def test_lines_of_many_rows_are_those_of_each(several):
    several = [[1, 2, 3], *several]  # as a number begins every row
    singly = b"".join(line("report", row) for row in zip(*several, strict=True))
    assert lines("report", several) == singly
