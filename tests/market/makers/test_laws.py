"""Laws that every market maker keeps, over the registry, and those that only some do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market.makers.registry import MAKERS, Law, opened

SUBSIDY = 100.0
TINY = 1e-9
"""Credits, of a hundred, that rounding may move in a sequence of trades."""

PRICES = st.floats(0.03, 0.97)
SIDES = st.integers(0, 1)
PARTS = st.lists(st.tuples(SIDES, st.floats(0.0, 1.0)), min_size=1, max_size=6)

every = pytest.mark.parametrize("name", MAKERS)
few = settings(max_examples=25, deadline=None)


def those(law):
    """Makers that obey a law."""
    return pytest.mark.parametrize("name", [n for n, one in MAKERS.items() if law in one.laws])


scored = pytest.mark.parametrize("name", [n for n, one in MAKERS.items() if one.rule is not None])


def market(name, prior):
    return opened(name, subsidy=SUBSIDY, prior=prior)


def trades(maker, parts):
    """Purchases that are possible in any order: parts of what would bring the price to an end."""
    reach = {side: maker.shares_to(side, 0.98 if side else 0.02) for side in (0, 1)}
    return [(side, part * reach[side] / len(parts)) for side, part in parts]


def made(maker, orders):
    """The maker after trades, and what each cost."""
    paid = []
    for side, shares in orders:
        paid.append(float(maker.cost(side, shares)))
        maker = maker.after(side, shares)
    return maker, paid


def held(orders, side):
    return sum(shares for which, shares in orders if which == side)


@every
@few
@given(prior=PRICES, parts=PARTS, dice=st.randoms(use_true_random=False))
def test_what_trades_cost_together_does_not_depend_on_their_order(name, prior, parts, dice):
    orders = trades(market(name, prior), parts)
    shuffled = dice.sample(orders, len(orders))
    one, paid = made(market(name, prior), orders)
    other, paid_otherwise = made(market(name, prior), shuffled)
    assert sum(paid) == pytest.approx(sum(paid_otherwise), abs=TINY)
    assert one.price == pytest.approx(other.price, abs=1e-12)


@every
@few
@given(prior=PRICES, parts=PARTS, dice=st.randoms(use_true_random=False))
def test_no_round_trip_earns_or_costs_anything(name, prior, parts, dice):
    first = market(name, prior)
    bought = trades(first, parts)
    between, paid = made(first, bought)
    pieces = [(side, -shares / 2) for side, shares in 2 * bought]
    last, got = made(between, dice.sample(pieces, len(pieces)))
    assert sum(paid) + sum(got) == pytest.approx(0.0, abs=TINY)
    assert last.price == pytest.approx(first.price, abs=1e-12)


@every
@few
@given(prior=PRICES, parts=PARTS)
def test_prices_lie_between_0_and_1_and_nobody_makes_the_maker_lose_more_than_its_bound(
    name, prior, parts
):
    first = market(name, prior)
    assert first.worst_loss == pytest.approx(SUBSIDY, rel=1e-12)
    orders = trades(first, parts)
    last, paid = made(first, orders)
    assert 0.0 < last.price < 1.0
    for outcome in (0, 1):
        owed = sum(held(orders, side) * last.payout(side, outcome) for side in (0, 1))
        assert owed - sum(paid) <= SUBSIDY + TINY


@every
@few
@given(prior=PRICES, side=SIDES, part=st.floats(1e-9, 1.0))
def test_to_sell_what_was_just_bought_brings_what_it_cost(name, prior, side, part):
    first = market(name, prior)
    ((side, shares),) = trades(first, [(side, part)])
    cost = first.cost(side, shares)
    assert cost > 0.0
    assert first.after(side, shares).cost(side, -shares) == pytest.approx(-cost, rel=1e-9)


@every
@few
@given(prior=PRICES, side=SIDES, part=st.floats(1e-9, 1.0))
def test_a_budget_buys_the_shares_that_cost_it(name, prior, side, part):
    maker = market(name, prior)
    ((side, shares),) = trades(maker, [(side, part)])
    budget = maker.cost(side, shares)
    assert maker.shares(side, budget) == pytest.approx(shares, rel=1e-9)
    assert maker.cost(side, maker.shares(side, budget)) == pytest.approx(budget, rel=1e-12)


@every
@few
@given(prior=PRICES, target=PRICES, side=SIDES)
def test_a_price_is_reached_by_buying_one_side_or_selling_the_other(name, prior, target, side):
    maker = market(name, prior)
    shares = maker.shares_to(side, target)
    assert shares * (target - prior) * (2 * side - 1) >= -TINY
    if np.isfinite(maker.cost(side, shares)):
        assert maker.after(side, shares).price == pytest.approx(target, rel=1e-10)


@every
@few
@given(prior=PRICES, side=SIDES, first=st.floats(0.01, 0.5), second=st.floats(0.01, 0.5))
def test_a_side_becomes_dearer_as_it_is_bought(name, prior, side, first, second):
    maker = market(name, prior)
    orders = trades(maker, [(side, first), (side, second)])
    after, (cheap, dear) = made(maker, orders)
    assert cheap / orders[0][1] < dear / orders[1][1]
    assert (after.price > prior) == (side == 1)


@every
@few
@given(prior=PRICES, shares=st.floats(1e-6, 20.0))
def test_a_set_of_both_sides_costs_a_credit_or_more(name, prior, shares):
    less_likely = int(prior < 0.5)
    after, paid = made(market(name, prior), [(less_likely, shares), (1 - less_likely, shares)])
    if Law.SETS_COST_ONE in MAKERS[name].laws:
        assert sum(paid) == pytest.approx(shares, rel=1e-9)
        assert after.price == pytest.approx(prior, rel=1e-9)
    else:
        assert sum(paid) > shares


@those(Law.SHARES_PAY_ONE)
def test_a_share_pays_a_credit_if_its_side_came_about(name):
    assert market(name, 0.4).payout([1, 1, 0, 0], [1, 0, 1, 0]).tolist() == [1.0, 0.0, 0.0, 1.0]


@those(Law.SHORT_SALES)
@few
@given(prior=PRICES, target=PRICES)
def test_to_sell_one_side_is_to_buy_the_other_and_redeem_the_pairs(name, prior, target):
    maker = market(name, prior)
    shares = maker.shares_to(1, target)
    assert maker.cost(1, shares) == pytest.approx(shares + maker.cost(0, -shares), abs=TINY)
    assert maker.after(1, shares).price == pytest.approx(maker.after(0, -shares).price, rel=1e-12)


@scored
@few
@given(prior=PRICES, reports=st.lists(PRICES, min_size=1, max_size=6))
def test_a_report_is_a_trade_that_earns_what_it_improves_the_score_by(name, prior, reports):
    rule, maker, before = MAKERS[name].rule, market(name, prior), prior
    liquidity = maker.liquidity
    profits = np.zeros(2)
    for report in reports:
        shares = maker.shares_to(1, report)
        profit = shares * np.array([0.0, 1.0]) - maker.cost(1, shares)
        gain = liquidity * (rule.loss(before, [0, 1]) - rule.loss(report, [0, 1]))
        assert profit == pytest.approx(gain, rel=1e-12, abs=1e-12 * liquidity)
        maker, before, profits = maker.after(1, shares), report, profits + profit
    lost = liquidity * (rule.loss(prior, [0, 1]) - rule.loss(reports[-1], [0, 1]))
    assert profits == pytest.approx(lost, rel=1e-12, abs=1e-12 * liquidity)


def test_for_one_worst_loss_no_scoring_rule_is_the_deepest_everywhere():
    # A move of the price takes b / (p (1 - p)) shares with b = L / ln 2, or 8 L.
    prices = np.array([0.5, 0.25, 0.237, 0.235, 0.05])
    lmsr, quadratic = (
        market(name, 0.5).shares_to(1, prices + 1e-6) - market(name, 0.5).shares_to(1, prices)
        for name in ("lmsr", "quadratic")
    )
    assert (lmsr > quadratic).tolist() == [False, False, False, True, True]


@every
def test_markets_of_many_parameters_are_priced_as_one_by_one(name):
    subsidies, priors = np.array([[50.0], [200.0]]), np.array([0.2, 0.5, 0.9])
    many = opened(name, subsidy=subsidies, prior=priors)
    shares = many.shares(1, 10.0)
    assert shares.shape == many.cost(1, shares).shape == many.after(1, shares).price.shape == (2, 3)
    for row, column in np.ndindex(2, 3):
        one = opened(name, subsidy=subsidies[row, 0], prior=priors[column])
        assert one.shares(1, 10.0) == pytest.approx(shares[row, column], rel=1e-12)


@every
@pytest.mark.parametrize(
    ("subsidy", "prior"), [(0.0, 0.5), (-1.0, 0.5), (np.inf, 0.5), (1.0, 0.0), (1.0, 1.0)]
)
def test_no_market_opens_without_money_or_at_certainty(name, subsidy, prior):
    with pytest.raises(ValueError, match=r"liquidity|prior"):
        opened(name, subsidy=subsidy, prior=prior)


@every
def test_a_side_is_1_or_0_and_a_budget_is_not_below_0(name):
    maker = market(name, 0.5)
    for act in (maker.cost, maker.shares, maker.after, maker.payout):
        with pytest.raises(ValueError, match="side"):
            act(2, 1)
    with pytest.raises(ValueError, match="budget"):
        maker.shares(1, -1.0)


def test_a_market_maker_that_nobody_knows_is_refused_by_name():
    with pytest.raises(ValueError, match="'parimutuel'; there are lmsr, quadratic"):
        opened("parimutuel", subsidy=1, prior=0.5)
