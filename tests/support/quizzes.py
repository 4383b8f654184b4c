"""Small polls of which every figure can be worked out by hand."""

from __future__ import annotations

import numpy as np

from market.poll import Poll
from scoring.panel import Panel

__all__ = ["quiz"]

_DAY = 86_400.0


def quiz(said, outcomes):
    """A poll: everybody says one thing on each question as it opens, or nothing.

    Args:
        said: By name, a probability for each question, or `None`.
        outcomes: 1, 0, or NaN where a question is not resolved.
    """
    names, count = tuple(said), len(outcomes)
    rows = [
        (who, question, p)
        for who, answers in enumerate(said.values())
        for question, p in enumerate(answers)
        if p is not None
    ]
    who, question, p = (np.array(column) for column in zip(*rows, strict=True))
    opens = np.arange(count) * _DAY
    panel = Panel.from_reports(
        forecaster=who.astype(int),
        question=question.astype(int),
        time=opens[question.astype(int)],
        probability=p,
        opens=opens,
        closes=opens + 10 * _DAY,
        scheduled=opens + 10 * _DAY,
        outcome=np.array(outcomes, float),
        kind=np.zeros(len(names), int),
    )
    return Poll(panel, names, tuple(f"q{n}" for n in range(count)))
