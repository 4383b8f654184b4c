"""`foretell serve`: the report, live, for the browsers and programs of this computer."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import Invocation, command, new_app
from cli.output.streams import say
from market.errors import Refused, UsageError

__all__ = ["app"]

app = new_app()

Port = Annotated[
    int,
    typer.Option("--port", metavar="PORT", min=0, max=65_535, help="Where; 0 takes a free one."),
]
Host = Annotated[
    str,
    typer.Option("--host", metavar="ADDRESS", help="Listen on this address, so that others can."),
]
Anonymous = Annotated[
    bool, typer.Option("--anonymous", help="Give people numbers in the place of names.")
]


@command(
    app,
    "foretell serve",
    "foretell serve --port 0 --anonymous",
    "foretell serve --as ana --host 192.168.1.20",
    prints=False,
)
def serve(
    call: Invocation,
    *,
    port: Port = 8_000,
    host: Host = "127.0.0.1",
    anonymous: Anonymous = False,
) -> None:
    """Serve the report on this computer, always up to date.

    The report and what commands print with --json, under /api/, for reading only. There is neither
    a login nor encryption: with --host, everybody who reaches this computer can read the ledger.
    """
    if not host.strip():
        raise UsageError("--host is empty.", "Give an address of this computer, or leave it out.")
    _refuse_without_server()
    from cli.serve.app import application
    from cli.serve.listening import (
        is_of_this_computer,
        is_wildcard,
        listen,
        names_of,
        run,
        url_of,
    )
    from cli.serve.site import Site
    from cli.serve.source import Source

    source = Source(call)
    source.moment()  # a ledger that is not there is refused before anybody asks for it
    with listen(host, port) as listening:
        if not is_of_this_computer(listening):
            said = "the pages without names" if anonymous else "the ledger"
            say(f"Warning: everybody who reaches this computer at {host} can read {said}.")
        known, wild = names_of(listening, host), is_wildcard(listening)
        served = application(Site(source, anonymous=anonymous), known, any_address=wild)
        at = url_of(listening, host)
        run(served, listening, f"Serving {source.name} at {at}  (read-only; Ctrl-C ends it)")


def _refuse_without_server() -> None:
    try:
        import starlette  # noqa: F401 - asked for, not used
        import uvicorn  # noqa: F401
    except ImportError as error:
        said = "To serve pages needs starlette and uvicorn, which are not installed."
        raise Refused(said, "In the checkout: pip install '.[serve]'") from error
