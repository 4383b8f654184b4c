"""Accounts: opened at first use, those of traders with the grant in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.exchange.credits import GRANT
from market.ledger.exchange import Account, Posting
from market.ledger.views.accounts import account_of, house

if TYPE_CHECKING:
    from market.ledger.writer import Writing

__all__ = ["house_account", "maker_account", "trader_account"]


def house_account(w: Writing) -> int:
    """The number of the house's account, which is opened with the first market."""
    found = house(w.connection)
    return w.insert(Account, [{}])[0] if found is None else found


def maker_account(w: Writing, market: int) -> int:
    """The number of a market maker's account."""
    found = account_of(w.connection, market=market)
    return w.insert(Account, [{"market": market}])[0] if found is None else found


def trader_account(w: Writing, forecaster: int) -> int:
    """The number of a forecaster's account; who has none yet is given one, and the grant."""
    found = account_of(w.connection, forecaster=forecaster)
    if found is not None:
        return found
    (opened,) = w.insert(Account, [{"forecaster": forecaster}])
    w.insert(Posting, [{"payer": house_account(w), "payee": opened, "amount": GRANT}])
    return opened
