"""`--plot` of the commands that rank and compare: a picture beside the same data."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest


def drawn(path):
    return ET.fromstring(path.read_text(encoding="utf-8")).find("{*}title").text


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("leaderboard", "--by", "log"), "Leaderboard by log"),
        (("compare", "ana", "bo"), "ana against bo"),
        (("compare", "ana", "bo", "cy"), "Who is better than whom, by Brier"),
    ],
)
@pytest.mark.usefixtures("board")
def test_a_picture_is_drawn_beside_the_data(foretell, tmp_path, words, title):
    plain, path = foretell(*words, "--json"), tmp_path / "drawn.svg"
    ended = foretell(*words, "--json", "--plot", str(path))
    assert (ended.code, ended.out) == (0, plain.out)
    assert ended.err.splitlines()[0] == f"Drew {path}"
    assert drawn(path) == title


def test_a_picture_that_is_there_stays(board, tmp_path):
    path = tmp_path / "drawn.svg"
    path.write_text("mine", encoding="utf-8")
    ended = board("--plot", str(path))
    assert (ended.code, ended.out) == (1, "")
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("home")
def test_files_are_drawn_without_a_ledger(foretell, tmp_path):
    asked, said = tmp_path / "q.csv", tmp_path / "f.csv"
    asked.write_text(
        "question_id,title,open_time,close_time,resolve_time,outcome\n"
        "q,?,2025-01-01T00:00:00Z,2025-02-01T00:00:00Z,2025-02-01T00:00:00Z,1\n",
        encoding="utf-8",
    )
    said.write_text(
        "forecaster,question_id,time,probability\nana,q,2025-01-02T00:00:00Z,0.7\n",
        encoding="utf-8",
    )
    path = tmp_path / "drawn.svg"
    assert foretell("score", str(asked), str(said), "--plot", str(path)).code == 0
    assert drawn(path) == "Leaderboard by skill"
