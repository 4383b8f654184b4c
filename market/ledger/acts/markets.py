"""Opening a market: with which liquidity, at which price, and who pays for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from market.errors import Refused
from market.exchange.credits import UNIT, in_credits
from market.exchange.orders import fit_price
from market.exchange.pricing import liquidity_for, quantity_at, subsidy
from market.ledger.acts.accounts import house_account, maker_account
from market.ledger.acts.timing import refuse_unless_open
from market.ledger.exchange import Market, Posting
from market.ledger.views.markets import market_on
from market.ledger.views.questions import find_question

if TYPE_CHECKING:
    from market.ledger.writer import Writing

__all__ = ["LARGEST", "LIQUIDITY", "SMALLEST", "Opened", "open_market"]

LIQUIDITY = 100 * UNIT
"""The liquidity of a market that is opened without one."""

SMALLEST, LARGEST = UNIT, 1_000_000 * UNIT
"""Between these a market's liquidity lies."""


class Opened(NamedTuple):
    """A market as it was opened.

    Attributes:
        market: Its number.
        entry: The entry that recorded it.
        slug: The question's slug, as it was asked.
        liquidity: The parameter b, in units.
        quantity: The state q, in units.
        subsidy: What the house paid in: the most that the market maker can lose, in units.
    """

    market: int
    entry: int
    slug: str
    liquidity: int
    quantity: int
    subsidy: int


def open_market(
    w: Writing,
    question_slug: str,
    *,
    liquidity: int | None = None,
    funds: int | None = None,
    prior: float = 0.5,
) -> Opened:
    """Open the market on a question.

    Args:
        w: The writing transaction.
        question_slug: On which question.
        liquidity: The market maker's parameter b, in units: how many shares move the log-odds by
            1. By default `LIQUIDITY`.
        funds: What the market maker may lose at most, in units, from which b follows.
        prior: The price at which it opens.

    Raises:
        Refused: The question is unknown or not open, it has a market, or the liquidity, the
            subsidy or the prior is out of bounds.
        ValueError: Both liquidity and subsidy are given.
    """
    if liquidity is not None and funds is not None:
        raise ValueError("a market has a liquidity or a subsidy, from which the other follows")
    question = find_question(w.connection, question_slug, now=w.now)
    refuse_unless_open(question, w.now)
    if market_on(w.connection, question.id) is not None:
        said = f"{question.slug} has a market already."
        raise Refused(said, f"See: foretell market price {question.slug}")
    fit_price(prior)
    depth = LIQUIDITY if liquidity is None else liquidity
    if funds is not None:
        depth = liquidity_for(funds, prior)
    _refuse_depth(depth)
    start = quantity_at(depth, prior)
    (market,) = w.insert(Market, [{"question": question.id, "liquidity": depth, "start": start}])
    payer, payee = house_account(w), maker_account(w, market)
    paid = subsidy(depth, start)
    w.insert(Posting, [{"payer": payer, "payee": payee, "amount": paid}])
    return Opened(market, w.entry, question.slug, depth, start, paid)


def _refuse_depth(liquidity: int) -> None:
    if not SMALLEST <= liquidity <= LARGEST:
        raise Refused(
            f"A liquidity of {in_credits(liquidity)} credits is out of bounds.",
            f"Stay between {SMALLEST // UNIT} and {LARGEST // UNIT:,}, as in --liquidity 100.",
        )
