"""What readers take a phrase such as "is likely" to mean, as a probability.

The table is `seeds/phrases.csv`: medians, quartiles and 5-95 % ranges of what people answered in
surveys, in per cent. `seeds/README.md` names the surveys.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING

from market.errors import Refused
from market.near import did_you_mean
from market.seeds import seeds_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["LEAST", "MOST", "Phrase", "Reading", "phrase_table", "probability_of"]

LEAST, MOST = 0.01, 0.99
"""The bounds of what is said in words, which are never taken for certainty."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row of the table; the figures are per cent.

    Attributes:
        phrase: The words that were asked.
        median: The median answer of the largest survey that asked them.
        low: The lower quartile of its answers.
        high: The upper quartile.
        p5: What 5 % of the answers lie below.
        p95: What 95 % of the answers lie below.
        source: That survey: C, M or R.
        also: What other surveys found, for people to read.
    """

    phrase: str
    median: float
    low: float
    high: float
    p5: float
    p95: float
    source: str
    also: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a statement means to its readers: the median and quartiles, as probabilities."""

    probability: float
    low: float
    high: float

    @property
    def negated(self) -> Reading:
        """The same of the opposite, to whole hundredths of a per cent.

        >>> Reading(0.75, 0.67, 0.8).negated
        Reading(probability=0.25, low=0.2, high=0.33)
        """
        opposites = (round(1 - p, 4) for p in (self.probability, self.high, self.low))
        return Reading(*opposites)


@cache
def phrase_table() -> Mapping[str, Phrase]:
    """Return the surveyed phrases by their words, the surest first."""
    with (seeds_folder() / "phrases.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["phrase"]: _phrase(row) for row in csv.DictReader(file)})


def probability_of(phrase: str, *others: str, negated: bool = False) -> Reading:
    """Read one statement as a probability, in [1 %, 99 %].

    Args:
        phrase: A surveyed phrase.
        others: Further phrases, for conditions that must come true as well; the figures of all
            are multiplied as if they were independent.
        negated: The statement denies the event: each figure becomes 1 - p, and the quartiles
            change places.

    Raises:
        Refused: A phrase is not in the table.

    Examples:
        >>> probability_of("likely")
        Reading(probability=0.75, low=0.67, high=0.8)
        >>> probability_of("likely", negated=True)
        Reading(probability=0.25, low=0.2, high=0.33)
        >>> probability_of("likely", "possibly")
        Reading(probability=0.34, low=0.17, high=0.4)
    """
    rows = [_look_up(words) for words in (phrase, *others)]
    median = _together([row.median for row in rows])
    low = _together([row.low for row in rows])
    high = _together([row.high for row in rows])
    if negated:
        median, low, high = 100 - median, 100 - high, 100 - low
    return Reading(_bounded(median), _bounded(low), _bounded(high))


def _phrase(row: dict[str, str]) -> Phrase:
    return Phrase(
        phrase=row["phrase"],
        median=float(row["median"]),
        low=float(row["low"]),
        high=float(row["high"]),
        p5=float(row["p5"]),
        p95=float(row["p95"]),
        source=row["source"],
        also=row["also"],
    )


def _look_up(phrase: str) -> Phrase:
    table = phrase_table()
    if phrase not in table:
        hint = did_you_mean(phrase, table, "seeds/phrases.csv lists the phrases that were surveyed")
        raise Refused(f'No survey asked the phrase "{phrase}".', hint)
    return table[phrase]


def _together(percents: Sequence[float]) -> float:
    """Multiply, to whole per cent: the answers behind the factors are no finer."""
    return percents[0] if len(percents) == 1 else round(100 * prod(p / 100 for p in percents))


def _bounded(percent: float) -> float:
    return min(max(percent / 100, LEAST), MOST)
