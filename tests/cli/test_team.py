"""`foretell team`: who may do what in a ledger that several people share on PostgreSQL."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from sqlalchemy import make_url
from team_commands import SECRET, listed

ROOT = Path(__file__).parents[2]
SCRIPT = "import sys; from cli.entry import run; sys.exit(run())"

WRITING = [
    ("forecast rain 30%", "anybody"),
    ("forecast --from mine.csv", "anybody"),
    ("withdraw rain", "anybody"),
    ("ask 'Is it new?' --closes 2099-01-01", "editor"),
    ("edit rain --criteria wet", "editor"),
    ("close snow", "resolver"),
    ("reopen shut", "resolver"),
    ("resolve over yes --source https://example.org/over", "resolver"),
    ("annul later", "resolver"),
    ("unresolve done", "resolver"),
    ("user add pat", "owner"),
    ("seed load anchorage", "owner"),
    ("import questions.csv", "owner"),
    ("import club.jsonl", "nobody"),
    ("db restore club.backup", "nobody"),
    ("team init", "owner"),
    ("team add pia --role {nobody}", "owner"),
    ("team grant member resolver", "owner"),
    ("team revoke both editor", "owner"),
    ("team revoke both", "owner"),
]
"""Every command that writes, and whose it is. Nothing is restored where something is recorded."""

READING = [
    "status",
    "questions --all",
    "due",
    "show rain --full",
    "leaderboard",
    "scores member",
    "user list",
    "log",
    "team list",
    "db check",
    "db backup own.backup",
    "export -o own.jsonl",
]


def refusal(who, player):
    """What a player is told who may not do what is somebody else's."""
    if who in {"owner", "nobody"}:
        return ("Only the owner of the ledger may do that: you are ", "Ask the owner.")
    what = f"an {who}" if who == "editor" else f"a {who}"
    you = (
        "a member" if player == "member" else f"an {player}" if player == "editor" else "a resolver"
    )
    return (
        f"Only {what} may do that: you are {player}, {you}.",
        f"Ask the owner: foretell team grant {player} {who}",
    )


@pytest.fixture
def files(act, home):
    """What the commands read."""
    (home / "mine.csv").write_text("question,probability\nrain,40%\nsnow,60%\n")
    (home / "questions.csv").write_text(
        "question_id,title,open_time,close_time,resolve_time,outcome\n"
        "old,Was it?,2025-01-01T00:00:00Z,2025-02-01T00:00:00Z,,\n"
    )
    assert act("owner", "db", "backup", "club.backup").code == 0
    assert act("owner", "export", "-o", "club.jsonl").code == 0


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("player", ["member", "editor", "resolver"])
def test_a_member_may_do_what_its_rights_say_and_is_told_whom_to_ask_for_more(act, team, player):
    for words, who in WRITING:
        before = team.state()
        ended = act(player, *shlex.split(words.format(**team.roles)))
        if who in {"anybody", player}:
            assert (words, ended.code) == (words, 0), ended.err
            assert team.state() != before
            continue
        message, hint = refusal(who, player)
        assert (words, ended.code, ended.out) == (words, 1, ""), ended.err
        error, advice = ended.err.splitlines()
        assert error.startswith(f"Error: {message}"), words
        assert advice == f"Hint:  {hint}", words
        assert team.state() == before, words


def test_the_advice_whom_to_ask_can_be_typed_whatever_the_name(act, team, new_role):
    role = new_role("ann")
    words = ("team", "add", "Ann O'Dell", "--role", role, "--password-stdin")
    assert act("owner", *words, stdin=SECRET).code == 0
    hers = make_url(team.url("owner")).set(username=role, password=SECRET)
    _, hint = act(
        "owner", "close", "snow", "--db", hers.render_as_string(hide_password=False)
    ).err.splitlines()
    advice = hint.removeprefix("Hint:  Ask the owner: foretell ")
    assert act("owner", *shlex.split(advice)).code == 0
    assert listed(act)["Ann O'Dell"]["rights"] == ["member", "resolver"]


@pytest.mark.usefixtures("files")
def test_the_owner_may_do_all_of_it(act, team):
    for words, who in WRITING:
        ended = act("owner", *shlex.split(words.format(**team.roles)))
        assert (words, ended.code) == (words, int(who == "nobody")), ended.err
    assert act("owner", "db", "check").code == 0


@pytest.mark.parametrize("words", READING)
def test_a_member_reads_everything(look, words):
    ended = look("member", *words.split())
    assert ended.code == 0, ended.err


@pytest.mark.parametrize("player", ["nobody", "revoked"])
def test_who_is_no_member_reads_nothing_and_is_told_whom_to_ask(look, player):
    for words in (*READING, "forecast rain 30%"):
        ended = look(player, *words.split())
        assert (ended.code, ended.out) == (3, "")
        error, advice = ended.err.splitlines()
        assert "does not let this role do that" in error
        assert advice.startswith("Hint:  Ask its owner: foretell team add NAME")


