"""All answers that a few questions can have together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.worlds.closure import Closure, no, yes
from scoring.worlds.constraints import ContradictionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scoring.worlds.blocks import Block

    Bools = NDArray[np.bool_]

__all__ = ["worlds"]


def worlds(block: Block, closure: Closure, most: int) -> Bools | None:
    """All answers that the questions of a part can have together, a row each.

    A question at a time: no answers are kept that pairs of answers forbid, so that only sets of
    which one must be YES can leave any without a continuation.

    Args:
        block: The questions.
        closure: What follows from each answer.
        most: How many rows are worth while.

    Returns:
        None if there are more.

    Raises:
        ContradictionError: There are none.
    """
    found = np.zeros((1, 0), np.bool_)
    for position, question in enumerate(block.questions):
        before = block.questions[:position]
        literals = [one for one in (no(question), yes(question)) if not closure.impossible(one)]
        grown = [_extended(found, before, closure, literal) for literal in literals]
        found = _covered(np.concatenate(grown), block) if grown else found[:0]
        if not len(found):
            raise ContradictionError
        if len(found) > most:
            return None
    return found


def _extended(found: Bools, before: Sequence[int], closure: Closure, literal: int) -> Bools:
    """The answers that one more may be put to, and it."""
    must, must_not = closure.settle(literal, before)
    place = {question: position for position, question in enumerate(before)}
    allowed = found[:, [place[one] for one in must]].all(axis=1)
    allowed &= ~found[:, [place[one] for one in must_not]].any(axis=1)
    kept = found[allowed]
    return np.column_stack([kept, np.full(len(kept), literal % 2 == 0)])


def _covered(found: Bools, block: Block) -> Bools:
    """Those that have a YES in each set that is complete and needs one."""
    place = {question: position for position, question in enumerate(block.questions)}
    last = found.shape[1] - 1
    for cover in block.covers:
        columns = [place[question] for question in cover]
        if max(columns) == last:
            found = found[found[:, columns].any(axis=1)]
    return found
