"""What commands print with `--json`, made by the commands themselves."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from cli.output.emit import as_json
from cli.output.streams import held_back
from cli.serve.asked import printable, refuse_unknown, switch, values
from cli.serve.endpoints import ENDPOINTS
from cli.version import VERSION
from market.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from cli.serve.source import Reading

__all__ = ["index", "printed", "words_of"]


def words_of(request: Request) -> list[str]:
    """The words of the command that a request asks for; none if it asks what there is.

    Raises:
        Refused: There is no such address.
        UsageError: It has parameters that the command does not take.
    """
    path = request.scope["raw_path"].decode("ascii").removeprefix("/api/")
    parts = printable([unquote(part) for part in path.split("/") if part])
    if not parts:
        refuse_unknown(request, ())
        return []
    name = next((name for name in (parts[0], " ".join(parts[:2])) if name in ENDPOINTS), None)
    if name is None:
        raise Refused(f"There is no address {request.url.path}.", "See what there is: /api/")
    command = name.split()
    # After `--` no word is an option, whatever somebody is called.
    return [*command, *_options(request, name), "--", *parts[len(command) :]]


def _options(request: Request, name: str) -> list[str]:
    """The options of a command; each is one word, so that no value is taken for another."""
    endpoint = ENDPOINTS[name]
    refuse_unknown(request, (*endpoint.options, *endpoint.switches))
    given = [_option(key, value) for key in endpoint.options for value in values(request, key)]
    return given + [_option(key) for key in endpoint.switches if switch(request, key)]


def _option(key: str, value: str | None = None) -> str:
    """An option as it is typed.

    >>> _option("as_of", "2026-01-01"), _option("own_time")
    ('--as-of=2026-01-01', '--own-time')
    """
    name = f"--{key.replace('_', '-')}"
    return name if value is None else f"{name}={value}"


def printed(words: Sequence[str], call: Reading) -> str:
    """What a command prints.

    Args:
        words: Its words.
        call: Of which ledger it speaks, and in which form.

    Raises:
        Exception: Whatever ended the command.
    """
    name, *rest = words
    with held_back() as data:
        _command(name).main(rest, prog_name=f"foretell {name}", standalone_mode=False, obj=call)
    return "".join(data)


@cache
def _command(name: str) -> Any:
    from typer.main import get_command

    from cli.main import COMMANDS

    return get_command(import_module(COMMANDS[name][0]).app)


def index(source: str) -> str:
    """What there is.

    Args:
        source: What the ledger is called.
    """
    addresses = [
        {
            "address": "/".join(filter(None, ["/api", *name.split(), endpoint.takes])),
            "command": f"foretell {name} --json",
            "parameters": [*endpoint.options, *endpoint.switches],
        }
        for name, endpoint in ENDPOINTS.items()
    ]
    return as_json({"foretell": VERSION, "ledger": source, "addresses": addresses})
