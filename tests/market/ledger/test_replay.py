"""An exported ledger is rebuilt to the last digest, or not at all."""

from __future__ import annotations

import io
import json

import pytest
from archives import exported, rebuilt

from market.errors import IntegrityError, Refused
from market.ledger.acts.reports import report
from market.ledger.journal import GENESIS
from market.ledger.keeping.audit import check
from market.ledger.keeping.entries import records
from market.ledger.keeping.replay import import_ledger
from market.ledger.keeping.unpacking import is_archive
from market.ledger.schema import REVISION, tables

on_sqlite = pytest.mark.parametrize("ledger_address", ["sqlite"], indirect=True)


def everything(ledger):
    with ledger.reading() as connection:
        return [(table, tuple(values)) for table, values in records(connection)]


def test_every_row_number_entry_and_digest_comes_back_on_either_engine(full, new_address, opened):
    text = exported(full)
    sound = rebuilt(text, new_address)
    copy = opened(new_address)
    assert sound == check(copy) == check(full)
    assert everything(copy) == everything(full)
    assert exported(copy) == text


def test_a_rebuilt_ledger_is_written_on_from_where_the_first_one_stood(full, new_address, opened):
    rebuilt(exported(full), new_address)
    copy = opened(new_address)
    for ledger in (full, copy):
        with ledger.writing("bo", "forecast") as w:
            report(w, "snow", "bo", 0.4)
    assert check(copy)[:2] == check(full)[:2]  # the heads differ where the roles do


def test_an_empty_ledger_comes_back_empty(ledger, tmp_path, opened):
    sound = rebuilt(exported(ledger), str(tmp_path / "new.db"))
    assert sound == check(opened(str(tmp_path / "new.db"))) == (0, 0, GENESIS)


def test_an_empty_ledger_that_is_there_takes_an_export(full, new_address, opened):
    empty = opened(new_address, create=True)
    assert rebuilt(exported(full), new_address) == check(empty)


def test_a_ledger_with_other_entries_is_left_as_it_is(full, ledger_address, opened, tmp_path):
    earlier = exported(full)
    with full.writing("bo", "forecast") as w:
        report(w, "snow", "bo", 0.4)
    rebuilt(earlier, str(tmp_path / "other.db"))
    with opened(str(tmp_path / "other.db")).writing("cy", "forecast") as w:
        report(w, "snow", "cy", 0.6)
    before = check(full)
    for other in (earlier, exported(opened(str(tmp_path / "other.db")))):
        with pytest.raises(Refused, match="has entries of its own") as caught:
            rebuilt(other, ledger_address)
        assert "--db" in caught.value.hint
    assert check(full) == before


def test_an_export_of_what_is_there_already_changes_nothing(full, ledger_address):
    before, told = check(full), []
    text = exported(full)
    content = io.BytesIO(text.encode())
    sound = import_ledger(
        ledger_address, content, name="club.jsonl", there=lambda: told.append("there")
    )
    assert (sound, check(full), exported(full), told) == (before, before, text, ["there"])


def test_an_export_of_the_first_schema_is_rebuilt(full, tmp_path):
    text = exported(full)
    assert "crowd_hidden" not in text  # which came with the second
    older = text.replace(f'"{REVISION}"', '"foretell_0001"', 1)
    assert rebuilt(older, str(tmp_path / "new.db")) == check(full)


def test_the_lines_are_ascii_named_and_without_nulls(full):
    header, *rows, last = map(json.loads, exported(full).encode("ascii").splitlines())
    assert header == {"foretell": "1.2.3", "format": 1, "schema": REVISION}
    columns = {table.name: {column.name for column in table.columns} for table in tables()}
    assert {row["table"] for row in rows} == set(columns)
    for row in rows:
        assert None not in row.values()
        assert set(row) - {"table"} <= columns[row["table"]]
    assert last == check(full)._asdict()
    assert list(last) == ["head", "entries", "rows"]


def test_an_entry_follows_its_rows(full):
    written = set()
    for row in map(json.loads, exported(full).splitlines()[1:-1]):
        if row["table"] == "entry":
            assert written <= {row["number"]}
            written.clear()
        else:
            written.add(row["entry"])


def test_a_ledger_that_was_tampered_with_is_not_exported(full):
    with full.writing("eve", "tamper") as w:
        if w.connection.dialect.name == "sqlite":
            w.connection.exec_driver_sql("DROP TRIGGER report_no_update")
        else:
            w.connection.exec_driver_sql("ALTER TABLE report DISABLE TRIGGER ALL")
        w.connection.exec_driver_sql("UPDATE report SET probability = 0.9 WHERE id = 1")
    with pytest.raises(IntegrityError, match="Entry 2"):
        exported(full)


def test_an_export_is_known_by_its_first_line(full):
    first = exported(full).splitlines()[0].encode()
    assert is_archive(first)
    for other in (
        b"",
        b"question_id,title\n",
        b"[]",
        b'{"question": "rain"}',
        b"\xff\xfe{",
        b"[" * 9999,
    ):
        assert not is_archive(other)


@on_sqlite
def test_a_replay_in_small_pieces_is_the_same(full, tmp_path, opened, monkeypatch):
    monkeypatch.setattr("market.ledger.keeping.replay._BATCH", 3)
    monkeypatch.setattr("market.ledger.keeping.unpacking._MOST", 2)
    new = str(tmp_path / "new.db")
    assert rebuilt(exported(full), new) == check(full)
    assert everything(opened(new)) == everything(full)
