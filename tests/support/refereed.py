"""A poll of the ledger laid beside the referee's cells of the same history."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import oracle
import pytest
from tables import by_cell

from market.poll import MARKET
from scoring.timeline import cells

if TYPE_CHECKING:
    from histories import Retold

    from market.poll import Poll

__all__ = ["assert_agrees"]


def assert_agrees(poll: Poll, retold: Retold) -> None:
    """Find the same cells, by the names of forecaster and question, and as many late reports.

    The market's own cells are no forecaster's.
    """
    mine, theirs = _scored(poll), _refereed(retold)
    assert mine.keys() == theirs.keys()
    for key, figures in mine.items():
        for field in fields(figures):
            expected = pytest.approx(getattr(theirs[key], field.name), 1e-9, 1e-9, nan_ok=True)
            assert getattr(figures, field.name) == expected, (key, field.name)
    assert poll.late == retold.late


def _scored(poll: Poll) -> dict[tuple[str, str], oracle.Figures]:
    found = by_cell(cells(poll.panel))
    named = {(poll.forecasters[who], poll.questions[q]): found[who, q] for who, q in found}
    return {key: figures for key, figures in named.items() if key[0] != MARKET}


def _refereed(retold: Retold) -> dict[tuple[str, str], oracle.Figures]:
    found = oracle.cells(retold.world)
    return {(retold.names[who], retold.slugs[q]): found[who, q] for who, q in found}
