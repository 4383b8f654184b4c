"""Processes that do the same at the same moment: started, held at a gate, let go together."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

__all__ = ["READY", "Ended", "all_at_once", "ended", "let_go", "start"]

ROOT = Path(__file__).parents[2]
READY = """
print("ready", flush=True)
sys.stdin.readline()
"""
"""The gate in a process's script, which must import ``sys``."""


class Ended(NamedTuple):
    """How a process ended: what its last line of JSON says, what it complained of, its code."""

    said: object
    err: str
    code: int


def start(script, *words):
    """A process that runs a script with some arguments, up to its gate."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def let_go(processes):
    """Let processes through their gates together, once all have come there."""
    for process in processes:
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()


def ended(process):
    """How a process ended, once it has."""
    out, err = process.communicate()
    return Ended(json.loads(out) if out else None, err, process.returncode)


def all_at_once(script, words):
    """Run a script as often as there are words for it, and say how each of them ended."""
    processes = [start(script, *each) for each in words]
    let_go(processes)
    return [ended(process) for process in processes]
