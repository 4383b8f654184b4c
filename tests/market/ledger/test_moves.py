"""A ledger that moves, from engine to engine and back, stays the same to the last bit."""

from __future__ import annotations

import io
from contextlib import closing
from itertools import count
from threading import Event, Thread

import pytest
from archives import exported
from clocks import Clock
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from market.errors import DatabaseError, Refused
from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source, rule
from market.ledger.address import Address
from market.ledger.engine import open_ledger
from market.ledger.journal import line
from market.ledger.keeping.audit import check, vouched_for
from market.ledger.keeping.backup import back_up, restore
from market.ledger.keeping.entries import records
from market.ledger.keeping.replay import import_ledger
from market.ledger.keeping.unpacking import Unpacking
from market.ledger.tables import Report
from scoring.kinds import Kind


def canonical(ledger):
    """Every row, its doubles in all their bits."""
    with ledger.reading() as connection:
        return [line(table, values) for table, values in records(connection)]


def by_backup(ledger, address, scratch):
    back_up(ledger, scratch)
    return restore(scratch, address)


def by_export(ledger, address, _):
    return import_ledger(address, io.BytesIO(exported(ledger).encode()), name="moved")


WAYS = {"backup and restore": by_backup, "export and import": by_export}


@pytest.fixture
def moved(tmp_path, new_database, clock):
    """Moves a ledger, again and again, to the other engine each time; the copies are closed."""
    opened, numbers = [], count()

    def move(ledger, way):
        place = tmp_path / f"{next(numbers)}.db"
        address = str(place) if ledger.file is None else new_database()
        assert WAYS[way](ledger, address, tmp_path / f"{place.name}.backup") == check(ledger)
        opened.append(open_ledger(address, clock=clock))
        return opened[-1]

    yield move
    for ledger in opened:
        ledger.close()


@pytest.mark.parametrize("way", WAYS)
def test_there_and_back_again_every_row_digest_and_line_is_the_same(full, moved, way):
    there = moved(full, way)
    back = moved(there, way)
    assert (there.file is None) != (full.file is None) == (back.file is None)
    for copy in (there, back):
        assert canonical(copy) == canonical(full)
        assert exported(copy) == exported(full)
        assert check(copy) == check(full)


PROBABILITIES = st.floats(0, 1) | st.sampled_from([5e-324, 0.1 + 0.2, 1e-300, 1 - 2**-53, -0.0])
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)


