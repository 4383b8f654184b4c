"""The sessions in the README are what a reader would see who typed them."""

from __future__ import annotations

import io
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sessions import agrees, steps

README = Path(__file__).parents[2] / "README.md"
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The day on which the README's sessions take place."""


class Terminal(io.StringIO):
    """A terminal on which both streams appear, in the order in which they are written."""

    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.fixture
def typed(foretell, clock, monkeypatch):
    """Type one command at a terminal of 100 columns, and read what appears."""
    clock.now = int(TODAY.timestamp()) * 1_000_000
    monkeypatch.setenv("COLUMNS", "100")

    def run(command):
        terminal = Terminal()
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", terminal)
            patched.setattr(sys, "stderr", terminal)
            foretell(*shlex.split(command)[1:])
        return terminal.getvalue()

    return run


def differences(markdown, typed):
    """Each command whose output is not what is shown, with that output."""
    told = [(step, typed(step.command)) for step in steps(markdown, "foretell")]
    return [
        f"$ {step.command}\n{printed}" for step, printed in told if not agrees(step.shown, printed)
    ]


def test_the_readme_shows_what_is_printed(typed):
    markdown = README.read_text("utf-8")
    assert steps(markdown, "foretell")
    wrong = differences(markdown, typed)
    assert not wrong, "\n".join(["The README shows something else than:", *wrong])


SESSION = """
```sh
foretell this is not run
```

```console
$ pip install nothing
$ foretell ask "Does it rain?" --slug rain \\
    --closes 2026-12-01
…
$ foretell --as ana forecast rain 30%
Recorded {recorded}
$ foretell forecast rain
Error: {error}
…

```
"""


def test_commands_of_a_session_build_on_one_another(typed, club):
    shown = """
```console
$ foretell forecast summit-by-2027 30%
…
$ foretell forecast summit-by-2027 35%
Recorded #6  summit-by-2027   30% → 35%   (30% since 22 Nov 2026)   crowd 35%
```
"""
    assert differences(shown, typed) == []
