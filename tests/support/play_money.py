"""What markets and balances must come to, trade by trade: exact decimals and plain dictionaries."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

__all__ = ["PlayMoney"]

GRANT = 1_000_000_000
LIQUIDITY = 100_000_000


class PlayMoney:
    """Markets by slug, and what everybody has; amounts are millionths.

    Attributes:
        markets: By slug, the state of each, its trades (who, shares, cost, when) and what the
            last ruling on it paid to whom.
        balances: By name.
    """

    def __init__(self):
        self.markets, self.balances = {}, {}

    def open(self, slug, prior):
        with localcontext(prec=50):
            odds = (Decimal(str(prior)) / (1 - Decimal(str(prior)))).ln()
            state = int((LIQUIDITY * odds).to_integral_value())
        self.markets[slug] = {"state": state, "trades": [], "paid": {}}

    def order(self, who, slug, shares, *, yes, sells):
        """Why an order cannot be filled, and the YES shares and the cost of one that can."""
        market = self.markets.get(slug)
        if market is None:
            return {"has no market"}, 0, 0
        held = self.held(who, slug)
        own = max(0, held if yes else -held)
        shares = own if sells else shares
        bought = shares if yes is not sells else -shares
        if bought == 0:
            return {"You hold no"}, 0, 0
        after = market["state"] + bought
        sets = max(0, -(held + bought)) - max(0, -held)  # of which each costs as many units
        cost = self.charge(market["state"], after) + sets
        with localcontext(prec=50):
            furthest = LIQUIDITY * Decimal(999).ln()
        why = {"stays between"} if abs(after) > furthest else set()
        why |= {"That costs"} if cost > max(0, self.balances.get(who, GRANT)) else set()
        return why, bought, cost

    def charge(self, before, after):
        """b ln(1 + e^(q / b)) after, less that before, rounded up."""
        with localcontext(prec=50):
            total = [LIQUIDITY * (1 + (Decimal(q) / LIQUIDITY).exp()).ln() for q in (before, after)]
            exact = total[1] - total[0]
            nearest = exact.to_integral_value()
            return int(nearest) if abs(exact - nearest) < Decimal("1e-25") else math.ceil(exact)

    def trade(self, who, slug, shares, cost, now):
        market = self.markets[slug]
        market["state"] += shares
        market["trades"].append((who, shares, cost, now))
        self.balances[who] = self.balances.get(who, GRANT) - cost

    def held(self, who, slug):
        """YES shares less NO shares."""
        return sum(shares for name, shares, *_ in self.markets[slug]["trades"] if name == who)

    def settle(self, slug, verdict, outcome, close):
        """Pay what a ruling owes, or take it back."""
        market = self.markets.get(slug)
        if market is None or verdict in {"close", "reopen"}:
            return
        if verdict == "unresolve":
            owed = {who: -amount for who, amount in market["paid"].items()}
        else:
            owed = self._owed(market["trades"], verdict, outcome, close)
        market["paid"] = owed
        for who, amount in owed.items():
            self.balances[who] += amount

    def _owed(self, trades, verdict, outcome, close):
        owed = dict.fromkeys((who for who, *_ in trades), 0)
        for who in owed:
            own = [trade for trade in trades if trade[0] == who]
            undone = own if verdict == "annul" else [trade for trade in own if trade[3] > close]
            held = sum(shares for _, shares, _, at in own if at <= close)
            won = 0 if verdict == "annul" else max(0, held if outcome else -held)
            owed[who] = won + sum(cost for _, _, cost, _ in undone)
        return owed