def test_a_member_is_you_without_saying_so(act):
    assert act("member", "forecast", "snow", "35%").code == 0
    assert json.loads(act("member", "status", "--json").out)["user"] == "member"
    mine = json.loads(act("member", "questions", "--mine", "--json").out)
    assert {one["question"]: one["you"] for one in mine} == {"rain": 0.7, "snow": 0.35}
    assert act("member", "show", "snow").out.count("You  ") == 1


@pytest.mark.parametrize("way", ["--as", "environment"])
def test_a_member_writes_as_nobody_else(look, founded, monkeypatch, way):
    if way == "environment":
        monkeypatch.setenv("FORETELL_USER", "editor")
    before = founded.state()
    ended = look(
        "member", "forecast", "rain", "30%", *(["--as", "editor"] if way == "--as" else [])
    )
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(
        "Error: You write as member here, not as editor.\nHint:  Leave --as"
    )
    assert founded.state() == before


def test_a_member_may_give_its_own_name_in_whatever_case(act):
    assert act("member", "forecast", "rain", "30%", "--as", "MEMBER").code == 0


def test_a_forecast_of_a_member_counts_from_now(look, founded):
    before = founded.state()
    ended = look("member", "forecast", "rain", "30%", "--at", "-2d")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "Error: A member's forecast counts from now.\nHint:  Leave --at out.\n"
    assert founded.state() == before


@pytest.mark.parametrize(
    "words", ["init", "add x", "grant x editor", "revoke x", "list", "password x"]
)
def test_a_file_has_no_team(foretell, club, words):
    ended = foretell("team", *words.split(), "--db", club.address)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "Error: A file has no roles: a team needs PostgreSQL.\n"
        "Hint:  Use a database: --db postgresql://USER@HOST/DATABASE\n"
    )


def test_no_file_is_made_for_a_team_that_it_cannot_have(foretell, home):
    assert foretell("team", "init", "--db", "new.db").code == 1
    assert not (home / "new.db").exists()


class TestInit:
    def test_it_makes_the_ledger_and_says_what_is_next(self, foretell, postgres_url):
        ended = foretell("team", "init", "--db", postgres_url)
        assert (ended.code, ended.out) == (0, "")
        made, done, advice = ended.err.splitlines()
        assert made.startswith("Made a new ledger: ")
        assert done.endswith("is set up: the database enforces who may do what.")
        assert advice == "Next: foretell team add NAME"

    def test_again_it_changes_nothing_and_says_so(self, look, founded):
        before = founded.state()
        ended = look("owner", "team", "init")
        assert "is set up already: nothing was changed." in ended.err
        assert founded.state() == before

    def test_what_was_altered_is_put_right_and_named(self, act, team):
        with team.administer() as connection:
            connection.execute("ALTER TABLE foretell.report DISABLE ROW LEVEL SECURITY")
            connection.execute(f"GRANT DELETE ON foretell.report TO {team.roles['member']}")
        ended = act("owner", "team", "init")
        assert ended.code == 0
        assert "is set up again. Before that:" in ended.err
        assert f"{team.roles['member']} may DELETE" in ended.err
        assert "nothing was changed" in act("owner", "team", "init").err
        assert act("member", "forecast", "rain", "30%").code == 0

    def test_a_role_that_may_not_make_a_ledger_is_told_so(self, foretell, team, new_database):
        url = make_url(team.url("nobody")).set(database=make_url(new_database()).database)
        ended = foretell("team", "init", "--db", url.render_as_string(hide_password=False))
        assert (ended.code, ended.out) == (3, "")
        assert "does not let this role do that" in ended.err

    def test_without_it_nobody_is_added(self, foretell, postgres_url):
        foretell("db", "init", "--db", postgres_url)
        assert foretell("team", "list", "--db", postgres_url).err.splitlines() == [
            "Note: nothing enforces rights here yet.",
            "Next: foretell team init",
        ]
        ended = foretell("team", "add", "ana", "--db", postgres_url)
        assert ended.code == 1
        assert "has no team yet.\nHint:  Run: foretell team init" in ended.err


def test_a_role_that_may_do_less_than_the_journal_says_is_marked_on_the_list(act, team):
    role = team.roles["member"]
    with team.administer() as connection:
        connection.execute(f"REVOKE SELECT ON foretell.report FROM {role}")
    told = act("owner", "team", "list").out.splitlines()
    assert told[0].startswith("4 members · ")
    assert any(f"{role} !" in line for line in told)
    assert f"! {role}: it may do less than its rights say." in told
    assert listed(act)["member"]["problem"] == "it may do less than its rights say"
