"""Recompute the money of an exported ledger: written from docs/journal.md, docs/markets.md alone.

python recompute_money.py LEDGER.jsonl

Prints as JSON the price on each market and the path to it, what each maker and each trader has made
on each, and all balances; or, with exit code 1, the first row by which other money was moved than
is due. Amounts and shares are millionths.
"""

import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal, getcontext
from pathlib import Path

getcontext().prec = 60
GRANT = 1_000_000_000
HOUSE = ("house", 0)


def demand(what, holds):
    """Stop where something is not as it must be."""
    if not holds:
        raise ValueError(what)


def odds(b, q):
    """The odds of YES."""
    return (Decimal(q) / b).exp()


def up(amount):
    """Rounded up to a whole unit."""
    return int(amount.to_integral_value(ROUND_CEILING))


def cost(b, before, after):
    """C(after) - C(before), rounded up."""
    if before + after == 0:  # which alone is a whole number (Lindemann and Weierstrass)
        return (after - before) // 2
    return up(b * ((1 + odds(b, after)) / (1 + odds(b, before))).ln())


def sets(held):
    """What the complete sets cost out of which somebody has sold the YES shares."""
    return max(0, -held)


@dataclass
class Question:
    """What is known of a question so far."""

    slug: str
    opens: int = 0
    closes: int = 0
    early: int | None = None
    final: dict | None = None  # the resolution or annulment that holds

    def is_(self, verdict):
        """Whether that is what became of it."""
        return self.final is not None and self.final["verdict"] == verdict

    def close(self):
        """The actual close, as far as it is known."""
        ends = [self.closes, self.early, self.final["at"] if self.is_("resolve") else None]
        return min(end for end in ends if end is not None)

    def is_open(self, now):
        """Whether a market may be opened, and trade."""
        return self.final is None and self.opens <= now < self.close()


@dataclass
class Trade:
    """A trade in its place: what the state of the maker, and the trader's position, were before."""

    id: int
    at: int
    who: int
    shares: int
    cost: int
    before: int
    held: int

    def redeemed(self):
        """Pairs of a YES and a NO share."""
        return min(abs(self.held), abs(self.shares)) if self.held * self.shares < 0 else 0


@dataclass
class Market:
    """A market, and all that was traded on it so far."""

    id: int
    question: Question
    b: int
    state: int
    start: int
    subsidy: int
    positions: Counter = field(default_factory=Counter)
    trades: list[Trade] = field(default_factory=list)
    paid: dict[int, int] = field(default_factory=dict)  # by the settlement that holds

    def is_in_bounds(self):
        """Whether the price is one that may be."""
        return abs(self.state) <= self.b * Decimal(999).ln()

    def price(self, state):
        """The price of YES."""
        return float(1 / (1 + odds(self.b, -state)))

    def stake(self, who):
        """What a trader held at the actual close, what it had cost, and what trades later did."""
        close, own = self.question.close(), [trade for trade in self.trades if trade.who == who]
        timely = [trade for trade in own if trade.at <= close]
        paid = sum(trade.cost for trade in timely)
        return sum(trade.shares for trade in timely), paid, sum(trade.cost for trade in own) - paid

    def paid_out(self, held, paid):
        """What the ruling pays for what was held at the actual close, and had cost so much."""
        if self.question.is_("annul"):
            return paid
        return max(0, held if self.question.final["outcome"] else -held)

    def owed(self, who):
        """What the ruling pays a trader, of whom later trades are undone."""
        held, paid, later = self.stake(who)
        return self.paid_out(held, paid) + later

    def worth(self, held):
        """What selling all of a position brings now."""
        return -(cost(self.b, self.state, self.state - held) - sets(held)) if held else 0


