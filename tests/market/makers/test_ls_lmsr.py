"""The liquidity-sensitive LMSR, by its definition with sixty digits and by its authors' claims."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market.makers.ls_lmsr import LSLMSR
from market.makers.ls_lmsr_outcomes import alpha_for, cost, price_sum_bound, prices

SHARES = st.lists(st.floats(0.0, 1e6), min_size=2, max_size=5).filter(lambda q: max(q) > 1e-3)
ALPHAS = st.floats(0.01, 3.0)


def exact_cost(alpha, *q):
    """C(q), as defined."""
    liquidity = alpha * sum(q)
    return liquidity * sum((one / liquidity).exp() for one in q).ln()


def exact_trade(yes, no, alpha, side, shares):
    """C after less C before: fewer than half of the digits cancel."""
    with localcontext(Context(prec=60)):
        before = [Decimal(yes), Decimal(no)]
        after = list(before)
        after[1 - side] += Decimal(shares)
        return exact_cost(Decimal(alpha), *after) - exact_cost(Decimal(alpha), *before)


def test_costs_keep_fourteen_digits_also_of_tiny_trades():
    dice = np.random.default_rng(3)
    size = 400
    yes, no = 10 ** dice.uniform(3, 6, (2, size))
    alpha = np.abs(yes - no) / (yes + no) / dice.uniform(0.1, 15, size) + 1e-3
    side = dice.integers(0, 2, size)
    shares = dice.choice([-1.0, 1.0], size) * 10 ** dice.uniform(-10, 2.9, size)
    found = LSLMSR.of(yes, no, alpha).cost(side, shares)
    for got, *trade in zip(
        *(c.tolist() for c in (found, yes, no, alpha, side, shares)), strict=True
    ):
        exact = exact_trade(*trade)
        assert abs(Decimal(got) - exact) <= Decimal("1e-14") * abs(exact)


@settings(max_examples=60, deadline=None)
@given(q=SHARES, alpha=ALPHAS, factor=st.floats(1e-3, 1e3))
def test_cost_grows_in_proportion_and_is_the_sum_of_shares_times_prices(q, alpha, factor):
    found = prices(q, alpha)
    assert cost(q, alpha) == pytest.approx(np.dot(q, found), rel=1e-12)
    assert cost(np.multiply(q, factor), alpha) == pytest.approx(factor * cost(q, alpha), rel=1e-12)
    assert prices(np.multiply(q, factor), alpha) == pytest.approx(found, rel=1e-9)
    assert 1.0 - 1e-12 <= found.sum() <= price_sum_bound(len(q), alpha) * (1 + 1e-12)


@settings(max_examples=30, deadline=None)
@given(q=st.lists(st.floats(1.0, 100.0), min_size=2, max_size=5), alpha=ALPHAS)
def test_prices_are_the_slopes_of_cost(q, alpha):
    with localcontext(Context(prec=60)):
        step, slope = Decimal("1e-20"), Decimal(alpha)
        for place, price in enumerate(prices(q, alpha).tolist()):
            above, below = ([Decimal(one) for one in q] for _ in range(2))
            above[place], below[place] = above[place] + step, below[place] - step
            rise = exact_cost(slope, *above) - exact_cost(slope, *below)
            assert price == pytest.approx(float(rise / (2 * step)), rel=1e-11)


def test_prices_sum_to_the_most_at_equal_shares_and_a_vig_sets_alpha():
    for n in (2, 3, 7):
        alpha = alpha_for(0.08, n)
        assert prices(np.full(n, 5.0), alpha).sum() == pytest.approx(1.08, rel=1e-14)
        assert price_sum_bound(n, alpha) == pytest.approx(1.08, rel=1e-14)


def test_it_earns_whatever_happens_while_the_sides_are_near_each_other():
    # From 10 shares of each, at 1000 r and 1000; what it began with is owed, too.
    first = cost([10, 10], 0.05)
    known = {1.0: 58.6, 1.02: 49.8, 1.05: 38.4, 1.1: 23.6, 1.2: 5.9, 1.5: -8.4, 2.0: -10.5}
    for ratio, profit in known.items():
        q = np.array([1000 * ratio, 1000])
        assert cost(q, 0.05) - first - q.max() == pytest.approx(profit, abs=0.051)


def test_it_loses_what_it_began_with_and_no_more():
    begun = LSLMSR.of(10, 10, 0.05)
    bought = np.array([0.0, 10.0, 100.0, 1e6])
    loss = bought - begun.cost(1, bought)
    assert np.all(loss <= begun.worst_loss)
    assert loss[1] + 10 == pytest.approx(10 * 1.0693, abs=3e-3)
    assert cost([10, 10], 0.05) == pytest.approx(begun.worst_loss + 10, rel=1e-15)


def with_held_liquidity(q, alpha, change):
    """What a trade costs where b is taken from the shares before, and held."""
    liquidity = alpha * q.sum()
    return liquidity * (np.logaddexp(*((q + change) / liquidity)) - np.logaddexp(*(q / liquidity)))


def test_a_round_trip_that_empties_a_maker_with_a_held_liquidity_earns_nothing_here():
    maker, paid, paid_otherwise = LSLMSR.of(1000, 1000, 0.05), 0.0, 0.0
    for shares in (-400.0, -200.0, -400.0, 1000.0):
        q = np.array([maker.yes, maker.no])
        paid += maker.cost(0, shares)
        paid_otherwise += with_held_liquidity(q, 0.05, [0.0, shares])
        maker = maker.after(0, shares)
    assert paid_otherwise == pytest.approx(-33.35, abs=0.005)
    assert paid == pytest.approx(0.0, abs=1e-11)


def test_a_budget_buys_what_costs_it_from_the_smallest_to_the_largest():
    dice = np.random.default_rng(4)
    yes, no = 10 ** dice.uniform(-2, 6, 500), 10 ** dice.uniform(-2, 6, 500)
    maker = LSLMSR.of(yes, no, 10 ** dice.uniform(-2, 0.5, 500))
    side, budget = dice.integers(0, 2, 500), 10 ** dice.uniform(-9, 7, 500)
    assert maker.cost(side, maker.shares(side, budget)) == pytest.approx(budget, rel=1e-12)
    assert maker.shares(side, 0.0).tolist() == [0.0] * 500


def test_a_trade_to_a_probability_arrives_or_is_infinite_where_none_does():
    maker = LSLMSR.of(150, 100, [[0.05], [0.1]])
    target = np.array([1e-12, 0.2, 0.5, 0.9, 1 - 1e-12])
    for side in (0, 1):
        shares = maker.shares_to(side, target)
        reached = np.isfinite(shares)
        assert reached.tolist() == 2 * [[False, True, True, True, False]]
        arrived = maker.after(side, np.where(reached, shares, 0.0)).price
        assert np.abs(np.where(reached, arrived - target, 0.0)).max() < 1e-13
        assert (shares[:, [0, -1]] * (2 * side - 1) == [-np.inf, np.inf]).all()


def test_no_more_is_sold_than_is_outstanding():
    maker = LSLMSR.of(150, 100, 0.05)
    assert maker.cost([1, 0], [-150.1, -100.1]).tolist() == [np.inf, np.inf]
    assert np.isfinite(maker.cost([1, 0], [-150, -100])).all()
    assert LSLMSR.of(150, 0, 0.05).cost(1, -150) == pytest.approx(-cost([150, 0], 0.05))


@pytest.mark.parametrize(
    ("yes", "no", "alpha", "why"),
    [(-1, 5, 0.1, "shares"), (0, 0, 0.1, "shares"), (1, 1, 0, "alpha"), (1, np.nan, 1, "shares")],
)
def test_what_is_no_state_is_refused(yes, no, alpha, why):
    with pytest.raises(ValueError, match=why):
        LSLMSR.of(yes, no, alpha)


def test_a_first_probability_out_of_reach_is_refused():
    with pytest.raises(ValueError, match="out of reach"):
        LSLMSR.opened(100, 0.999, alpha=1.0)
    assert LSLMSR.opened(100, 0.999, alpha=1e-4).price == pytest.approx(0.999, rel=1e-13)
    with pytest.raises(ValueError, match="alpha"):
        LSLMSR.opened(100, 0.5, alpha=0.0)
