"""A disk of a test's own, which can be full or read-only: nobody need be root for it."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from crash import Launcher

__all__ = ["SmallDisk", "can_mount"]

_MOUNT = 'mount -t tmpfs -o "size=$1" none "$2" && cd "$2" && shift 2 && exec "$@"'


class SmallDisk:
    """A disk in memory, on which a launcher of its own starts commands.

    Args:
        folder: An empty folder.
        size: Its size in bytes.

    Attributes:
        launcher: Starts commands in the root of the disk.
        mounted: Where the disk is for these commands.
        path: Where it is for this process.
    """

    def __init__(self, folder, size):
        self.mounted = folder / "disk"
        self.mounted.mkdir()
        self.launcher = Launcher(folder, [*_apart(), str(size), str(self.mounted)])
        self.path = Path(f"/proc/{self.launcher.pid}/root{self.mounted}")
        self._ballast = self.path / "ballast"

    def become(self, folder):
        """Hold copies of the files of a folder, and nothing else."""
        for there in self.path.iterdir():
            shutil.rmtree(there) if there.is_dir() else there.unlink()
        shutil.copytree(folder, self.path, dirs_exist_ok=True)

    @contextmanager
    def room(self, left):
        """Leave no more than so many bytes free for a while."""
        found = os.statvfs(self.path)
        self._ballast.write_bytes(bytes(max(found.f_bavail * found.f_frsize - left, 0)))
        try:
            yield
        finally:
            self._ballast.unlink()

    @contextmanager
    def read_only(self):
        """Let nobody write to the disk for a while."""
        self._inside("mount", "-o", "remount,ro", self.mounted)
        try:
            yield
        finally:
            self._inside("mount", "-o", "remount,rw", self.mounted)

    @contextmanager
    def read_only_file(self, name):
        """Let nobody write to one of its files for a while."""
        file = self.mounted / name
        self._inside("mount", "--bind", file, file)
        self._inside("mount", "-o", "remount,bind,ro", file)
        try:
            yield
        finally:
            self._inside("umount", file)

    def _inside(self, *words):
        there = f"--target={self.launcher.pid}"
        enter = ["nsenter", there, "--user", "--mount", "--preserve-credentials"]
        subprocess.run([*enter, *map(str, words)], check=True)


def can_mount():
    """Whether this system lends a process disks of its own."""
    if not shutil.which("unshare") or not shutil.which("nsenter"):
        return False
    ended = subprocess.run([*_apart(), "4k", "/mnt", "true"], capture_output=True, check=False)
    return not ended.returncode


def _apart():
    return ["unshare", "--map-root-user", "--mount", "sh", "-c", _MOUNT, "sh"]
