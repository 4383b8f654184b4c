"""Finding a forecaster by the name that somebody typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.errors import Refused
from market.ledger.names import fold
from market.near import did_you_mean
from market.poll import MARKET

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["EVERYBODY", "as_word", "place_of"]

EVERYBODY = "See who there is: foretell user list"


def place_of(who: str, names: Sequence[str], otherwise: str = EVERYBODY) -> int:
    """The place of a name among those that are shown, whatever the case.

    Raises:
        Refused: Nobody is called so; the hint has names that come near.

    >>> place_of("ANA", ["bo", "Ana", "@median"])
    1
    """
    wanted = fold(who.strip())
    for place, name in enumerate(names):
        if fold(name) == wanted:
            return place
    if wanted == MARKET:
        raise Refused("None of these questions has a market.", "See: foretell market --help")
    hint = did_you_mean(who, names, otherwise)
    raise Refused(f"There is no forecaster “{who}”.", hint)


def as_word(name: str) -> str:
    """The name as a shell takes it for one word, and a command for a name and no option.

    >>> as_word("ana"), as_word("Tom F."), as_word("-x")
    ('ana', "'Tom F.'", '-- -x')
    """
    from shlex import quote

    return f"-- {quote(name)}" if name.startswith("-") else quote(name)
