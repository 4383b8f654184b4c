"""Looking at markets in ways that cannot be."""

from __future__ import annotations

import pytest

CASES = [
    ("market portfolio nobody", 1, "no forecaster “nobody”", "foretell user list"),
    ("market portfolio bo cy", 2, "(cy)", "See: foretell market portfolio --help"),
    ("market portfolio --as-of yore", 2, "yore is not a time.", "Write it as"),
    ("market history", 2, "Missing argument 'QUESTION'.", "See: foretell market history --help"),
    ("market history rian", 1, "There is no question 'rian'.", "Did you mean rain?"),
    ("market history snow", 1, "snow has no market.", "foretell market open snow"),
    ("market history rain --as-of 2020-01-01", 1, "rain had no market then.", "a later --as-of"),
    ("market history rain --limit -1", 2, "greater than or equal to 0", "market history --help"),
    ("market board bo", 2, "(bo)", "See: foretell market board --help"),
    ("market arbitrage bo", 2, "(bo)", "See: foretell market arbitrage --help"),
    (
        "market replay --maker lsmr",
        2,
        "There is no market maker lsmr.",
        "Did you mean lmsr or ls-lmsr?",
    ),
    ("market replay --maker x", 2, "There is no market maker x.", "Choose one of lmsr"),
    ("market replay --maker ''", 2, "--maker is empty.", "Give it a value, or leave it out."),
    ("market replay --prior 100%", 1, "100% is more certain than a market may be.", "99.9%"),
    ("market replay --subsidy 0", 2, "0 is no amount of credits.", "It must be above 0."),
    ("market replay --liquidity 9 --subsidy 9", 2, "exclude each other", "Leave one of them out."),
    ("market replay --questions q.csv", 2, "--forecasts is missing", "--forecasts forecasts.csv"),
]


@pytest.mark.parametrize(("words", "code", "message", "hint"), CASES)
def test_what_cannot_be_shown_is_refused(words, code, message, hint, refused):
    refused(words, code, message, hint)
