"""The reference of commands is what the commands say of themselves."""

from __future__ import annotations

from pathlib import Path

from cli.reference import reference

DOCUMENT = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_reference_is_up_to_date():
    assert DOCUMENT.read_text("utf-8") == reference()
