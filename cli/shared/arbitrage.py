"""The prices of linked questions as somebody sees them, and what can be earned from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cli.shared.hiding import prices_hidden_from
from cli.shared.worlds import possible_worlds
from market.ledger.views.markets import market_states
from market.ledger.views.questions import question_states
from market.logic.arbitrage import Offer, arbitrages
from market.logic.reading import links_in_doubt

if TYPE_CHECKING:
    from cli.invocation import Invocation
    from market.logic.arbitrage import Arbitrage

__all__ = ["Prices", "read_prices"]


class Prices(NamedTuple):
    """The markets that hang together with others, and what can be earned from them.

    Attributes:
        markets: How many there are.
        links: How many links bear on their questions.
        hidden: On how many more the price is hidden from the user.
        arbitrages: What can be earned, the most first.
    """

    markets: int
    links: int
    hidden: int
    arbitrages: list[Arbitrage]


def read_prices(call: Invocation) -> Prices:
    """What the user can earn from the prices of open questions.

    Args:
        call: Who looks, and at which ledger.

    Raises:
        Refused: Nothing can be told of the links.
        DatabaseError: The ledger cannot be read.
    """
    with call.ledger().reading() as connection:
        states = question_states(connection, now=call.now)
        links = links_in_doubt(connection, states)
        hidden = prices_hidden_from(call.user, connection, states, blind=call.blind)
        linked = {slug for link in links for slug in link.questions}
        open_ = {
            state.id: state.slug
            for state in states
            if state.status == "open" and state.slug in linked
        }
        markets = [one for one in market_states(connection) if one.question in open_]
    seen = [one for one in markets if one.question not in hidden]
    offers = [Offer(open_[one.question], one.liquidity, one.quantity) for one in seen]
    with possible_worlds("Take a link back: foretell link list"):
        found = arbitrages(offers, links)
    return Prices(len(seen), len(links), len(markets) - len(seen), found)
