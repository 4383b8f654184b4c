"""Recompute an exchange from an exported ledger: written from docs/journal.md, without foretell.

python recompute_money.py LEDGER.jsonl

Prints the price on each question that has a market, and each trader's balance, as JSON; or, with
exit code 1, the first trade or ruling by which another amount was moved than must be.
"""

import json
import sys
from collections import Counter, defaultdict
from decimal import Decimal, getcontext
from math import ceil
from pathlib import Path

getcontext().prec = 60


def read(path):
    """Rows by table, in the order of recording."""
    tables = defaultdict(list)
    with Path(path).open(encoding="ascii") as lines:
        for row in map(json.loads, lines):
            tables[row.get("table")].append(row)
    return tables


def posted(tables):
    """What each trader received for each trade and each ruling; what all began with is for none."""
    owner = {row["id"]: row.get("forecaster") for row in tables["account"]}
    found = defaultdict(Counter)
    for row in tables["posting"]:
        cause = next(((kind, row[kind]) for kind in ("trade", "ruling") if kind in row), None)
        for side, sign in (("payee", 1), ("payer", -1)):
            if owner[row[side]]:
                found[cause][owner[row[side]]] += sign * row["amount"]
    return found


def acts(tables):
    """Trades and rulings in the order of recording, a ruling with the actual close by it."""
    kinds = ("wording", "trade", "ruling")
    rows = [(row["entry"], kind, row) for kind in kinds for row in tables[kind]]
    ends = defaultdict(dict)
    for _, kind, row in sorted(rows, key=lambda one: one[0]):
        if kind == "wording":
            ends[row["question"]]["scheduled"] = row["closes"]
        elif kind == "ruling" and row["verdict"] == "close":
            ends[row["question"]]["early"] = row["at"]
        elif kind == "ruling" and row["verdict"] == "reopen":
            del ends[row["question"]]["early"]
        elif kind == "ruling":
            yield kind, row, min(row["at"], *ends[row["question"]].values())
        else:
            yield kind, row, None


def odds(market, state):
    return (Decimal(state) / market["liquidity"]).exp()


def cost(market, before, after):
    """C(after) - C(before), rounded up."""
    if before + after == 0:  # which alone can be a whole number
        return -((before - after) // 2)
    ratio = (1 + odds(market, after)) / (1 + odds(market, before))
    return ceil(market["liquidity"] * ratio.ln())


def settled(ruling, trades, close):
    """What each trader receives by a resolution or an annulment: trades are (trade, when)."""
    held, undone = Counter(), Counter()
    for trade, recorded_at in trades:
        if ruling["verdict"] == "annul" or recorded_at > close:
            undone[trade["forecaster"]] += trade["cost"]
        else:
            held[trade["forecaster"]] += trade["shares"]
    side = 1 if ruling.get("outcome") else -1
    return {who: max(0, side * held[who]) + undone[who] for who in {**held, **undone}}


def recompute(tables):
    """Follow every trade and ruling; stop where another amount was moved than must be."""
    markets = {row["id"]: row for row in tables["market"]}
    recorded_at = {row["number"]: row["recorded_at"] for row in tables["entry"]}
    states = {number: row["start"] for number, row in markets.items()}
    positions, trades, paid, moved = Counter(), defaultdict(list), {}, posted(tables)
    for kind, row, close in acts(tables):
        if kind == "trade":
            market, who = markets[row["market"]], row["forecaster"]
            before, held = states[market["id"]], positions[market["id"], who]
            states[market["id"]] = after = before + row["shares"]
            positions[market["id"], who] = now = held + row["shares"]
            trades[market["question"]].append((row, recorded_at[row["entry"]]))
            due = {who: -cost(market, before, after) - max(0, -now) + max(0, -held)}
        elif row["verdict"] == "unresolve":
            due = {who: -amount for who, amount in paid[row["question"]].items()}
        else:
            due = paid[row["question"]] = settled(row, trades[row["question"]], close)
        if {who: amount for who, amount in due.items() if amount} != moved[kind, row["id"]]:
            sys.exit(f"{kind} {row['id']} moved {dict(moved[kind, row['id']])}, not {due}")
    balances = Counter()
    for one in moved.values():
        balances.update(one)
    names = {row["id"]: row["name"] for row in tables["forecaster"]}
    slugs = {row["id"]: row["slug"] for row in tables["question"]}
    return {
        "prices": {
            slugs[row["question"]]: float(1 / (1 + odds(row, -states[row["id"]])))
            for row in markets.values()
        },
        "balances": {names[who]: amount for who, amount in balances.items()},
    }


if __name__ == "__main__":
    json.dump(recompute(read(sys.argv[1])), sys.stdout)
