"""Three forecasters or more against each other, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from cli.output.contested import figures, header, label
from cli.output.figures import MISSING, counted, fixed, precise_percent, signed
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from cli.output.watching import pairs_lines, pairs_watched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.streams import Screen
    from scoring.comparison.common_time import Losses
    from scoring.comparison.contest import RoundRobin
    from scoring.comparison.watch import RoundWatch
    from scoring.rules import Rule

__all__ = ["Everybody"]

_BESIDE = 25
"""Columns of the terminal that the names and "best?" take in a table of all."""

_EACH = 9
"""Columns that each opponent takes."""

_BEST = {True: "maybe", False: "no", None: MISSING}
_WORDS = {
    "max-t": "max-t: the chance of any false star stays below",
    "holm": "Holm: the chance of any false star stays below",
    "bh": "Benjamini-Hochberg: the share of false ones among the stars stays on average below",
    "by": "Benjamini-Yekutieli: the share of false ones among the stars stays on average below",
}


@dataclass(frozen=True, slots=True)
class Everybody:
    """Three forecasters or more, each pair on the questions that both answered.

    Attributes:
        names: The forecasters, as they are shown.
        found: All contests.
        rule: The rule of the losses.
        level: The level of intervals and of the set of the best.
        correction: How p-values allow for the number of pairs.
        common_time: Whether losses are taken over common time.
        watch: What may be said after every resolution, if that was asked for.
    """

    names: Sequence[str]
    found: RoundRobin
    rule: Rule
    level: float
    correction: str
    common_time: bool
    watch: RoundWatch | None = None

    @property
    def title(self) -> str:
        """Who is compared."""
        return ", ".join(self.names)

    @property
    def questions(self) -> int:
        """On how many questions the pair with the most of them met."""
        return max(contest.paired.questions for contest in self.found.contests)

    @property
    def extent(self) -> str:
        """How many questions all answered, in words."""
        return f"{counted(self.found.together.question.size, 'question')} all answered"

    @property
    def is_drawn(self) -> bool:
        """Whether a figure rests on random draws: the set of the best does, if there are any."""
        return self.questions > 0

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns of a row."""
        return tuple(self.rows()[0])

    def rows(self) -> list[dict[str, Any]]:
        """The pairs for programs; the winner is told by the adjusted p-value."""
        pairs = zip(self._pairs(), self.found.contests, self.found.adjusted, strict=True)
        rows = []
        for (first, second), contest, adjusted in pairs:
            shown = figures(contest, self.rule, (first, second))
            ahead = first if contest.paired.difference > 0.0 else second
            shown["winner"] = ahead if self._is_sure(adjusted) else None
            rows.append({"first": first, "second": second, **shown, "p_adjusted": float(adjusted)})
        return rows

    def _pairs(self) -> list[tuple[str, str]]:
        return [(self.names[one], self.names[other]) for one, other in self.found.pairs]

    def document(self) -> dict[str, Any]:
        """The comparison for programs."""
        together, best = self.found.together, self.found.best
        codes = range(len(self.names))
        columns = zip(
            self.names,
            _means(together),
            [self._may_be_best(code) for code in codes],
            [None if best is None else float(best.p[code]) for code in codes],
            strict=True,
        )
        keys = ("forecaster", self.rule.name, "may_be_best", "p_best")
        return {
            "level": self.level,
            "correction": self.correction,
            "questions": together.question.size,
            "clusters": np.unique(together.cluster).size,
            "weight": float(together.weight.sum()),
            "forecasters": [dict(zip(keys, row, strict=True)) for row in columns],
            "sequential": None if self.watch is None else pairs_watched(self.watch, self._pairs()),
            "rows": self.rows(),
        }

    def lines(self, screen: Screen) -> Iterator[str]:
        """The comparison for people, below its heading."""
        if not self.questions:
            yield _never("two of them", common_time=self.common_time)
            return
        across = self._across(screen)
        for begun in range(0, len(self.names), across):
            yield from self._matrix(range(begun, min(begun + across, len(self.names))), screen)
            yield ""
        yield from wrap(f"{self.meaning} {self._all_together()}", screen.width or WIDEST)
        if self.watch is not None:
            yield ""
            yield from pairs_lines(
                self.watch, self._pairs(), self.level, screen, common_time=self.common_time
            )

    def _across(self, screen: Screen) -> int:
        """How many opponents fit beside each other."""
        taken = _BESIDE + len(str(len(self.names))) + len(header(self.rule))
        return max(1, ((screen.width or WIDEST) - taken) // _EACH)

    def _matrix(self, across: range, screen: Screen) -> list[str]:
        """By how much each forecaster is better than some of the others."""
        columns = [Column("", right=True), Column("", shrinks=True)]
        cells = [[str(code + 1), name] for code, name in enumerate(self.names)]
        if across.start == 0 and self.found.together.question.size:
            columns += [Column(header(self.rule), right=True), Column("best?")]
            for code, mean in enumerate(_means(self.found.together)):
                cells[code] += [fixed(mean), _BEST[self._may_be_best(code)]]
        columns += [Column(f"than {code + 1}", right=True) for code in across]
        for code, row in enumerate(cells):
            row += [self._better(code, other) for other in across]
        return table(columns, cells, screen)

    def _may_be_best(self, code: int) -> bool | None:
        """Whether somebody is in the set of the best, if that can be told."""
        best = self.found.best
        return None if best is None or np.isnan(best.p[code]) else bool(best.kept[code])

    def _better(self, code: int, other: int) -> str:
        """By how much the one is better than the other, with a star where that is sure."""
        if code == other:
            return ""
        star = "*" if self.is_sure(code, other) else " "
        return signed(self.lead(code, other), 3) + star

    def lead(self, code: int, other: int) -> float:
        """By how much one forecaster is better than another, NaN if they never met."""
        gap = self.found.contests[self._place(code, other)].paired.difference
        return gap if code < other else -gap

    def is_sure(self, code: int, other: int) -> bool:
        """Whether who is the better of two is sure, all pairs taken together."""
        return self._is_sure(self.found.adjusted[self._place(code, other)])

    def _place(self, code: int, other: int) -> int:
        """The place of a pair among the contests, which are those of each with all that follow."""
        first, second = sorted((code, other))
        return first * (2 * len(self.names) - first - 1) // 2 + second - first - 1

    def _is_sure(self, adjusted: float) -> bool:
        return bool(adjusted <= 1.0 - self.level)

    @property
    def meaning(self) -> str:
        """What figures and stars of the pairs mean."""
        pairs, alpha = counted(len(self.found.pairs), "pair"), precise_percent(1.0 - self.level)
        time = "over the moments at which both stood" if self.common_time else "over its own time"
        return (
            f"Better (+) or worse than the forecaster of that number, each pair {time}. "
            f"*: sure, of all {pairs} together ({_WORDS[self.correction]} {alpha})."
        )

    def _all_together(self) -> str:
        """What is known from the questions that all answered."""
        count = self.found.together.question.size
        if not count:
            return f"{_never('all', common_time=self.common_time)} Name fewer to learn who is best."
        return (
            f"{label(self.rule)} and best?: on the {counted(count, 'question')} that all answered; "
            f"maybe: in the set that holds the best with {precise_percent(self.level)} confidence."
        )


def _never(who: str, *, common_time: bool) -> str:
    """That some of them never met."""
    when = " at one time" if common_time else ""
    return f"No resolved question on which {who} had a forecast standing{when}."


def _means(losses: Losses) -> list[float]:
    """Weighted mean loss of each forecaster; NaN without questions."""
    weight = losses.weight.sum()
    return [float(row.sum() / weight) if weight else np.nan for row in losses.total]
