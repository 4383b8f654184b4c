"""The page about articles: its pack is sound, and its sessions are what a reader would see."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from sessions import differences, steps

PAGE = (Path(__file__).parents[2] / "docs" / "articles.md").read_text("utf-8")
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_page_shows_what_is_printed(at_terminal, foretell, clock, home, monkeypatch):
    clock.now = int(TODAY.timestamp()) * 1_000_000
    monkeypatch.setenv("FORETELL_USER", "ana")
    (pack,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (home / "column.toml").write_text(pack, "utf-8")
    assert foretell("lint", "column.toml").out == "column: no findings\n"
    told = [(step, at_terminal(step.command)) for step in steps(PAGE, "foretell")]
    assert len(told) > 3
    wrong = differences(told)
    assert not wrong, "\n".join(["The page shows something else than:", *wrong])
