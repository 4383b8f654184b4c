"""Editing a ledger behind foretell's back: only data differ afterwards, and no guard was asked."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import defaultdict
from contextlib import closing, contextmanager

from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import SQLAlchemyError

from market.ledger.address import Address
from market.ledger.engine import Ledger
from market.ledger.journal import GENESIS, digest, line
from market.ledger.keeping.audit import check
from market.ledger.schema import tables

__all__ = ["Bench", "held", "rechain", "run"]

_TYPED = re.compile(r"\b(?!id |number )(\w+) (?:INTEGER|TEXT|REAL)(?: NOT NULL)?")
_PUT_BACK = "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES (?, ?, ?, ?, ?)"


class Bench:
    """Where copies of a ledger are tampered with, one at a time; the original stays as it is.

    Args:
        ledger: The original.
        address: Where it is.
        folder: A folder for copies.

    Attributes:
        rows: All that the original holds.
        head: Its head.
    """

    def __init__(self, ledger, address, folder):
        self._address, self._folder = address, folder
        self.is_file = ledger.file is not None
        if self.is_file:
            ledger.close()
            self._schema = _unguarded(address, folder / "unguarded.db")
        else:
            where = Address.parse(address)
            options = {"options": "-csearch_path=foretell"}
            self._engine = create_engine(where.url, connect_args=options)
        with self.tampered(lambda _: None) as untouched:
            self.rows, self.head = held(untouched), check(untouched).head

    def close(self):
        if not self.is_file:
            self._engine.dispose()

    @contextmanager
    def tampered(self, edit):
        """The ledger after an edit of a connection; None where the engine itself refused."""
        with (self._file if self.is_file else self._transaction)(edit) as ledger:
            yield ledger

    @contextmanager
    def _file(self, edit):
        path = self._folder / "tampered.db"
        shutil.copy(self._folder / "unguarded.db", path)
        engine = create_engine(f"sqlite:///{path}")
        try:
            with engine.connect() as connection, connection.begin():
                connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
                edit(connection)
        except SQLAlchemyError:
            yield None
            return
        finally:
            engine.dispose()
        self._guard(path)
        with closing(Ledger(Address.parse(str(path)), lambda: 0)) as ledger:
            yield ledger

    def _guard(self, path):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("DELETE FROM sqlite_master")
            connection.executemany(_PUT_BACK, self._schema)

    @contextmanager
    def _transaction(self, edit):
        """What has been done is seen in the transaction only, which is rolled back."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            try:
                edit(connection)
                connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
            except SQLAlchemyError:
                yield None
            else:
                yield _Unsaved(connection)
            connection.rollback()


class _Unsaved:
    """A ledger as one transaction sees it."""

    def __init__(self, connection):
        self._connection = connection

    @contextmanager
    def reading(self):
        yield self._connection


def _unguarded(address, path):
    """Copy a file without triggers, types and constraints; gives the schema as it was."""
    shutil.copy(address, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        found = connection.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master")
        schema = found.fetchall()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE type = 'trigger'")
        for kind, name, *_, sql in schema:
            if kind == "table":
                lax = _TYPED.sub(r"\1", sql).removesuffix("STRICT")
                connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", [lax, name])
    return schema


def held(ledger):
    """All that a ledger holds, by table: every value as it is written in Python."""
    with ledger.reading() as connection:
        return {
            table.name: [
                tuple(map(repr, row))
                for row in connection.exec_driver_sql(f"SELECT * FROM {table.name} ORDER BY 1")
            ]
            for table in tables()
        }


def rechain(connection):
    """Compute all digests anew, as somebody would who rewrites history."""
    head, (entry, *others) = GENESIS, tables()
    written = defaultdict(list)
    for table in others:
        for values in connection.execute(select(table).order_by(table.c.id)):
            written[values.entry].append(line(table.name, values))
    for row in connection.execute(select(entry).order_by(entry.c.number)).mappings().all():
        now = {**row, "previous": head, "rows": digest(*written[row["number"]])}
        update = "UPDATE entry SET previous = :previous, rows = :rows WHERE number = :number"
        connection.execute(text(update), now)
        head = digest(line("entry", now.values()))


def run(*statements):
    """An edit made of statements."""

    def edit(connection):
        for statement in statements:
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})

    return edit
