"""Files in the making, whose process may be killed, and how they come to their names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from market import unfinished as module
from market.errors import Refused
from market.placing import placed
from market.unfinished import unfinished

ROOT = Path(__file__).parents[2]
MAKER = """
import sys, time
from pathlib import Path
from market.unfinished import unfinished
with unfinished(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("half")
    print(folder.name, flush=True)
    time.sleep(600)
"""


def write(*files):
    for file in files:
        file.write_text(file.parent.name)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def maker(tmp_path):
    """A process that is making a file, and the name of its folder."""
    command = [sys.executable, "-c", MAKER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        process.folder = process.stdout.readline().strip()
        yield process
        process.kill()


def test_what_a_killed_process_left_is_removed_by_the_next(maker, tmp_path):
    maker.kill()
    maker.wait()
    assert names(tmp_path) == [maker.folder]
    with unfinished(tmp_path) as folder:
        assert names(tmp_path) == [folder.name]
    assert names(tmp_path) == []


def test_what_a_living_process_makes_is_left_alone(maker, tmp_path):
    with unfinished(tmp_path) as folder:
        assert names(tmp_path) == sorted([maker.folder, folder.name])
    assert names(tmp_path / maker.folder) == ["half"]


def test_nothing_else_is_ever_removed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    here = tmp_path / "here"
    here.mkdir()
    (here / ".foretell-unfinished-file").touch()
    (here / ".foretell-unfinished-link").symlink_to(elsewhere)
    (here / ".foretell").mkdir()
    before = names(here)
    with unfinished(here):
        pass
    assert names(here) == before
    assert names(elsewhere) == ["kept"]


def test_a_folder_that_is_taken_for_abandoned_before_it_is_locked_is_made_anew(
    tmp_path, monkeypatch
):
    locked, lock = [], module._lock

    def swept_and_locked(folder, *, wait):
        descriptor = lock(folder, wait=wait)
        locked.append(folder)
        if len(locked) == 1:
            folder.rmdir()
        return descriptor

    monkeypatch.setattr(module, "_lock", swept_and_locked)
    with unfinished(tmp_path) as folder:
        assert locked == [folder, folder]
        assert folder.is_dir()


def test_without_locks_files_are_made_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fcntl", None)
    (tmp_path / ".foretell-unfinished-other").mkdir()
    with placed(tmp_path / "new") as made:
        made.write_text("whole")
    assert names(tmp_path) == [".foretell-unfinished-other", "new"]


@pytest.mark.parametrize("has_links", [True, False], ids=["hard links", "no hard links"])
def test_a_file_gets_its_name_unless_another_has_it(tmp_path, monkeypatch, has_links):
    def refuse(_self, _target):
        raise PermissionError

    if not has_links:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    with placed(tmp_path / "new") as made:
        made.write_text("whole")
    assert (tmp_path / "new").read_text() == "whole"
    other = tmp_path / "other"
    with pytest.raises(Refused, match="exists"), placed(other) as made:
        write(made, other)
    assert other.read_text() == tmp_path.name
    assert names(tmp_path) == ["new", "other"]
