"""Who is a member: what the journal says, what the server enforces, and where the two differ."""

from __future__ import annotations

import pytest
from team import enrol, wall_clock

from market.errors import Refused
from market.ledger.keeping.audit import check
from market.ledger.team.members import (
    add_member,
    find_member,
    grant_rights,
    memberships,
    revoke_rights,
)
from market.ledger.team.rights import GRANTS, Right
from market.ledger.team.roles import role_name, unfitness
from market.ledger.team.roster import roster


def read(team, view, *words):
    with team.ledger("owner") as ledger, ledger.reading() as connection:
        return view(connection, *words)


def do(team, act, *words):
    with team.ledger("owner") as ledger, ledger.writing("owner", "team") as writing:
        return act(writing, *words)


def inserts(team, role):
    """The columns into which a role may insert, by table; as the server says."""
    said = "SELECT table_name, column_name FROM information_schema.column_privileges"
    said += " WHERE table_schema = 'foretell' AND grantee = %s AND privilege_type = 'INSERT'"
    with team.administer() as connection:
        return set(connection.execute(said, (role,)).fetchall())


def problems(team):
    return {one.member.name: one.problem for one in read(team, roster) if one.problem}


def test_the_journal_says_who_is_a_member_with_which_rights(shared_team):
    told = {one.name: (one.role, set(one.rights)) for one in read(shared_team, memberships)}
    assert told == {
        "both": (shared_team.roles["both"], {"member", "editor", "resolver"}),
        "editor": (shared_team.roles["editor"], {"member", "editor"}),
        "member": (shared_team.roles["member"], {"member"}),
        "resolver": (shared_team.roles["resolver"], {"member", "resolver"}),
        "revoked": (shared_team.roles["revoked"], set()),
    }


def test_the_server_grants_what_the_rights_say_and_no_more(shared_team):
    for one in read(shared_team, memberships):
        due = {
            (table, column)
            for right in one.rights
            for table, columns in GRANTS[right].items()
            for column in columns
        }
        assert inserts(shared_team, one.role) == due
    assert problems(shared_team) == {}


def test_a_right_comes_and_goes_on_the_server_with_the_journal(team):
    role = team.roles["member"]
    before = inserts(team, role)
    do(team, grant_rights, "member", [Right.RESOLVER])
    assert {table for table, _ in inserts(team, role) - before} == {"ruling", "evidence", "posting"}
    do(team, revoke_rights, "member", [Right.RESOLVER])
    assert inserts(team, role) == before
    do(team, revoke_rights, "member", [Right.MEMBER])
    assert inserts(team, role) == set()
    with team.ledger("owner") as ledger:
        check(ledger)


def test_a_member_is_found_by_name_in_whatever_case_or_else_by_role(shared_team):
    for word in ("member", " MEMBER ", shared_team.roles["member"]):
        assert read(shared_team, find_member, word).name == "member"
    with pytest.raises(Refused) as refused:
        read(shared_team, find_member, "meber")
    assert refused.value.hint == "Did you mean member?"


def test_since_counts_from_when_a_role_came_or_went(team):
    def since():
        return {one.name: one.since for one in read(team, memberships)}["member"]

    joined = since()
    do(team, grant_rights, "member", [Right.EDITOR])
    assert since() == joined
    gone = do(team, revoke_rights, "member", [Right.MEMBER])
    assert joined < since() == gone.since
    back = do(team, add_member, "member", team.roles["member"])
    assert gone.since <= since() == back.since <= wall_clock()


def test_a_forecaster_may_come_back_as_another_role(team):
    add = ("revoked", team.roles["nobody"])
    do(team, add_member, *add)
    told = [
        (one.role, bool(one.rights)) for one in read(team, memberships) if one.name == "revoked"
    ]
    assert set(told) == {(team.roles["nobody"], True), (team.roles["revoked"], False)}


