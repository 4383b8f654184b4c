"""Settlement: what a ruling on a question pays to those who traded on it, or takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, literal_column, select

from market.exchange.settlement import refunds, winnings
from market.ledger.acts.accounts import maker_account, trader_account
from market.ledger.exchange import Market, Posting, Trade
from market.ledger.prepared import prepared
from market.ledger.tables import Ruling, Verdict
from market.ledger.views.markets import holdings, market_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Select

    from market.ledger.views.questions import QuestionState
    from market.ledger.writer import Writing

__all__ = ["settle", "settle_all"]


def settle(
    w: Writing,
    question: QuestionState,
    verdict: Verdict,
    ruling: int,
    *,
    outcome: int | None,
    close: int,
) -> None:
    """Post what a ruling owes, if its question has a market.

    A resolution pays a credit for each winning share held at the actual close, and undoes later
    trades. An annulment pays back what was paid. Taking either back reverses its postings.

    Args:
        w: The writing transaction.
        question: The question before the ruling.
        verdict: What was ruled.
        ruling: The ruling's number.
        outcome: 1 or 0, with a resolution.
        close: The actual close by this ruling, in microseconds.

    Raises:
        ValueError: The transaction has traded on the market: such trades have no time yet.
    """
    market = market_on(w.connection, question.id)
    if market is None or not market.trades:
        return
    if _traded(w.connection, market=market.id, entry=w.entry).first():
        raise ValueError("a market is settled in another entry than it is traded on")
    match verdict:
        case Verdict.RESOLVE:
            assert outcome is not None
            owed = winnings(holdings(w.connection, market.id, close), outcome)
        case Verdict.ANNUL:
            owed = refunds(holdings(w.connection, market.id, close))
        case Verdict.UNRESOLVE:
            w.insert(Posting, list(_reversed(w, question.ruling, ruling)))
            return
        case _:
            return
    w.insert(Posting, list(_postings(w, maker_account(w, market.id), owed, ruling)))


def settle_all(
    w: Writing,
    questions: Iterable[QuestionState],
    rulings: Iterable[tuple[int, Mapping[str, Any]]],
) -> None:
    """Post what rulings owe that one entry records together.

    Args:
        w: The writing transaction.
        questions: Questions as they were before; one that came with the entry has no market.
        rulings: Number and row of each ruling, in their order.
    """
    asked = set(w.connection.execute(select(Market.__table__.c.question)).scalars())
    before = {question.id: question for question in questions if question.id in asked}
    closes = {number: question.actual_close for number, question in before.items()}
    for ruling, row in rulings:
        number = row["question"]
        if number in before:
            closes[number] = close = min(row["at"], closes[number])
            verdict, outcome = Verdict(row["verdict"]), row.get("outcome")
            settle(w, before[number], verdict, ruling, outcome=outcome, close=close)


def _postings(
    w: Writing, maker: int, owed: dict[int, int], ruling: int
) -> Iterator[dict[str, Any]]:
    for forecaster, amount in owed.items():
        sides = (maker, trader_account(w, forecaster))
        payer, payee = sides if amount > 0 else sides[::-1]
        yield {"payer": payer, "payee": payee, "amount": abs(amount), "ruling": ruling}


@prepared
def _traded() -> Select[Any]:
    """A trade that an entry made on a market."""
    made = Trade.__table__.c
    ours = (made.entry == bindparam("entry")) & (made.market == bindparam("market"))
    return select(made.id).where(ours).limit(literal_column("1"))


def _reversed(w: Writing, former: int | None, ruling: int) -> Iterator[dict[str, Any]]:
    """The postings of a former ruling, the other way round."""
    posted, ruled = Posting.__table__.c, Ruling.__table__.c
    entry = select(ruled.entry).where(ruled.id == former).scalar_subquery()  # which has an index
    rows = select(posted.payer, posted.payee, posted.amount)
    rows = rows.where(posted.entry == entry, posted.ruling == former)
    for row in w.connection.execute(rows.order_by(posted.id)).all():
        yield {"payer": row.payee, "payee": row.payer, "amount": row.amount, "ruling": ruling}
