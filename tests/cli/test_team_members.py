"""`foretell team add` and `team password`: a role and its password, which nobody else ever sees."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url
from team_commands import SECRET, lets_in, listed
from terminal import Terminal

ROOT = Path(__file__).parents[2]
SCRIPT = "import sys; from cli.entry import run; sys.exit(run())"


class TestAdd:
    def test_a_role_is_made_that_logs_in_with_the_password_given(self, act, team, new_role):
        role = new_role("zoe")
        ended = act(
            "owner", "team", "add", "Zoë", "--role", role, "--password-stdin", stdin=f"{SECRET}\n"
        )
        assert ended.code == 0, ended.err
        assert ended.out == f"Added Zoë as the role {role}: member.\n"
        assert lets_in(team, role, SECRET)
        own = make_url(team.address).set(username=role, password=SECRET)
        address = own.render_as_string(hide_password=False)
        assert act("owner", "forecast", "rain", "20%", "--db", address).code == 0
        assert listed(act)["Zoë"]["last_entry"] is not None

    def test_what_is_next_is_an_address_without_any_password(self, act, team, new_role):
        role = new_role("zoe")
        words = ("team", "add", "zoe", "--role", role, "--password-stdin")
        *_, advice = act("owner", *words, stdin=SECRET).err.splitlines()
        typed = shlex.split(advice.partition("types  ")[2])
        assert typed[:3] == ["foretell", "status", "--db"]
        url = make_url(typed[3])
        assert (url.username, url.password) == (role, None)
        assert url.database == make_url(team.address).database

    def test_the_role_is_called_like_the_forecaster_unless_told_otherwise(self, act, new_role):
        name = new_role("Zoë Ann")
        added = act("owner", "team", "add", name, "--password-stdin", "--json", stdin=SECRET)
        assert json.loads(added.out)["role"] == name
        assert listed(act)[name]["problem"] is None

    def test_any_name_is_quoted_right(self, act, new_role):
        for name in ('zo"e', "zo'e; --", "zo%s", "select", "Zoë ZOË", "💡"):
            role = new_role(name)
            assert act("owner", "team", "add", role, "--password-stdin", stdin=SECRET).code == 0
            assert act("owner", "team", "grant", role, "editor").code == 0
            assert act("owner", "team", "revoke", role).code == 0

    def test_a_role_that_is_there_is_taken_as_it_is(self, act, team, new_role):
        role = new_role("dev")
        with team.administer() as connection:
            connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'as before'")
        words = ("team", "add", "dev", "--role", role, "--password-stdin")
        ended = act("owner", *words, stdin=SECRET)
        assert ended.code == 0
        assert f"The role {role} was there already: its password is what it was." in ended.err
        assert [lets_in(team, role, said) for said in ("as before", SECRET)] == [True, False]

    def test_rights_can_be_given_at_once(self, act, team):
        words = ("--right", "resolver", "--right", "editor", "--json")
        added = act("owner", "team", "add", "pia", "--role", team.roles["nobody"], *words)
        assert json.loads(added.out)["rights"] == ["member", "editor", "resolver"]
        assert act("nobody", "ask", "Is it?", "--closes", "2099-01-01").code == 0

    def test_who_was_revoked_may_come_back(self, act, team):
        words = ("team", "add", "revoked", "--role", team.roles["revoked"])
        assert act("owner", *words).code == 0
        assert act("revoked", "forecast", "rain", "30%").code == 0

    @pytest.mark.parametrize(
        ("made", "why"),
        [
            ("SUPERUSER LOGIN", "it is a superuser"),
            ("BYPASSRLS LOGIN", "it may pass by row-level security"),
            ("CREATEROLE LOGIN", "it may make roles"),
            ("REPLICATION LOGIN", "it may replicate the server"),
            ("LOGIN IN ROLE {owner}", "it may act as {owner}, which owns the ledger"),
            ("LOGIN IN ROLE {superuser}", "it may act as {superuser}, which is a superuser"),
            ("LOGIN IN ROLE pg_write_all_data", "it may act as pg_write_all_data, which"),
            ("NOLOGIN", "it cannot log in"),
        ],
    )
    def test_a_role_above_the_rules_cannot_be_a_member(self, look, founded, new_role, made, why):
        role = new_role("strong")
        with founded.administer() as connection:
            connection.execute(f"CREATE ROLE {role} {made.format(**founded.roles)}")
        before = founded.state()
        ended = look("owner", "team", "add", "strong", "--role", role)
        assert (ended.code, ended.out) == (1, "")
        assert f"cannot be a member's: {why.format(**founded.roles)}" in ended.err
        assert founded.state() == before

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            ("add owner --role {owner}", "cannot be a member's: it owns the ledger."),
            ("add member --role {member}", "member is a member already."),
            ("add member --role {nobody}", "member is a member already, as the role {member}."),
            ("add MEMBER --role {nobody}", "member is a member already, as the role {member}."),
            ("add pia --role {member}", "member is a member already, as the role {member}."),
            ("add pia --role pg_monitor", "PostgreSQL keeps the role pg_monitor for itself."),
            ("add public", "PostgreSQL keeps the role public for itself."),
            ("add none", "PostgreSQL keeps the role none for itself."),
            ("add @median", "cannot be a name"),
            ("add ääääääääääääääääääääääääääääääää", "PostgreSQL cuts a role's name at 63 bytes."),
            ("grant pia editor", "“pia” is no member of the team."),
            ("grant revoked editor", "“revoked” is no member of the team."),
            ("grant both editor resolver", "both has that right already."),
            ("revoke member editor", "member has not got that right."),
            ("revoke revoked", "“revoked” is no member of the team."),
            ("password revoked", "“revoked” is no member of the team."),
        ],
    )
    def test_what_cannot_be_is_refused_and_leaves_nothing(self, look, founded, words, message):
        before = founded.state()
        ended = look("owner", "team", *words.format(**founded.roles).split())
        assert (ended.code, ended.out) == (1, "")
        assert message.format(**founded.roles) in ended.err
        assert len(ended.err.splitlines()) == 2
        assert founded.state() == before

    def test_the_name_of_an_article_cannot_be_a_member_s(self, act, team):
        assert act("owner", "seed", "load", "anchorage").code == 0
        words = ("team", "add", "article:anchorage", "--role", team.roles["nobody"])
        ended = act("owner", *words)
        assert (ended.code, ended.out) == (1, "")
        assert "is the name of another kind: article." in ended.err

    def test_what_fails_leaves_neither_role_nor_forecaster(self, act, team, new_role):
        act("owner", "seed", "load", "anchorage")
        role, before = new_role("zoe"), team.state()
        words = ("team", "add", "article:anchorage", "--role", role, "--password-stdin")
        assert act("owner", *words, stdin=SECRET).code == 1
        assert team.state() == before
        assert not lets_in(team, role, SECRET)

    def test_an_owner_who_makes_no_roles_is_told_what_an_administrator_runs(self, look, founded):
        with founded.administer() as connection:
            connection.execute(f"ALTER ROLE {founded.roles['owner']} NOCREATEROLE")
        try:
            ended = look("owner", "team", "add", 'a "b" %c')
        finally:
            with founded.administer() as connection:
                connection.execute(f"ALTER ROLE {founded.roles['owner']} CREATEROLE")
        assert (ended.code, ended.out) == (1, "")
        assert 'Ask an administrator to run CREATE ROLE "a ""b"" %c" LOGIN' in ended.err

    def test_the_same_key_again_adds_nobody_twice(self, act, team):
        words = ("team", "add", "pia", "--role", team.roles["nobody"], "--key", "pia", "--json")
        first = act("owner", *words)
        before = team.state()
        again = act("owner", *words)
        assert (again.code, again.out) == (0, first.out)
        assert "was recorded before" in again.err
        assert team.state() == before


class TestPassword:
    @pytest.mark.parametrize("player", ["owner", "member"])
    def test_the_owner_or_the_member_sets_it_anew(self, team, act, new_role, player):
        role = new_role("zoe")
        words = ("team", "add", "zoe", "--role", role, "--password-stdin")
        assert act("owner", *words, stdin="old\n").code == 0
        own = make_url(team.address).set(username=role, password="old")
        address = (
            team.url("owner") if player == "owner" else own.render_as_string(hide_password=False)
        )
        words = ("team", "password", "zoe", "--password-stdin", "--db", address)
        ended = act("owner", *words, stdin=SECRET)
        assert (ended.code, ended.out) == (0, "")
        assert ended.err.startswith(f"The role {role} has a new password: ")
        assert [lets_in(team, role, said) for said in ("old", SECRET)] == [False, True]

    def test_a_member_sets_nobody_else_s(self, look, founded):
        before = founded.state()
        ended = look("member", "team", "password", "editor", "--password-stdin", stdin=SECRET)
        assert ended.code == 1
        assert ended.err.startswith("Error: Only the owner of the ledger may do that")
        assert founded.state() == before

    @pytest.mark.parametrize("said", ["", "\n", "a\x07b\n", "a\0b\n"])
    def test_what_is_no_password_is_refused_and_not_told(self, look, new_role, said):
        words = ("team", "add", "zoe", "--role", new_role("zoe"), "--password-stdin")
        ended = look("owner", *words, stdin=said)
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.startswith("Error: The password ")
        assert "zoe" not in listed(look)

    def test_nobody_at_a_terminal_is_asked_nothing(self, look, new_role):
        ended = look("owner", "team", "add", "zoe", "--role", new_role("zoe"), stdin=SECRET)
        assert (ended.code, ended.out) == (2, "")
        assert "--password-stdin" in ended.err

    def test_a_terminal_is_asked_twice_and_shows_nothing_of_it(self, team, new_role):
        role = new_role("zoe")
        code, seen = self.typing(team, role, SECRET, SECRET)
        assert code == 0, seen
        assert f"Password for the role {role}: " in seen
        assert "ouvre" not in seen
        assert lets_in(team, role, SECRET)

    def test_the_end_of_what_is_typed_is_told_on_a_line_of_its_own(self, team, new_role):
        command = [sys.executable, "-c", SCRIPT, "team", "add", "zoe", "--role", new_role("zoe")]
        terminal = Terminal(command, PYTHONPATH=str(ROOT), FORETELL_DB=team.url("owner"))
        terminal.wait_for("Password for")
        terminal.type("\x04")
        assert terminal.end()[0] == 1
        assert "\nError: No password was typed." in terminal.seen

    @pytest.mark.parametrize("command", ["add", "password"])
    def test_a_word_too_many_may_be_one_and_is_not_told(self, look, command):
        ended = look("owner", "team", command, "member", SECRET)
        assert (ended.code, ended.out) == (2, "")
        assert "--password-stdin" in ended.err
        assert "ouvre" not in ended.err

    def test_two_that_differ_make_no_role(self, team, new_role):
        role, before = new_role("zoe"), team.state()
        code, seen = self.typing(team, role, SECRET, "sesame")
        assert (code, "Error: The two passwords differ." in seen) == (1, True)
        assert team.state() == before

    def typing(self, team, role, first, again):
        """Add a member at a terminal: the exit code, and all that it shows."""
        command = [sys.executable, "-c", SCRIPT, "team", "add", "zoe", "--role", role]
        terminal = Terminal(command, PYTHONPATH=str(ROOT), FORETELL_DB=team.url("owner"))
        for prompt, password in (("Password for", first), ("Once more: ", again)):
            terminal.wait_for(prompt)
            terminal.type(f"{password}\n")
        code, _ = terminal.end()
        return code, terminal.seen

    def test_it_is_in_no_log_of_the_server_and_in_nothing_that_is_said(self, team, act, new_role):
        role, owner = new_role("zoe"), team.roles["owner"]
        with team.administer() as connection:
            connection.execute(f"ALTER ROLE {owner} SET log_statement = 'all'")
            connection.execute(f"ALTER ROLE {owner} SET log_min_duration_statement = 0")
            size = log_of(connection, 0)[1]
        words = ("team", "add", "zoe", "--role", role, "--password-stdin", "--debug")
        said = [act("owner", *words, stdin=SECRET)]
        words = ("team", "password", "zoe", "--password-stdin", "--debug")
        said.append(act("owner", *words, stdin=SECRET))
        with team.administer() as connection:
            connection.execute(f"ALTER ROLE {owner} NOCREATEROLE")
            said.append(act("owner", *words, stdin=SECRET))
            connection.execute(f"ALTER ROLE {owner} CREATEROLE")
            connection.execute(f"ALTER ROLE {owner} RESET ALL")
            logged, _ = log_of(connection, size)
        assert [ended.code for ended in said] == [0, 0, 1]
        assert "Traceback" in said[-1].err
        assert f'CREATE ROLE "{role}" LOGIN PASSWORD \'SCRAM-SHA-256$' in logged
        act("owner", "export", "-o", "whole.jsonl")
        everything = [
            logged,
            *(ended.out + ended.err for ended in said),
            Path("whole.jsonl").read_text("utf-8"),
        ]
        assert not any(SECRET in text or "ouvre" in text for text in everything)


def log_of(connection, start):
    """What a server of our own has logged from a place on, and how long its log is."""
    try:
        (text,) = connection.execute("SELECT pg_read_file('log')").fetchone()
    except psycopg.Error:
        pytest.skip("the server's log is not where it can be read")
    return text[start:], len(text)
