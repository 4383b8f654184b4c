"""What no honest writer records is found, though all digests were computed anew for it."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from tampering import Bench, rechain, run

from market.errors import IntegrityError
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source, rule
from market.ledger.keeping.audit import check


@pytest.fixture
def bench(full, ledger_address, tmp_path, clock):
    """The full ledger and two rulings, whose history is to be written anew."""
    clock.advance(days=1)
    with full.writing("bo", "unresolve") as w:
        rule(w, "rain", "unresolve")
    with full.writing("bo", "resolve") as w:
        rule(w, "rain", "resolve", 0, evidence=[Source("https://example.org/dry")])
        report(w, "snow", "bo", 0.5)
    with closing(Bench(full, ledger_address, tmp_path)) as bench:
        yield bench


def anew(*statements):
    """An edit made of statements, after which all digests are computed anew."""

    def edit(connection):
        run(*statements)(connection)
        rechain(connection)

    return edit


BROKEN = {
    "UPDATE report SET id = 9 WHERE id = 3": (6, "row 3 of report is not there"),
    "UPDATE entry SET recorded_at = 0 WHERE number = 3": (
        3,
        "it is dated before the one it follows",
    ),
    (
        "INSERT INTO entry SELECT 7, recorded_at, actor, command, NULL, previous, rows, role"
        " FROM entry WHERE number = 6"
    ): (7, "it has no rows"),
    "UPDATE report SET rationale = 'cafe\u0301' WHERE id = 1": (
        2,
        "row 1 of report: its rationale is not a text in Unicode's normal form C",
    ),
    "UPDATE report SET at = at + 999999999999 WHERE id = 1": (
        2,
        "report 1 counts from a time after it was recorded",
    ),
    "UPDATE ruling SET at = at + 999999999999 WHERE id = 1": (
        3,
        "ruling 1 is as of a time after it was recorded",
    ),
    "UPDATE wording SET question = 1 WHERE id = 2": (1, "question 2 was asked without words"),
    "UPDATE evidence SET ruling = 1 WHERE id = 2": (6, "evidence 2 was recorded after its ruling"),
    "UPDATE report SET forecaster = 2 WHERE id = 1": (
        2,
        "row 1 of report refers to a forecaster that was not there",
    ),
    "UPDATE report SET question = 9 WHERE id = 2": (
        4,
        "row 2 of report refers to a question that was not there",
    ),
    "UPDATE ruling SET verdict = 'annul' WHERE id = 2": (5, "ruling 2 (annul) is out of turn"),
    "UPDATE ruling SET verdict = 'close' WHERE id = 2": (5, "ruling 2 (close) is out of turn"),
    "UPDATE ruling SET verdict = 'reopen' WHERE id = 2": (5, "ruling 2 (reopen) is out of turn"),
    "UPDATE ruling SET question = 2 WHERE id = 2": (5, "ruling 2 (unresolve) is out of turn"),
    "UPDATE forecaster SET folded = 'Ana' WHERE id = 1": (
        2,
        "forecaster 1 is compared by another name than its own",
    ),
    "UPDATE term SET entry = 5 WHERE id = 2": (5, "term 2 was recorded after its clause"),
    "DELETE FROM term WHERE id = 2": (
        4,
        "clause 1 links fewer or more questions than its kind takes",
    ),
    "UPDATE member SET rights = 'boss'": (4, "member 1 has rights that there are not"),
    "UPDATE member SET rights = 'member,editor'": (4, "member 1 has rights that there are not"),
    "UPDATE member SET rights = 'member,'": (4, "member 1 has rights that there are not"),
}


def test_an_invariant_that_does_not_hold_is_named_with_its_entry(bench):
    for statement, (number, said) in BROKEN.items():
        finding = rf"Entry {number} \(.*\): {re.escape(said)}\.$"
        with (
            bench.tampered(anew(statement)) as ledger,
            pytest.raises(IntegrityError, match=finding),
        ):
            check(ledger)


def test_the_first_entry_that_fails_is_named(bench):
    rewrite = anew(
        "UPDATE member SET rights = 'boss'",
        "UPDATE ruling SET at = at + 999999999999 WHERE id = 1",
        "UPDATE forecaster SET folded = 'b' WHERE id = 3",
    )
    with bench.tampered(rewrite) as ledger, pytest.raises(IntegrityError, match="Entry 3"):
        check(ledger)


def test_a_number_below_one_is_out_of_its_order(bench):
    rewrite = anew("UPDATE report SET id = 0 WHERE id = 1")
    with bench.tampered(rewrite) as ledger, pytest.raises(IntegrityError, match="Row 0 of report"):
        check(ledger)


def test_a_file_may_bring_in_what_is_still_to_come(bench):
    rewrite = anew(
        "UPDATE entry SET command = 'import' WHERE number = 2",
        "UPDATE report SET at = at + 999999999999 WHERE id = 1",
    )
    with bench.tampered(rewrite) as ledger:
        check(ledger)


UNCHECKED = {
    "ck_report_probability": ("report", "probability = 1.5 WHERE id = 1", 2),
    "ck_question_slug": ("question", "slug = '-x' WHERE id = 2", 1),
    "ck_ruling_resolve": ("ruling", "outcome = NULL WHERE id = 1", 3),
    "ck_entry_actor": ("entry", "actor = '' WHERE number = 2", 2),
    "ck_market_liquidity": ("market", "liquidity = 0", 2),
    "ck_posting_amount": ("posting", "amount = 0 WHERE id = 1", 2),
}


def rewritten(bench, name, table, change):
    """Write history anew while a constraint is off, which then is as it was."""

    def edit(connection):
        if not bench.is_file:
            told = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s"
            definition = connection.exec_driver_sql(told, (name,)).scalar()
            run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")(connection)
        run(f"UPDATE {table} SET {change}")(connection)
        rechain(connection)
        if not bench.is_file:
            run(
                f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition} NOT VALID",
                f"UPDATE pg_constraint SET convalidated = true WHERE conname = '{name}'",
            )(connection)

    return edit


def test_a_row_that_breaks_a_constraint_is_named(bench):
    for name, (table, change, number) in UNCHECKED.items():
        finding = rf"Entry {number} .*: row \d of {table} breaks {name}"
        with (
            bench.tampered(rewritten(bench, name, table, change)) as ledger,
            pytest.raises(IntegrityError, match=finding),
        ):
            check(ledger)


@pytest.mark.parametrize("ledger_address", ["postgresql"], indirect=True)
def test_a_name_that_is_there_twice_is_named(bench):
    index = "UPDATE pg_index SET indisunique = {} WHERE indexrelid = '{}'::regclass"
    name = "uq_forecaster_folded"
    rewrite = anew(
        index.format("false", name),
        "UPDATE forecaster SET name = 'ANA', folded = 'ana' WHERE id = 3",
        index.format("true", name),
    )
    said = f"Entry 6 .*: row 3 of forecaster repeats another, against {name}"
    with bench.tampered(rewrite) as ledger, pytest.raises(IntegrityError, match=said):
        check(ledger)
