"""Comparisons that cannot be made."""

from __future__ import annotations

import pytest

CASES = [
    ("compare", 2, "Missing argument 'WHO'.", "See: foretell compare --help"),
    ("compare bo", 2, "Missing argument 'WHO'.", "See: foretell compare --help"),
    ("compare bo bo", 2, "bo is compared with itself.", "Name somebody else."),
    ("compare bo cy BO", 2, "bo is compared with itself.", "Name somebody else."),
    ("compare @median @MEDIAN", 2, "@median is compared with itself.", "Name somebody else."),
    ("compare bo cyy", 1, "There is no forecaster “cyy”.", "Did you mean cy?"),
    ("compare bo cy @medan", 1, "There is no forecaster “@medan”.", "Did you mean @median"),
    ("compare bo cy --rule brie", 2, "There is no rule brie.", "Did you mean brier"),
    ("compare bo cy --rule absolute_error", 2, "is improper", "Choose one of brier"),
    ("compare bo cy --correction none", 2, "There is no correction none.", "max-t, holm, bh, by"),
    ("compare bo cy --eps 0.5", 2, "0.5 is no floor", "Try --eps 0.001"),
    ("compare bo cy --eps nan", 2, "nan is no floor", "Try --eps 0.001"),
    ("compare bo cy --level 0", 2, "0.0 is not a level.", "as in --level 0.95"),
    ("compare bo cy --seed -1", 2, "greater than or equal to 0", "See: foretell compare --help"),
    ("compare bo cy --seed x", 2, "should be a valid integer", "See: foretell compare --help"),
    ("compare bo cy --adjust holm", 2, "No such option: --adjust", "See: foretell compare --help"),
    ("compare bo cy --rule log --sequential", 2, "bounded losses", "--sequential --rule brier"),
    ("compare bo cy sim-otter --rule log --sequential", 2, "log is none.", "--rule brier"),
    ("compare bo cy --questions q.csv", 2, "--forecasts is missing", "--questions questions.csv"),
    ("compare bo cy --forecasts f.csv", 2, "--questions is missing", "--questions questions.csv"),
    ("compare bo cy --common-time=1", 2, "does not take a value", "See: foretell compare --help"),
]


@pytest.mark.parametrize(("words", "code", "message", "hint"), CASES)
def test_a_comparison_that_cannot_be_made_is_refused(refused, words, code, message, hint):
    refused(words, code, message, hint)
