"""A market opens once, on a question that is open, within its bounds; the house pays for it."""

from __future__ import annotations

import pytest
from traders import entries, money, trade

from market.errors import Refused
from market.exchange.credits import UNIT
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import LARGEST, SMALLEST, open_market
from market.ledger.acts.rulings import rule
from market.ledger.views.markets import market_on, market_states

pytestmark = pytest.mark.common_sql

DAY = 86_400_000_000


def opened(ledger, slug="rain", **words):
    with ledger.writing("ana", "market open") as w:
        return open_market(w, slug, **words)


def refused(ledger, slug="rain", **words):
    before = entries(ledger)
    with pytest.raises(Refused) as refusal:
        opened(ledger, slug, **words)
    assert entries(ledger) == before
    assert refusal.value.hint
    return refusal.value.message


def states(ledger, **moment):
    with ledger.reading() as connection:
        return market_states(connection, **moment)


def test_a_market_opens_at_its_price_with_what_its_maker_may_lose(asked):
    made = opened(asked, "RAIN", prior=0.3, liquidity=100 * UNIT)
    assert (made.slug, made.liquidity, made.quantity) == ("rain", 100 * UNIT, -84_729_786)
    assert made.subsidy == 120_397_281  # 100 ln(1 / 0.3)
    assert money(asked) == {"house": -made.subsidy, "@rain": made.subsidy}
    (state,) = states(asked)
    assert state.price == pytest.approx(0.3, abs=1e-8)
    assert (state.shares, state.trades, state.volume) == (0, 0, 0)


def test_a_subsidy_is_what_the_maker_may_lose_at_most_and_all_but_a_unit(asked):
    made = opened(asked, funds=69_314_719)
    assert made.liquidity == 100 * UNIT + 1
    assert money(asked)["@rain"] == made.subsidy == 69_314_719


def test_one_house_pays_for_all_markets(asked):
    paid = [opened(asked, slug).subsidy for slug in ("rain", "snow")]
    assert money(asked)["house"] == -sum(paid)


def test_a_question_has_one_market(asked):
    opened(asked)
    assert refused(asked, "Rain") == "rain has a market already."
    assert refused(asked, "hail") == "There is no question 'hail'."


def test_no_market_opens_on_a_question_that_is_over(asked):
    for verdict, said in (
        ("close", "rain closed at"),
        ("resolve", "rain was resolved yes"),
        ("unresolve", "rain closed at"),
        ("annul", "rain was annulled"),
    ):
        with asked.writing("ana", verdict) as w:
            rule(w, "rain", verdict, 1 if verdict == "resolve" else None)
        assert said in refused(asked)


def test_no_market_opens_before_the_question_does(asked, clock):
    with asked.writing("ana", "ask") as w:
        ask(w, "hail", "Will it hail?", clock.now + DAY, clock.now + 2 * DAY)
    assert "hail opens at" in refused(asked, "hail")
    clock.advance(days=3)
    assert "hail closed at" in refused(asked, "hail")


def test_beyond_its_bounds_no_market_opens(asked):
    for liquidity in (SMALLEST - 1, LARGEST + 1, -1):
        assert "is out of bounds" in refused(asked, liquidity=liquidity)
    for funds in (1, 0, -UNIT, 10**15):
        assert "is out of bounds" in refused(asked, funds=funds)
    for prior in (0.0009, 1.0, float("nan")):
        assert "more certain than a market may be" in refused(asked, prior=prior)


def test_at_its_bounds_a_market_opens_and_can_be_traded_on(asked):
    for slug, liquidity, prior in (("rain", SMALLEST, 0.001), ("snow", LARGEST, 0.999)):
        opened(asked, slug, liquidity=liquidity, prior=prior)
        with pytest.raises(Refused, match="stays between"):
            trade(asked, "ana", slug, yes=prior > 0.5, shares=1)
        assert trade(asked, "ana", slug, yes=prior < 0.5, shares=1).fill.cost == 1


def test_either_a_liquidity_or_a_subsidy_is_given(asked):
    with pytest.raises(ValueError, match="from which the other follows"):
        opened(asked, liquidity=UNIT, funds=UNIT)


def test_a_market_is_seen_as_of_any_moment(asked, clock):
    first = clock.now
    clock.advance(days=1)
    opened(asked)
    clock.advance(days=1)
    trade(asked, "ana", shares=10 * UNIT)
    clock.advance(days=1)
    trade(asked, "bo", yes=False, shares=4 * UNIT)
    seen = {}
    for days in range(4):
        moment = first + days * DAY
        seen[days] = [(one.shares, one.trades) for one in states(asked, as_of=moment)]
        with asked.reading() as connection:
            one = market_on(connection, 1, as_of=moment)
        assert seen[days] == ([] if one is None else [(one.shares, one.trades)])
    assert seen == {0: [], 1: [(0, 0)], 2: [(10 * UNIT, 1)], 3: [(6 * UNIT, 2)]}
