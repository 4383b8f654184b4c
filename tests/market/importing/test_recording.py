"""Files into the ledger: what is recorded, and that it is recorded once."""

from __future__ import annotations

import pytest
from bulk_files import at
from imports import DAY, RESOLVED, START, faults
from traders import money, trade

from market.exchange.credits import GRANT, UNIT
from market.ledger.acts.markets import open_market
from market.ledger.keeping.audit import check
from market.ledger.tables import Entry, Forecaster, Report
from market.ledger.views.panels import read_poll
from scoring.kinds import Kind

pytestmark = pytest.mark.common_sql

# What is recorded


def test_questions_and_forecasts_come_in_one_entry_whatever_their_order(bring, asked, said, rows):
    imported, remarks, _ = bring(said({}, {"forecaster": "bo"}), asked(RESOLVED))
    assert imported.entry == 1
    assert (imported.questions, imported.resolutions) == (1, 1)
    assert (imported.forecasters, imported.forecasts) == (2, 2)
    assert remarks == []
    ((number, _, actor, command, *_),) = rows(Entry)
    assert (number, actor, command) == (1, "ana", "import")
    assert [row[2:6] for row in rows(Report)] == [(1, 1, START, 0.5), (1, 2, START, 0.5)]


def test_a_question_has_the_words_of_its_row(bring, asked, states):
    bring(
        asked({"family": "sky", "tags": "wet, cold", "criteria": "A drop.", "source": "The office"})
    )
    rain = states()["rain"]
    assert rain.title == "Does it rain?"
    assert (rain.opens, rain.closes) == (START, START + 10 * DAY)
    assert (rain.family, rain.tags) == ("sky", ("cold", "wet"))
    assert (rain.criteria, rain.source) == ("A drop.", "The office")


def test_a_question_without_a_title_has_its_slug_for_one(bring, asked, states):
    bring(asked({"title": " "}))
    assert states()["rain"].title == "rain"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, ("resolved", 1, 10, 10, None)),
        ({"outcome": "0", "resolve_time": at(4)}, ("resolved", 0, 4, 4, None)),
        ({"resolve_time": at(14)}, ("resolved", 1, 14, 10, None)),
        ({"outcome": "annulled", "resolve_time": at(4)}, ("annulled", None, None, 10, None)),
        ({"outcome": ""}, ("closed", None, None, 10, None)),
        ({"outcome": "", "resolve_time": at(4)}, ("closed", None, None, 10, None)),
        ({"outcome": "", "scheduled_close_time": at(20)}, ("closed", None, None, 10, 10)),
        ({"scheduled_close_time": at(20)}, ("resolved", 1, 10, 10, None)),
        (
            {"scheduled_close_time": at(20), "resolve_time": at(15)},
            ("resolved", 1, 15, 10, 10),
        ),
        ({"scheduled_close_time": at(8)}, ("resolved", 1, 8, 8, None)),
    ],
)
def test_rulings_say_what_became_of_a_question(bring, asked, states, row, expected):
    bring(asked(row))
    rain = states()["rain"]

    def days(moment):
        return None if moment is None else (moment - START) / DAY

    assert (
        rain.status,
        rain.outcome,
        days(rain.resolved_at),
        days(rain.actual_close),
        days(rain.early_close),
    ) == expected


def test_a_forecast_keeps_every_bit_of_its_number_and_every_microsecond(bring, asked, said, rows):
    time = "2025-01-02T03:04:05.678901+02:00"
    bring(
        asked({}), said({"probability": "0.30000000000000004", "time": time}, {"probability": "-0"})
    )
    (zero, odd) = rows(Report)
    assert (odd.probability, odd.at) == (0.1 + 0.2, START + 90_245_678_901)
    assert str(zero.probability) == "0.0"


def test_withdrawals_rationales_sources_and_quotes_are_kept(bring, asked, said, rows, ledger):
    notes = {"rationale": "clouds", "source": "https://example.org", "quote": "“Cafe\u0301”"}
    bring(asked({}), said({**notes}, {"time": at(1), "probability": "withdrawn"}))
    noted, withdrawn = rows(Report)
    assert noted[6:] == ("clouds", "https://example.org", "“Caf\u00e9”")
    assert withdrawn[5:] == (None, None, None, None)
    assert check(ledger).rows == 3 + 1 + 2


def test_forecasts_alone_are_on_questions_of_the_ledger_whatever_the_case(bring, asked, said):
    bring(asked({"question_id": "Rain"}))
    imported, _, _ = bring(said({"question_id": "RAIN"}, {"question_id": "rain", "time": at(1)}))
    assert (imported.entry, imported.forecasts) == (2, 2)


@pytest.mark.parametrize("kind", [Kind.IMPORTED, Kind.PUNDIT, Kind.PERSON])
def test_forecasters_are_of_the_kind_that_is_said_and_known_ones_stay_what_they_are(
    bring, asked, said, rows, kind
):
    bring(asked({}), said({"forecaster": "bo"}), kind=Kind.PUNDIT)
    bring(said({"forecaster": "BO", "time": at(1)}, {"forecaster": "Cy"}), kind=kind)
    assert [(row.name, row.kind) for row in rows(Forecaster)] == [("bo", "pundit"), ("Cy", kind)]


