"""Commands in processes of their own, started fast enough to be killed by the hundred.

A launcher is a process that has loaded the program; it forks one for each command. Each is the
leader of a group and ends as any process does, or is killed at whatever moment a test chooses.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Ended", "Launcher", "Running"]

ROOT = Path(__file__).parents[2]
COMMAND = "import sys\nfrom cli.entry import run\nsys.exit(run())"
"""What a child runs, unless it is given another program."""

_PATIENCE = 60.0
_LOADED = (
    *("cli.main", "cli.commands.db", "cli.commands.forecast", "cli.commands.import_"),
    *("cli.commands.export", "cli.commands.ask", "cli.commands.log", "cli.commands.demo"),
    *("cli.commands.market", "market.ledger.acts.trading"),
    *("market.importing.load", "market.ledger.migrations", "market.ledger.keeping.backup"),
    *("market.ledger.acts.asking", "market.ledger.acts.reports"),
    "market.simulation.recording.demo",
    *("psycopg", "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql.psycopg"),
)


@dataclass(frozen=True)
class Ended:
    """How a command ended.

    Attributes:
        code: Its exit code; that of a signal is negative.
        out: What it wrote to standard output.
        err: What it wrote to standard error.
        seconds: How long it ran.
    """

    code: int
    out: str
    err: str
    seconds: float


class Running:
    """A command that runs."""

    def __init__(self, launcher, words, program, environment):
        self._launcher = launcher
        for stream in launcher.streams:
            stream.write_text("")  # it may not live to do so
        self.pid = launcher._ask({"words": words, "program": program, "env": environment})
        self._began = time.perf_counter()

    def wait_for(self, text):
        """Wait until it has written a text to standard output."""
        deadline = time.monotonic() + _PATIENCE
        while text not in self._launcher.streams[0].read_text():
            if time.monotonic() > deadline:
                raise TimeoutError(text)
            time.sleep(0.005)

    def end(self, *, after=None, by=signal.SIGKILL):
        """Wait for its end, which comes by a signal if it has not come in so many seconds.

        Args:
            after: Seconds from its start until all of its group gets the signal.
            by: The signal.
        """
        if after is not None and not self._launcher._reads(self._began + after):
            with suppress(ProcessLookupError):  # it has just ended
                os.killpg(self.pid, by)
        status = self._launcher._answer()
        seconds = time.perf_counter() - self._began
        out, err = (path.read_text() for path in self._launcher.streams)
        return Ended(os.waitstatus_to_exitcode(status), out, err, seconds)


class Launcher:
    """Starts commands, one at a time.

    Args:
        folder: For what they write to their streams, and where they run.
        prefix: Words before the command that starts the launcher itself.

    Attributes:
        folder: The same.
        streams: The files that hold what the last one wrote.
        pid: The launcher's own process.
    """

    def __init__(self, folder, prefix=()):
        self.folder = folder
        self.streams = (folder / ".out", folder / ".err")
        self._process = subprocess.Popen(
            [*prefix, sys.executable, __file__, *map(str, self.streams)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # what has been answered must be seen by `select`
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )
        self.pid = self._process.pid
        self._answer()  # it is ready

    def start(self, *words, program=COMMAND, **environment):
        """Start a command."""
        told = {name: str(value) for name, value in environment.items()}
        return Running(self, list(map(str, words)), program, told)

    def run(self, *words, **settings):
        """Run a command to its end."""
        return self.start(*words, **settings).end()

    def close(self):
        """End the launcher."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(_PATIENCE)

    def _ask(self, request):
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        return self._answer()

    def _answer(self):
        return int(self._process.stdout.readline())

    def _reads(self, deadline):
        """Whether the child ended before the deadline."""
        left = max(deadline - time.perf_counter(), 0)
        return bool(select.select([self._process.stdout], [], [], left)[0])


def _serve(out, err):
    """Fork a child for each line on standard input; tell its number, and then how it ended."""
    import gc
    from importlib import import_module

    for name in _LOADED:
        import_module(name)
    gc.freeze()
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    answers.write(b"0\n")
    for line in iter(sys.stdin.buffer.readline, b""):
        request = json.loads(line)
        child = os.fork()
        if not child:
            answers.close()
            return _become(request, out, err)
        with suppress(OSError):  # it did so itself, and is far away
            os.setpgid(child, child)
        answers.write(b"%d\n" % child)
        _, status = os.waitpid(child, 0)
        answers.write(b"%d\n" % status)
    return None


def _become(request, out, err):
    """Become the command: a group of its own, with streams and words of its own."""
    os.setpgid(0, 0)
    made = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for path, descriptor in ((os.devnull, 0), (out, 1), (err, 2)):
        os.dup2(os.open(path, made if descriptor else os.O_RDONLY), descriptor)
    os.environ.update(request["env"])
    sys.argv = ["foretell", *request["words"]]
    return request["program"]


if __name__ == "__main__":
    program = _serve(*sys.argv[1:])
    if program is not None:
        exec(program)
