"""An import that is given again: under its key it has its first result, without one nothing new."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bulk_files import at

from market.errors import Refused
from market.ledger.acts.rulings import rule
from market.ledger.keeping.audit import check
from market.ledger.tables import Report

pytestmark = pytest.mark.common_sql


@pytest.fixture
def files(asked, said):
    """A resolved question, one that closed early, and forecasts, a withdrawal among them."""
    rows = [
        {"forecaster": name, "time": at(day), "probability": probability}
        for day, name, probability in [
            (1, "ana", "0.5"),
            (2, "ana", "withdrawn"),
            (3, "bo", "0.1"),
            (3, "bo", "0.2"),
            (11, "cy", "1"),
        ]
    ]
    question = {"scheduled_close_time": at(20), "close_time": at(5), "resolve_time": at(10)}
    notes = {**rows[0], "forecaster": "di", "rationale": "clouds — “dark”"}
    return asked(question), said(*rows, notes)


def test_under_its_key_an_import_has_its_first_result_whatever_has_come_since(
    bring, files, ledger, clock
):
    first, odd, _ = bring(*files, key="k")
    clock.advance(days=1)
    with ledger.writing("bo", "unresolve") as w:
        rule(w, "rain", "unresolve")
    bring(files[1], kind="pundit")
    before = check(ledger)
    again = bring(*files, key="k")
    assert again[:2] == (replace(first, repeated=1), odd)
    assert check(ledger) == before


def test_other_files_under_the_key_are_refused(bring, files, said):
    bring(*files, key="k")
    with pytest.raises(Refused, match="The key k was used for something else: entry 1 "):
        bring(files[0], said({"probability": "0.6"}), key="k")
    with pytest.raises(Refused, match="something else") as caught:
        bring(files[0], said({"question_id": "hail"}), key="k")
    assert any("hail" in line for line in caught.value.details)


def test_without_a_key_an_import_that_is_given_again_brings_nothing(bring, files, ledger, rows):
    first, _, _ = bring(*files)
    again, _, _ = bring(*files)
    assert (first.forecasts, again.forecasts_there, again.anything) == (6, 6, False)
    assert (len(rows(Report)), check(ledger).entries) == (6, 1)


def test_many_batches_are_recognised(bring, asked, said, monkeypatch):
    monkeypatch.setattr("market.ledger.writer._BATCH", 2)
    monkeypatch.setattr("market.csv_table.PIECE", 200)
    people = said(*({"forecaster": f"p{n}", "time": at(n / 9)} for n in range(40)))
    first, _, _ = bring(asked({}), people, key="k")
    assert bring(asked({}), people, key="k")[0] == replace(first, repeated=1)
