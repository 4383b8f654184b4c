"""Laws that there are not, and numbers that no seed or process can have."""

from __future__ import annotations

import pytest

CASES = [
    ("simulate verify --law kely", "There is no law kely.", "Did you mean kelly or early?"),
    ("simulate verify --law newton", "There is no law newton.", "Choose one of propriety, peers"),
    ("simulate verify --seed -1", "greater than or equal to 0", "verify --help"),
    ("simulate verify --workers 0", "greater than or equal to 1", "verify --help"),
    ("simulate verify kelly", "unexpected extra argument", "verify --help"),
]


@pytest.mark.parametrize(("words", "message", "hint"), CASES)
def test_what_cannot_be_verified_is_a_usage_error(words, message, hint, refused):
    refused(words, 2, message, hint)
