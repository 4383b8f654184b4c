"""The market that one would have had: recorded forecasts, each as a trade to its probability.

Whoever gave a forecast is taken to have bought until the price was that forecast. On a logarithmic
market it then earned b times its gain in log score over the price before it (Hanson 2003,
Information Systems Frontiers 5:107). The price is always the newest forecast of anybody: a market
maker decides what that pays, not where the price is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from scoring.bounds import HIGHEST, LOWEST
from scoring.kinds import Kind
from scoring.rules import LOG
from scoring.sorting import group_starts, stable_order, sums_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from market.makers.maker import Maker
    from scoring.panel import Panel
    from scoring.rules import Rule

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]
    Index = NDArray[np.intp]
    Priced = tuple[Floats, Floats, Floats, Floats]

__all__ = ["Replay", "replay", "with_price"]


@dataclass(frozen=True, slots=True)
class Replay:
    """Trades, a row for each forecast of the people in a panel, by question and in order of time.

    Attributes:
        panel: The panel.
        rows: Which of its forecasts they are.
        before: The price that each found.
        after: The price that it left: its probability, within the bounds of live forecasts.
        shares: How many it bought, of YES where the price rose, else of NO.
        cost: What they cost, credits.
        paid: What they paid; where the outcome is unknown, what they would be expected to pay if
            the last price were right.
        gain: Loss of the price before less that of the price after, by the market maker's rule, or
            in nats where it has none; NaN where the outcome is unknown.
    """

    panel: Panel
    rows: Index
    before: Floats
    after: Floats
    shares: Floats
    cost: Floats
    paid: Floats
    gain: Floats

    @property
    def forecaster(self) -> Codes:
        """Code of each trade's forecaster."""
        return self.panel.forecaster[self.rows]

    @property
    def question(self) -> Codes:
        """Code of its question."""
        return self.panel.question[self.rows]

    @property
    def profit(self) -> Floats:
        """What each trade earned, credits."""
        return self.paid - self.cost

    @property
    def clipped(self) -> int:
        """How many forecasts were more certain than a market's price may be."""
        return int(np.sum(self.after != self.panel.probability[self.rows]))

    @property
    def loss(self) -> Floats:
        """What the market maker of each question of the panel lost to its traders, credits."""
        return sums_by(self.question, self.profit, self.panel.questions)


def replay(
    panel: Panel,
    maker: Maker,
    questions: NDArray[np.bool_] | None = None,
    *,
    rule: Rule | None = None,
) -> Replay:
    """Run the forecasts of all people through a market on each question.

    Args:
        panel: The forecasts.
        maker: A market maker as it opens; each question has one of its own like it.
        questions: Which questions have one; by default those whose outcome is known.
        rule: The scoring rule that it is the market of. Its price is then all of its state, and
            every trade is priced by itself. Else they are made one after another, those of all
            questions abreast.

    Examples:
        >>> from market.makers.lmsr import LMSR
        >>> from scoring.panel import Panel
        >>> columns = {"forecaster": [0, 1], "question": [0, 0], "time": [1, 2]}
        >>> asked = {"opens": [0], "closes": [9], "scheduled": [9], "outcome": [1]}
        >>> panel = Panel.from_reports(**columns, probability=[0.8, 0.6], **asked)
        >>> from scoring.rules import LOG
        >>> made = replay(panel, LMSR.opened(100, 0.5), rule=LOG)
        >>> made.profit.round(6).tolist() == (100 * made.gain).round(6).tolist()
        True
    """
    wanted = ~np.isnan(panel.outcome) if questions is None else questions
    rows = np.flatnonzero(panel.people[panel.forecaster] & wanted[panel.question])
    moves = _Moves.of(panel, rows, float(maker.price))
    shares, cost, if_yes, if_no = (_one_by_one if rule is None else _at_once)(maker, moves)
    outcome = panel.outcome[panel.question[rows]]
    chance = np.where(np.isnan(outcome), moves.final, outcome)
    scored = LOG if rule is None else rule
    return Replay(
        panel=panel,
        rows=rows,
        before=moves.before,
        after=moves.after,
        shares=shares,
        cost=cost,
        paid=shares * (chance * if_yes + (1.0 - chance) * if_no),
        gain=scored.loss(moves.before, outcome) - scored.loss(moves.after, outcome),
    )


