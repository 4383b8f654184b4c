"""Two forecasters side by side, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, isnan
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from cli.output.contested import LEAD, MANY, figures, header, lead_header, span
from cli.output.every_rule import every_rule, every_rule_words
from cli.output.figures import counted, fixed, p_value, precise_percent, signed
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from cli.output.watching import watched, watched_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from market.poll import Poll
    from scoring.comparison.contest import Contest
    from scoring.comparison.watch import Watch
    from scoring.murphy_diagram import Dominance
    from scoring.rules import Rule

__all__ = ["Versus"]

_MOST = 3
_SEEN = 0.0005
"""Differences from here on are not 0.000 on the screen."""

_MEANING = {
    True: "Losses are those over the moments at which both stood; a question weighs the time they "
    "shared.",
    False: "Losses are those of each over its own standing time: who came later, and knew more, "
    "has an advantage.",
}
_NOTHING = {
    True: "No resolved question on which both had a forecast standing at one time.",
    False: "No resolved question on which both had a forecast standing.",
}
_LEAD = f"{LEAD}: by how much the first is better."
_P = "p: how often two equals would be parted as far by chance, whole families exchanging sides."


@dataclass(frozen=True, slots=True)
class Versus:
    """Two forecasters on the questions that both answered.

    Attributes:
        names: The two, as they are shown.
        poll: The questions.
        contest: Their losses, and all tests of them.
        rule: The rule of the losses.
        level: The level of intervals.
        common_time: Whether losses are taken over the moments at which both stood.
        dominance: The two at every threshold, where both stood at one time.
        watch: What may be said after every resolution, if that was asked for.
    """

    names: tuple[str, str]
    poll: Poll
    contest: Contest
    rule: Rule
    level: float
    common_time: bool = True
    dominance: Dominance | None = None
    watch: Watch | None = None

    @property
    def title(self) -> str:
        """Who is compared."""
        return " against ".join(self.names)

    @property
    def questions(self) -> int:
        """How many questions both answered."""
        return self.contest.paired.questions

    @property
    def extent(self) -> str:
        """How many questions that are, in words."""
        return f"{counted(self.questions, 'question')} both answered"

    @property
    def is_drawn(self) -> bool:
        """Whether a figure rests on random draws."""
        return not self.contest.flips.exact

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns of a row."""
        both = (f"{self.rule.name}_first", f"{self.rule.name}_second")
        return ("question", "outcome", *both, "difference", "weight")

    def rows(self) -> list[dict[str, Any]]:
        """The questions for programs, those first that speak most for the first forecaster."""
        losses, outcomes = self.contest.losses, self.poll.panel.outcome
        columns = zip(
            [self.poll.questions[code] for code in losses.question],
            outcomes[losses.question].astype(int).tolist(),
            *losses.loss.tolist(),
            self.contest.paired.advantage.tolist(),
            losses.weight.tolist(),
            strict=True,
        )
        rows = [dict(zip(self.fields, row, strict=True)) for row in columns]
        return sorted(rows, key=lambda row: (-_sortable(row["difference"]), row["question"]))

    def document(self) -> dict[str, Any]:
        """The comparison for programs."""
        found, nothing = self.dominance, {"dominates": None, "murphy": None}
        return (
            {"first": self.names[0], "second": self.names[1], "level": self.level}
            | figures(self.contest, self.rule, self.names)
            | (nothing if found is None else every_rule(found, self.names))
            | {"sequential": None if self.watch is None else watched(self.watch, self.names)}
            | {"rows": self.rows()}
        )

    def lines(self, screen: Screen) -> Iterator[str]:
        """The comparison for people, below its heading."""
        if not self.questions:
            yield _NOTHING[self.common_time]
            return
        yield from self._figures(screen)
        yield ""
        width = screen.width or WIDEST
        yield from wrap(f"{self._verdict()} {self._other_rules()}".strip(), width)
        yield from wrap(self._skill(), width)
        yield ""
        yield from self._extremes(screen)
        yield ""
        short = lead_header(self.names, screen) == LEAD
        told = (_MEANING[self.common_time], _P, *([_LEAD] if short else []))
        yield from wrap(" ".join(told), width)
        if self.watch is not None:
            yield ""
            yield from watched_lines(
                self.watch, self.names, self.level, screen, common_time=self.common_time
            )

    def _figures(self, screen: Screen) -> list[str]:
        found = self.contest.paired
        columns = [
            Column(""),
            *(Column(name, right=True, shrinks=True) for name in self.names),
            Column(lead_header(self.names, screen), right=True),
            Column(f"{precise_percent(self.level)} interval", right=True, leaves=1),
            Column("p", right=True, leaves=2),
        ]
        losses = [fixed(found.first), fixed(found.second), signed(found.difference, 3)]
        told = [*losses, span(self.contest, self.rule), p_value(self.contest.flips.p)]
        ahead = [str(count) for count in found.better]
        return table(
            columns, [[header(self.rule), *told], ["better on", *ahead, *[""] * 3]], screen
        )

    def _verdict(self) -> str:
        found = self.contest.paired
        if found.winner:
            return f"{self.names[found.winner - 1]} is better: the interval leaves out 0."
        unknown = "Not enough to say who is better"
        if not np.isfinite(self.contest.losses.loss).all():
            return f"{unknown}: a certainty that was wrong costs infinity. Bound it: --eps 0.001"
        if isnan(found.half_width):
            return f"{unknown}: one family tells nothing of spread."
        if not np.isfinite(found.needed):
            return f"{unknown}: there is no difference to go by."
        about = "more than a million questions"
        if found.needed < MANY:
            about = f"about {counted(_rounded(found.needed), 'question')}"
        return f"{unknown}. With a difference this size expect to need {about}."

    def _other_rules(self) -> str:
        """Whether the rule matters, where that is defined."""
        if self.dominance is None or isnan(self.contest.paired.difference):
            return ""  # of two infinite losses none is the lower
        return every_rule_words(self.dominance, self.names)

    def _skill(self) -> str:
        """The skill score of the first over the second; nothing without a finite one."""
        (first, second), skill = self.names, self.contest.skill
        if not isfinite(skill.skill):
            return ""
        error = "" if isnan(skill.sd) else f" (standard error {fixed(skill.sd)})"
        return (
            f"Skill score of {first} over {second}: {signed(skill.skill, 3)}{error}, the share of "
            "the latter's loss that the former saves."
        )

    def _extremes(self, screen: Screen) -> list[str]:
        """The questions that speak most for the one, and for the other."""
        rows = self.rows()
        first = [row for row in rows if row["difference"] >= _SEEN][:_MOST]
        second = [row for row in reversed(rows) if row["difference"] <= -_SEEN][:_MOST]
        columns = [
            Column("most for", shrinks=True),
            Column("question", shrinks=True),
            Column("was"),
            *(
                Column(name, right=True, shrinks=True, leaves=1 + place)
                for place, name in enumerate(self.names)
            ),
            Column("by", right=True),
        ]
        cells = [
            [
                self.names[side] if place == 0 else "",
                row["question"],
                "YES" if row["outcome"] else "NO",
                *(fixed(row[name]) for name in self.fields[2:4]),
                signed(abs(row["difference"]), 3),
            ]
            for side, most in enumerate((first, second))
            for place, row in enumerate(most)
        ]
        return table(columns, cells, screen) if cells else []


def _sortable(difference: float) -> float:
    """A difference by which rows can be sorted: that of two infinite losses is none."""
    return 0.0 if isnan(difference) else difference


def _rounded(number: float) -> int:
    """To two digits, and up where there is but one question more.

    >>> _rounded(147.2), _rounded(12.4)
    (150, 12)
    """
    return int(float(f"{number:.2g}"))
