"""The group of commands called as ``foretell market COMMAND``."""

from __future__ import annotations

from cli.options import new_group

__all__ = ["app"]

app = new_group("Trade play money on the questions: the price is a forecast.")
