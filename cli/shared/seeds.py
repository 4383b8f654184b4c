"""The option of commands that draw at random."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["Seed", "seed_words"]

Seed = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, help="Seed of what is drawn at random.")
]


def seed_words(seed: int) -> str:
    """The seed as a heading tells it."""
    return f"seed {seed}"