def test_the_later_of_equal_rows_counts_however_they_are_sorted(bring, asked, said, ledger, clock):
    same = [{"probability": p, "forecaster": who} for p in ("0.2", "0.3") for who in ("bo", "ana")]
    _, remarks, _ = bring(asked(RESOLVED), said(*same))
    assert remarks == [
        "Reports that share forecaster, question and time with a later row, which counts: 2."
    ]
    with ledger.reading() as connection:
        poll = read_poll(connection, now=clock.now)
    assert poll.panel.probability.tolist() == [0.3, 0.3]


# Once


def test_what_is_there_already_is_passed_over_and_nothing_new_writes_no_entry(
    bring, asked, said, rows
):
    files = (
        asked(RESOLVED, {"question_id": "snow", "outcome": "", "scheduled_close_time": at(20)}),
        said({}, {}, {"time": at(1), "probability": "withdrawn"}, {"probability": "0.25"}),
    )
    first, _, _ = bring(*files)
    assert (first.forecasts, first.forecasts_there) == (4, 0)
    again, _, _ = bring(*files)
    assert not again.anything
    assert (again.entry, again.questions_there, again.forecasts_there) == (None, 2, 4)
    assert len(rows(Entry)) == 1
    more, _, _ = bring(said({}, {"probability": "0.75"}, {"forecaster": "bo"}))
    assert (more.forecasts, more.forecasts_there, more.forecasters) == (2, 1, 1)


def test_many_are_found_again(bring, asked, said, monkeypatch):
    monkeypatch.setattr("market.importing.repeats._SOME", 7)
    several = [
        {"forecaster": f"n{n % 9}", "time": at(n % 20), "probability": f"0.{n}"}
        for n in range(1, 99)
    ]
    bring(asked({}), said(*several[:50]))
    imported, _, _ = bring(said(*several))
    assert (imported.forecasts, imported.forecasts_there) == (48, 50)


@pytest.mark.parametrize(
    ("outcome", "worth"),
    [({"outcome": "1"}, 30 * UNIT), ({"outcome": "0"}, 0), ({"outcome": "annulled"}, None)],
)
def test_an_outcome_that_is_imported_settles_its_market(
    ledger, clock, bring, asked, outcome, worth
):
    clock.now = START + DAY
    bring(asked({"outcome": ""}))
    with ledger.writing("ana", "market open") as w:
        open_market(w, "rain")
    cost = trade(ledger, "ana", shares=30 * UNIT).fill.cost
    clock.now += 8 * DAY
    trade(ledger, "ana", shares=UNIT)  # once the question was settled, as it turns out
    clock.now += 4 * DAY
    bring(asked({**outcome, "close_time": at(5), "scheduled_close_time": at(10)}))
    expected = GRANT if worth is None else GRANT - cost + worth
    assert money(ledger)["ana"] == expected
    assert check(ledger).rows


def test_a_question_that_is_there_gets_the_outcome_it_lacks(bring, asked, states):
    bring(asked({"outcome": ""}))
    imported, _, _ = bring(asked({"outcome": "0", "question_id": "RAIN", "resolve_time": at(3)}))
    assert (imported.questions_there, imported.resolutions) == (1, 1)
    assert (states()["rain"].outcome, states()["rain"].resolved_at) == (0, START + 3 * DAY)


def test_an_outcome_that_is_there_is_left_as_it_is(bring, asked, states):
    bring(asked({"resolve_time": at(3)}))
    for row in ({"outcome": ""}, {"resolve_time": at(4)}):
        imported, _, _ = bring(asked(row))
        assert not imported.anything
    assert states()["rain"].resolved_at == START + 3 * DAY


def test_what_a_row_leaves_empty_is_not_compared(bring, asked, states):
    bring(asked({"family": "sky", "tags": "wet", "criteria": "A drop."}))
    imported, _, _ = bring(asked({}))
    assert imported.questions_there == 1
    assert states()["rain"].criteria == "A drop."


@pytest.mark.parametrize(
    ("row", "differing"),
    [
        ({"title": "Will it rain?"}, "title"),
        ({"open_time": at(1)}, "open_time"),
        ({"close_time": at(11)}, "scheduled close"),
        ({"scheduled_close_time": at(11)}, "scheduled close"),
        ({"family": "weather", "tags": "wet"}, "family, tags"),
        ({"criteria": "Two drops."}, "criteria"),
        ({"source": "Somebody"}, "source"),
    ],
)
def test_a_question_that_is_there_in_other_words_is_a_bad_row(bring, asked, row, differing):
    bring(asked({"family": "sky", "criteria": "A drop.", "source": "The office"}))
    (fault,) = faults(bring, asked(row))
    assert fault == (
        f"asked.csv line 2: The ledger has rain with another {differing}. See: foretell show rain"
    )


@pytest.mark.parametrize(
    ("there", "then", "known"),
    [("1", "0", "resolved yes"), ("0", "annulled", "resolved no"), ("annulled", "1", "annulled")],
)
def test_another_outcome_is_a_bad_row(bring, asked, there, then, known):
    bring(asked({"outcome": there}))
    (fault,) = faults(bring, asked({"outcome": then}))
    assert f"The ledger has rain {known}." in fault
