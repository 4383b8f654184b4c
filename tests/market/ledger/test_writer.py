"""The writing transaction: all or nothing, in one order, once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from market.errors import Refused
from market.ledger.audit import check
from market.ledger.tables import Entry, Question, Report
from market.ledger.writer import AlreadyRecorded


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


def test_an_act_with_a_key_is_recorded_once(ledger):
    with ledger.writing("ana", "ask", key="monday") as w:
        w.insert(Question, [{"slug": "a"}])
    with pytest.raises(AlreadyRecorded) as caught, ledger.writing("ana", "ask", key="monday"):
        pass
    assert caught.value.entry == 1


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
        from market.ledger.forecasters import find_or_add_forecaster

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
        from market.ledger.forecasters import find_or_add_forecaster

        who = find_or_add_forecaster(w, "ana")
        reports = ({"question": 1, "forecaster": who, "at": at} for at in range(10_001))
        assert w.insert(Report, reports) == range(1, 10_002)
    assert check(asked).rows == 4 + 1 + 10_001
