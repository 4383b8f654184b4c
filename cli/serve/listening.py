"""The socket on which the server listens, and the server on it."""

from __future__ import annotations

import errno
import signal
import socket
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING

import uvicorn

from cli.output.streams import say
from cli.serve.guard import bare_host
from market.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp

__all__ = ["OWN", "is_of_this_computer", "is_wildcard", "listen", "names_of", "run", "url_of"]

OWN = frozenset({"localhost", "127.0.0.1", "::1"})
"""The names by which every computer calls itself."""

PATIENCE = 2
"""Seconds for which answers that have begun may go on once the server is to end."""

_ANOTHER = "Choose another, as in --port 8001, or --port 0 for any that is free."
_WHY = {
    errno.EADDRINUSE: ("Port {port} is taken.", _ANOTHER),
    errno.EACCES: ("Port {port} is not for everybody.", _ANOTHER),
    errno.EADDRNOTAVAIL: (
        "{host} is no address of this computer.",
        "For all its addresses: --host 0.0.0.0",
    ),
}


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Args:
        host: A name or an address of this computer.
        port: The port; 0 takes one that is free.

    Raises:
        Refused: That cannot be.
    """
    try:
        (family, _, _, _, address), *_ = socket.getaddrinfo(
            bare_host(host), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        return socket.create_server(address[:2], family=family)
    except (socket.gaierror, UnicodeError) as error:
        said = f"There is no address {host} to listen on."
        raise Refused(said, "Give a name or an address of this computer.") from error
    except OSError as error:
        said, hint = _WHY.get(error.errno or 0, (f"{{host}}: {error.strerror}.", _ANOTHER))
        raise Refused(said.format(host=host, port=port), hint) from error


def is_of_this_computer(listening: socket.socket) -> bool:
    """Whether only this computer can reach a socket."""
    return ip_address(listening.getsockname()[0]).is_loopback


def is_wildcard(listening: socket.socket) -> bool:
    """Whether a socket listens on all addresses of this computer."""
    return ip_address(listening.getsockname()[0]).is_unspecified


def names_of(listening: socket.socket, host: str) -> frozenset[str]:
    """The names by which a server may be called."""
    named = {bare_host(host)}
    return OWN | (named | {socket.gethostname().lower()} if is_wildcard(listening) else named)


def url_of(listening: socket.socket, host: str) -> str:
    """Where a browser finds the server."""
    name = socket.gethostname() if is_wildcard(listening) else bare_host(host)
    return f"http://{f'[{name}]' if ':' in name else name}:{listening.getsockname()[1]}"


class _Server(uvicorn.Server):
    """A server that says when it can be reached."""

    def __init__(self, config: uvicorn.Config, ready: str) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)
        say(self._ready)


def run(app: ASGIApp, listening: socket.socket, ready: str) -> None:
    """Serve until a signal ends it.

    Args:
        app: What answers.
        listening: The socket.
        ready: What to say once it answers.

    Raises:
        KeyboardInterrupt: A signal ended it.
    """
    config = uvicorn.Config(
        app,
        access_log=False,
        lifespan="off",
        log_config=None,
        log_level="critical",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=PATIENCE,
        ws="none",
    )
    server = _Server(config, ready)
    with _hanging_up(server):
        server.run([listening])


@contextmanager
def _hanging_up(server: uvicorn.Server) -> Iterator[None]:
    """End the server in order, too, when its terminal is closed; it knows only other signals."""
    number = getattr(signal, "SIGHUP", None)
    before = signal.getsignal(number) if number else None
    if number is None or not callable(before):
        yield
        return
    ended: list[int] = []

    def end(received: int, _frame: object) -> None:
        ended.append(received)
        server.should_exit = True

    signal.signal(number, end)
    try:
        yield
    finally:
        signal.signal(number, before)
    for received in ended:
        signal.raise_signal(received)  # whoever had this signal before is told now