def with_price(replayed: Replay) -> Panel:
    """The panel with one forecaster more, the last: the price, from the first trade on.

    It is computed, and so has no rank and enters no pool.
    """
    panel, question = replayed.panel, replayed.question
    start = panel.start[replayed.rows]
    end = np.append(start, np.inf)[1:]
    end[group_starts(question)[1:] - 1] = np.inf
    price: dict[str, NDArray[Any]] = {
        "forecaster": np.full(question.size, panel.forecasters, np.int32),
        "question": question,
        "start": start,
        "end": end,
        "probability": replayed.after,
    }
    stands = end > start
    joined = {name: np.append(getattr(panel, name), price[name][stands]) for name in price}
    order = np.argsort(joined["start"], kind="stable")
    order = order[stable_order(joined["question"][order])]
    columns = {name: column[order] for name, column in joined.items()}
    return replace(panel, kind=np.append(panel.kind, np.int8(Kind.COMPUTED.code)), **columns)


@dataclass(frozen=True, slots=True)
class _Moves:
    """Moves of prices, by question and in order of time.

    Attributes:
        starts: Where each question begins.
        count: How many moves it has.
        before: The price before each move.
        after: The price after it.
        side: What is bought: 1 for YES, 0 for NO.
    """

    starts: Index
    count: Index
    before: Floats
    after: Floats
    side: Floats

    @classmethod
    def of(cls, panel: Panel, rows: Index, prior: float) -> Self:
        after = np.clip(panel.probability[rows], LOWEST, HIGHEST)
        starts = group_starts(panel.question[rows])
        before = np.roll(after, 1)
        before[starts] = prior
        count = np.diff(starts, append=rows.size)
        return cls(starts, count, before, after, (after >= before).astype(np.float64))

    @property
    def final(self) -> Floats:
        """The last price of each move's question."""
        return np.repeat(self.after[self.starts + self.count - 1], self.count)


def _at_once(maker: Maker, moves: _Moves) -> Priced:
    """Shares bought, their cost, and what each of them pays if YES and if NO."""
    toward = (moves.before >= maker.price).astype(np.float64)
    there = maker.after(toward, maker.shares_to(toward, moves.before))
    shares = there.shares_to(moves.side, moves.after)
    cost = there.cost(moves.side, shares)
    return shares, cost, there.payout(moves.side, 1.0), there.payout(moves.side, 0.0)


def _one_by_one(maker: Maker, moves: _Moves) -> Priced:
    """The same, the first moves of all questions together, then the second ones, and so on."""
    starts, count = moves.starts, moves.count
    shares, cost = np.zeros(moves.after.size), np.zeros(moves.after.size)
    for step in range(int(count.max(initial=0))):
        moves_on = step < count
        row = starts + np.minimum(step, count - 1)
        side = moves.side[row]
        bought = np.where(moves_on, maker.shares_to(side, moves.after[row]), 0.0)
        shares[row[moves_on]] = bought[moves_on]
        cost[row[moves_on]] = maker.cost(side, bought)[moves_on]
        maker = maker.after(side, bought)
    if_yes, if_no = (_pays(maker, moves, outcome) for outcome in (1.0, 0.0))
    return shares, cost, if_yes, if_no


def _pays(maker: Maker, moves: _Moves, outcome: float) -> Floats:
    """What a share of the side of each move pays once all moves are made."""
    yes, no = (
        np.repeat(np.broadcast_to(maker.payout(side, outcome), moves.count.shape), moves.count)
        for side in (1.0, 0.0)
    )
    return np.where(moves.side == 1.0, yes, no)
