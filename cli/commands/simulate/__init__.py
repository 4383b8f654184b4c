"""`foretell simulate`: crowds and markets in worlds whose truth is known."""

from __future__ import annotations

# isort: split
from cli.commands.simulate import (  # noqa: F401 - for their commands, as the help lists them
    listing,
    run,
    verify,
)
from cli.commands.simulate.group import app

__all__ = ["app"]
