"""From a request to an answer, with its entity tag."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.responses import Response

from cli.serve import api
from cli.serve.cache import Cache
from cli.serve.flights import Flights
from cli.serve.pages import PageAsked
from cli.serve.refusals import HTML, JSON, refused
from cli.version import VERSION
from market.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from cli.serve.source import Moment, Reading, Source

    Making = Callable[[Reading], str]

__all__ = ["Site"]


class Site:
    """What is served of a ledger.

    Args:
        source: The ledger.
        anonymous: Whether nobody is told by name.
    """

    def __init__(self, source: Source, *, anonymous: bool = False) -> None:
        self._source = source
        self._anonymous = anonymous
        self._cache = Cache(source.clock)
        self._looking: Flights[Moment] = Flights(1)

    async def page(self, request: Request) -> Response:
        """The report, or a part of it."""
        return await self._answered(request, HTML, self._page)

    async def printed(self, request: Request) -> Response:
        """What a command prints, or which commands there are."""
        return await self._answered(request, JSON, self._printed)

    def _page(self, request: Request) -> Making:
        asked = PageAsked.of(request, anonymous=self._anonymous)
        return lambda call: asked.made(call, self._source.name)

    def _printed(self, request: Request) -> Making:
        if self._anonymous:
            raise Refused("Names stand in what commands print.", "Only pages are served here.")
        words = api.words_of(request)
        return lambda call: api.printed(words, call) if words else api.index(self._source.name)

    async def _answered(
        self, request: Request, kind: str, understand: Callable[[Request], Making]
    ) -> Response:
        try:
            return await self._answer(request, kind, understand(request))
        except Exception as error:  # noqa: BLE001 - every failure is an answer
            return refused(request, error)

    async def _answer(self, request: Request, kind: str, make: Making) -> Response:
        address = _address(request)
        known = _tags(request)
        moment = await self._looking.join("moment", self._source.moment)
        if (tag := self._tag(address, moment)) in known:
            return Response(status_code=304, headers=_headers(tag))

        def made() -> tuple[bytes, str, Moment]:
            with self._source.reading() as call:
                return make(call).encode(), self._tag(address, call.moment), call.moment

        answer = await self._cache.get(address, moment, made)
        if not known.isdisjoint({answer.tag, "*"}):
            return Response(status_code=304, headers=_headers(answer.tag))
        return Response(answer.body, headers=_headers(answer.tag), media_type=kind)

    def _tag(self, address: str, moment: Moment) -> str:
        """What two answers share only if they are the same, byte for byte."""
        source = self._source
        parts = (VERSION, source.name, *source.reader, self._anonymous, address, *moment)
        return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _address(request: Request) -> str:
    """What is asked for, in one spelling: the order of parameters with different names is none."""
    query = sorted(request.query_params.multi_items(), key=lambda pair: pair[0])
    return repr((request.scope["raw_path"], query))


def _tags(request: Request) -> set[str]:
    """The entity tags of what the reader has; a proxy may have called them weak."""
    given = request.headers.get("if-none-match", "")
    return {tag.strip().removeprefix("W/") for tag in given.split(",")}


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "no-cache"}
