"""Roles of every name and kinship: the one that logged in counts, with the rights on record."""

from __future__ import annotations

from contextlib import closing

import psycopg
import pytest
from psycopg import sql
from team import Team, assert_complete, drop_roles, enrol, make_owner, wall_clock

from market.errors import IntegrityError, Refused
from market.ledger.acts.forecasters import add_forecaster
from market.ledger.acts.reports import report
from market.ledger.engine import open_ledger
from market.ledger.keeping.audit import check
from market.ledger.team.members import grant_rights
from market.ledger.team.rights import Right
from market.ledger.team.roster import roster

FORECAST = "INSERT INTO report (question, probability) VALUES (1, 0.4)"
RULE = "INSERT INTO ruling (question, verdict, at) VALUES (1, 'close', NULL)"


@pytest.fixture
def administer(team):
    """Runs statements of an administrator, with names of roles in the place of {}."""
    with team.administer() as connection:

        def run(statement, *roles):
            named = [sql.Identifier(team.roles.get(role, role)) for role in roles]
            return connection.execute(sql.SQL(statement).format(*named))

        yield run


def join(team, name, role, *rights):
    """Make somebody a member, and the role if it is not there."""
    with team.ledger("owner") as ledger:
        enrol(ledger, name, role, rights)


def attempt(team, player, *statements):
    """What becomes of statements: nothing, or the state in which they were refused."""
    try:
        with team.connect(player) as connection:
            for statement in statements:
                connection.execute(statement)
    except psycopg.Error as error:
        return error.sqlstate
    return None


def last_signature(administer):
    return administer("SELECT actor, role FROM entry ORDER BY number DESC LIMIT 1").fetchone()


def problems(team):
    with team.ledger("owner") as ledger, ledger.reading() as connection:
        return {one.member.name: one.problem for one in roster(connection) if one.problem}


def forecasts_both_ways(team, role, name):
    """Forecast with plain SQL and through the program; both must be whole."""
    with team.administer() as connection:
        (first,) = connection.execute("SELECT max(number) + 1 FROM entry").fetchone()
        assert attempt(team, role, FORECAST) is None
        with team.ledger(role) as ledger, ledger.writing(name, "forecast") as w:
            report(w, "snow", name, 0.6)
        assert connection.execute("SELECT max(number) FROM entry").fetchone() == (first + 1,)
        assert_complete(connection, first, role, name)
    with team.ledger("superuser") as ledger:
        check(ledger)


@pytest.mark.parametrize(
    "word",
    ['Zoë "Q" O\'Brien; DROP SCHEMA foretell', "%s %(x)s {0} $$ \\", "😀" * 13, " A b"],
)
def test_a_role_of_any_name_writes_as_itself(team, new_role, word):
    role = new_role(word)
    join(team, "zoe", role, Right.EDITOR)
    forecasts_both_ways(team, role, "zoe")


@pytest.mark.parametrize("role", ["current_user", "select"])
def test_a_role_named_like_a_word_of_the_language_writes_as_itself(team, administer, role):
    if administer("SELECT FROM pg_roles WHERE rolname = {}".replace("{}", f"'{role}'")).rowcount:
        pytest.skip(f"this server has a role {role}")
    try:
        join(team, "zoe", role, Right.RESOLVER)
        forecasts_both_ways(team, role, "zoe")
    finally:
        administer("DROP OWNED BY {}", role)
        drop_roles(team.address, [role])


def test_roles_that_differ_in_case_are_two(team, new_role):
    lower = new_role("ana")
    upper = new_role("Ana")
    join(team, "ana", lower)
    with pytest.raises(Refused, match="ana is a member already"):
        join(team, "Ana", upper)
    join(team, "another", upper)
    forecasts_both_ways(team, lower, "ana")
    forecasts_both_ways(team, upper, "another")


def test_two_sessions_of_a_shared_role_write_as_one(team):
    with team.connect("member") as one, team.connect("member", autocommit=True) as other:
        one.execute(FORECAST)
        other.execute("SET lock_timeout = 50")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute(FORECAST)
        one.commit()
        other.execute(FORECAST)
    forecasts_both_ways(team, team.roles["member"], "member")


