"""Runs of scenarios that cannot be."""

from __future__ import annotations

import pytest

CASES = [
    ("simulate run", 2, "Missing argument 'SCENARIO'.", "See: foretell simulate run --help"),
    ("simulate run extremising", 1, "no scenario extremising", "Did you mean extremizing?"),
    ("simulate run extremizing --panels 0", 2, "greater than or equal to 1", "run --help"),
    ("simulate run extremizing --panels 1000000001", 2, "less than or equal to", "run --help"),
    ("simulate run extremizing --workers 0", 2, "greater than or equal to 1", "run --help"),
    ("simulate run extremizing --seed -1", 2, "greater than or equal to 0", "run --help"),
    ("simulate run extremizing --plot x.gif", 2, "no kind of picture", "--plot chart.svg"),
    ("simulate run extremizing --quick --panels 9", 2, "exclude each other", "Leave one of them"),
    (
        "simulate run extremizing --workers 2 --cluster tcp://127.0.0.1:1",
        2,
        "--workers and --cluster exclude each other.",
        "Leave one of them out.",
    ),
    ("simulate run extremizing --into x.db --quick", 2, "--into and --quick", "Leave one of them"),
    ("simulate run extremizing --into x.db --db y.db", 2, "two ledgers", "Leave out --db"),
    ("simulate run extremizing --into no/x.db", 1, "No such file", "Choose another folder"),
    ("simulate run extremizing --into postgresql://127.0.0.1:1/x", 3, "refused", "the server runs"),
    (
        "simulate run extremizing --cluster nowhere",
        1,
        "No Dask scheduler answers at nowhere.",
        "docs/scale.md",
    ),
]


@pytest.mark.parametrize(("words", "code", "message", "hint"), CASES)
def test_a_run_that_cannot_be_is_refused(words, code, message, hint, refused):
    refused(words, code, message, hint)
