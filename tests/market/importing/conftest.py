"""Fixtures for imports: files, a ledger to bring them into, and what it then holds."""

from __future__ import annotations

from contextlib import ExitStack, closing

import pytest
from bulk_files import write_forecasts, write_questions
from sqlalchemy import select

from market.bulk.sources import open_table
from market.importing.load import Tables, import_tables
from market.importing.rejects import BadRows
from market.ledger.views.questions import question_states
from scoring.kinds import Kind


@pytest.fixture
def asked(tmp_path):
    """A file of questions, each like `bulk_files.QUESTION` but for what is given."""
    return lambda *rows, name="asked.csv": write_questions(tmp_path / name, *rows)


@pytest.fixture
def said(tmp_path):
    """A file of forecasts on `rain`."""
    return lambda *rows, name="said.csv": write_forecasts(tmp_path / name, *rows)


@pytest.fixture
def bring(ledger):
    """Import files; what was brought, the remarks, and the bad rows that were left out."""

    def bring(*paths, skip=False, **settings):
        with ExitStack() as stack:
            files = [stack.enter_context(path.open("rb")) for path in paths]
            tables = [open_table(file, path.name) for file, path in zip(files, paths, strict=True)]
            return record(Tables.of(tables), skip=skip, **settings)

    def record(tables, *, skip=False, kind=Kind.IMPORTED, **settings):
        with closing(BadRows(tables)) as bad:
            settle = (lambda _: None) if skip else (lambda _: bad.refuse())
            done = import_tables(ledger, tables, actor="ana", kind=kind, settle=settle, **settings)
            return (*done, list(bad.rows()))

    bring.record = record
    return bring


@pytest.fixture
def states(ledger, clock):
    """The questions of the ledger by their slugs."""

    def read():
        with ledger.reading() as connection:
            return {one.slug: one for one in question_states(connection, now=clock.now)}

    return read


@pytest.fixture
def rows(ledger):
    """All rows of a table."""

    def read(model):
        with ledger.reading() as connection:
            return connection.execute(select(model.__table__)).all()

    return read
