"""What is said where links leave no world, or too many to look at."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from market.errors import Refused
from scoring.coherence import ContradictionError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["possible_worlds"]


@contextmanager
def possible_worlds(fewer: str) -> Iterator[None]:
    """Refuse links of which no arithmetic can be made.

    Args:
        fewer: How to have fewer of them, where they are too many.

    Raises:
        Refused: They are such.
    """
    try:
        yield
    except ContradictionError as error:
        said = "The links contradict each other: no answers satisfy all of them."
        raise Refused(said, "Take one back: foretell link list") from error
    except ValueError as error:
        said = "Too many questions hang together in too many ways."
        raise Refused(said, fewer) from error
