"""Databases on a PostgreSQL server that tests make and drop."""

from __future__ import annotations

import uuid
from contextlib import contextmanager

__all__ = ["databases"]


@contextmanager
def databases(server):
    """Gives what makes PostgreSQL databases: each call the URL of another; then drops them."""
    import psycopg
    from sqlalchemy import make_url

    made = []

    def make(template="template1"):
        name = f"foretell_{uuid.uuid4().hex}"
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} {way}")
        made.append(name)
        return make_url(server).set(database=name).render_as_string(hide_password=False)

    with psycopg.connect(server, autocommit=True) as connection:
        flushes = connection.execute("SHOW fsync").fetchone()[0] == "on"
        way = "" if flushes else "STRATEGY FILE_COPY"  # without the log: twice as fast
        yield make
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
