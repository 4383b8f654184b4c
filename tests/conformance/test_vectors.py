"""Published cases: every figure that the library shares with others agrees with theirs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from adapters import SCORING
from adapters_platforms import PLATFORMS
from uncovered import NOT_OURS
from vectors import agrees, cases

FOLDER = Path(os.environ.get("FORETELL_VECTORS") or Path(__file__).parent / "vectors")
CASES = list(cases(FOLDER))


def compared(case):
    """(got, expected) pairs of a case that has an adapter."""
    if case.name in PLATFORMS and case.expected is None and "kind" in case.inputs:
        return list(PLATFORMS[case.name](case.inputs))
    return [(SCORING[case.name](case.inputs), case.expected)]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_published_case_is_met(case):
    if case.name in NOT_OURS:
        pytest.skip(f"{case.name} is not ours: {NOT_OURS[case.name]}")
    assert case.name in SCORING.keys() | PLATFORMS.keys(), f"uncovered: {case.name}"
    pairs = compared(case)
    assert pairs, f"nothing compared: {case.id}"
    for got, expected in pairs:
        assert expected is None or agrees(got, expected, case), f"{got} is not {expected}"


def test_there_are_cases():
    assert CASES


def test_a_name_is_covered_or_excused_but_never_both():
    covered = SCORING.keys() | PLATFORMS.keys()
    assert not covered & NOT_OURS.keys()
