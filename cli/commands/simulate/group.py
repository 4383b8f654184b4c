"""The group of commands called as ``foretell simulate COMMAND``."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import new_group

__all__ = ["Named", "app"]

app = new_group(
    "Simulate crowds and markets whose truth is known.",
    "foretell simulate verify --quick",
    "foretell simulate run extremizing --quick",
)

Named = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO", help="A name of `foretell simulate list`, or a file of your own."
    ),
]
