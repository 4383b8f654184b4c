"""Names close to a mistyped one, for the hint of an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["did_you_mean"]


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Say which known names the word resembles.

    Args:
        word: The name that is not known.
        known: The names that are.
        otherwise: What to say where none of them comes close.

    Examples:
        >>> did_you_mean("anchorge", ["anchorage", "budapest"])
        'did you mean anchorage?'
        >>> did_you_mean("oslo", ["anchorage", "budapest"], "there are two packs")
        'there are two packs'
    """
    from difflib import get_close_matches  # needed only once something has gone wrong

    near = get_close_matches(word, list(known))
    return f"did you mean {' or '.join(near)}?" if near else otherwise
