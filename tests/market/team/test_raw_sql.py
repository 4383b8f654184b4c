"""Who may do what with plain SQL, past the program: each cell of a table is tried."""

from __future__ import annotations

import re
from contextlib import ExitStack
from itertools import count

import psycopg
import pytest
from attempts import REFUSALS, TABLE, is_short
from team import MEMBERS, PLAYERS, assert_complete

from market.ledger.keeping.audit import check
from market.ledger.team.functions import functions

CASES = [
    pytest.param(attempt, id=attempt.what, marks=() if is_short(attempt) else pytest.mark.slow)
    for attempt in TABLE
]


class Arena:
    """The team's database, with a session of every player."""

    def __init__(self, team, stack):
        self.team = team
        self.administrator = stack.enter_context(team.administer())
        self._sessions = {
            player: stack.enter_context(
                team.connect(player, autocommit=True, prepare_threshold=None)
            )
            for player in PLAYERS
        }
        self._fresh = count(1)
        self._names = {**team.roles, "database": team.database}

    def outcome(self, player, attempt, *, undone=False):
        """The mark of what comes of an attempt; the words of the refusal where none fits."""
        connection = self._sessions[player]
        statement = attempt.statement.replace("§", str(next(self._fresh)))
        for name, given in self._names.items():
            statement = statement.replace(f"{{{name}}}", given)
        try:
            with connection.transaction(force_rollback=undone):
                run(connection, statement)
        except psycopg.Error as error:
            return mark(error)
        finally:
            connection.execute("DISCARD ALL")
        return "+"


def run(connection, statement):
    """Run statements; a lone COPY is fed or read."""
    if re.search(r"^COPY .* (STDIN|STDOUT)$", statement) is None:
        connection.execute(statement)
        return
    with connection.cursor().copy(statement) as copy:
        if statement.endswith("STDIN"):
            copy.write("1\t1\n")
        else:
            list(copy)


def mark(error):
    said = error.diag.message_primary or str(error)
    fitting = [m for m, state, words in REFUSALS if state == error.sqlstate and words in said]
    return fitting[-1] if fitting else f"{error.sqlstate}: {said}"


@pytest.fixture(scope="module")
def arena(shared_team):
    with ExitStack() as stack:
        yield Arena(shared_team, stack)
    with shared_team.ledger("superuser") as ledger:
        check(ledger)


def test_every_function_of_the_database_is_in_the_table():
    named = {attempt.what.removeprefix("call ") for attempt in TABLE}
    assert functions().keys() <= named


@pytest.mark.parametrize("attempt", CASES)
def test_exactly_the_allowed_ones_succeed(arena, attempt):
    expected = dict(zip(PLAYERS, attempt.marks, strict=True))
    before = arena.team.state()
    found = {
        player: arena.outcome(player, attempt) for player, mark in expected.items() if mark != "+"
    }
    assert {**expected, **found} == {p: "+" if m == "=" else m for p, m in expected.items()}
    assert arena.team.state() == before
    for player in (player for player, mark in expected.items() if mark == "+"):
        first = arena.team.entries() + 1
        records = attempt.writes and player in MEMBERS
        assert (player, arena.outcome(player, attempt, undone=not records)) == (player, "+")
        assert (arena.team.entries() >= first) is records
        assert_complete(arena.administrator, first, arena.team.roles[player], player)
