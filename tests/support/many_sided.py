"""A ledger with the demonstration, a market, a hidden crowd, and texts that are hard to draw."""

from __future__ import annotations

from traders import trade

from market.articles.packfiles import read_pack
from market.exchange.credits import UNIT
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source, rule
from market.seeds import seed_path
from market.simulation.recording.demo import fill_demo

__all__ = ["MARKET", "MARKUP", "PEOPLE", "TITLES", "fill_many_sided"]

_PACK = "anchorage"
_DAY = 86_400_000_000

MARKUP = "<script>alert('a')</script><img src=x onerror=alert(1)> & \"quoted\"?"
TITLES = {
    "markup": MARKUP,
    "endless": "Will it be " + "very " * 70 + "long " + "without" * 18 + "?",
    "hebrew": "האם יירד שלג בירושלים לפני סוף השנה? (50%)",
    "chinese": "二〇二七年之前两国首脑会再次会面吗这个问题的标题很长并且没有任何空格可以换行",
    "hidden": "Is the crowd of this question hidden?",
    "traded": "Does the price follow the crowd?",
}
"""Questions by slug, each with a title that is hard in its own way."""

MARKET = "traded"
PEOPLE = ('<b>bo</b> & "co"', "דנה כהן", "山田太郎", "Wolfeschlegelsteinhausenbergerdorff")


def fill_many_sided(ledger, clock):
    """Fill an empty ledger; it takes 40 days.

    Args:
        ledger: The ledger.
        clock: Its clock.
    """
    fill_demo(ledger, read_pack(seed_path(_PACK)), actor="demo", seed=7)
    _ask(ledger)
    for week in range(4):
        clock.advance(days=8)
        _forecast(ledger, week)
        trade(ledger, PEOPLE[week], MARKET, yes=week != 2, spend=(20 + 10 * week) * UNIT)
    clock.advance(days=8)
    _resolve(ledger)


def _ask(ledger):
    with ledger.writing("ana", "ask") as w:
        for slug, title in TITLES.items():
            ask(
                w,
                slug,
                title,
                w.now,
                w.now + 60 * _DAY,
                criteria=MARKUP,
                background=f"{MARKUP}\n{TITLES['endless']}",
                fine_print=TITLES["hebrew"],
                source="javascript:alert(1)",
                tags=("<i>tag</i>", "hard"),
                crowd_hidden=slug == "hidden",
            )
        open_market(w, MARKET, prior=0.4)


def _forecast(ledger, week):
    for person, name in enumerate(PEOPLE):
        with ledger.writing(name, "forecast") as w:
            for place, slug in enumerate(TITLES):
                probability = (17 * person + 29 * place + 13 * week) % 97 / 100 + 0.01
                report(w, slug, name, probability, rationale=MARKUP if week == 0 else None)


def _resolve(ledger):
    found = [Source("https://example.org/found?a=1&b=2", MARKUP)]
    with ledger.writing("ana", "resolve") as w:
        for slug, outcome in (("markup", 1), ("hebrew", 0), ("chinese", 1)):
            rule(w, slug, "resolve", outcome, evidence=found)
