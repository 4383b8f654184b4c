"""Ledgers as the programs of then left them, one of every schema that was ever released."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from market.ledger.revision import REVISION

__all__ = ["EXPORT", "OLDER", "POSTGRESQL", "RELEASES", "REVISIONS", "SQLITE", "released"]

RELEASES = Path(__file__).parents[1] / "fixtures" / "releases"
SQLITE, POSTGRESQL, EXPORT = "sqlite.sql", "postgresql.sql", "export.jsonl"
REVISIONS = sorted(path.name for path in RELEASES.iterdir())
OLDER = [revision for revision in REVISIONS if revision != REVISION]


def released(revision, address):
    """Put the ledger of a released schema into a new file or an empty database."""
    if "://" not in address:
        with closing(sqlite3.connect(address)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_text(revision, SQLITE))
        return
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(_text(revision, POSTGRESQL))


def _text(revision, name):
    return (RELEASES / revision / name).read_text(encoding="utf-8")
