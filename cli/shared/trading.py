"""Everybody who trades, read from the ledger."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from cli.output.traders import Trader, Traders
from market.ledger.views.beliefs import Beliefs
from market.ledger.views.dealings import Dealings
from market.ledger.views.forecasters import forecaster_names
from market.ledger.views.panels import poll_on
from scoring.board import board

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

__all__ = ["read_traders"]


def read_traders(
    connection: Connection,
    *,
    now: int,
    as_of: int | None = None,
    called: Mapping[str, str] | None = None,
) -> Traders:
    """All traders by profit, with the scores that their trades imply.

    Args:
        connection: A snapshot of the ledger.
        now: The time, in microseconds.
        as_of: Only what had happened by then.
        called: What to call whom; others keep their names.
    """
    dealings = Dealings.read(connection, now=now, as_of=as_of)
    names, by_trader = forecaster_names(connection), attrgetter("trader")
    poll = poll_on(connection, dealings.questions, as_of=as_of, beliefs=Beliefs.TRADES)
    gains = np.bincount(dealings.trades.forecaster, np.nan_to_num(dealings.log_gain))
    traders = [
        Trader(
            name=(called or {}).get(names[number], names[number]),
            stakes=list(stakes),
            log_gain=gains[number].item(),
            place=poll.forecasters.index(names[number]),
        )
        for number, stakes in groupby(sorted(dealings.stakes, key=by_trader), by_trader)
    ]
    return Traders.of(traders, board(poll.panel))