@settings(
    max_examples=4,
    phases=[Phase.generate],  # a smaller example is not worth hundreds of databases
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(said=st.lists(PROBABILITIES, min_size=1), written=st.lists(TEXTS, min_size=1))
def test_every_double_and_every_text_is_the_same_on_the_other_engine(
    moved, tmp_path_factory, said, written
):
    clock = Clock()
    folder = tmp_path_factory.mktemp("texts")
    with closing(open_ledger(str(folder / "a.db"), create=True, clock=clock)) as ledger:
        with ledger.writing("ana", "import") as w:
            ask(w, "rain", "?", w.now, w.now + 9)
            report(w, "rain", "ana", 0.5, at=w.now, kind=Kind.IMPORTED)
            bare = {"question": 1, "forecaster": 1, "at": w.now}
            w.insert(Report, ({**bare, "probability": p} for p in said))
            found = [Source("a letter", summary=text) for text in written]
            rule(w, "rain", "resolve", 1, evidence=found)
        there = moved(ledger, "backup and restore")
        back = moved(there, "export and import")
        assert canonical(there) == canonical(back) == canonical(ledger)


@pytest.mark.parametrize("way", ["backup", "export"])
def test_what_is_kept_while_others_write_is_a_moment_of_the_ledger(asked, tmp_path, way):
    stop, written = Event(), Event()

    def write():
        for number in count():
            with asked.writing("bo", "forecast") as w:
                report(w, "rain", "bo", 0.25 + number % 50 / 100)
            written.set()
            if stop.is_set():
                return

    writer = Thread(target=write)
    writer.start()
    try:
        written.wait(30)
        kept = [
            back_up(asked, tmp_path / f"{n}.backup") if way == "backup" else unpacked(asked)
            for n in range(3)
        ]
    finally:
        stop.set()
        writer.join()
    found = check(asked)
    for sound in kept:
        assert vouched_for(asked, sound.head, found) == sound.entries == sound.rows - 4


def unpacked(ledger):
    unpacking = Unpacking(io.BytesIO(exported(ledger).encode()), "kept")
    assert list(unpacking.batches())
    return unpacking.sound


@pytest.fixture
def saved(full, tmp_path):
    """A ledger with a row in every table, in both its forms."""
    back_up(full, tmp_path / "club.backup")
    (tmp_path / "club.jsonl").write_text(exported(full))
    return tmp_path


def make(way, saved, address):
    if way == "restore":
        return restore(saved / "club.backup", address)
    with (saved / "club.jsonl").open("rb") as file:
        return import_ledger(address, file, name="club.jsonl")


on_sqlite = pytest.mark.parametrize("ledger_address", ["sqlite"], indirect=True)
in_both_ways = pytest.mark.parametrize("way", ["restore", "import"])


def run(url, *statements):
    engine = create_engine(Address.parse(url).url)
    with engine.begin() as connection:
        found = [connection.exec_driver_sql(statement) for statement in statements]
        rows = [result.scalar() for result in found if result.returns_rows]
    engine.dispose()
    return rows


FOREIGN = {
    "another program's schema": (
        ["CREATE SCHEMA foretell", "CREATE TABLE foretell.notes (x int)"],
        "belongs to another program",
    ),
    "another program's revision": (
        [
            "CREATE SCHEMA foretell",
            "CREATE TABLE foretell.alembic_version (version_num text)",
            "INSERT INTO foretell.alembic_version VALUES ('4f2a')",
        ],
        "belongs to another program",
    ),
}


@on_sqlite
@in_both_ways
@pytest.mark.parametrize("case", FOREIGN)
def test_no_ledger_is_put_among_another_programs_tables(saved, postgres_url, way, case):
    statements, said = FOREIGN[case]
    run(postgres_url, *statements)
    there = "SELECT count(*) FROM pg_class WHERE relnamespace = 'foretell'::regnamespace"
    before = run(postgres_url, there)
    with pytest.raises(DatabaseError, match=said):
        make(way, saved, postgres_url)
    assert run(postgres_url, there) == before


@on_sqlite
@in_both_ways
def test_an_empty_schema_that_an_administrator_made_is_used(saved, full, postgres_url, way):
    run(postgres_url, "CREATE SCHEMA foretell")
    assert make(way, saved, postgres_url) == check(full)


@on_sqlite
@pytest.mark.parametrize("there", ["empty", "folder", "ledger"])
def test_nothing_that_is_there_is_restored_over(saved, tmp_path, clock, there):
    place = tmp_path / "there.db"
    if there == "folder":
        place.mkdir()
    elif there == "empty":
        place.touch()
    else:
        open_ledger(str(place), create=True, clock=clock).close()
    before = place.stat()
    with pytest.raises(Refused, match="exists"):
        make("restore", saved, str(place))
    assert (place.stat().st_size, place.stat().st_ino) == (before.st_size, before.st_ino)


@on_sqlite
@in_both_ways
def test_what_fails_on_postgresql_leaves_nothing_not_even_an_empty_ledger(
    saved, postgres_url, way, monkeypatch
):
    from market.ledger.keeping import replay

    copy, calls = replay.copy_rows, count(1)

    def fail(*args):
        copy(*args)
        if next(calls) == 5:
            raise ZeroDivisionError

    monkeypatch.setattr(replay, "copy_rows", fail)
    with pytest.raises(ZeroDivisionError):
        make(way, saved, postgres_url)
    assert run(postgres_url, "SELECT to_regnamespace('foretell')::text") == [None]


@on_sqlite
def test_an_empty_ledger_on_postgresql_takes_a_backup(saved, full, postgres_url, clock):
    open_ledger(postgres_url, create=True, clock=clock).close()
    assert make("restore", saved, postgres_url) == check(full)
    with pytest.raises(Refused, match="has entries of its own"):
        make("restore", saved, postgres_url)