def test_a_renamed_role_is_no_member_until_it_is_added(team, administer, new_role):
    role, renamed = new_role("ana"), new_role("anna")
    join(team, "ana", role)
    administer("ALTER ROLE {} RENAME TO {}", role, renamed)
    administer(f"ALTER ROLE {{}} PASSWORD '{password_of(renamed)}'", renamed)
    before = team.state()
    assert attempt(team, renamed, FORECAST) == "42501"
    assert team.state() == before
    assert problems(team)["ana"] == "the server knows no such role"
    with team.ledger("superuser") as ledger, pytest.raises(IntegrityError, match=renamed):
        check(ledger)


def test_a_role_made_anew_under_a_members_name_has_no_rights(team, administer, new_role):
    role = new_role("ana")
    join(team, "ana", role)
    administer("DROP OWNED BY {}", role)
    drop_roles(team.address, [role])
    administer(f"CREATE ROLE {{}} LOGIN PASSWORD '{password_of(role)}'", role)
    assert attempt(team, role, "SELECT * FROM foretell.entry") == "42501"
    assert attempt(team, role, FORECAST) == "42P01"
    assert problems(team)["ana"] == "it may do less than its rights say"


def password_of(role):
    return f"Pässword ''of'' {role}"


@pytest.mark.parametrize("inherits", ["INHERIT TRUE", "INHERIT FALSE, SET TRUE"])
def test_what_was_lent_by_another_member_counts_for_nothing(team, administer, inherits):
    """The server would let it pass: whose the rights are, the journal knows."""
    administer(f"GRANT {{}} TO {{}} WITH {inherits}", "resolver", "member")
    try:
        before = team.state()
        role = team.roles["resolver"]
        assert attempt(team, "member", f"SET ROLE {role}", RULE) == "42501"
        assert attempt(team, "member", RULE) == "42501"
        assert team.state() == before
        assert attempt(team, "member", f"SET ROLE {role}", FORECAST) is None
        assert last_signature(administer) == ("member", team.roles["member"])
    finally:
        administer("REVOKE {} FROM {}", "resolver", "member")


def test_a_member_of_the_owners_role_is_found_and_writes_nothing_as_itself(
    team, administer, new_role
):
    role = new_role("ana")
    administer(f"CREATE ROLE {{}} LOGIN PASSWORD '{password_of(role)}'", role)
    join(team, "ana", role)
    administer("GRANT {} TO {}", "owner", role)
    assert attempt(team, role, FORECAST) == "23502"
    assert problems(team) == {"ana": f"it may act as {team.roles['owner']}, which owns the ledger"}
    with team.ledger("superuser") as ledger, pytest.raises(IntegrityError, match=role):
        check(ledger)


def test_the_owner_who_takes_a_members_role_signs_as_the_owner(team, administer):
    """Past the program it could write anything, but not as a session of the member."""
    owner, member = team.roles["owner"], team.roles["member"]
    administer("GRANT {} TO {} WITH SET TRUE", "member", "owner")
    try:
        assert attempt(team, "owner", f"SET ROLE {member}", FORECAST) == "42501"
        with team.ledger("owner") as ledger, ledger.writing("owner", "forecast") as w:
            w.connection.exec_driver_sql(f"SET LOCAL ROLE {owner}")
            report(w, "rain", "member", 0.3)
        assert last_signature(administer) == ("owner", owner)
    finally:
        administer("GRANT {} TO {} WITH SET FALSE", "member", "owner")


def test_a_member_who_may_make_roles_has_no_power_over_others(team, administer, new_role):
    made = new_role("made")
    administer("ALTER ROLE {} CREATEROLE", "member")
    try:
        role = team.roles["resolver"]
        for statement in (
            f"ALTER ROLE {role} PASSWORD 'x'",
            f"GRANT {role} TO CURRENT_USER",
            f"ALTER ROLE {team.roles['owner']} PASSWORD 'x'",
            "ALTER ROLE CURRENT_USER SUPERUSER",
            "ALTER ROLE CURRENT_USER BYPASSRLS",
            f"CREATE ROLE {made} BYPASSRLS",
            f"CREATE ROLE {made} IN ROLE {role}",
        ):
            assert attempt(team, "member", statement) == "42501", statement
        assert problems(team) == {"member": "it may make roles"}
    finally:
        administer("ALTER ROLE {} NOCREATEROLE", "member")


