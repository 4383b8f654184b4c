"""Ledgers of every schema that was ever released are brought up to date, and kept as they were."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from older_ledgers import EXPORT, OLDER, RELEASES, REVISIONS, released
from sqlalchemy.exc import DBAPIError

from market.errors import DatabaseError, IntegrityError, Refused
from market.exchange.orders import Order
from market.ledger import migrations
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.trading import Trading
from market.ledger.address import Address
from market.ledger.engine import Ledger, open_ledger
from market.ledger.journal import digest, line
from market.ledger.keeping.audit import check
from market.ledger.keeping.replay import import_ledger
from market.ledger.keeping.upgrading import upgrade_with_backup
from market.ledger.schema import ORDER, REVISION
from market.ledger.views.questions import question_states

HOW = "python tests/support/make_release.py postgresql://… makes it: see CONTRIBUTING.md"


def _releases(revisions):
    """The first and the last in the plain run, those between in the slow one."""
    first, *between, last = revisions
    later = [pytest.param(revision, marks=pytest.mark.slow) for revision in between]
    return pytest.mark.parametrize("revision", [first, *later, last])


of_every_release = _releases(REVISIONS)
of_older_releases = _releases(OLDER)
on_postgresql = pytest.mark.parametrize("ledger_address", ["postgresql"], indirect=True)

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'foretell'",
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The working folder, where copies of databases are kept."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(address):
    """What is in the tables, read past the program: columns and rows by table."""
    with closing(Ledger(Address.parse(address), int)) as ledger, ledger.reading() as connection:
        names = connection.exec_driver_sql(TABLES[connection.dialect.name]).scalars().all()
        return {name: content(connection, name) for name in names}


def content(connection, table):
    found = connection.exec_driver_sql(f"SELECT * FROM {table}")
    return tuple(found.keys()), sorted(map(tuple, found), key=lambda row: row[0])


def head(found):
    _, entries = found["entry"]
    return digest(line("entry", entries[-1]))


def upgraded(address, clock, **options):
    return upgrade_with_backup(address, clock=clock, version="1.2.3", **options)


@pytest.fixture
def older(ledger_address, revision):
    """The address of a ledger of an earlier schema, on each engine in turn."""
    released(revision, ledger_address)
    return ledger_address


def test_every_schema_has_its_fixtures():
    folder = Path(migrations.__file__).parent / "versions"
    schemas = sorted(path.stem for path in folder.glob("foretell_*.py"))
    assert schemas == REVISIONS, HOW


@of_every_release
def test_a_fixture_has_a_row_in_every_table_and_a_value_in_every_column(revision, tmp_path):
    released(revision, str(tmp_path / "a.db"))
    for table, (columns, values) in rows(str(tmp_path / "a.db")).items():
        assert values, table
        for column, cells in zip(columns, zip(*values, strict=True), strict=True):
            assert set(cells) != {None}, (table, column)


@of_every_release
def test_the_fixtures_of_both_engines_are_one_ledger(revision, tmp_path, postgres_url):
    for address in (str(tmp_path / "a.db"), postgres_url):
        released(revision, address)
    assert rows(str(tmp_path / "a.db")) == rows(postgres_url)


@of_older_releases
def test_an_upgrade_changes_no_row_and_no_digest(older, revision, clock):
    before = rows(older)
    with pytest.raises(DatabaseError, match="older schema"):
        open_ledger(older, clock=clock)
    changed, _ = upgraded(older, clock)
    after = rows(older)
    assert changed
    assert before.pop("alembic_version")[1] == [(revision,)]
    assert after.pop("alembic_version")[1] == [(REVISION,)]
    for table, (columns, values) in after.items():
        known, there = before.get(table, ((), []))
        new = (None,) * (len(columns) - len(known))
        assert columns[: len(known)] == known
        assert values == [row + new for row in there], table
    with closing(open_ledger(older, clock=clock)) as ledger:
        assert check(ledger).head == head(before)


@of_older_releases
def test_an_upgraded_ledger_takes_what_a_new_one_takes(older, clock):
    upgraded(older, clock)
    with closing(open_ledger(older, clock=clock)) as ledger:
        there = check(ledger).entries
        with ledger.writing("ana", "ask") as w:
            ask(w, "fog", "Will it be foggy?", w.now, w.now + 10**9, crowd_hidden=True)
            report(w, "fog", "ana", 0.3)
            open_market(w, "fog")
        with ledger.writing("Ana", "market trade") as w:
            trading = Trading(w, "Ana")
            trading.trade(Order(trading.market("fog"), yes=True, to=0.6))
            trading.record()
        with ledger.reading() as connection:
            states = question_states(connection, now=clock.now)
        assert [state.slug for state in states if state.crowd_hidden][-1] == "fog"
        assert check(ledger).entries == there + 2


@pytest.mark.parametrize(
    "name", [name for name in REVISIONS if (RELEASES / name / EXPORT).exists()]
)
def test_what_was_exported_then_is_imported_today(ledger_address, name, tmp_path, clock):
    released(name, str(tmp_path / "then.db"))
    with (RELEASES / name / EXPORT).open("rb") as file:
        sound = import_ledger(ledger_address, file, name=EXPORT)
    assert sound.head == head(rows(str(tmp_path / "then.db")))
    with closing(open_ledger(ledger_address, clock=clock)) as ledger:
        assert check(ledger) == sound


def brought_back(copy, address, clock):
    """A ledger of today that is made of a copy, whatever that is."""
    if copy.suffix == ".jsonl":
        with copy.open("rb") as file:
            import_ledger(address, file, name=copy.name)
    else:
        Path(address).write_bytes(copy.read_bytes())
        upgraded(address, clock)
    return rows(address)


@of_older_releases
def test_a_copy_is_kept_of_which_the_ledger_can_be_made_again(older, revision, clock, folder):
    _, kept = upgraded(older, clock)
    is_file = "://" not in older
    expected = f"{older}.{revision}.backup" if is_file else f"{database(older)}.{revision}.jsonl"
    assert str(kept) == expected
    if is_file:
        assert rows(str(kept))["alembic_version"][1] == [(revision,)]
    else:
        assert f'"schema": "{revision}"' in kept.read_text().splitlines()[0]
    assert brought_back(kept, str(folder / "again.db"), clock) == rows(older)


def database(address):
    return address.rpartition("/")[2].partition("?")[0]


@of_older_releases
def test_a_copy_is_kept_where_somebody_wants_it(older, clock, folder):
    place = folder / "wanted"
    assert upgraded(older, clock, backup=place) == (True, place)
    assert not list(folder.glob("*.foretell_*"))


@of_older_releases
def test_a_ledger_is_not_upgraded_where_its_copy_would_replace_something(older, clock, folder):
    before = rows(older)
    place = folder / "precious"
    place.write_text("precious")
    with pytest.raises(Refused, match="precious exists") as caught:
        upgraded(older, clock, backup=place)
    assert "--backup" in caught.value.hint
    assert place.read_text() == "precious"
    assert rows(older) == before


def stop(address):
    """Put something in the way of the last migration, after its first statement."""
    execute(address, "CREATE INDEX term ON entry (actor)")


def execute(address, *statements):
    with closing(Ledger(Address.parse(address), int)) as ledger, ledger._writer.begin() as there:
        for statement in statements:
            there.exec_driver_sql(statement)


@of_older_releases
def test_a_migration_that_fails_leaves_the_ledger_as_it_was_and_its_copy(older, clock):
    stop(older)
    before = rows(older)
    with pytest.raises(DBAPIError, match="term"):
        upgraded(older, clock)
    assert rows(older) == before
    execute(older, "DROP INDEX term")
    (copy,) = Path.cwd().glob("*.foretell_*")
    content = copy.read_bytes()
    changed, kept = upgraded(older, clock)  # finds the copy, which is of the same ledger
    assert (changed, kept.name) == (True, copy.name)
    assert copy.read_bytes() == content
    assert head(rows(older))


@of_older_releases
def test_a_copy_of_what_the_ledger_was_earlier_is_not_taken_for_one(older, clock):
    stop(older)
    with pytest.raises(DBAPIError):
        upgraded(older, clock)
    execute(older, "DROP INDEX term")
    go_on(older)
    with pytest.raises(Refused, match="exists"):
        upgraded(older, clock)


def go_on(address):
    """An entry more, as the program of then would have written it."""
    found = rows(address)
    number = found["entry"][1][-1][0] + 1
    eve = [len(found["forecaster"][1]) + 1, number, "Eve", "eve", "person"]
    entry = [number, 1_900_000_000_000_000, "ana", "user add", None, head(found)]
    entry.append(digest(line("forecaster", eve)))
    execute(address, insertion("forecaster", eve), insertion("entry", entry))


def insertion(table, values):
    columns = {"entry": "(number, recorded_at, actor, command, key, previous, rows)"}
    listed = ", ".join("NULL" if value is None else repr(value) for value in values)
    return f"INSERT INTO {table} {columns.get(table, '')} VALUES ({listed})"


@on_postgresql
@of_older_releases
def test_of_a_database_that_contradicts_itself_no_copy_is_made_and_it_stays(older, clock, folder):
    execute(older, "ALTER TABLE report DISABLE TRIGGER ALL")
    execute(older, "UPDATE report SET probability = 0.9 WHERE id = 1")
    before = rows(older)
    with pytest.raises(IntegrityError, match="Entry 2"):
        upgraded(older, clock)
    assert rows(older) == before
    assert list(folder.iterdir()) == []


@of_older_releases
def test_two_who_upgrade_at_once_do_it_once(older, clock):
    before, ends = rows(older), []
    both = [Thread(target=lambda: ends.append(upgraded(older, clock))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(ends) == 2
    assert len({kept for _, kept in ends} - {None}) == 1
    assert head(rows(older)) == head(before)


def test_a_ledger_that_is_up_to_date_is_not_copied(full, ledger_address, clock, folder):
    before = set(folder.iterdir())
    assert upgraded(ledger_address, clock) == (False, None)
    assert set(folder.iterdir()) == before
    assert check(full)


@pytest.mark.usefixtures("full")
def test_another_programs_database_is_not_upgraded(ledger_address, clock):
    execute(ledger_address, "UPDATE alembic_version SET version_num = '4f2a'")
    with pytest.raises(DatabaseError, match="belongs to another program"):
        upgraded(ledger_address, clock)


def test_no_table_was_ever_left_out(tmp_path):
    released(REVISION, str(tmp_path / "a.db"))
    assert set(rows(str(tmp_path / "a.db"))) == {"alembic_version", "entry", *ORDER}
