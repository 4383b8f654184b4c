"""What holds for every answer: who may ask for it, and which headers it has."""

from __future__ import annotations

from functools import cached_property
from ipaddress import ip_address
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.requests import Request

from cli.report.page import policy
from cli.serve.refusals import refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard", "bare_host"]


def bare_host(text: str) -> str:
    """The host in a `Host` header, without its port and the brackets around an address.

    >>> bare_host("LOCALHOST:8000"), bare_host("[::1]:8000"), bare_host("::1")
    ('localhost', '::1', '::1')
    """
    text = text.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text if text.count(":") > 1 else text.partition(":")[0]


class Guard:
    """Lets only requests pass that name this server, and adds the headers of every answer.

    A page elsewhere could let its own name point to this computer, and then read what is here as
    if it came from there. Such a request has that name for its host.

    Args:
        app: What answers.
        hosts: The names by which this server may be called.
        any_address: Whether every address in digits will do, as for a server that listens on all.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], *, any_address: bool = False) -> None:
        self._app = app
        self._hosts = hosts
        self._any_address = any_address

    @cached_property
    def _headers(self) -> dict[str, str]:
        return {
            "Content-Security-Policy": f"{policy()}; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        request = Request(scope)
        host = bare_host(request.headers.get("host", ""))
        answers = self._app if self._is_known(host) else _misdirected(request)
        await answers(scope, receive, send_on)

    def _is_known(self, host: str) -> bool:
        return host in self._hosts or (self._any_address and _is_address(host))


def _misdirected(request: Request) -> ASGIApp:
    said = "This server is not known by that name."
    return refusal(request, 421, said, "Give it the name: foretell serve --host NAME")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
