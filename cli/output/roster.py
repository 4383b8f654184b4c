"""The members of a team on the screen, and as data."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.dates import day, iso
from cli.output.figures import MISSING, counted
from cli.output.streams import WIDEST
from cli.output.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from cli.output.streams import Screen
    from market.ledger.team.members import Membership
    from market.ledger.team.rights import Right
    from market.ledger.team.roster import Listed

__all__ = ["ALL_FIELDS", "FIELDS", "member_row", "roster_lines", "roster_row", "worded"]

FIELDS = ("forecaster", "role", "rights", "since")
ALL_FIELDS = (*FIELDS, "last_entry", "last", "problem")

_ORDER = ("member", "editor", "resolver")
_RIGHTS = (
    "A member reads everything, forecasts and trades as itself; an editor also asks and edits"
    " questions and opens markets; a resolver also closes, resolves and annuls questions."
)


def worded(rights: Collection[Right]) -> str:
    """Rights in words, the common one first.

    >>> worded({"resolver", "member"}), worded([])
    ('member, resolver', 'none')
    """
    return ", ".join(sorted(rights, key=_ORDER.index)) or "none"


def member_row(member: Membership) -> dict[str, Any]:
    """What the journal says of a role, as data."""
    return {
        "forecaster": member.name,
        "role": member.role,
        "rights": tuple(sorted(map(str, member.rights), key=_ORDER.index)),
        "since": iso(member.since),
    }


def roster_row(one: Listed) -> dict[str, Any]:
    """A role on the roster, as data."""
    return {
        **member_row(one.member),
        "last_entry": one.last_entry,
        "last": iso(one.last),
        "problem": one.problem or None,
    }


def roster_lines(roster: Sequence[Listed], now: int, screen: Screen) -> Iterator[str]:
    """The roster as a table, with what is wrong below it."""
    members = sum(bool(one.member.rights) for one in roster)
    yield f"{counted(members, 'member')} · {day(now)}"
    if not roster:
        return
    yield ""
    yield from _table(roster, screen)
    yield ""
    for one in roster:
        if one.problem:
            yield from _wrapped(f"! {one.member.role}: {one.problem}.", screen)
    yield from _wrapped(_RIGHTS, screen)


def _table(roster: Sequence[Listed], screen: Screen) -> list[str]:
    columns = [
        Column("forecaster", shrinks=True),
        Column("role", shrinks=True),
        Column("rights"),
        Column("since"),
        Column("last entry", right=True),
        Column("on", leaves=1),
    ]
    return table(columns, map(_cells, roster), screen)


def _cells(one: Listed) -> list[str]:
    entry = MISSING if one.last_entry is None else f"{one.last_entry:,}"
    return [
        one.member.name,
        f"{one.member.role} !" if one.problem else one.member.role,
        worded(one.member.rights),
        day(one.member.since),
        entry,
        MISSING if one.last is None else day(one.last),
    ]


def _wrapped(text: str, screen: Screen) -> list[str]:
    return wrap(screen.show(text), screen.width or WIDEST)
