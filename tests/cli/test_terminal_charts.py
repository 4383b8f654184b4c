"""Pictures on terminals: where they are drawn, where they are not, and who sees them."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from cli.output.streams import Screen

ROOT = Path(__file__).parents[2]
SCRIPT = "import sys; from cli.entry import run; sys.exit(run())"
SHOW = "foretell show summit-by-2027"
PRICE = "\N{MULTIPLICATION SIGN}"

pytestmark = pytest.mark.usefixtures("club")


def at_real_terminal(*words, **settings):
    """What a command shows on a terminal of 100 columns."""
    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *words],
        stdout=terminal,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", **settings},
    )
    os.close(terminal)
    shown = b""
    try:
        while part := os.read(screen, 4096):
            shown += part
    except OSError:  # how Linux says that nobody holds the terminal any more
        pass
    os.close(screen)
    assert process.wait() == 0
    return shown.decode()


@pytest.fixture
def painted(at_terminal, monkeypatch):
    """Type a command at a terminal that shows colours."""
    monkeypatch.delenv("NO_COLOR")
    return at_terminal


def test_a_real_terminal_shows_the_history_in_colours_unless_told_otherwise():
    words = SHOW.split()[1:]
    colours = at_real_terminal(*words, "--as", "bo", TERM="xterm", NO_COLOR="")
    plain = at_real_terminal(*words, "--as", "bo", TERM="xterm", NO_COLOR="1")
    assert "\x1b[94m" in colours
    assert "─ you" in plain
    assert "\x1b" not in plain
    assert "  100% ┤" in plain


def test_on_a_dumb_terminal_and_into_a_pipe_goes_plain_text(painted, foretell, monkeypatch):
    assert "┤" in painted(SHOW)
    monkeypatch.setenv("TERM", "dumb")
    piped = foretell(*SHOW.split()[1:]).out
    assert "┤" not in piped
    assert painted(SHOW).startswith(piped.splitlines()[0][:20])
    assert not {"┤", "\x1b"} & {*painted(SHOW)}


@pytest.mark.parametrize("columns", [40, 59, 60, 80, 100])
def test_narrow_terminals_get_no_picture_and_none_is_too_wide(foretell, monkeypatch, columns):
    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(columns, unicode=False))
    out = foretell("show", "summit-by-2027", "--as", "bo").out
    assert out.isascii()
    assert ("100% +" in out) == (columns >= 60)
    assert max(map(len, out.splitlines())) <= columns


def test_a_hidden_crowd_is_not_drawn(at_terminal, foretell, monkeypatch):
    monkeypatch.setenv("FORETELL_BLIND", "1")
    foretell("market", "open", "summit-by-2027")
    assert "┤" not in at_terminal(SHOW)
    foretell("forecast", "summit-by-2027", "70%", "--as", "ana")
    assert "• crowd (median)" in at_terminal(SHOW)


def test_the_market_is_drawn_beside_the_crowd(at_terminal, foretell, clock):
    foretell("market", "open", "summit-by-2027")
    clock.advance(days=30)
    foretell("market", "trade", "summit-by-2027", "yes", "--to", "80%")
    clock.advance(days=30)
    shown = at_terminal(SHOW)
    assert f"{PRICE} market" in shown
    row = next(line for line in shown.splitlines() if line.startswith("   80% ┤"))
    assert PRICE * 3 in row


def test_an_earlier_moment_is_drawn_as_it_was(at_terminal):
    assert "┤" not in at_terminal(f"{SHOW} --as-of 2025-10-01")
    earlier = at_terminal(f"{SHOW} --as-of 2025-11-20")
    rows = [line for line in earlier.splitlines() if "•" in line]
    assert [row[:7] for row in rows] == ["   20% ", " " * 7]
    assert rows[0].count("•") < at_terminal(SHOW).count("•")


def test_intervals_stand_beside_the_board_and_its_chosen_column_stays(
    season_ledger, at_terminal, monkeypatch
):
    monkeypatch.setenv("FORETELL_DB", season_ledger.address)
    lines = at_terminal("foretell leaderboard").splitlines()
    assert max(map(len, lines)) <= 100
    assert any("├" in line and "●" in line for line in lines)
    assert "log" in next(
        line for line in at_terminal("foretell leaderboard --by log").splitlines() if "rank" in line
    )
