"""Stakes: what a trader did on one market, and what it has come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from market.exchange.book import sets
from market.exchange.credits import GRANT
from market.exchange.pricing import cost, price
from market.exchange.settlement import payout

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Stake", "cash", "worth"]


class Stake(NamedTuple):
    """Somebody's trades on one market, in whole units.

    Attributes:
        question: The number of the market's question.
        trader: The trader's number.
        liquidity: The market maker's parameter b.
        quantity: Its state q now.
        status: That of the question: ``open``, ``closed``, ``resolved`` or ``annulled``.
        outcome: 1 or 0 once it is resolved.
        shares: YES shares held at the actual close, or NO shares below 0.
        paid: What the trades cost until then, less what they brought.
        trades: How many trades there were, late ones among them.
        late: What those after the actual close cost: the settlement pays it back.
    """

    question: int
    trader: int
    liquidity: int
    quantity: int
    status: str
    outcome: int | None
    shares: int
    paid: int
    trades: int
    late: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether the question is resolved or annulled."""
        return self.status in {"resolved", "annulled"}

    @property
    def price(self) -> float:
        """The market's probability."""
        return price(self.liquidity, self.quantity)

    @property
    def at_price(self) -> int:
        """What the shares would be worth if all of them went at the price that the last one has."""
        each = self.price if self.shares > 0 else 1.0 - self.price
        return round(abs(self.shares) * each)

    @property
    def worth(self) -> int:
        """What selling all shares now would bring; each one sold moves the price."""
        return 0 if self.is_settled else worth(self.liquidity, self.quantity, self.shares)

    @property
    def owed(self) -> int:
        """What is still to be paid back, of trades after the actual close."""
        return 0 if self.is_settled else self.late

    @property
    def profit(self) -> int:
        """What the trades have earned: settled, or if everything were sold now."""
        if self.status == "annulled":
            return 0
        return self.worth - self.paid if self.outcome is None else self.profit_if(self.outcome)

    def profit_if(self, outcome: int) -> int:
        """What the trades will have earned at an outcome."""
        return payout(self.shares, outcome) - self.paid


def cash(stakes: Iterable[Stake]) -> int:
    """What is left of the grant of somebody who has these stakes, and no others, in units.

    >>> cash([Stake(1, 7, 100, 0, "resolved", 1, 3_000_000, 1_000_000, 1)])
    1002000000
    """
    return GRANT + sum(stake.profit - stake.worth - stake.owed for stake in stakes)


def worth(liquidity: int, quantity: int, shares: int) -> int:
    """What selling all shares to the market maker would bring.

    Args:
        liquidity: The parameter b, in units.
        quantity: The state q, in units.
        shares: YES shares held, or NO shares below 0; in units.

    >>> worth(100_000_000, 10_000_000, 10_000_000), worth(100_000_000, -10_000_000, -10_000_000)
    (5124947, 5124947)
    """
    return sets(shares) - cost(liquidity, quantity, -shares) if shares else 0
