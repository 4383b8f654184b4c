"""What an entry of the journal wrote, in words; never a probability, for crowds may be hidden.

A market's price is one, too: it is told where it may be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.output.figures import counted
from cli.output.money import short
from market.exchange.credits import in_credits
from market.exchange.pricing import price

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from market.ledger.keeping.log import Written

__all__ = ["in_words"]

_RULED = {
    "close": "closed",
    "reopen": "reopened",
    "resolve": "resolved",
    "annul": "annulled",
    "unresolve": "unresolved",
}
_NOTHING: tuple[int, int, dict[str, Any]] = (0, 0, {})


def in_words(wrote: Mapping[str, Written], *, hidden: Container[str] = ()) -> str:
    """What was written, the article before what was drawn from it.

    Args:
        wrote: What the entry wrote, by table.
        hidden: Slugs of the questions whose price is not to be seen.

    >>> from market.ledger.keeping.log import Written
    >>> in_words({"question": Written(12, 0, {}), "report": Written(5, 1, {})})
    'asked 12 questions, 4 forecasts, 1 withdrawal'
    >>> said = {"question": "rain", "verdict": "resolve", "outcome": 1}
    >>> in_words({"ruling": Written(1, 0, said)})
    'resolved rain yes'
    >>> in_words({"member": Written(1, 0, {"role": "zoe", "rights": "editor,member"})})
    'rights of zoe: editor'
    >>> bought = {"market": "rain", "shares": 20_000_000, "cost": 6_430_803}
    >>> in_words({"trade": Written(1, 0, bought)})
    'bought 20 YES of rain for 6.430803'
    >>> clause = Written(1, 0, {"kind": "excludes", "stands": 1})
    >>> in_words({"clause": clause, "term": Written(3, 0, {})})
    'linked 3 questions: excludes'
    """
    parts = [
        *_of_articles(wrote),
        *_of_questions(wrote),
        *_of_reports(wrote),
        *_of_markets(wrote, hidden),
        *_of_trades(wrote, hidden),
        *_of_rulings(wrote),
    ]
    return ", ".join(parts or [*_of_links(wrote)] or _of_others(wrote))


def _of_articles(wrote: Mapping[str, Written]) -> Iterator[str]:
    if "article" in wrote:
        rows, _, alike = wrote["article"]
        yield f"article {alike['slug']}" if "slug" in alike else counted(rows, "article")
    if "claim" in wrote:
        yield counted(wrote["claim"].rows, "claim")


def _of_questions(wrote: Mapping[str, Written]) -> Iterator[str]:
    asked, _, new = wrote.get("question", _NOTHING)
    worded, _, edited = wrote.get("wording", _NOTHING)
    if asked:
        yield f"asked {new.get('slug') or counted(asked, 'question')}"
    if worded > asked:
        yield f"edited {edited.get('question') or counted(worded - asked, 'question')}"


def _of_reports(wrote: Mapping[str, Written]) -> Iterator[str]:
    rows, withdrawals, alike = wrote.get("report", _NOTHING)
    given, question = rows - withdrawals, alike.get("question")
    if given:
        yield f"forecast on {question}" if question and given == 1 else counted(given, "forecast")
    if withdrawals:
        one = question and withdrawals == 1
        yield f"withdrew from {question}" if one else counted(withdrawals, "withdrawal")


def _of_markets(wrote: Mapping[str, Written], hidden: Container[str]) -> Iterator[str]:
    rows, _, alike = wrote.get("market", _NOTHING)
    if rows == 1:
        slug, liquidity = alike["question"], alike["liquidity"]
        opened = f"{price(liquidity, alike['start']):.1%}, liquidity {short(liquidity)}"
        yield f"opened the market on {slug}" + ("" if slug in hidden else f" at {opened}")
    elif rows:
        yield f"opened {counted(rows, 'market')}"


def _of_trades(wrote: Mapping[str, Written], hidden: Container[str]) -> Iterator[str]:
    rows, _, alike = wrote.get("trade", _NOTHING)
    slug = alike.get("market")
    if rows == 1:
        yield f"traded on {slug}" if slug in hidden else _traded(**alike)
    elif rows:
        yield counted(rows, "trade") + (f" on {slug}" if slug else "")


def _traded(market: str, shares: int, cost: int) -> str:
    """A trade by what it came to: who held the other side has been paid for it."""
    verb, side = ("bought", shares > 0) if cost > 0 else ("sold", shares < 0)
    of = f"{short(abs(shares))} {'YES' if side else 'NO'} of {market}"
    return f"{verb} {of} for {in_credits(abs(cost))}"


def _of_rulings(wrote: Mapping[str, Written]) -> Iterator[str]:
    rows, _, alike = wrote.get("ruling", _NOTHING)
    if not rows:
        return
    verdict = _RULED.get(alike.get("verdict", ""))
    if verdict is None:
        yield counted(rows, "ruling")
        return
    answer = {1: " yes", 0: " no"}.get(alike.get("outcome", -1), "")
    yield f"{verdict} {alike.get('question') or counted(rows, 'question')}{answer}"
    posted = wrote.get("posting")
    if posted is not None and posted.alike.get("ruling", 0) is not None:
        yield "took the settlement back" if verdict == "unresolved" else "settled"


def _of_links(wrote: Mapping[str, Written]) -> Iterator[str]:
    rows, _, alike = wrote.get("clause", _NOTHING)
    if rows == 1:
        linked = "linked" if alike["stands"] else "took back a link of"
        yield f"{linked} {counted(wrote['term'].rows, 'question')}: {alike['kind']}"
    elif rows:
        yield counted(rows, "link")


def _of_others(wrote: Mapping[str, Written]) -> Iterator[str]:
    for table, (rows, _, alike) in wrote.items():
        if "name" in alike:
            yield f"added {alike['name']}"
        elif {"role", "rights"} <= alike.keys():
            yield f"rights of {alike['role']}: {_told(alike['rights'])}"
        else:
            yield counted(rows, table)


def _told(rights: str) -> str:
    """A member's rights; that of a plain member goes with every other."""
    given = rights.split(",") if rights else ["none"]
    return ", ".join([right for right in given if right != "member"] or given)
