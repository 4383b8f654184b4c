"""Errors in the words of the command line, as pages and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from cli.charts.markup import tag
from cli.failures import understood
from cli.output.emit import as_json
from cli.output.streams import advised, say
from cli.report.page import plain_page
from market.errors import DatabaseError, ForetellError, Refused, UsageError

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["HTML", "JSON", "refusal", "refused"]

HTML = "text/html; charset=utf-8"
JSON = "application/json"

_STATUS: dict[type[ForetellError], int] = {UsageError: 400, Refused: 404, DatabaseError: 503}


def refused(request: Request, error: Exception) -> Response:
    """The answer to a request that failed.

    Args:
        request: The request.
        error: Whatever was raised. One that nobody foresaw is also told on stderr.
    """
    known = understood(error)
    if type(known) not in _STATUS:
        say(f"Error: {known.message}")
    return refusal(request, _STATUS.get(type(known), 500), known.message, known.hint)


def refusal(request: Request, status: int, message: str, hint: str = "") -> Response:
    """An answer that says what is wrong and what to do.

    Args:
        request: The request.
        status: The status of HTTP.
        message: What is wrong.
        hint: What to do.
    """
    hint = advised(hint)
    headers = {"Cache-Control": "no-store"}
    if request.url.path.startswith("/api/"):
        body = as_json({"error": message, "hint": hint or None})
        return Response(body, status, headers, media_type=JSON)
    told = [*filter(None, [hint]), tag("a", "The whole report", href="/")]
    return Response(plain_page(message, *told), status, headers, media_type=HTML)
