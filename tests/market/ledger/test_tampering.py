"""Whatever is edited behind foretell's back is found, and said in one line."""

from __future__ import annotations

import math
import unicodedata
from contextlib import closing

import pytest
from hypothesis import HealthCheck, assume, event, given, reject, settings
from hypothesis import strategies as st
from sqlalchemy import text
from tampering import Bench, held, rechain, run

from market.errors import IntegrityError
from market.ledger.acts.reports import report
from market.ledger.keeping.audit import check, vouched_for
from market.ledger.schema import tables

TABLES = {table.name: table for table in tables()}


@pytest.fixture
def bench(full, ledger_address, tmp_path, clock):
    """The full ledger, to be edited."""
    clock.advance(days=1)
    with full.writing("bo", "forecast") as w:
        report(w, "snow", "bo", 0.5, rationale="cafe\u0301 \N{ANGSTROM SIGN}")
    with closing(Bench(full, ledger_address, tmp_path)) as bench:
        yield bench


CHANGES = {
    "nothing": lambda _: None,
    "empty": lambda _: "",
    "zero": lambda _: 0,
    "negative zero": lambda _: -0.0,
    "one more": lambda old: old + 1,
    "one less": lambda old: old - 1,
    "the next double": lambda old: math.nextafter(old, 2),
    "its negative": lambda old: -old,
    "a double": float,
    "a text": str,
    "bytes": lambda old: old.encode(),
    "a blank after it": lambda old: old + " ",
    "another normal form": lambda old: unicodedata.normalize("NFD", old),
    "another case": lambda old: old.swapcase(),
}
NUMBERS = st.sampled_from([0, -1, -(2**63), 2**62]) | st.integers(1, 8)
WHICH = st.integers(0, 99)
ROWS = st.tuples(st.sampled_from(sorted(TABLES)), WHICH)


def picked(connection, where):
    """A row by column, and the condition that it is this one."""
    name, which = where
    rows = connection.execute(TABLES[name].select().order_by(*TABLES[name].primary_key)).mappings()
    found = rows.all()
    row = found[which % len(found)]
    return dict(row), f"{_key(name)} = {row[_key(name)]}"


def _key(name):
    return next(iter(TABLES[name].primary_key)).name


def change(where, which, how):
    def edit(connection):
        row, condition = picked(connection, where)
        column = list(row)[which % len(row)]
        try:
            new = CHANGES[how](row[column])
        except (TypeError, ValueError, AttributeError):
            reject()
        update = f"UPDATE {where[0]} SET {column} = :new WHERE {condition}"
        connection.execute(text(update), {"new": new})

    return edit


def take_over(where, other, which):
    """Give a row a value of another."""

    def edit(connection):
        (row, condition), (donor, _) = picked(connection, where), picked(connection, other)
        column = list(row)[which % len(row)]
        new = [*donor.values()][which % len(donor)]
        update = f"UPDATE {where[0]} SET {column} = :new WHERE {condition}"
        connection.execute(text(update), {"new": new})

    return edit


def delete(where):
    def edit(connection):
        _, condition = picked(connection, where)
        connection.exec_driver_sql(f"DELETE FROM {where[0]} WHERE {condition}")

    return edit


def copy(where, into, number, entry):
    """Insert what a row holds, under another number, into its own table or another."""

    def edit(connection):
        (row, _), (pattern, _) = picked(connection, where), picked(connection, (into, 0))
        new = {**pattern, **{name: row[name] for name in pattern.keys() & row.keys()}}
        new |= {_key(into): number} if entry is None else {_key(into): number, "entry": entry}
        known = {name: value for name, value in new.items() if name in pattern}
        names = ", ".join(known)
        values = ", ".join(f":{name}" for name in known)
        connection.execute(text(f"INSERT INTO {into} ({names}) VALUES ({values})"), known)

    return edit


def exchange(where, which):
    """Let two rows of a table have each other's number."""

    def edit(connection):
        name, key = where[0], _key(where[0])
        (one, _), (other, _) = picked(connection, where), picked(connection, (name, which))
        steps = [(one[key], -7), (other[key], one[key]), (-7, other[key])]
        for old, new in steps:
            connection.exec_driver_sql(f"UPDATE {name} SET {key} = {new} WHERE {key} = {old}")

    return edit


EDITS = st.one_of(
    st.builds(change, ROWS, WHICH, st.sampled_from(sorted(CHANGES))),
    st.builds(take_over, ROWS, ROWS, WHICH),
    st.builds(delete, ROWS),
    st.builds(copy, ROWS, st.sampled_from(sorted(TABLES)), NUMBERS, st.none() | NUMBERS),
    st.builds(exchange, ROWS, WHICH),
)


def judged(ledger):
    """What a check makes of a ledger: what is sound, or its finding."""
    try:
        return check(ledger), None
    except IntegrityError as finding:
        return None, finding


def find(bench, edit):
    """A ledger is sound if it holds what it held, and else its head or the check says so."""
    with bench.tampered(edit) as ledger:
        assume(ledger is not None)
        now = held(ledger)
        sound, finding = judged(ledger)
        if now == bench.rows:
            event("changed nothing")
            assert sound.head == bench.head
        elif finding:
            event("found")
            assert (finding.exit_code, finding.message.count("\n")) == (4, 0)
            assert finding.hint
        else:
            event("found by the head")
            # Nothing follows the last entry that would vouch for its own columns.
            assert _without_the_last(now) == _without_the_last(bench.rows)
            with pytest.raises(IntegrityError, match="has the digest"):
                vouched_for(ledger, bench.head, sound)


def _without_the_last(rows):
    return {**rows, "entry": rows["entry"][:-1]}


def within(examples):
    unhurried = settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
    )
    return lambda test: unhurried(given(EDITS)(test))


@within(40)
def test_any_edit_is_found(bench, edit):
    find(bench, edit)


@pytest.mark.slow
@within(400)
def test_any_of_many_edits_is_found(bench, edit):
    find(bench, edit)


ONLY_THE_HEAD = {
    "who wrote last": run("UPDATE entry SET actor = 'eve' WHERE number = 5"),
    "when": run("UPDATE entry SET recorded_at = recorded_at + 1 WHERE number = 5"),
    "with what": run("UPDATE entry SET command = 'import' WHERE number = 5"),
    "under which key": run("UPDATE entry SET key = 'k' WHERE number = 5"),
    "as which role": run("UPDATE entry SET role = 'eve' WHERE number = 5"),
    "the last entry, cut off with its rows": run(
        "DELETE FROM report WHERE entry = 5",
        "DELETE FROM forecaster WHERE entry = 5",
        "DELETE FROM entry WHERE number = 5",
    ),
    "history, written anew": lambda connection: (
        run("UPDATE report SET probability = 0.9 WHERE id = 1")(connection),
        rechain(connection),
    ),
}


def test_what_no_chain_can_show_is_found_by_a_head_that_was_noted(bench):
    for edit in ONLY_THE_HEAD.values():
        with bench.tampered(edit) as ledger:
            sound = check(ledger)
            with pytest.raises(IntegrityError, match="has the digest"):
                vouched_for(ledger, bench.head, sound)


REVISIONS = [
    "UPDATE alembic_version SET version_num = 'foretell_0001'",
    "DELETE FROM alembic_version",
    "INSERT INTO alembic_version VALUES ('foretell_9999')",
]


def test_another_revision_is_found(bench):
    for statement in REVISIONS:
        with (
            bench.tampered(run(statement)) as ledger,
            pytest.raises(IntegrityError, match="says of itself"),
        ):
            check(ledger)
