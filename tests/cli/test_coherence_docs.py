"""The sessions on the page about coherence are what a reader would see who typed them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sessions import differences, steps

PAGE = Path(__file__).parents[2] / "docs" / "coherence.md"
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_page_shows_what_is_printed(at_terminal, clock, monkeypatch):
    clock.now = int(TODAY.timestamp()) * 1_000_000
    monkeypatch.setenv("FORETELL_USER", "ana")
    told = [
        (step, at_terminal(step.command)) for step in steps(PAGE.read_text("utf-8"), "foretell")
    ]
    assert len(told) > 5
    wrong = differences(told)
    assert not wrong, "\n".join(["The page shows something else than:", *wrong])
