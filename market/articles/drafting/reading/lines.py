"""The lines of a source, each with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.articles.drafting.reading.blocks import BlockBuilder

__all__ = ["Line", "lines_of"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


class Line(NamedTuple):
    """A line without its end, and the offset at which it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)

    def after(self, index: int) -> Line:
        """What follows so many of its characters."""
        return Line(self.text[index:], self.start + index)

    def put_into(self, builder: BlockBuilder) -> None:
        """Append it to a block, parted from what comes before."""
        builder.space(max(self.start - 1, 0))
        builder.add(self.text, range(self.start, self.end))


def lines_of(source: str) -> Iterator[Line]:
    r"""The lines of a source; ``\n``, ``\r\n`` and ``\r`` end one."""
    for found in _LINE.finditer(source):
        yield Line(found[0].rstrip("\r\n"), found.start())
