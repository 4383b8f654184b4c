"""`foretell calibration` with something wrong."""

from __future__ import annotations

import pytest

BINS = "A number up to 1000, as in --bins 10, or mass or corp."
CASES = [
    ("calibration nobody", 1, "There is no forecaster “nobody”.", "foretell user list"),
    ("calibration @medan", 1, "There is no forecaster “@medan”.", "Did you mean @median"),
    ("calibration bo cy", 2, "(cy)", "See: foretell calibration --help"),
    ("calibration --bins 0", 2, "0 is no way to make bins.", BINS),
    ("calibration --bins 1001", 2, "1001 is no way to make bins.", BINS),
    ("calibration --bins 99999999999999999999", 2, "is no way to make bins.", BINS),
    ("calibration --bins -3", 2, "-3 is no way to make bins.", BINS),
    ("calibration --bins ten", 2, "ten is no way to make bins.", BINS),
    ("calibration --bins 2.5", 2, "2.5 is no way to make bins.", BINS),
    ("calibration --bins ²", 2, "² is no way to make bins.", BINS),
    ("calibration --level 1", 2, "1.0 is not a level.", "as in --level 0.95"),
    ("calibration --level nan", 2, "nan is not a level.", "as in --level 0.95"),
    ("calibration --eps 0.5", 2, "0.5 is no floor for probabilities.", "Try --eps 0.001"),
    ("calibration --unit cel", 2, "There is no unit cel.", "Did you mean cell"),
    ("calibration --seed -1", 2, "greater than or equal to 0", "foretell calibration --help"),
    ("calibration --seed x", 2, "should be a valid integer", "foretell calibration --help"),
    ("calibration --questions q.csv", 2, "--forecasts is missing", "--questions questions.csv"),
    ("calibration --forecasts f.csv", 2, "--questions is missing", "--questions questions.csv"),
]


@pytest.mark.parametrize(("words", "code", "message", "hint"), CASES)
def test_a_calibration_that_there_cannot_be_is_refused(refused, words, code, message, hint):
    refused(words, code, message, hint)