def test_roles_that_could_pass_by_the_rules_are_not_added(team, administer, new_role):
    for power, words in {
        "LOGIN SUPERUSER": "is a superuser",
        "LOGIN BYPASSRLS": "may pass by row-level security",
        "LOGIN REPLICATION": "may replicate the server",
        "LOGIN CREATEROLE": "may make roles",
        "NOLOGIN": "cannot log in",
    }.items():
        role = new_role(power)
        administer(f"CREATE ROLE {{}} {power}", role)
        with pytest.raises(Refused, match=words):
            join(team, power, role)
    for player in ("owner", "superuser"):
        with pytest.raises(Refused, match="cannot be a member's"):
            join(team, player, team.roles[player])


def test_members_settings_of_the_role_change_nothing(team, administer):
    """A role may set defaults for its own sessions; the program's sessions know better."""
    role = team.roles["member"]
    settings = {
        "search_path": "pg_temp",
        "default_transaction_isolation": "serializable",
    }
    try:
        administer("ALTER ROLE {} SET foretell.key = 'monday'", "member")
        administer("ALTER ROLE {} SET foretell.moment = '0'", "member")
        for name, value in settings.items():
            assert attempt(team, "member", f"ALTER ROLE {role} SET {name} = '{value}'") is None
        forecasts_both_ways(team, role, "member")
    finally:
        administer("ALTER ROLE {} RESET ALL", "member")


def test_a_member_who_may_write_into_all_tables_still_writes_as_a_member(team, administer):
    """An administrator may lend more than any grant: policies and triggers hold all the same."""
    member = team.roles["member"]
    refused = {
        "INSERT INTO entry SELECT * FROM entry WHERE false": None,  # no row, no refusal
        "INSERT INTO entry SELECT number + 1, recorded_at, actor, command, 'k', previous, rows"
        " FROM entry ORDER BY number DESC LIMIT 1": "42501",
        "INSERT INTO member SELECT 99, 1, session_user, 1, 'editor,member,resolver'": "42501",
        "INSERT INTO forecaster VALUES (99, 1, 'zoe', 'zoe', 'person')": "42501",
        "INSERT INTO turn VALUES (pg_current_xact_id()::text::bigint, 0)": "42501",
        "UPDATE report SET probability = 0.9": "P0001",
        "DELETE FROM report": "P0001",
        RULE: "42501",
    }
    administer("GRANT pg_write_all_data TO {}", "member")
    try:
        before = team.state()
        assert {statement: attempt(team, "member", statement) for statement in refused} == refused
        assert problems(team)["member"].endswith("may read or write past all grants")
        assert team.state() == before
        first = team.entries() + 1
        chosen = "INSERT INTO report VALUES (99, 99, 1, 1, 99, 0.4)"
        assert attempt(team, "member", chosen) is None
        with team.administer() as connection:
            assert_complete(connection, first, member, "member")
    finally:
        administer("REVOKE pg_write_all_data FROM {}", "member")


def test_an_owner_whose_name_is_in_another_normal_form_keeps_a_sound_ledger(new_database, new_role):
    role = new_role("Zoe\u0308")
    team = Team(new_database(), {"owner": role})
    with team.administer() as connection:
        make_owner(connection, team)
    with closing(open_ledger(team.url("owner"), create=True, clock=wall_clock)) as ledger:
        with ledger.writing("zoe", "user add") as w:
            add_forecaster(w, "zoe")
        assert check(ledger).entries == 1


def test_two_ledgers_of_one_server_have_nothing_to_do_with_each_other(team, new_database, founded):
    other = founded.at(new_database(founded.database))
    with other.ledger("owner") as ledger, ledger.writing("owner", "team grant") as w:
        grant_rights(w, "member", [Right.RESOLVER])
    assert attempt(other, "member", RULE) is None
    assert attempt(team, "member", RULE) == "42501"
    forecasts_both_ways(team, team.roles["member"], "member")
