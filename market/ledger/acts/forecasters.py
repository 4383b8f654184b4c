"""Forecasters: recorded at first use, or by name before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from market.errors import Refused
from market.ledger.names import fold, forecaster_name
from market.ledger.prepared import prepared
from market.ledger.tables import Forecaster
from market.poll import shown_name
from scoring.kinds import PEOPLE, Kind

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from market.ledger.writer import Writing

__all__ = [
    "add_forecaster",
    "find_forecaster",
    "find_or_add_forecaster",
    "fit_to_add",
    "refuse_another_kind",
]

_HUMAN = PEOPLE - {Kind.SIMULATED}
"""Kinds that may stand behind one name, one after another."""

_MADE_ELSEWHERE = {
    Kind.SIMULATED: "Simulated forecasters come with their world: foretell demo",
    Kind.ARTICLE: "An article comes with its questions: foretell seed load NAME",
    Kind.COMPUTED: "Computed crowds are on every board: foretell leaderboard",
}
"""For each kind that nobody adds by hand, where it comes from."""


def find_or_add_forecaster(w: Writing, name: str, kind: Kind = Kind.PERSON) -> int:
    """The number of the forecaster of this name, who is recorded if there is none.

    The kind of the first record is kept: somebody imported may go on in person. Nobody goes on
    where a simulation or an article has spoken.

    Raises:
        Refused: The name is not allowed, or is that of a simulated forecaster or an article where
            a human is meant, or the other way round.
    """
    name = forecaster_name(name)
    found = _namesake(w.connection, folded=fold(name)).first()
    if found is None:
        return _insert(w, name, kind)
    refuse_another_kind(name, found.kind, kind)
    return int(found.id)


def find_forecaster(connection: Connection, name: str) -> int | None:
    """The number of the forecaster of this name, whatever the case; none where there is none.

    Raises:
        Refused: The name is not allowed.
    """
    found = _namesake(connection, folded=fold(forecaster_name(name))).first()
    return None if found is None else int(found.id)


def refuse_another_kind(name: str, found: str, kind: Kind) -> None:
    """Let a forecaster go on under a name that is there, if both are humans or of one kind.

    Args:
        name: The name, for messages.
        found: The kind of who has it.
        kind: The kind that is meant.

    Raises:
        Refused: They are not.
    """
    if found != kind and not {found, kind} <= _HUMAN:
        raise Refused(f"“{name}” is the name of another kind: {found}.", "Choose another.")


def add_forecaster(w: Writing, name: str, kind: Kind = Kind.PERSON) -> int:
    """Record a forecaster before the first forecast.

    Args:
        w: The writing transaction.
        name: The name, which nobody may have in whatever case.
        kind: Person, pundit or imported.

    Returns:
        The forecaster's number.

    Raises:
        Refused: The name is not allowed or taken, or nobody of this kind is added by hand.
    """
    name = fit_to_add(name, kind)
    found = _namesake(w.connection, folded=fold(name)).first()
    if found is not None:
        shown = shown_name(found.name, found.kind)
        raise Refused(f"“{shown}” is there already: {found.kind}.", "Choose another name.")
    return _insert(w, name, kind)


def fit_to_add(name: str, kind: Kind) -> str:
    """The name as it is stored, once it may be given to a forecaster added by hand.

    Raises:
        Refused: The name is not allowed, or nobody of this kind is added by hand.
    """
    if kind not in _HUMAN:
        raise Refused(f"No {kind} forecaster is added by hand.", _MADE_ELSEWHERE[kind])
    return forecaster_name(name)


@prepared
def _namesake() -> Select[Any]:
    """The forecaster whose folded name this is."""
    known = Forecaster.__table__.c
    same = known.folded == bindparam("folded")
    return select(known.id, known.name, known.kind).where(same)


def _insert(w: Writing, name: str, kind: Kind) -> int:
    return w.insert(Forecaster, [{"name": name, "folded": fold(name), "kind": kind.value}])[0]
