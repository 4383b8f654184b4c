"""What tests of `foretell team` ask again and again: the list, and whom a password lets in."""

from __future__ import annotations

import json

import psycopg

__all__ = ["SECRET", "lets_in", "listed"]

SECRET = "sésame, ouvre-toi"


def listed(act, player="owner"):
    return {one["forecaster"]: one for one in json.loads(act(player, "team", "list", "--json").out)}


def lets_in(team, role, password):
    try:
        psycopg.connect(team.address, user=role, password=password).close()
    except psycopg.OperationalError:
        return False
    return True
