"""Acts as functions of a writing transaction, and what it takes to do one under a key."""

from __future__ import annotations

from market.exchange.credits import UNIT
from market.exchange.orders import Order
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.acts.trading import Trading
from market.ledger.views.questions import find_question

__all__ = ["bought", "done", "opened", "ruled", "said", "traded"]


def said(question, who, probability, **words):
    return lambda w: report(w, question, who, probability, **words)


def ruled(question, verdict, outcome=None, **words):
    def act(w):
        number = rule(w, question, verdict, outcome, **words)
        return number, find_question(w.connection, question, now=w.now)

    return act


def opened(question, **terms):
    return lambda w: open_market(w, question, **terms)


def traded(question, who, **order):
    def act(w):
        trading = Trading(w, who)
        fill = trading.trade(Order(trading.market(question), **order))
        return fill, [one.id for one in trading.record()]

    return act


def bought(question, who, credits_spent, *, yes=True):
    return traded(question, who, yes=yes, spend=credits_spent * UNIT)


def done(ledger, act, *, key=None, who="ana", command="act"):
    with ledger.writing(who, command, key) as w:
        result = act(w)
    return result, w.entry, w.now, w.repeats
