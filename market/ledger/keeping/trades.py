"""Whether each trade is what its place in the order says, and was paid for.

Trades and postings are read side by side, each once and by the batch: of what was traded only
states, positions and balances are in memory.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from market.exchange.book import sets
from market.exchange.credits import GRANT, in_credits
from market.exchange.pricing import cost, furthest
from market.ledger.exchange import Posting, Trade
from market.ledger.keeping.constraints import Breach
from market.ledger.keeping.written import batches, paged
from market.ledger.tables import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TypeAlias

    from sqlalchemy import Connection

    from market.ledger.keeping.courses import Course

    _Payment: TypeAlias = tuple[int, int, int, int, int]  # trade, entry, payer, payee, amount

__all__ = ["Maker", "broken_trades"]


@dataclass(slots=True)
class Maker:
    """A market and its maker, whose state is in bounds.

    Attributes:
        liquidity: The parameter b.
        quantity: The state q.
        account: The maker's account; 0 where it is missing.
        course: What became of the question.
    """

    liquidity: int
    quantity: int
    account: int
    course: Course


def broken_trades(
    connection: Connection, makers: Mapping[int, Maker], accounts: Mapping[int, int]
) -> Iterator[Breach]:
    """The first trade that cannot have been, and the first payment that was for none.

    Args:
        connection: A snapshot of the ledger.
        makers: By market, as it opened; they follow the trades.
        accounts: Those of traders, by forecaster.
    """
    positions: dict[tuple[int, int], int] = defaultdict(int)
    till = _Till(connection, accounts.values())
    for number, entry, market, forecaster, shares, paid, moment in _trades(connection):
        maker, own = makers.get(market), accounts.get(forecaster)
        if maker is None or own is None:  # which is a breach of its own
            break
        held = positions[market, forecaster]
        positions[market, forecaster] = after = held + shares
        fault = _fault(maker, entry, moment, shares, paid, sets(after) - sets(held))
        if paid:
            fault = fault or till.fault(number, entry, maker.account, own, paid)
        if fault is not None:
            yield Breach(entry, f"trade {number} {fault}")
            break
    yield from till.superfluous()


def _fault(
    maker: Maker, entry: int, moment: int, shares: int, paid: int, bought: int
) -> str | None:
    """What is wrong with a trade by itself, if anything; the maker's state follows it."""
    if not maker.course.is_open(entry, moment):
        return "was made while its question was not open"
    before = maker.quantity
    maker.quantity += shares
    if abs(maker.quantity) > furthest(maker.liquidity):
        return "takes the price out of its bounds"
    due = cost(maker.liquidity, before, shares) + bought
    if paid != due:
        return f"cost {in_credits(due)}, not the {in_credits(paid)} on record"
    return None


class _Till:
    """Payments for trades, and what they and settlements leave to each trader.

    Args:
        connection: A snapshot of the ledger.
        accounts: The traders' accounts; all begin with the grant.
    """

    def __init__(self, connection: Connection, accounts: Iterable[int]) -> None:
        self._balances = defaultdict(int, dict.fromkeys(accounts, GRANT))
        self._payments = self._move(connection)
        self._waiting: Counter[_Payment] = Counter()

    def fault(self, trade: int, entry: int, maker: int, own: int, paid: int) -> str | None:
        """What is wrong with the payment for a trade, if anything."""
        sides = (own, maker) if paid > 0 else (maker, own)
        if not self._takes((trade, entry, *sides, abs(paid))):
            return "was not paid for as it must be"
        self._balances[own] -= paid
        return "cost more than its trader had" if paid > 0 > self._balances[own] else None

    def superfluous(self) -> Iterator[Breach]:
        """Payments that no trade has asked for, up to the next one."""
        left = chain(self._waiting.elements(), islice(self._payments, 1))
        for trade, entry, *_ in left:
            yield Breach(entry, f"trade {trade} was paid for once too often")

    def _takes(self, due: _Payment) -> bool:
        """Whether a payment is there; within an entry they may be in any order."""
        if self._waiting and self._waiting[due]:
            self._waiting[due] -= 1
            return True
        for payment in self._payments:
            if payment == due:
                return True
            self._waiting[payment] += 1
            if payment[1] > due[1]:
                break
        return False

    def _move(self, connection: Connection) -> Iterator[_Payment]:
        """Let settlements move money, and stop at each payment for a trade."""
        balances = self._balances
        for rows in batches(connection, Posting.__table__):
            for _, entry, payer, payee, amount, trade, ruling in rows:
                if trade is not None:
                    yield trade, entry, payer, payee, amount
                elif ruling is not None:
                    balances[payer] -= amount
                    balances[payee] += amount


def _trades(connection: Connection) -> Iterator[tuple[Any, ...]]:
    traded, entry = Trade.__table__, Entry.__table__.c
    query = select(traded, entry.recorded_at).join(Entry.__table__, entry.number == traded.c.entry)
    for rows in paged(connection, query, traded.c.id):
        yield from map(tuple, rows)
