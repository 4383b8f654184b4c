"""What people type is read exactly, or answered with what they may have meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.values import parse_probability, parse_time
from market.errors import UsageError

NOON = 1_767_268_800_000_000  # 1 Jan 2026 12:00 UTC
MIDNIGHT = NOON - 12 * 3_600_000_000
HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("70%", 0.7),
        ("70 %", 0.7),
        (" 70% ", 0.7),
        (".7", 0.7),
        ("0.7", 0.7),
        ("7/10", 0.7),
        ("7 / 10", 0.7),
        ("2:1", 2 / 3),
        ("1:3", 0.25),
        ("0.1%", 0.001),
        ("99.9%", 0.999),
        (".5%", 0.005),
        ("29%", 0.29),
        ("57%", 0.57),
        ("0", 0.0),
        ("1", 1.0),
        ("1.", 1.0),
        ("0%", 0.0),
        ("100%", 1.0),
        ("1.5/2", 0.75),
        ("0:1", 0.0),
    ],
)
def test_a_probability_is_the_nearest_double_to_what_was_written(text, value):
    assert parse_probability(text) == value


@given(st.integers(0, 1000))
def test_a_percentage_and_its_fraction_of_one_are_the_same_double(thousandth):
    written = f"{thousandth // 10}.{thousandth % 10}%"
    assert parse_probability(written) == thousandth / 1000


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("70", "Did you mean 70% ?"),
        ("100", "Did you mean 100% ?"),
        ("1.2", "Did you mean 1.2% ?"),
        ("170", "between 0% and 100%"),
        ("120%", "between 0% and 100%"),
        ("3/2", "between 0% and 100%"),
        ("-1", "between 0% and 100%"),
        ("-0.5", "between 0% and 100%"),
        ("0,7", "0.7"),
        (",7", ".7"),
        ("12,5%", "12.5%"),
        ("nan", "70%"),
        ("inf", "70%"),
        ("1e400", "70%"),
        ("1e-2", "70%"),
        ("0x1", "70%"),
        ("0_1", "70%"),
        ("7/0", "70%"),
        ("0:0", "70%"),
        ("1/2/3", "70%"),
        ("", "70%"),
        ("%", "70%"),
        (".", "70%"),
        ("likely", "70%"),
        ("70%%", "70%"),
        ("9" * 500, "70%"),
        ("\u0660.\u0667", "digits 0 to 9"),
        ("\uff17\uff10%", "digits 0 to 9"),
    ],
)
def test_what_is_no_probability_is_refused_with_a_hint(text, hint):
    with pytest.raises(UsageError) as refused:
        parse_probability(text)
    assert hint in refused.value.hint
    assert "not a probability" in refused.value.message


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-01T12:00Z", NOON),
        ("2026-01-01T12:00", NOON),
        ("2026-01-01 12:00:00", NOON),
        ("2026-01-01T13:00+01:00", NOON),
        ("2026-01-01T12:00:00.000001Z", NOON + 1),
        ("2026-01-01", MIDNIGHT),
        ("now", NOON),
        ("today", MIDNIGHT),
        ("tomorrow", MIDNIGHT + 24 * HOUR),
        ("yesterday", MIDNIGHT - 24 * HOUR),
        ("+7d", NOON + 168 * HOUR),
        ("+1w", NOON + 168 * HOUR),
        ("-12h", MIDNIGHT),
    ],
)
def test_a_time_without_zone_is_utc(text, moment):
    assert parse_time(text, NOON) == moment


@pytest.mark.parametrize("text", ["2026-01-01", "20260101", "today"])
def test_a_bare_date_as_a_close_is_the_end_of_that_day(text):
    assert parse_time(text, NOON, ends_day=True) == MIDNIGHT + 24 * HOUR - 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "31/12/2026",
        "2026-02-30",
        "2026-13-01",
        "2026-01-01T25:00",
        "soon",
        "+7",
        "+7m",
        "+999999w",
        "0001-01-01T00:00+14:00",
        "\u0662\u0660\u0662\u0666-01-01",
    ],
)
def test_what_is_no_time_is_refused_with_the_forms_that_are(text):
    with pytest.raises(UsageError, match="not a time") as refused:
        parse_time(text, NOON)
    assert "2026-12-31" in refused.value.hint
