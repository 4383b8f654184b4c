"""The claims of a text, for people and for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.dates import written
from cli.output.drafts_explained import explanation
from cli.output.figures import MISSING, counted, percent
from cli.output.ink import Ink, Span
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from market.articles.drafting.claim import Obstacle
from market.articles.drafting.packs.questions import is_asked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cli.output.ink import Line
    from cli.output.streams import Screen
    from market.articles.drafting.claim import DraftClaim
    from market.articles.drafting.document import Document
    from market.articles.phrases import Reading

__all__ = ["FIELDS", "Drafted"]

FIELDS = (
    "line",
    "start",
    "end",
    "text",
    "kind",
    "phrase",
    "probability",
    "polarity",
    "when",
    "resolvable",
    "reason",
    "low",
    "high",
    "proxy",
    "read_as",
    "time",
    "who",
    "what",
    "heading",
    "paragraph",
    "rules",
)
_COLUMNS = (
    Column("line", right=True),
    Column("kind", leaves=2),
    Column("reads as"),
    Column("by", leaves=1),
    Column("lacks", leaves=3),
    Column("claim", shrinks=True, least=40),
)
_LACKS = {
    Obstacle.ALWAYS_TRUE: "limits",
    Obstacle.NO_EVENT: "event",
    Obstacle.NO_THRESHOLD: "threshold",
    Obstacle.NO_TIME: "time",
}
_TO = "\N{EN DASH}"
_READING = (
    "reads as: the median and quartiles of what readers take the words to mean; ~ no survey asked "
    "these very words. lacks: what nobody could rule on it without."
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was found in a text.

    Attributes:
        document: The text.
        published: Its date, as it was taken.
        claims: Its claims, in its order.
    """

    document: Document
    published: date
    claims: list[DraftClaim]

    def rows(self) -> list[dict[str, Any]]:
        """The claims for programs: a value for each of `FIELDS`."""
        return [self._row(claim) for claim in self.claims]

    def contents(self) -> dict[str, Any]:
        """The claims for programs, with the text that they are of."""
        article = {
            "title": self.document.title,
            "authors": self.document.authors,
            "published": self.published.isoformat(),
            "sha256": self.document.digest,
        }
        return {"article": article, "claims": self.rows()}

    def lines(self, screen: Screen, *, explain: bool) -> Iterator[Line]:
        """The claims for people.

        Args:
            screen: What can be shown.
            explain: Whether to say under each claim how it was found.
        """
        columns = screen.width or WIDEST
        yield from wrap(self.document.title or "A text without a title", columns)
        yield self._extent()
        if not self.claims:
            return
        yield ""
        yield from self._table(screen, explain=explain)
        yield ""
        yield from wrap(_READING, columns)
        yield from wrap(self._outcome(), columns)

    def _row(self, claim: DraftClaim) -> dict[str, Any]:
        reading, time, paragraph = claim.reading, claim.time, claim.sentence.paragraph
        last = None if time is None else time.last
        return {
            "line": self._line(claim),
            "start": claim.span.start,
            "end": claim.span.end,
            "text": claim.text,
            "kind": claim.kind,
            "phrase": claim.phrase,
            "probability": None if reading is None else reading.probability,
            "polarity": claim.polarity,
            "when": None if last is None else last.isoformat(),
            "resolvable": claim.obstacle is None,
            "reason": claim.obstacle,
            "low": None if reading is None else reading.low,
            "high": None if reading is None else reading.high,
            "proxy": claim.proxy,
            "read_as": claim.read_as,
            "time": None if time is None else time.words,
            "who": claim.who,
            "what": claim.what,
            "heading": paragraph.heading,
            "paragraph": paragraph.number,
            "rules": claim.rules,
        }

    def _line(self, claim: DraftClaim) -> int:
        return self.document.line(claim.span.start)

    def _extent(self) -> str:
        """How many claims of which kind there are, and the date of the text."""
        kinds = Counter(claim.kind for claim in self.claims)
        found = ", ".join(counted(times, kind) for kind, times in kinds.most_common())
        claims = counted(len(self.claims), "claim")
        return f"{written(self.published)} · {claims}" + (f": {found}" if found else "")

    def _table(self, screen: Screen, *, explain: bool) -> Iterator[Line]:
        header, *shown = table(_COLUMNS, map(self._cells, self.claims), screen)
        yield header
        above: str | None = None
        for claim, line in zip(self.claims, shown, strict=True):
            heading = claim.sentence.paragraph.heading
            if heading != above:
                yield from wrap(heading or "", screen.width or WIDEST)
            above = heading
            yield line if is_asked(claim) else (Span(line, Ink.FAINT),)
            if explain:
                yield from explanation(claim, line, screen.width or WIDEST)

    def _cells(self, claim: DraftClaim) -> list[str]:
        last = None if claim.time is None else claim.time.last
        return [
            str(self._line(claim)),
            claim.kind,
            MISSING if claim.reading is None else _read(claim.reading, proxy=claim.proxy),
            MISSING if last is None else written(last),
            _LACKS[claim.obstacle] if claim.obstacle and claim.kind.is_ahead else MISSING,
            claim.text,
        ]

    def _outcome(self) -> str:
        """What can be made of the claims."""
        asked = sum(map(is_asked, self.claims))
        open_ended = sum(is_asked(claim) and claim.obstacle is not None for claim in self.claims)
        chosen = f"; for {open_ended:,} a time or a threshold is to be chosen" if open_ended else ""
        return f"Questions can be made of {counted(asked, 'claim')}{chosen}."


def _read(reading: Reading, *, proxy: bool) -> str:
    """A number and its quartiles."""
    about = "~" if proxy else ""
    low, high = (percent(bound).removesuffix("%") for bound in (reading.low, reading.high))
    return f"{about}{percent(reading.probability)} ({low}{_TO}{high})"
