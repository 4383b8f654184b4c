"""Naming pools: those that are on every board, and those that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.errors import UsageError
from market.ledger.names import fold
from market.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["further_pools", "pool_named", "pools_named"]


def pools_named(words: Iterable[str]) -> tuple[str, ...]:
    """The pools of every board, and after them those that were named, with or without an @.

    Raises:
        UsageError: There is no such pool.
    """
    from scoring.pooling import POOLS

    return tuple(dict.fromkeys((*POOLS, *map(pool_named, words))))


def further_pools(words: Iterable[str]) -> tuple[str, ...]:
    """Those of the words that name a pool which is on no list: the log-odds times a factor."""
    from scoring.pooling import ALL_POOLS, is_pool

    names = dict.fromkeys(fold(word.strip()).removeprefix("@") for word in words)
    return tuple(name for name in names if is_pool(name) and name not in ALL_POOLS)


def pool_named(word: str) -> str:
    """The pool of a name, with or without an @.

    Raises:
        UsageError: There is no such pool.
    """
    from scoring.pooling import ALL_POOLS, is_pool

    known = {name.removeprefix("pool:"): name for name in ALL_POOLS}
    wanted = fold(word.strip()).removeprefix("@").removeprefix("pool:")
    name = known.get(wanted, f"pool:{wanted}")
    if not is_pool(name):
        hint = did_you_mean(wanted, known, f"Choose one of {', '.join(known)}, logodds*2.5")
        raise UsageError(f"There is no pool {word}.", hint)
    return name
