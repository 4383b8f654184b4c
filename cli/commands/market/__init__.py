"""`foretell market`: play money on the questions, and what it is spent on."""

from __future__ import annotations

# isort: split
from cli.commands.market import (  # noqa: F401, I001 - for their commands, as the help lists them
    opening,
    pricing,
    quoting,
    trading,
    portfolio,
    history,
    board,
    arbitrage,
    replay,
)
from cli.commands.market.group import app

__all__ = ["app"]
