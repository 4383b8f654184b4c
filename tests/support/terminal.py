"""Somebody at a terminal: types when asked, and sees what is said."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time

__all__ = ["Terminal"]

_PATIENCE = 60.0


class Terminal:
    """A process whose standard input and standard error are a terminal; its output is a pipe.

    Attributes:
        seen: All that the terminal has shown so far.
        process: The process.
    """

    def __init__(self, command, **environment):
        self._screen, terminal = pty.openpty()
        self.seen = ""
        self.process = subprocess.Popen(
            command,
            stdin=terminal,
            stdout=subprocess.PIPE,
            stderr=terminal,
            env={**os.environ, **environment},
            start_new_session=True,  # so that /dev/tty is not the terminal of whoever runs this
        )
        os.close(terminal)

    def wait_for(self, text):
        """What is shown from now on, up to and with a text."""
        start = len(self.seen)
        deadline = time.monotonic() + _PATIENCE
        while text not in self.seen[start:]:
            ready, _, _ = select.select([self._screen], [], [], deadline - time.monotonic())
            if not ready:
                raise TimeoutError(self.seen)
            self.seen += os.read(self._screen, 4096).decode()
        return self.seen[start:]

    def type(self, text):
        """Type a text; a line ends with a line feed."""
        os.write(self._screen, text.encode())

    def end(self):
        """Wait for the process: its exit code, and what it wrote to standard output."""
        out, _ = self.process.communicate(timeout=_PATIENCE)
        while select.select([self._screen], [], [], 0)[0]:
            try:
                self.seen += os.read(self._screen, 4096).decode()
            except OSError:  # how Linux says that nobody holds the terminal any more
                break
        os.close(self._screen)
        return self.process.returncode, out.decode()
