"""The prices of linked questions as somebody sees them, and what can be earned from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cli.shared.hiding import prices_hidden_from
from market.errors import Refused
from market.ledger.views.markets import market_states
from market.ledger.views.questions import question_states
from market.logic.arbitrage import Offer, arbitrages
from market.logic.live import live_links
from market.logic.reading import all_links
from scoring.coherence import ContradictionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.invocation import Invocation
    from market.logic.arbitrage import Arbitrage
    from market.logic.links import Link

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
        known = question_states(connection, now=call.now)
        states = [state for state in known if state.status != "annulled"]
        outcomes = {state.slug: state.outcome for state in states if state.outcome is not None}
        links = live_links(all_links(connection, states), outcomes)
        hidden = prices_hidden_from(call.user, connection, known, blind=call.blind)
        linked = {slug for link in links for slug in link.questions}
        open_ = {
            state.id: state.slug
            for state in states
            if state.status == "open" and state.slug in linked
        }
        markets = [one for one in market_states(connection) if one.question in open_]
    seen = [one for one in markets if one.question not in hidden]
    offers = [Offer(open_[one.question], one.liquidity, one.quantity) for one in seen]
    return Prices(len(seen), len(links), len(markets) - len(seen), _found(offers, links))


def _found(offers: Sequence[Offer], links: Sequence[Link]) -> list[Arbitrage]:
    try:
        return arbitrages(offers, links)
    except ContradictionError as error:
        said = "The links contradict each other: no answers satisfy all of them."
        raise Refused(said, "Take one back: foretell link list") from error
    except ValueError as error:
        said = "Too many questions hang together in too many ways."
        raise Refused(said, "Take a link back: foretell link list") from error
