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
foretell neither this
```

```console
$ another program
nor that
$ foretell ask "Does it rain?" \\
    --slug rain
Asked rain
…
Next: forecast it
$ foretell forecast rain 30%
```

Later:

```console
$ foretell show rain
  30%

$ foretell show snow
Error: There is no question snow.
```
"""
PRINTED = {
    'foretell ask "Does it rain?"     --slug rain': "Asked rain\n\nsoon\nNext: forecast it\n",
    "foretell forecast rain 30%": "",
    "foretell show rain": "  30%  \n",
    "foretell show snow": "Error: There is no question snow.\n",
}


def test_the_commands_of_a_document_are_typed_one_after_another():
    typed = []
    differences(SESSION, lambda command: typed.append(command) or "")
    assert typed == list(PRINTED)


def test_a_session_may_leave_out_lines_and_blanks_that_nobody_sees():
    assert differences(SESSION, PRINTED.get) == []


@pytest.mark.parametrize(
    "printed", ["", "  31%\n", "30%\n", "  30%\nmore\n", "first\n  30%\n", "  30%\n" * 2]
)
def test_a_session_that_shows_something_else_is_told_what_is_printed(printed):
    changed = PRINTED | {"foretell show rain": printed}
    assert differences(SESSION, changed.get) == [f"$ foretell show rain\n{printed}"]


def test_messages_stand_between_data_as_on_a_terminal(typed):
    assert typed("foretell show").startswith("Error: ")
    assert typed("foretell seed list").splitlines()[0] == "1 starter pack"
    assert typed("foretell seed list").splitlines()[-1].startswith("Next: ")
