"""`foretell simulate list` and `show`: what ships, and files to make one's own of."""

from __future__ import annotations

import json
from pathlib import Path

from market.seeds import seeds_folder

FOLDER = seeds_folder() / "scenarios"


def test_the_list_tells_what_each_scenario_asks_and_how_large_it_is(foretell):
    ended = foretell("simulate", "list")
    assert ended.code == 0
    assert "of crowds and markets whose truth is known" in ended.out.splitlines()[0]
    row = next(line for line in ended.out.splitlines() if "extremizing" in line)
    assert row.split()[-2:] == ["5", "102,400"]
    assert "Should a pool be made more extreme?" in row
    assert ended.err.startswith("Next: foretell simulate run ")


def test_the_list_has_every_file_that_ships(foretell):
    rows = json.loads(foretell("simulate", "list", "--json").out)
    assert [row["name"] for row in rows] == sorted(file.stem for file in FOLDER.glob("*.toml"))
    liquidity = next(row for row in rows if row["name"] == "thin-markets")
    assert liquidity["varies"] == ["people.traders.count", "market.lmsr.subsidy"]


def test_what_is_shown_can_be_written_to_a_file_and_shown_again(foretell):
    shown = foretell("simulate", "show", "extremizing")
    assert shown.out == (FOLDER / "extremizing.toml").read_text(encoding="utf-8")
    assert "foretell simulate run extremizing" in shown.err
    Path("mine.toml").write_text(shown.out, encoding="utf-8")
    assert foretell("simulate", "show", "mine.toml").out == shown.out


def test_what_is_not_there_is_refused_with_what_is(foretell):
    ended = foretell("simulate", "show", "extremising")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.splitlines() == [
        "Error: There is no scenario extremising.",
        "Hint:  Did you mean extremizing?",
    ]
    ended = foretell("simulate", "show", "no/such.toml")
    assert ended.code == 1
    assert "no/such.toml cannot be read: No such file" in ended.err


def test_what_is_no_text_is_refused(foretell):
    Path("picture.toml").write_bytes(b"\xff\xd8")
    ended = foretell("simulate", "show", "picture.toml")
    assert (ended.code, ended.out) == (1, "")
    assert "picture.toml is not UTF-8 text." in ended.err


def test_a_strangers_file_cannot_command_the_terminal(foretell):
    Path("strange.toml").write_text('title = "\x1b[2J"\n')
    assert "\x1b" not in foretell("simulate", "show", "strange.toml").out
