"""A script that knows only the documentation verifies an export, and names what fails."""

from __future__ import annotations

import json

import pytest
from independent import independently

from market.ledger.keeping.archive import archive
from market.ledger.keeping.audit import check
from market.ledger.keeping.chain import Chain


def verified(path, *noted):
    return independently("verify_export.py", path, *noted)


@pytest.fixture
def exported(full, tmp_path):
    """The full ledger as a file."""
    path = tmp_path / "ledger.jsonl"
    with full.reading() as connection:
        path.write_text("".join(archive(connection, Chain(), version="0")))
    return path


def test_an_export_is_verified_and_so_is_a_head_that_was_noted(full, exported):
    entries, rows, head = check(full)
    sound = (0, f"Sound: {entries} entries, {rows} rows. Head: {head}\n")
    assert verified(exported) == verified(exported, head) == sound
    assert verified(exported, "f" * 64) == (1, f"None of 4 entries has the digest {'f' * 64}\n")


def edited(lines, place):
    """The lines with another value in the last column of one of them."""
    row = json.loads(lines[place])
    name = [*row][-1]
    row[name] = row[name] + 1 if isinstance(row[name], int) else "0" * 64
    return [*lines[:place], json.dumps(row) + "\n", *lines[place + 1 :]]


WAYS = {
    "edited": edited,
    "removed": lambda lines, place: lines[:place] + lines[place + 1 :],
    "repeated": lambda lines, place: lines[: place + 1] + lines[place:],
    "swapped with the next": lambda lines, place: (
        [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("ledger_address", ["sqlite"], indirect=True)
def test_every_line_that_was_tampered_with_fails_the_entry(exported, tmp_path, way):
    lines = exported.read_text().splitlines(keepends=True)
    entry, path = 1, tmp_path / "tampered.jsonl"
    for place in range(1, len(lines) - 1):
        path.write_text("".join(WAYS[way](lines, place)))
        code, said = verified(path)
        # What an entry's own row says is vouched for by the entry after it.
        is_last = json.loads(lines[place])["table"] == "entry"
        named = {f"Entry {entry} fails: ", f"Entry {entry + is_last} fails: "}
        assert code == 1
        assert said.startswith(tuple(named)), (place, said)
        entry += is_last


@pytest.mark.parametrize("ledger_address", ["sqlite"], indirect=True)
def test_a_file_that_was_cut_off_is_not_sound(exported, tmp_path):
    lines, path = exported.read_text().splitlines(keepends=True), tmp_path / "cut.jsonl"
    for length in range(len(lines)):
        path.write_text("".join(lines[:length]))
        assert verified(path)[0] == 1
