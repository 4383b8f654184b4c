"""Two who try the same on a team's ledger: the owner by the program, a member by hand."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg
from team import DAY, wall_clock

from market.errors import Refused
from market.exchange.book import sets
from market.exchange.credits import GRANT
from market.exchange.orders import Order
from market.exchange.pricing import cost, subsidy
from market.ledger.acts.asking import ask
from market.ledger.acts.rulings import rule
from market.ledger.acts.trading import Trading
from market.ledger.team.rights import Right, writable

if TYPE_CHECKING:
    from market.ledger.engine import Ledger

__all__ = ["MISPOSTED", "WRONGS", "Judges", "altered", "deal", "opening_rows", "send", "trade_rows"]

MISPOSTED = "the postings are not those that are due"

WRONGS = ["left out", "twice", "less", "more", "the other way round", "of no cause"]
"""What may be wrong with a posting."""


class Undone(Exception):  # noqa: N818 - it ends what was only tried
    """Nothing of it is recorded."""


@dataclass
class Judges:
    """Two who try the same: the owner by the program, and a member who sends rows by hand."""

    owner: Ledger
    member: psycopg.Connection
    numbers: itertools.count = field(default_factory=itertools.count)

    def agree(self, act, *rows):
        """Assert it, for an act and the rows that it stands for; the rows that were accepted."""
        accepted = self.rows_of(act)
        said = self.refusal(rows if accepted is None else accepted)
        assert (said is None) == (accepted is not None), said
        assert said != MISPOSTED  # the rows are those of the act: it is the act that is refused
        return accepted

    def rows_of(self, act):
        """What the program would record; none where it refuses."""
        rows = []
        try:
            with self.owner.writing("owner", "try") as w:
                _listen(w, rows)
                act(w)
                raise Undone  # noqa: TRY301 - the writer takes it for a failure of the act
        except Undone:
            return rows
        except Refused:
            return None

    def refusal(self, rows):
        """In which words the database refuses the rows; none where it lets them pass."""
        with self.member.transaction(force_rollback=True):
            try:
                for table, row in rows:
                    send(self.member, table, row)
                self.member.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except (psycopg.errors.RaiseException, psycopg.errors.IntegrityError) as error:
                said = error.diag.message_primary
                raise psycopg.Rollback from None
            else:
                return None
        return said

    def question(self, span, rulings):
        """The slug of a new question in some state."""
        slug, now = f"q{next(self.numbers)}", wall_clock()
        with self.owner.writing("owner", "ask") as w:
            ask(w, slug, "Rain?", *(now + days * DAY for days in span), tags=["a", "B"])
        self.rule(slug, rulings)
        return slug

    def rule(self, slug, rulings):
        """Let the owner rule on a question, as far as that is possible."""
        for (verdict, outcome), after in rulings:
            self.attempt(lambda w, v=verdict, o=outcome, t=after: rule(w, slug, v, o, at=w.now + t))

    def attempt(self, act):
        """Let the owner do something, or be refused."""
        try:
            with self.owner.writing("owner", "try") as w:
                act(w)
        except Refused:
            pass


def deal(w, who, slug, *deals):
    """Trade so many YES shares one after another by the program; below 0 of NO."""
    trading = Trading(w, who)
    for shares in deals:
        trading.trade(Order(trading.market(slug), yes=shares > 0, shares=abs(shares)))
    return trading.record()


def send(connection, table, row):
    """Insert what members may give of a row."""
    given = {name: row[name] for name in writable(Right)[table] if name in row}
    places = ", ".join(["%s"] * len(given))
    connection.execute(
        f"INSERT INTO foretell.{table} ({', '.join(given)}) VALUES ({places})", [*given.values()]
    )


def opening_rows(connection, question, liquidity, start):
    """The rows of a market, whether or not it may be opened."""
    market, account = (_next(connection, table) for table in ("market", "account"))
    paid = {"payer": _house(connection), "payee": account, "amount": subsidy(liquidity, start)}
    return [
        ("market", {"question": question, "liquidity": liquidity, "start": start}),
        ("account", {"market": market}),
        ("posting", paid),
    ]


def trade_rows(connection, question, shares):
    """The rows of a member's trade at the price that holds, whether or not it may be made."""
    (trader,) = connection.execute("SELECT foretell.me()").fetchone()
    market, maker, liquidity, quantity = connection.execute(
        "SELECT m.id, a.id, liquidity, start + (SELECT coalesce(sum(shares), 0)::bigint FROM trade"
        " WHERE market = m.id) FROM market m JOIN account a ON market = m.id WHERE question = %s",
        (question,),
    ).fetchone()
    (held,) = connection.execute(
        "SELECT coalesce(sum(shares), 0)::bigint FROM trade WHERE market = %s AND forecaster = %s",
        (market, trader),
    ).fetchone()
    own = "SELECT id FROM account WHERE forecaster = %s"
    ((account,),) = connection.execute(own, (trader,)).fetchall() or [(None,)]
    rows = []
    if account is None:
        account = _next(connection, "account")
        given = {"payer": _house(connection), "payee": account, "amount": GRANT}
        rows = [("account", {"forecaster": trader}), ("posting", given)]
    paid = cost(liquidity, quantity, shares) + sets(held + shares) - sets(held)
    number = _next(connection, "trade")
    rows.append(("trade", {"market": market, "shares": shares, "cost": paid}))
    sides = (account, maker) if paid > 0 else (maker, account)
    names = ("payer", "payee", "amount", "trade")
    if paid:
        rows.append(("posting", dict(zip(names, (*sides, abs(paid), number), strict=True))))
    return rows


def altered(rows, place, how):
    """The rows of an act with one of `WRONGS` in a posting."""
    table, row = rows[place]
    wrong = {
        "left out": [],
        "twice": [row, row],
        "less": [{**row, "amount": row["amount"] - 1}],
        "more": [{**row, "amount": row["amount"] + 1}],
        "the other way round": [{**row, "payer": row["payee"], "payee": row["payer"]}],
        "of no cause": [{**row, "trade": None, "ruling": None}],
    }
    return [*rows[:place], *((table, other) for other in wrong[how]), *rows[place + 1 :]]


def _listen(w, rows):
    """Keep the rows that a transaction writes."""
    store, store_columns = w._store, w._store_columns

    def one_by_one(table, new):
        rows.extend((table.name, row) for row in new)
        store(table, new)

    def by_columns(table, columns):
        new = zip(*columns.values(), strict=True)
        rows.extend((table.name, dict(zip(columns, row, strict=True))) for row in new)
        store_columns(table, columns)

    w._store, w._store_columns = one_by_one, by_columns


def _next(connection, table):
    return connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0]


def _house(connection):
    house = "SELECT id FROM account WHERE forecaster IS NULL AND market IS NULL"
    return connection.execute(house).fetchone()[0]
