"""The writing transaction: all or nothing, in one order, once."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from market.errors import Refused
from market.ledger.acts.forecasters import find_or_add_forecaster
from market.ledger.keeping.audit import check
from market.ledger.tables import Entry, Question, Report


def entries(ledger):
    with ledger.reading() as connection:
        return connection.execute(select(Entry.__table__)).all()


def test_rows_are_numbered_without_a_gap_across_transactions(ledger):
    with ledger.writing("ana", "one") as w:
        assert w.insert(Question, [{"slug": "a"}, {"slug": "b"}]) == range(1, 3)
        assert w.insert(Question, [{"slug": "c"}]) == range(3, 4)
    with ledger.writing("ana", "two") as w:
        assert w.insert(Question, [{"slug": "d"}]) == range(4, 5)


def test_an_entry_says_who_wrote_when_and_by_which_command(ledger, clock):
    with ledger.writing("ana", "ask", key="k") as w:
        w.insert(Question, [{"slug": "a"}])
    (entry,) = entries(ledger)
    assert entry[:5] == (1, clock.now, "ana", "ask", "k")


@pytest.mark.parametrize("actor", ["", "@market", "a\nb", "a" * 65])
def test_an_actor_has_a_name_that_a_forecaster_could_have(ledger, actor):
    with pytest.raises(Refused), ledger.writing(actor, "ask") as w:
        w.insert(Question, [{"slug": "a"}])
    assert entries(ledger) == []


def test_an_actor_is_one_whatever_the_form_of_the_name(ledger):
    with ledger.writing(" Cafe\u0301 ", "ask") as w:
        w.insert(Question, [{"slug": "a"}])
    assert entries(ledger)[0].actor == "Caf\u00e9"


def test_whatever_goes_wrong_nothing_is_written(ledger):
    def rows():
        yield {"slug": "a"}
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), ledger.writing("ana", "ask") as w:
        w.insert(Question, rows())
    assert entries(ledger) == []
    with ledger.reading() as connection:
        assert connection.execute(select(Question.__table__)).all() == []


def test_the_clock_is_asked_once_and_under_the_lock(ledger, clock):
    with ledger.writing("ana", "ask") as w:
        clock.advance(days=1)
        assert w.now == clock.now - 86_400_000_000


def test_a_clock_that_went_back_does_not_take_the_ledger_with_it(ledger, clock):
    with ledger.writing("ana", "ask") as w:
        w.insert(Question, [{"slug": "a"}])
    latest = clock.now
    clock.advance(days=-1)
    with ledger.writing("ana", "ask") as w:
        w.insert(Question, [{"slug": "b"}])
        assert w.now == latest
    assert [entry.recorded_at for entry in entries(ledger)] == [latest, latest]


def test_a_key_belongs_to_its_actor(ledger):
    for slug, actor in (("a", "ana"), ("b", "bo")):
        with ledger.writing(actor, "ask", key="monday") as w:
            w.insert(Question, [{"slug": slug}])
    assert len(entries(ledger)) == 2


def test_a_column_that_does_not_exist_is_a_defect(ledger):
    with pytest.raises(ValueError, match="slugg"), ledger.writing("ana", "ask") as w:
        w.insert(Question, [{"slugg": "a"}])


def test_numbers_of_any_library_are_stored_as_numbers(asked):
    numpy = pytest.importorskip("numpy")
    with asked.writing("ana", "import") as w:
        who = find_or_add_forecaster(w, "ana")
        said = {"question": numpy.int64(1), "forecaster": who, "at": numpy.int32(5)}
        w.insert(Report, [{**said, "probability": numpy.float32(0.5)}])
    with asked.reading() as connection:
        (row,) = connection.execute(select(Report.__table__)).all()
    assert row[2:6] == (1, 1, 5, 0.5)
    assert check(asked).entries == 2


@pytest.mark.parametrize("text", ["a\0b", "a\udcffb"])
def test_text_that_is_not_unicode_is_refused(ledger, text):
    with pytest.raises(Refused, match="Unicode"), ledger.writing("ana", "ask") as w:
        w.insert(Question, [{"slug": text}])


def test_many_rows_are_written_in_batches(asked):
    with asked.writing("ana", "import") as w:
        who = find_or_add_forecaster(w, "ana")
        reports = ({"question": 1, "forecaster": who, "at": at} for at in range(10_001))
        assert w.insert(Report, reports) == range(1, 10_002)
    assert check(asked).rows == 4 + 1 + 10_001


def reports(count):
    """Reports of one forecaster, column by column; each tenth is a withdrawal with a word on it."""
    withdrawn = [number % 10 == 0 for number in range(count)]
    return {
        "question": [1 + number % 2 for number in range(count)],
        "forecaster": [1] * count,
        "at": [1_765_000_000_000_000 + number for number in range(count)],
        "probability": [None if gone else 1 / (7 + place) for place, gone in enumerate(withdrawn)],
        "quote": ['“no”\t"\\\n' if gone else None for gone in withdrawn],
    }


def test_columns_are_recorded_as_their_rows_would_be(asked):
    columns = reports(25)
    with asked.writing("ana", "import") as w:
        find_or_add_forecaster(w, "ana")
        assert w.insert_columns(Report, columns) == range(1, 26)
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        assert w.insert(Report, rows) == range(26, 51)
        assert w.insert_columns(Report, {**columns, "source": ["a link"] * 25}) == range(51, 76)
    with asked.reading() as connection:
        recorded = connection.execute(select(Report.__table__).order_by(Report.id)).all()
    assert [row[2:] for row in recorded[:25]] == [row[2:] for row in recorded[25:50]]
    assert [row.probability for row in recorded[50:]] == columns["probability"]
    assert check(asked).rows == 4 + 1 + 75


def test_a_million_lines_are_not_held_in_memory(asked, monkeypatch):
    monkeypatch.setattr("market.ledger.writer._HELD", 100)
    monkeypatch.setattr("market.ledger.writer._PIECE", 7)
    with asked.writing("ana", "import") as w:
        find_or_add_forecaster(w, "ana")
        w.insert_columns(Report, reports(100))
        assert w._lines["report"]._rolled
    assert check(asked).entries == 2


def test_columns_of_another_table_or_of_other_lengths_are_a_defect(asked):
    reason = r"slug|of size|shorter"
    for columns in ({"slug": ["a"]}, {"question": [1, 1], "forecaster": [1], "at": [1]}):
        with pytest.raises(ValueError, match=reason), asked.writing("ana", "import") as w:
            w.insert_columns(Report, columns)


@pytest.mark.parametrize(
    "row", [{"question": [9]}, {"probability": [1.5]}], ids=["no question", "no probability"]
)
def test_what_breaks_a_constraint_is_not_recorded(asked, row):
    columns = {**reports(2), **{name: value * 2 for name, value in row.items()}}
    with pytest.raises(DBAPIError), asked.writing("ana", "import") as w:
        w.insert_columns(Report, {**columns, "forecaster": [find_or_add_forecaster(w, "ana")] * 2})
    assert check(asked).entries == 1
