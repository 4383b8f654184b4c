"""Who may do what through the program: every command, and everybody who may log in."""

from __future__ import annotations

import io
import shlex
import sys
from importlib import import_module

import pytest
from team import MEMBERS, PLAYERS, assert_complete, password, wall_clock
from typer.main import get_command

from cli.main import COMMANDS
from market.ledger.keeping.audit import check

# The players:   n r m e r b o s
#                o e e d e o w u
#                b v m i s t n p
#                o o b t o h e e
#                d k e o l   r r
#                y e r r v
EVERYBODY = "++++++++"
READERS = "xx++++++"
EDITORS = "xx-+-+++"
RESOLVERS = "xx--++++"
OWNERS = "xx----++"

REFUSALS = {
    "-": (1, "Error: Only "),
    "x": (3, "does not let this role do that"),
    "n": (1, "Error: Nothing of yours stands on rain."),
    "s": (1, "Error: You hold no shares on wind."),
    "h": (1, "has entries of its own"),
}
"""Of a refusal the exit code and a part of what is said, by its mark; ``+`` succeeds."""

READING = [
    ("", READERS),
    ("status", READERS),
    ("questions --all", READERS),
    ("due --within 90w", READERS),
    ("show rain --full", READERS),
    ("leaderboard", READERS),
    ("scores member", READERS),
    ("explain member done", READERS),
    ("compare member editor", READERS),
    ("calibration member", READERS),
    ("decompose member", READERS),
    ("pool done", READERS),
    ("coherence member", READERS),
    ("report -o {player}.html", READERS),
    ("user list", READERS),
    ("user show member", READERS),
    ("team list", READERS),
    ("link list rain", READERS),
    ("article list", READERS),
    ("article score", READERS),
    ("log", READERS),
    ("export -o {player}.jsonl", READERS),
    ("db check", READERS),
    ("db backup {player}.backup", READERS),
    ("db init", READERS),
    ("db upgrade", READERS),
    ("seed list", EVERYBODY),
    ("market price", READERS),
    ("market quote wind yes --shares 5", READERS),
    ("market portfolio member", READERS),
    ("market history wind", READERS),
    ("market board", READERS),
    ("market arbitrage", READERS),
    ("market replay", READERS),
]

WRITING = [
    ("forecast rain 30%", READERS),
    ("forecast --from mine.csv", READERS),
    ("withdraw rain", "xx++nnnn"),
    ("ask 'Is it new?' --closes 2099-01-01", EDITORS),
    ("edit rain --criteria wet", EDITORS),
    ("close snow", RESOLVERS),
    ("reopen shut", RESOLVERS),
    ("resolve over yes --source https://example.org/over", RESOLVERS),
    ("annul later", RESOLVERS),
    ("unresolve done", RESOLVERS),
    ("market open snow", EDITORS),
    ("market trade wind yes --spend 5", READERS),
    ("market trade --from trades.csv", READERS),
    ("market sell wind", "xx++ssss"),
    ("resolve wind yes --source https://example.org/wind", RESOLVERS),
    ("unresolve calm", RESOLVERS),
    ("link add implies rain snow", OWNERS),
    ("link remove implies snow over", OWNERS),
    ("user add pat", OWNERS),
    ("seed load anchorage", OWNERS),
    ("article add anchorage", OWNERS),
    ("import questions.csv", OWNERS),
    ("import club.jsonl", OWNERS),
    ("db restore club.backup", "xx----hh"),
    ("team init", OWNERS),
    ("team add pia --role {nobody}", OWNERS),
    ("team grant member resolver", OWNERS),
    ("team revoke both editor", OWNERS),
    ("team password member --password-stdin", "xx+---++"),
]

GROUPS = {"article", "db", "link", "market", "seed", "team", "user"}

ELSEWHERE = {
    *("demo", "draft", "lint", "score"),
    *(f"simulate {it}" for it in ("list", "show", "run", "verify")),
}
"""Commands that use no ledger, or one of their own."""

UNENDING = {"serve"}
"""Commands that end when they are ended: what this one reads, the commands above read."""


@pytest.fixture
def act(foretell, monkeypatch, clock):
    """Let a player of a team run a command; what was said and the exit code."""

    def run(team, player, words):
        clock.now = wall_clock()  # that of the database cannot be set
        typed = io.BytesIO(password(team.roles["member"]).encode())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(typed, "utf-8"))
        monkeypatch.setenv("FORETELL_DB", team.url(player))
        return foretell(*shlex.split(words.format(player=player, **team.roles)))

    return run


@pytest.fixture
def files(act, team, home):
    """What the commands read."""
    (home / "mine.csv").write_text("question,probability\nrain,40%\nsnow,60%\n")
    (home / "trades.csv").write_text("question,side,shares\nwind,yes,2\nwind,no,3\n")
    (home / "questions.csv").write_text(
        "question_id,title,open_time,close_time,resolve_time,outcome\n"
        "old,Was it?,2025-01-01T00:00:00Z,2025-02-01T00:00:00Z,,\n"
    )
    assert act(team, "owner", "db backup club.backup").code == 0
    assert act(team, "owner", "export -o club.jsonl").code == 0


def test_every_command_is_in_the_table():
    named = ELSEWHERE | UNENDING
    for words, _ in READING + WRITING:
        name, *rest = shlex.split(words) or [""]
        named.add(f"{name} {rest[0]}" if name in GROUPS else name)
    assert named == {"", *every_command()}


def every_command():
    for name, (module, _) in COMMANDS.items():
        parts = getattr(get_command(import_module(module).app), "commands", None)
        yield from [name] if parts is None else (f"{name} {part}" for part in parts)


@pytest.mark.slow
@pytest.mark.parametrize(("words", "marks"), READING)
def test_who_reads_what(act, founded, words, marks):
    before = founded.state()
    for player, mark in zip(PLAYERS, marks, strict=True):
        assert (player, outcome(act(founded, player, words))) == (player, mark)
    assert founded.state() == before


@pytest.mark.slow
@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("words", "marks"), WRITING)
def test_who_writes_what(act, team, founded, new_database, words, marks):
    before = team.state()
    for player, mark in zip(PLAYERS, marks, strict=True):
        if mark != "+":
            assert (player, outcome(act(team, player, words))) == (player, mark)
    assert team.state() == before
    for player in (player for player, mark in zip(PLAYERS, marks, strict=True) if mark == "+"):
        copy = founded.at(new_database(founded.database))
        assert (player, outcome(act(copy, player, words))) == (player, "+")
        if player in MEMBERS:
            with copy.administer() as connection:
                assert_complete(connection, team.entries() + 1, team.roles[player], player)
        with copy.ledger("superuser") as ledger:
            check(ledger)


def outcome(ended):
    """The mark that fits: a refusal takes one line and a hint, and nothing else is said."""
    if ended.code == 0:
        return "+"
    error, *hints = ended.err.splitlines()
    for mark, (code, words) in REFUSALS.items():
        if (ended.code, ended.out) == (code, "") and words in error:
            return mark if [hint[:7] for hint in hints] == ["Hint:  "] else ended.err
    return f"{ended.code}: {ended.err}"
