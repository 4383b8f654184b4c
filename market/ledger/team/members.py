"""Members of a team: who is one, and the acts by which the owner makes them so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from market.errors import Refused
from market.ledger.acts.forecasters import find_or_add_forecaster
from market.ledger.names import fold, forecaster_name
from market.ledger.tables import Entry, Forecaster, Member
from market.ledger.team.privileges import set_privileges
from market.ledger.team.rights import Right, parse_rights, stored_rights
from market.ledger.team.roles import create_role, is_role, refuse_unfit_role
from market.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from market.ledger.writer import Writing

__all__ = [
    "Membership",
    "add_member",
    "find_member",
    "grant_rights",
    "memberships",
    "refuse_taken",
    "revoke_rights",
]


class Membership(NamedTuple):
    """What the journal says of a role.

    Attributes:
        role: Its name.
        forecaster: The number of the forecaster whom it writes as.
        name: That forecaster's name.
        rights: What it may do; nothing once all was revoked.
        since: Since when it has been a member, or was one no more; in microseconds.
    """

    role: str
    forecaster: int
    name: str
    rights: frozenset[Right]
    since: int


def memberships(connection: Connection) -> list[Membership]:
    """Every role that is or was a member, by the name of its forecaster."""
    member, known, entry = (model.__table__.c for model in (Member, Forecaster, Entry))
    rows = (
        select(member.role, member.forecaster, known.name, member.rights, entry.recorded_at)
        .join(Forecaster.__table__, known.id == member.forecaster)
        .join(Entry.__table__, entry.number == member.entry)
        .order_by(member.id)
    )
    newest: dict[str, Membership] = {}
    for role, forecaster, name, rights, recorded_at in connection.execute(rows):
        now = Membership(role, forecaster, name, parse_rights(rights), recorded_at)
        before = newest.get(role)
        went_on = before is not None and bool(before.rights) == bool(rights)
        newest[role] = now._replace(since=before.since) if before and went_on else now
    return sorted(newest.values(), key=lambda one: (fold(one.name), one.role))


def find_member(connection: Connection, who: str) -> Membership:
    """The member of this name, whatever the case; or of this role, where nobody has the name.

    Raises:
        Refused: There is none, or it was revoked; the hint has names that come near.
    """
    members = [one for one in memberships(connection) if one.rights]
    named = [one for one in members if fold(one.name) == fold(who.strip())]
    for one in [*named, *(one for one in members if one.role == who)]:
        return one
    hint = did_you_mean(who, [one.name for one in members], "See who is: foretell team list")
    raise Refused(f"“{who}” is no member of the team.", hint)


def refuse_taken(connection: Connection, name: str, role: str) -> None:
    """Let a name and a role pass of which neither is a member's.

    Raises:
        Refused: One of them is.
    """
    for one in memberships(connection):
        same = fold(one.name) == fold(forecaster_name(name))
        if one.rights and same and one.role == role:
            hint = "More rights: foretell team grant NAME editor|resolver"
            raise Refused(f"{one.name} is a member already.", hint)
        if one.rights and (same or one.role == role):
            hint = "Revoke it first: foretell team revoke NAME"
            raise Refused(f"{one.name} is a member already, as the role {one.role}.", hint)


def add_member(
    w: Writing, name: str, role: str, rights: Iterable[Right] = (), verifier: str | None = None
) -> Membership:
    """Make a role a member, who reads everything and forecasts under one name.

    Args:
        w: A writing transaction of the owner.
        name: The forecaster's name; a person who is not there yet is recorded.
        role: The role's name; it is made if it is given a verifier.
        rights: What it may do beside that.
        verifier: What `scram_verifier` made of the password of a role that is to be made.

    Raises:
        Refused: The name or the role is another member's, or cannot be a member's.
    """
    refuse_taken(w.connection, name, role)
    forecaster = find_or_add_forecaster(w, name)
    if verifier is not None and not w.repeats:
        create_role(w.connection, role, verifier)
    known = Forecaster.__table__.c
    shown = w.connection.execute(select(known.name).where(known.id == forecaster)).scalar_one()
    given = frozenset({Right.MEMBER, *rights})
    return _record(w, Membership(role, forecaster, shown, given, w.now))


def grant_rights(w: Writing, who: str, rights: Iterable[Right]) -> Membership:
    """Give a member rights beside those it has.

    Args:
        w: A writing transaction of the owner.
        who: The member's name.
        rights: The rights.

    Raises:
        Refused: There is no such member, or it has them already.
    """
    member = find_member(w.connection, who)
    after = member.rights.union(rights)
    if after == member.rights:
        raise Refused(f"{member.name} has that right already.", "See: foretell team list")
    return _record(w, member._replace(rights=after))


def revoke_rights(w: Writing, who: str, rights: Iterable[Right]) -> Membership:
    """Take rights from a member; the role stays on the server, and what it recorded stays too.

    Args:
        w: A writing transaction of the owner.
        who: The member's name.
        rights: The rights; `Right.MEMBER` takes all of them with it.

    Raises:
        Refused: There is no such member, or it has not got them.
    """
    rights = set(rights)
    member = find_member(w.connection, who)
    after = frozenset() if Right.MEMBER in rights else member.rights - rights
    if after == member.rights:
        raise Refused(f"{member.name} has not got that right.", "See: foretell team list")
    since = member.since if after else w.now
    return _record(w, member._replace(rights=after, since=since))


def _record(w: Writing, one: Membership) -> Membership:
    """Record what a role may do from now on, and let the server hold to it."""
    rights = stored_rights(one.rights)
    w.insert(Member, [{"role": one.role, "forecaster": one.forecaster, "rights": rights}])
    if not w.repeats:
        _enforce(w.connection, one)
    return one


def _enforce(connection: Connection, one: Membership) -> None:
    if is_role(connection, one.role):
        if one.rights:
            refuse_unfit_role(connection, one.role)
        set_privileges(connection, one.role, one.rights)
    elif one.rights:
        hint = "Revoke it and add it anew: foretell team revoke NAME"
        raise Refused(f"The server knows no role {one.role}.", hint)
