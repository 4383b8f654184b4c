"""What a member of a team may write, by right."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["GRANTS", "Right", "needed_for", "parse_rights", "stored_rights", "writable"]


class Right(StrEnum):
    """What a member may do, beside reading everything."""

    MEMBER = "member"
    EDITOR = "editor"
    RESOLVER = "resolver"


GRANTS: Mapping[Right, Mapping[str, tuple[str, ...]]] = {
    Right.MEMBER: {
        "report": ("question", "probability", "rationale", "source", "quote"),
        "account": ("forecaster",),
        "trade": ("market", "shares", "cost"),
        "posting": ("payer", "payee", "amount", "trade"),
    },
    Right.EDITOR: {
        "question": ("slug",),
        "wording": (
            "question",
            "title",
            "background",
            "criteria",
            "fine_print",
            "source",
            "opens",
            "closes",
            "family",
            "tags",
            "crowd_hidden",
        ),
        "market": ("question", "liquidity", "start"),
        "account": ("market",),
        "posting": ("payer", "payee", "amount"),
    },
    Right.RESOLVER: {
        "ruling": ("question", "verdict", "outcome", "at", "status", "note"),
        "evidence": ("ruling", "publisher", "published", "address", "summary"),
        "posting": ("payer", "payee", "amount", "ruling"),
    },
}
"""For each right the columns that it may insert, by table.

The other columns are filled by the database, and the other tables are the owner's.
"""


def writable(rights: Iterable[Right]) -> dict[str, tuple[str, ...]]:
    """The columns that somebody with these rights may insert, by table.

    >>> writable([Right.MEMBER, Right.RESOLVER])["posting"]
    ('payer', 'payee', 'amount', 'trade', 'ruling')
    """
    found: dict[str, dict[str, None]] = {}
    for right in sorted(rights, key=[*GRANTS].index):
        for table, columns in GRANTS[right].items():
            found.setdefault(table, {}).update(dict.fromkeys(columns))
    return {table: tuple(columns) for table, columns in found.items()}


def needed_for(table: str) -> Right | None:
    """The right that writing into a table takes; none where only the owner may.

    >>> needed_for("ruling"), needed_for("article")
    (<Right.RESOLVER: 'resolver'>, None)
    """
    return next((right for right, tables in GRANTS.items() if table in tables), None)


def parse_rights(stored: str) -> frozenset[Right]:
    """The rights in a row of ``member``.

    >>> sorted(parse_rights("editor,member"))
    [<Right.EDITOR: 'editor'>, <Right.MEMBER: 'member'>]
    """
    return frozenset(map(Right, stored.split(","))) if stored else frozenset()


def stored_rights(rights: Iterable[Right]) -> str:
    """Rights as a row of ``member`` holds them: sorted, with commas between them.

    >>> stored_rights({Right.MEMBER, Right.EDITOR}), stored_rights([])
    ('editor,member', '')
    """
    return ",".join(sorted(rights))
