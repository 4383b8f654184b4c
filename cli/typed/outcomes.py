"""What people type for an outcome."""

from __future__ import annotations

from market.errors import UsageError

__all__ = ["parse_outcome", "parse_side"]

_OUTCOMES = {"yes": 1, "y": 1, "no": 0, "n": 0}
_MEANT = {
    "1": "Did you mean yes?",
    "true": "Did you mean yes?",
    "t": "Did you mean yes?",
    "100%": "Did you mean yes?",
    "0": "Did you mean no?",
    "false": "Did you mean no?",
    "f": "Did you mean no?",
    "0%": "Did you mean no?",
}
_VOID = frozenset({"ambiguous", "annul", "annulled", "n/a", "na", "none", "void"})
_LONGEST = 40


def parse_outcome(text: str, question: str) -> int:
    """Read an outcome as people write it.

    Args:
        text: Yes or no, or the first letter, whatever the case.
        question: The question's slug, for the hint.

    Returns:
        1 for yes, 0 for no.

    Raises:
        UsageError: It is neither; the hint says what may have been meant.

    >>> parse_outcome("YES", "rain"), parse_outcome("n", "rain")
    (1, 0)
    """
    words = text.strip().lower()
    if words in _OUTCOMES:
        return _OUTCOMES[words]
    annulling = f"Say yes or no; without an answer: foretell annul {question}"
    hint = _MEANT.get(words) or (annulling if words in _VOID else "Say yes or no.")
    raise UsageError(f"{text.strip()[:_LONGEST] or 'nothing'} is no outcome.", hint)


def parse_side(text: str) -> bool:
    """Read the side of a trade as people write it.

    Args:
        text: As for `parse_outcome`.

    Returns:
        Whether it is YES.

    Raises:
        UsageError: It is neither; the hint says what may have been meant.

    >>> parse_side("YES"), parse_side("n")
    (True, False)
    """
    words = text.strip().lower()
    if words in _OUTCOMES:
        return bool(_OUTCOMES[words])
    shown = text.strip()[:_LONGEST] or "nothing"
    raise UsageError(f"{shown} is no side.", _MEANT.get(words) or "Say yes or no.")