class Exchange:
    """All that money hangs on, entry by entry."""

    def __init__(self):
        self.names, self.questions, self.markets, self.on = {}, {}, {}, {}
        self.accounts, self.balances = {}, Counter()
        self.new, self.due = {}, Counter()  # accounts, and what is to be posted, in an entry

    def record(self, entry, rows):
        """Take in an entry, and compare the postings that are due with those that are there."""
        for row in (row for table in rows.values() for row in table):
            demand(f"a row of another entry in {entry['number']}", row["entry"] == entry["number"])
        self.names |= {row["id"]: row["name"] for row in rows["forecaster"]}
        self.questions |= {row["id"]: Question(row["slug"]) for row in rows["question"]}
        for row in rows["wording"]:
            asked = self.questions[row["question"]]
            asked.opens, asked.closes = row["opens"], row["closes"]
        self.new, self.due = {holder(row): row["id"] for row in rows["account"]}, Counter()
        for table, act in (("ruling", self.rule), ("market", self.open), ("trade", self.trade)):
            for row in rows[table]:
                act(row, entry["recorded_at"])
        for row in rows["account"]:
            is_due = self.accounts.get(holder(row)) == row["id"]
            demand(f"account {row['id']} was opened without an occasion", is_due)
        self.compare(Counter(map(as_due, rows["posting"])))

    def compare(self, posted):
        """Find nothing posted that is not due, and nothing due that is not posted."""
        for cause, number, *_ in [*(self.due - posted), *(posted - self.due)]:
            moved, due = (
                [move[2:] for move in moves.elements() if move[:2] == (cause, number)]
                for moves in (posted, self.due)
            )
            raise ValueError(f"{cause} {number} posted {moved}, not {due}")

    def move(self, cause, amount, payer, payee):
        """Note what is due: below 0 the other way round, and for 0 nothing."""
        self.balances[payer] -= amount
        self.balances[payee] += amount
        sides = (payer, payee) if amount > 0 else (payee, payer)
        if amount:
            self.due[(*cause, *(self.accounts[side] for side in sides), abs(amount))] += 1

    def opens_account(self, who):
        """Whether somebody's account comes with this entry; each must have one."""
        if who in self.accounts:
            return False
        demand(f"{who[0]} {who[1]} has no account", who in self.new)
        self.accounts[who] = self.new.pop(who)
        return True

    def open(self, row, now):
        """Open a market, for which the house pays the most that it can lose."""
        number, asked, b, start = (row[name] for name in ("id", "question", "liquidity", "start"))
        subsidy = up(b * (1 + odds(b, abs(start))).ln())
        market = Market(number, self.questions[asked], b, start, start, subsidy)
        demand(f"market {number} is the second on its question", asked not in self.on)
        demand(f"market {number} was opened out of time", market.question.is_open(now))
        demand(f"market {number} was opened out of bounds", market.is_in_bounds())
        self.markets[number] = self.on[asked] = market
        self.opens_account(HOUSE)
        self.opens_account(("market", number))
        self.move(("entry", row["entry"]), subsidy, HOUSE, ("market", number))

    def trade(self, row, now):
        """Trade at the cost that is due, with the money that is there."""
        number, who, shares = (row[name] for name in ("id", "forecaster", "shares"))
        market, trader = self.markets[row["market"]], ("forecaster", who)
        demand(f"trade {number} was made out of time", market.question.is_open(now))
        if self.opens_account(trader):
            self.move(("entry", row["entry"]), GRANT, HOUSE, trader)
        before, held = market.state, market.positions[who]
        market.state, market.positions[who] = before + shares, held + shares
        due = cost(market.b, before, market.state) + sets(held + shares) - sets(held)
        demand(f"trade {number} cost {due}, not {row['cost']}", row["cost"] == due)
        demand(f"trade {number} cost more than there was", due <= max(0, self.balances[trader]))
        demand(f"trade {number} took the price out of bounds", market.is_in_bounds())
        market.trades.append(Trade(number, now, who, shares, due, before, held))
        self.move(("trade", number), due, trader, ("market", market.id))

    def rule(self, row, _):
        """Close a question, open it again, or settle its market, or take that back."""
        asked, verdict = self.questions[row["question"]], row["verdict"]
        in_turn = (asked.final is not None) == (verdict == "unresolve")
        demand(f"ruling {row['id']} is out of turn", in_turn)
        if verdict in {"close", "reopen"}:
            asked.early = row["at"] if verdict == "close" else None
            return
        asked.final = None if verdict == "unresolve" else row
        market = self.on.get(row["question"])
        if market is not None:
            self.settle(market, ("ruling", row["id"]))

    def settle(self, market, cause):
        """Pay what a ruling owes, or take back what the one before it paid."""
        before, market.paid = market.paid, {}
        if market.question.final is not None:
            market.paid = {who: market.owed(who) for who in market.positions}
        for who in market.positions:
            amount = market.paid.get(who, 0) - before.get(who, 0)
            self.move(cause, amount, ("market", market.id), ("forecaster", who))
        demand(f"market {market.id} is below 0", self.balances["market", market.id] >= 0)

    def told(self):
        """Everything that was found."""
        markets = {market.question.slug: market for market in self.markets.values()}
        return {
            "prices": {slug: market.price(market.state) for slug, market in markets.items()},
            "paths": {slug: self.path(market) for slug, market in markets.items()},
            "stakes": {slug: self.stakes(market) for slug, market in markets.items()},
            "makers": {
                slug: self.balances["market", market.id] - market.subsidy
                for slug, market in markets.items()
            },
            "balances": {
                self.names[who]: units
                for (kind, who), units in self.balances.items()
                if kind == "forecaster"
            },
            "house": self.balances[HOUSE],
        }

    def path(self, market):
        """The opening, and each trade with the price after it."""
        opening = {"price": market.price(market.start)}
        names = ("trade", "trader", "shares", "redeemed", "cost")
        steps = [dict.fromkeys(names) | opening]
        for one in market.trades:
            cells = (one.id, self.names[one.who], one.shares, one.redeemed(), one.cost)
            after = {"price": market.price(one.before + one.shares)}
            steps.append(dict(zip(names, cells, strict=True)) | after)
        return steps

    def stakes(self, market):
        """What each trader held at the close and it cost, what it is worth or paid, the profit."""
        found = {}
        for who in market.positions:
            held, paid, _ = market.stake(who)
            is_open = market.question.final is None
            value = market.worth(held) if is_open else market.paid_out(held, paid)
            figures = {"position": held, "cost": paid, "profit": value - paid}
            found[self.names[who]] = figures | {"worth" if is_open else "paid_out": value}
        return found


def holder(row):
    """Whose an account is."""
    kinds = [(kind, row[kind]) for kind in ("forecaster", "market") if kind in row]
    demand(f"account {row['id']} is that of two", len(kinds) < 2)
    return kinds[0] if kinds else HOUSE


def as_due(row):
    """A posting in the form in which the due ones are noted; that of no cause is the entry's."""
    causes = [(kind, row[kind]) for kind in ("trade", "ruling") if kind in row]
    demand(f"posting {row['id']} has two causes", len(causes) < 2)
    cause = causes[0] if causes else ("entry", row["entry"])
    return (*cause, row["payer"], row["payee"], row["amount"])


def entries(path):
    """Each entry with its rows by table."""
    rows = defaultdict(list)
    with Path(path).open(encoding="ascii") as lines:
        for row in map(json.loads, lines):
            if row.get("table") == "entry":
                yield row, rows
                rows = defaultdict(list)
            elif "table" in row:
                rows[row["table"]].append(row)


def main(path):
    """Follow every entry, and print what all comes to."""
    exchange = Exchange()
    try:
        for entry, rows in entries(path):
            exchange.record(entry, rows)
    except (LookupError, TypeError, ValueError) as error:
        sys.exit(f"{error}")
    json.dump(exchange.told(), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
