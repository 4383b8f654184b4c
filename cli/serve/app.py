"""All addresses of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from cli.serve.guard import Guard
from cli.serve.refusals import refusal

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cli.serve.site import Site

__all__ = ["application"]


def application(site: Site, hosts: frozenset[str], *, any_address: bool = False) -> Starlette:
    """The server as an ASGI application.

    Args:
        site: What is served.
        hosts: The names by which it may be called.
        any_address: Whether every address in digits will do, too.
    """
    return Starlette(
        routes=[
            Route("/", site.page),
            Route("/question/{question}", site.page),
            Route("/who/{who:path}", site.page),
            Route("/api/{rest:path}", site.printed),
        ],
        middleware=[Middleware(Guard, hosts=hosts, any_address=any_address)],
        exception_handlers={HTTPException: _unanswered},
    )


async def _unanswered(request: Request, error: Exception) -> Response:
    """What nothing here answers: another address, or another method."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:  # noqa: PLR2004 - the status of HTTP
        answer = refusal(request, 405, "This server is only read.", "Ask with GET or HEAD.")
        answer.headers["Allow"] = "GET, HEAD"
        return answer
    said = f"There is no address {request.url.path}."
    return refusal(request, error.status_code, said, "The report stands at /")
