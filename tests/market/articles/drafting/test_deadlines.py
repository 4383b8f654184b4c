"""Deadlines follow from the time that a claim names, else from how sure it sounds."""

from __future__ import annotations

from datetime import date

import pytest
from drafted import PUBLISHED, claim_of, document_of, time_of

from market.articles.drafting.packs.deadlines import deadline_name, deadlines_for, steps_from

TEXT = document_of("Weather", "It is likely to rain.")
STEPS = ["by-2025", "by-2026-06", "by-2027", "by-2029"]


def names(claim):
    return [deadline_name(day) for day in deadlines_for(claim, PUBLISHED)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("highly likely", STEPS[:2]),
        ("almost no chance", STEPS[:2]),
        ("likely", STEPS[1:3]),
        ("unlikely", STEPS[1:3]),
        ("could", STEPS[2:]),
        ("about even", STEPS[2:]),
    ],
)
def test_the_surer_an_undated_claim_the_sooner_it_is_due(words, expected):
    assert names(claim_of(TEXT, 1, words)) == expected


def test_a_claim_without_number_is_due_as_if_it_were_likely():
    assert names(claim_of(TEXT)) == STEPS[1:3]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2025, 12, 31), ["by-2025"]),
        (date(2026, 9, 30), ["by-2026-09"]),
        (date(2026, 3, 8), ["by-2026-03-08"]),
        (date(9999, 12, 31), ["by-9999"]),
        (None, ["by-2029"]),
        (date(2025, 8, 16), STEPS[1:3]),
        (date(2019, 12, 31), STEPS[1:3]),
    ],
    ids=str,
)
def test_a_time_to_come_is_the_deadline_and_a_past_one_is_none(last, expected):
    assert names(claim_of(TEXT, 1, "likely", time=time_of("then", last))) == expected


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("day", [1, 2, 28])
def test_every_step_is_90_days_away_or_more_and_later_than_the_one_before(month, day):
    published = date(2024, month, day)
    steps = steps_from(published)
    assert (steps[0] - published).days >= 90
    assert (steps[0] - published).days <= 90 + 184
    assert list(steps) == sorted(set(steps))
