"""Finding a question by the slug that somebody typed, where no ledger is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.errors import Refused
from market.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["place_of_slug"]


def place_of_slug(
    slug: str, slugs: Sequence[str], where: str, hint: str = "Look under question_id."
) -> int:
    """The place of a question among those that were read, whatever the case.

    Args:
        slug: What was typed.
        slugs: The questions.
        where: Where they were read, as in " in questions.csv"; nothing where that is plain.
        hint: What to say where none comes near.

    Raises:
        Refused: There is none; the hint has those that come near.

    >>> place_of_slug("RAIN", ["fog", "rain"], " in questions.csv")
    1
    """
    folded = [known.lower() for known in slugs]
    if slug.lower() not in folded:
        raise Refused(f"There is no question {slug!a}{where}.", did_you_mean(slug, slugs, hint))
    return folded.index(slug.lower())
