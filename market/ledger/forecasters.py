"""Forecasters: found by name, made at first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from market.errors import Refused
from market.ledger.names import fold, forecaster_name
from market.ledger.tables import Forecaster
from scoring.kinds import PEOPLE, Kind

if TYPE_CHECKING:
    from market.ledger.writer import Writing

__all__ = ["find_or_add_forecaster"]

_HUMAN = PEOPLE - {Kind.SIMULATED}
"""Kinds that may stand behind one name, one after another."""


def find_or_add_forecaster(w: Writing, name: str, kind: Kind = Kind.PERSON) -> int:
    """The number of the forecaster of this name, who is recorded if there is none.

    The kind of the first record is kept: somebody imported may go on in person. Nobody goes on
    where a simulation or an article has spoken.

    Raises:
        Refused: The name is not allowed, or is that of a simulated forecaster or an article where
            a human is meant, or the other way round.
    """
    name = forecaster_name(name)
    known = Forecaster.__table__.c
    same = select(known.id, known.kind).where(known.folded == fold(name))
    found = w.connection.execute(same).first()
    if found is None:
        return w.insert(Forecaster, [{"name": name, "folded": fold(name), "kind": kind.value}])[0]
    if found.kind != kind and not {found.kind, kind} <= _HUMAN:
        raise Refused(f"“{name}” is the name of another kind: {found.kind}.", "Choose another.")
    return int(found.id)