def test_what_is_recorded_is_that_of_somebody_who_was_there_before(team):
    """A name in another case is the same forecaster, and keeps its own."""
    added = do(team, add_member, "OWNER", team.roles["nobody"])
    assert added.name == "OWNER"
    do(team, revoke_rights, "owner", [Right.MEMBER])
    assert do(team, add_member, "owner", team.roles["nobody"]).name == "OWNER"


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("GRANT UPDATE ON foretell.report TO {member}", "it may do more than its rights say"),
        ("GRANT INSERT ON foretell.report TO {member}", "it may do more than its rights say"),
        ("GRANT DELETE ON foretell.report TO PUBLIC", "it may do more than its rights say"),
        ("GRANT TRIGGER ON foretell.entry TO {member}", "it may do more than its rights say"),
        ("GRANT {editor} TO {member}", "it may do more than its rights say"),
        ("REVOKE SELECT ON foretell.entry FROM {member}", "it may do less than its rights say"),
        ("REVOKE USAGE ON SCHEMA foretell FROM {member}", "it may do less than its rights say"),
        (
            "REVOKE INSERT (quote) ON foretell.report FROM {member}",
            "it may do less than its rights say",
        ),
        (
            """
            GRANT CONNECT ON DATABASE {database} TO {owner};
            REVOKE CONNECT ON DATABASE {database} FROM PUBLIC
            """,
            "it may not connect to this database",
        ),
        ("ALTER ROLE {member} NOLOGIN", "it cannot log in"),
        ("ALTER ROLE {member} BYPASSRLS", "it may pass by row-level security"),
        ("ALTER ROLE {member} SUPERUSER", "it is a superuser"),
        ("GRANT {superuser} TO {member}", "it may act as {superuser}, which is a superuser"),
        ("ALTER ROLE {member} RENAME TO {member}_x", "the server knows no such role"),
    ],
)
def test_the_roster_marks_where_the_server_disagrees(team, statement, problem):
    words = {**team.roles, "database": team.address.rpartition("/")[2].partition("?")[0]}
    with team.administer() as connection:
        connection.execute(statement.format(**words))
    try:
        assert problems(team)["member"] == problem.format(**words)
    finally:
        mend(team)


def mend(team):
    """Roles are the server's: the other tests need them as they were."""
    member = team.roles["member"]
    with team.administer() as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (member,)).rowcount:
            connection.execute(f"ALTER ROLE {member}_x RENAME TO {member}")
        connection.execute(f"ALTER ROLE {member} LOGIN NOBYPASSRLS NOSUPERUSER")
        for other in ("editor", "superuser"):
            connection.execute(f"REVOKE {team.roles[other]} FROM {member}")


def test_a_revoked_role_that_can_still_read_is_marked(team):
    with team.administer() as connection:
        connection.execute(f"GRANT USAGE ON SCHEMA foretell TO {team.roles['revoked']}")
    assert problems(team) == {"revoked": "it may do more than its rights say"}


def test_a_role_that_is_gone_is_refused_rights_and_can_be_revoked(team, new_role):
    role = new_role("gone")
    with team.ledger("owner") as ledger:
        enrol(ledger, "gone", role)
    with team.administer() as connection:
        connection.execute(f"DROP OWNED BY {role}")
        connection.execute(f"DROP ROLE {role}")
    with pytest.raises(Refused, match=f"The server knows no role {role}"):
        do(team, grant_rights, "gone", [Right.EDITOR])
    assert do(team, revoke_rights, "gone", [Right.MEMBER]).rights == frozenset()
    assert problems(team) == {}


def test_nobody_but_the_owner_makes_members(team):
    for player in ("member", "both"):
        before = team.state()
        with (
            team.ledger(player) as ledger,
            pytest.raises(Refused, match="Only the owner of the ledger may do that"),
            ledger.writing(player, "team add") as writing,
        ):
            add_member(writing, "pia", team.roles["nobody"])
        assert team.state() == before


def test_a_role_that_came_to_be_above_the_rules_is_granted_nothing(team):
    role = team.roles["nobody"]
    do(team, add_member, "rising", role)
    with team.administer() as connection:
        connection.execute(f"ALTER ROLE {role} SUPERUSER")
        try:
            with pytest.raises(Refused, match="it is a superuser"):
                do(team, grant_rights, "rising", [Right.EDITOR])
        finally:
            connection.execute(f"ALTER ROLE {role} NOSUPERUSER")


def test_the_owner_is_no_member(shared_team):
    assert read(shared_team, unfitness, shared_team.roles["owner"]) == "it owns the ledger"
    assert read(shared_team, unfitness, shared_team.roles["nobody"]) == ""


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\0b", "ana\u202e", "pg_x", "public", "x" * 64])
def test_a_role_cannot_be_called_anything(name):
    with pytest.raises(Refused):
        role_name(name)
