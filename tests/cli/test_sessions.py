"""The sessions on pages of the docs are what a reader would see who typed them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sessions import differences, steps

DOCS = Path(__file__).parents[2] / "docs"
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("page", ["articles", "coherence", "markets"])
def test_the_page_shows_what_is_printed(at_terminal, foretell, clock, home, monkeypatch, page):
    clock.now = int(TODAY.timestamp()) * 1_000_000
    monkeypatch.setenv("FORETELL_USER", "ana")
    text = (DOCS / f"{page}.md").read_text("utf-8")
    for pack in re.findall(r"```toml\n(.*?)```", text, re.DOTALL):
        (home / "column.toml").write_text(pack, "utf-8")
        assert foretell("lint", "column.toml").out == "column: no findings\n"
    told = [(step, at_terminal(step.command)) for step in steps(text, "foretell")]
    assert len(told) > 3
    wrong = differences(told)
    assert not wrong, "\n".join(["The page shows something else than:", *wrong])
