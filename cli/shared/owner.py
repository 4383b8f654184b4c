"""What is the owner's alone in a ledger that a team shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.errors import Refused

if TYPE_CHECKING:
    from cli.invocation import Invocation
    from market.ledger.engine import Ledger
    from market.ledger.team.session import Session

__all__ = ["refuse_members", "refuse_others"]


def refuse_members(call: Invocation) -> None:
    """Let everybody pass but the members of a team.

    The database would refuse them too; here it is said at once, and of the act as a whole.

    Raises:
        Refused: A member is calling.
    """
    session = call.session
    if session is not None and session.is_member:
        raise _for_the_owner(session)


def refuse_others(ledger: Ledger) -> None:
    """Let only the owner of a ledger on PostgreSQL pass.

    Raises:
        Refused: Somebody else is connected.
    """
    session = ledger.session()
    if session is not None and not session.owns:
        raise _for_the_owner(session)


def _for_the_owner(session: Session) -> Refused:
    who = f"the role {session.role}" if session.name is None else f"{session.name}, a member"
    return Refused(f"Only the owner of the ledger may do that: you are {who}.", "Ask the owner.")
