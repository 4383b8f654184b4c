"""Texts that nothing can be drafted from, and words for it that make no sense."""

from __future__ import annotations

import pytest

CASES = [
    ("draft", 2, "Missing argument 'ARTICLE|-'.", "See: foretell draft --help"),
    ("draft ''", 2, "ARTICLE|- is empty.", "Name one."),
    ("draft absent.txt", 1, "absent.txt cannot be read: No such file", "Check its name"),
    ("draft .", 1, ". cannot be read: Is a directory.", "Check its name"),
    ("draft empty.txt", 1, "empty.txt", ""),
    ("draft binary.txt", 1, "binary.txt", ""),
    ("draft large.txt", 1, "large.txt is larger than 5 MB", ""),
    ("draft article.txt --published soon", 2, "soon is not a time.", ""),
    ("draft article.txt --published 2025-02-30", 2, "2025-02-30 is not a time.", ""),
    ("draft article.txt --published 9999-12-31", 2, "9999-12-31 lies ahead.", "was published"),
    ("draft article.txt -o 'my pack.toml'", 2, "'my pack' cannot be the name", "Use letters"),
    ("draft article.txt -o club.db", 1, "club.db exists.", "add --force"),
    ("draft article.txt -o absent/x.toml", 1, "There is no folder absent.", "Make it"),
]


@pytest.mark.parametrize(("words", "code", "message", "hint"), CASES)
def test_what_nothing_can_be_drafted_from_is_refused(refused, home, words, code, message, hint):
    (home / "article.txt").write_text("It is likely to rain.")
    (home / "empty.txt").write_text(" \n")
    (home / "binary.txt").write_bytes(b"\x00\x01PNG\x00")
    (home / "large.txt").write_bytes(b"a" * (5 * 2**20 + 1))
    refused(words, code, message, hint)
