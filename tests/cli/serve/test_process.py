"""The server as a process with a socket."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGINT,
        pytest.param(signal.SIGTERM, marks=pytest.mark.slow),
        pytest.param(signal.SIGHUP, marks=pytest.mark.slow),
    ],
)
def test_it_answers_on_a_free_port_until_a_signal_ends_it(number, command_line, season_ledger):
    words = command_line("serve", "--port", "0", "--db", season_ledger.address)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment) as server,
        ExitStack() as ending,
    ):
        ending.callback(server.kill)  # else one that ignores the signal is waited for without end
        line = server.stderr.readline()
        told = re.fullmatch(
            r"Serving ledger\.db at (http://127\.0\.0\.1:\d+)  \(read-only; Ctrl-C ends it\)\n",
            line,
        )
        with urlopen(f"{told[1]}/api/questions", timeout=20) as answer:
            assert answer.status == 200
        server.send_signal(number)
        assert server.wait(20) == 128 + number
        assert server.stderr.read() == ""


def test_a_port_that_is_taken_is_refused(foretell, club):
    del club
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = foretell("serve", "--port", str(port))
    assert (ended.code, ended.err.splitlines()[0]) == (1, f"Error: Port {port} is taken.")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("--host 192.0.2.1", 1, "192.0.2.1 is no address of this computer."),
        ("--host nowhere.invalid", 1, "There is no address nowhere.invalid to listen on."),
        ("--host=", 2, "--host is empty."),
        ("--port=-1", 2, "Invalid value for '--port': it should be greater than or equal to 0"),
        ("--db absent.db", 3, "There is no ledger at absent.db."),
    ],
)
def test_a_server_that_cannot_be_is_refused(words, code, message, foretell, club):
    del club
    ended = foretell("serve", *words.split())
    assert (ended.code, ended.err.splitlines()[0]) == (code, f"Error: {message}")


def test_only_an_address_that_others_reach_brings_a_warning(foretell, club, monkeypatch):
    del club
    monkeypatch.setattr("cli.serve.listening.run", lambda *_: None)
    assert foretell("serve", "--port", "0", "--host", "localhost").err == ""
    warned = "Warning: everybody who reaches this computer at 0.0.0.0 can read the ledger.\n"
    assert foretell("serve", "--port", "0", "--host", "0.0.0.0").err == warned


def test_without_the_extra_it_says_how_to_get_it(foretell, club, monkeypatch):
    del club
    monkeypatch.setitem(__import__("sys").modules, "uvicorn", None)
    ended = foretell("serve")
    assert ended.code == 1
    assert "pip install '.[serve]'" in ended.err
