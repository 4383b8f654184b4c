"""What is to be mended in a pack, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.figures import counted
from cli.output.streams import WIDEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.streams import Screen
    from market.articles.linting.rule import Finding

__all__ = ["FIELDS", "document", "lines", "rows"]

FIELDS = ("code", "place", "problem", "mend")


def rows(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The findings for programs: a value for each of `FIELDS`."""
    return [asdict(finding) for finding in findings]


def document(pack: str, findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings for programs, with the pack they are about."""
    return {"pack": pack, "findings": rows(findings)}


def lines(pack: str, findings: Sequence[Finding], screen: Screen) -> Iterator[str]:
    """The findings for people, by code; what to do stands once above those of a code."""
    width = screen.width or WIDEST
    yield f"{pack}: {counted(len(findings), 'finding') if findings else 'no findings'}"
    for (code, mend), group in groupby(findings, key=lambda one: (one.code, one.mend)):
        yield ""
        yield from wrap(f"{code}  {mend}", width, subsequent_indent="     ")
        for one in group:
            told = one.problem.startswith(one.place)
            said = one.problem if told else f"{one.place}: {one.problem}"
            yield from wrap(said, width, initial_indent="     ", subsequent_indent="       ")
