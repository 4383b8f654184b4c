"""What each forecast added to a score, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.dates import day, iso, moment
from cli.output.figures import fixed, percent, share, signed
from cli.output.streams import WIDEST
from cli.output.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from market.poll import Poll
    from scoring.explanation import Explanation

__all__ = ["FIELDS", "Explained"]

FIELDS = (
    "from",
    "to",
    "from_share",
    "to_share",
    "probability",
    "others",
    "brier",
    "log",
    "brier_part",
    "log_part",
    "baseline_part",
    "peer_part",
)
_FIGURES = ("coverage", "brier", "log", "baseline", "peer")
_COLUMNS = (
    Column("from"),
    Column("to", leaves=2),
    Column("time", right=True, leaves=1),
    Column("said", right=True),
    Column("others", right=True),
    *(Column(header, right=True) for header in ("Brier ↓", "log ↓", "baseline ↑", "peer ↑")),
)
_READING = (
    "Each line is what it adds to the total: to baseline and peer by its share of the scheduled "
    "time (time), to Brier and log by its share of the time stood."
)
_OTHERS = (
    "others: the probability with the mean log score of the others who stood meanwhile; peer is "
    "the gain on it."
)
_CERTAIN = (
    "No peer score: somebody said exactly 0% or 100% of this question. With --eps 0.001 there is "
    "one."
)
_DECIMALS = 4
"""One more than elsewhere: parts are small."""
_SHORT = 3 * 86_400.0
"""Seconds of a question's life up to which days alone would tell too little."""


@dataclass(frozen=True, slots=True)
class Explained:
    """The parts of somebody's score on a question.

    Attributes:
        name: The forecaster, as shown.
        poll: The questions.
        found: The parts.
    """

    name: str
    poll: Poll
    found: Explanation

    @property
    def slug(self) -> str:
        """The question."""
        return self.poll.questions[self._code]

    @property
    def ending(self) -> str:
        """What became of the question."""
        outcome = "YES" if self.found.outcome else "NO"
        return f"{outcome}, closed {day(self._at(self.poll.panel.closes[self._code]))}"

    def rows(self) -> list[dict[str, Any]]:
        """The stretches for programs: a value for each of `FIELDS`."""
        found = self.found
        columns = [getattr(found, name).tolist() for name in ("start", "end", *FIELDS[4:])]
        return [
            dict(
                zip(FIELDS, (iso(self._moment(a)), iso(self._moment(b)), a, b, *rest), strict=True)
            )
            for a, b, *rest in zip(*columns, strict=True)
        ]

    def document(self) -> dict[str, Any]:
        """The score and its parts for programs."""
        panel, code, found = self.poll.panel, self._code, self.found
        return {
            "forecaster": self.name,
            "question": self.slug,
            "outcome": int(found.outcome),
            "opens": iso(self._at(panel.opens[code])),
            "closes": iso(self._at(panel.scheduled[code])),
            "actual_close": iso(self._at(panel.closes[code])),
            "total": {figure: found.total(figure) for figure in _FIGURES},
            "skill": {
                "excess": float(found.excess.sum()),
                "exposure": float(found.exposure.sum()),
            },
            "rows": self.rows(),
        }

    def lines(self, screen: Screen) -> Iterator[str]:
        """The parts for people, below their heading."""
        cells = [self._cells(row) for row in self.rows()]
        yield from table(_COLUMNS, [*cells, self._total()], screen)
        yield ""
        for words in (_READING, _OTHERS, *self._remarks()):
            yield from wrap(words, screen.width or WIDEST)

    @property
    def _code(self) -> int:
        return int(self.found.cells.question[self.found.row])

    def _moment(self, lifetimes: float) -> int:
        panel, code = self.poll.panel, self._code
        return self._at(panel.opens[code] + lifetimes * panel.length[code])

    @staticmethod
    def _at(seconds: float) -> int:
        return round(1e6 * seconds)

    def _cells(self, row: dict[str, Any]) -> list[str]:
        shown = moment if self.poll.panel.length[self._code] < _SHORT else day
        begins, ends = row["from_share"], row["to_share"]
        return [
            shown(self._moment(begins)),
            shown(self._moment(ends)),
            share(ends - begins),
            percent(row["probability"]),
            percent(row["others"]),
            fixed(row["brier_part"], _DECIMALS),
            fixed(row["log_part"], _DECIMALS),
            signed(row["baseline_part"]),
            signed(row["peer_part"]),
        ]

    def _total(self) -> list[str]:
        total = self.found.total
        return [
            "total",
            "",
            share(total("time")),
            "",
            "",
            fixed(total("brier"), _DECIMALS),
            fixed(total("log"), _DECIMALS),
            signed(total("baseline")),
            signed(total("peer")),
        ]

    def _remarks(self) -> Iterator[str]:
        """What is to be said of this score in particular."""
        open_time, coverage = self.found.total("open_time"), self.found.total("coverage")
        if open_time < 1.0:
            yield (
                f"The question closed when {share(open_time)} of its time was over: the rest "
                "counts 0 in baseline and peer."
            )
        if coverage < 1.0:
            yield (
                f"{share(1.0 - coverage)} of the open time is without a forecast: it costs "
                "nothing. Brier and log leave it out, and it counts 0 in baseline and peer."
            )
        if self.found.disputed:
            yield _CERTAIN
        yield self._skill()

    def _skill(self) -> str:
        """What the question says about skill."""
        among = float(self.found.among.sum())
        if among == 0.0:
            return "Nobody else stood: the question adds nothing to skill."
        excess = float(self.found.excess.sum()) / among
        distance = fixed(abs(excess))
        where = f"{distance} {'above' if excess > 0.0 else 'below'}" if float(distance) else "at"
        return (
            f"For skill: over {fixed(among, 2)} lifetimes in company, the Brier loss lay "
            f"{where} the mean of the people standing."
        )
