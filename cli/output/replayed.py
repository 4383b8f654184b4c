"""A market that was replayed: who would have earned what, and how good its price was."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cli.output.figures import counted, fixed, precise_percent, signed
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from scoring.skill.ranks import competition_ranks
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from cli.output.streams import Screen
    from market.exchange.replay import Replay
    from scoring.board import Board
    from scoring.comparison import Comparison

__all__ = ["FIELDS", "PRICE", "Replayed", "Terms"]

FIELDS = ("rank", "forecaster", "questions", "forecasts", "profit", "gain", "expected")
PRICE, CROWD = "@replay", "@median"

_FIGURES = ("brier", "log", "baseline")
_SEEN = 0.00005
"""Differences from here on are not 0.0000 on the screen."""

_VERDICTS = (
    "The two cannot be told apart.",
    "The market beat the crowd.",
    "The crowd beat the market.",
)
_PATH = (
    "Every forecast moves the price all the way to its probability: the price is the newest "
    "forecast of anybody, and pays each forecaster for what it added to the one before it."
)
_OPEN = "open, expected: what trades on open questions would earn if the last price were right."
_IDENTITY = (
    "Profit is liquidity \N{MULTIPLICATION SIGN} the gain in {rule} score over the price found; "
    "here to within {off} credits."
)


class Terms(NamedTuple):
    """How the markets open.

    Attributes:
        maker: The mechanism's name.
        rule: The scoring rule that it is the market of, if it is.
        liquidity: Its own scale of money; the parameter b of ``lmsr``.
        subsidy: The worst loss of each market maker, credits.
        prior: The price at which each market opens.
    """

    maker: str
    rule: str | None
    liquidity: float
    subsidy: float
    prior: float

    @property
    def words(self) -> str:
        """The terms in a heading."""
        liquidity = f"liquidity {self.liquidity:,.7g}"
        return f"{self.maker} from {precise_percent(self.prior)}, {liquidity}"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A replay, and the board with its price among the forecasters.

    Attributes:
        terms: How the markets opened.
        replay: The trades.
        names: Names of the forecasters, by code.
        board: The board with the price, whose code is the last forecaster's.
        against: The price, then the crowd's median, over the moments at which both stood: their
            Brier losses.
        level: Level of the interval.
    """

    terms: Terms
    replay: Replay
    names: tuple[str, ...]
    board: Board
    against: Comparison
    level: float

    @property
    def questions(self) -> int:
        """How many questions had a trade."""
        return int(np.unique(self.replay.question).size)

    @property
    def resolved(self) -> int:
        """How many of them are resolved."""
        return int(np.unique(self.replay.question[~np.isnan(self.replay.gain)]).size)

    @property
    def is_open(self) -> bool:
        """Whether the outcome of some of them is unknown."""
        return self.resolved < self.questions

    @property
    def loss(self) -> float:
        """What the market makers of resolved questions lost together, credits."""
        replay = self.replay
        return float(np.sum(replay.loss[~np.isnan(replay.panel.outcome)]))

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of the price's advantage, which no Brier score lets exceed 1."""
        middle, half = self.against.difference, self.against.half_width
        return max(middle - half, -1.0), min(middle + half, 1.0)

    def rows(self) -> list[dict[str, Any]]:
        """The forecasters by profit: a value for each of `FIELDS`, money in credits."""
        who, gain, size = self.replay.forecaster, self.replay.gain, len(self.names)
        known = ~np.isnan(gain)
        profit = self.replay.profit
        pairs = np.unique(np.stack([who, self.replay.question]), axis=1)
        columns: dict[str, NDArray[Any]] = {
            "questions": np.bincount(pairs[0], minlength=size),
            "forecasts": np.bincount(who, minlength=size),
            "profit": sums_by(who, np.where(known, profit, 0.0), size),
            "gain": sums_by(who, np.where(known, gain, 0.0), size),
            "expected": sums_by(who, np.where(known, 0.0, profit), size),
        }
        traded = np.flatnonzero(columns["forecasts"])
        ranks = competition_ranks(columns["profit"][traded], higher_is_better=True).tolist()
        found = [
            {
                "rank": rank,
                "forecaster": self.names[code],
                **{name: column[code].item() for name, column in columns.items()},
            }
            for rank, code in zip(ranks, traded, strict=True)
        ]
        return sorted(found, key=lambda row: (row["rank"], row["forecaster"]))

    def document(self) -> dict[str, Any]:
        """The replay for programs."""
        against, (low, high) = self.against, self.interval
        return {
            **self.terms._asdict(),
            "questions": self.questions,
            "forecasts": self.replay.rows.size,
            "clipped": self.replay.clipped,
            "maker_loss": self.loss,
            "price": self._figures(PRICE),
            "crowd": self._figures(CROWD),
            "advantage": {
                "brier": against.difference,
                "low": low,
                "high": high,
                "level": self.level,
                "questions": against.questions,
                "clusters": against.clusters,
            },
            "rows": self.rows(),
        }

    def lines(self, screen: Screen) -> Iterator[str]:
        """The replay for people, below the heading."""
        rows, columns = self.rows(), screen.width or WIDEST
        shown = [column for column in _COLUMNS if self.is_open or column != _EXPECTED]
        yield from table(shown, (_cells(row)[: len(shown)] for row in rows), screen)
        if self.resolved:
            yield ""
            scores = [self._figures(name) | {"forecaster": name} for name in (PRICE, CROWD)]
            yield from table(_SCORES, map(_scores, scores), screen)
        yield ""
        told = [_OPEN] if self.is_open else []
        for words in (self._verdict(), _PATH, *told, *self._money(rows)):
            yield from wrap(words, columns)

    def _figures(self, name: str) -> dict[str, Any]:
        board = self.board
        places = {PRICE: board.panel.forecasters - 1}
        places[CROWD] = board.panel.forecasters + board.pools.index("median")
        return {figure: getattr(board, figure)[places[name]].item() for figure in _FIGURES}

    def _verdict(self) -> str:
        """Whether the price beat the crowd."""
        found = self.against.difference
        if isnan(found):
            return "No resolved question: nothing says whether the price beat the crowd."
        gap = f"{abs(found):.4f} {'lower' if found > 0.0 else 'higher'} than that"
        extent = f"{counted(self.against.questions, 'question')}, "
        extent += counted(self.against.clusters, "family", "families")
        told = f"At the same moments, the Brier score of {PRICE} was "
        told += f"{gap if abs(found) >= _SEEN else 'that'} of {CROWD} ({extent}). "
        if isnan(self.against.half_width):
            return told + "One family tells nothing of the next."
        ends = " to ".join(signed(end, 4) for end in self.interval)
        told += f"{precise_percent(self.level)} interval of the advantage: {ends}. "
        return told + _VERDICTS[self.against.winner]

    def _money(self, rows: list[dict[str, Any]]) -> Iterator[str]:
        """What the profits rest on, and who paid for them."""
        terms = self.terms
        if not self.resolved:
            return
        if terms.rule is not None:
            off = max(abs(row["profit"] - terms.liquidity * row["gain"]) for row in rows)
            yield _IDENTITY.format(rule=terms.rule, off=f"{off:.0e}" if off else "0")
        amount, bound = fixed(abs(self.loss), 2), fixed(terms.subsidy * self.resolved, 2)
        what = "lost" if self.loss > 0.0 else "gained"
        yield f"The market makers {what} {amount} credits together; they could have lost {bound}."


_EXPECTED = Column("open, expected", right=True)
_COLUMNS = (
    Column("rank", right=True),
    Column("forecaster", shrinks=True),
    Column("questions", right=True, leaves=1),
    Column("forecasts", right=True),
    Column("profit ↑", right=True),
    Column("score gain ↑", right=True),
    _EXPECTED,
)
_SCORES = (
    Column("as a forecaster"),
    Column("Brier ↓", right=True),
    Column("log ↓", right=True),
    Column("baseline ↑", right=True),
)


def _cells(row: dict[str, Any]) -> list[str]:
    return [
        str(row["rank"]),
        row["forecaster"],
        f"{row['questions']:,}",
        f"{row['forecasts']:,}",
        signed(row["profit"], 2),
        signed(row["gain"], 3),
        signed(row["expected"], 2),
    ]


def _scores(row: dict[str, Any]) -> list[str]:
    return [row["forecaster"], fixed(row["brier"]), fixed(row["log"]), signed(row["baseline"])]
