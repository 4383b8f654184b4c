"""The sessions in the README are what a reader would see who typed them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sessions import differences, steps

README = Path(__file__).parents[2] / "README.md"
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The day on which the README's sessions take place."""


@pytest.fixture
def typed(at_terminal, clock):
    """Type one command on the day of the sessions."""
    clock.now = int(TODAY.timestamp()) * 1_000_000
    return at_terminal


def shown_otherwise(markdown, typed):
    """Each command whose output is not what is shown, with that output."""
    return differences((step, typed(step.command)) for step in steps(markdown, "foretell"))


def test_the_readme_shows_what_is_printed(typed):
    markdown = README.read_text("utf-8")
    assert steps(markdown, "foretell")
    wrong = shown_otherwise(markdown, typed)
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
    shown_otherwise(SESSION, lambda command: typed.append(command) or "")
    assert typed == list(PRINTED)


def test_a_session_may_leave_out_lines_and_blanks_that_nobody_sees():
    assert shown_otherwise(SESSION, PRINTED.get) == []


@pytest.mark.parametrize(
    "printed", ["", "  31%\n", "30%\n", "  30%\nmore\n", "first\n  30%\n", "  30%\n" * 2]
)
def test_a_session_that_shows_something_else_is_told_what_is_printed(printed):
    changed = PRINTED | {"foretell show rain": printed}
    assert shown_otherwise(SESSION, changed.get) == [f"$ foretell show rain\n{printed}"]


def test_messages_stand_between_data_as_on_a_terminal(typed):
    assert typed("foretell show").startswith("Error: ")
    assert typed("foretell seed list").splitlines()[0] == "1 starter pack"
    assert typed("foretell seed list").splitlines()[-1].startswith("Next: ")
