"""Running the scripts beside this one as their readers do: without foretell at hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

__all__ = ["independently"]


def independently(script, *words):
    """What a script says, where it finds nothing but Python's own library; and its exit code."""
    path = Path(__file__).with_name(script)
    command = [sys.executable, "-I", "-S", str(path), *map(str, words)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr
