"""`foretell market arbitrage`: what it lists can be traded, and a hidden price stays hidden."""

from __future__ import annotations

import json

import pytest

from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.logic.links import LinkKind
from market.logic.recording import record_link

DAY = 86_400_000_000
NAMES = ("ana-wins", "bo-wins", "cy-wins")


@pytest.fixture
def race(club):
    """Three candidates of whom at most one wins, at prices of 60%, 50% and 20%."""
    with club.writing("ana", "ask") as w:
        for slug, prior in zip(NAMES, (0.6, 0.5, 0.2), strict=True):
            ask(w, slug, "?", w.now - DAY, w.now + 300 * DAY, crowd_hidden=slug == "cy-wins")
            open_market(w, slug, prior=prior)
        record_link(w, LinkKind.EXCLUDES, NAMES)


@pytest.fixture
def told(foretell):
    return lambda *words: json.loads(foretell("market", "arbitrage", *words, "--json").out)


@pytest.mark.usefixtures("race")
def test_the_csv_is_a_file_of_trades_that_leaves_nothing_to_earn(foretell, told, home):
    foretell("forecast", "cy-wins", "20%")  # who has said so sees the price
    (found,) = told()["arbitrages"]
    assert [trade["question"] for trade in found["trades"]] == list(NAMES)
    assert found["profit"] == pytest.approx(7.05, abs=0.01)
    (home / "trades.csv").write_text(foretell("market", "arbitrage", "--csv").out)
    assert foretell("market", "trade", "--from", "trades.csv").code == 0
    portfolio = json.loads(foretell("market", "portfolio", "--json").out)
    assert portfolio["balance"] == pytest.approx(1000.0 - found["cost"], abs=1e-9)
    ended = foretell("market", "arbitrage")
    assert "The prices hold together" in ended.out
    assert ended.err == "Next: foretell market price\n"


@pytest.mark.usefixtures("race")
def test_a_hidden_price_is_left_out_and_cannot_be_told_from_the_trades(foretell, told):
    shown = told("--as", "bo")
    assert (shown["markets"], shown["hidden"]) == (2, 1)
    ((found,),) = (one["contradictions"] for one in shown["arbitrages"])
    assert found["questions"] == ["ana-wins", "bo-wins"]
    assert "1 market left out" in foretell("market", "arbitrage", "--as", "bo").out


@pytest.mark.usefixtures("club")
def test_without_linked_markets_there_is_nothing_to_tell(foretell):
    ended = foretell("market", "arbitrage")
    assert ended.code == 0
    assert "No market that takes trades is on a question that is linked" in ended.out
