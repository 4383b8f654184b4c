"""What all tests of the market share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def lasting(declared_once):
    """Every check of a ledger compares it with the same declarations."""
