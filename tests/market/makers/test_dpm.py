"""The dynamic parimutuel market: what it pays is what it took, and what does not hold of it."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import numpy as np
import pytest

from market.makers.dpm import DPM


def test_costs_keep_fifteen_digits_also_of_tiny_trades():
    dice = np.random.default_rng(6)
    yes, no = 10 ** dice.uniform(2, 6, (2, 300))
    shares = dice.choice([-1.0, 1.0], 300) * 10 ** dice.uniform(-10, 1.9, 300)
    maker = DPM.of(yes, no)
    columns = (maker.cost(1, shares), yes, no, shares)
    with localcontext(Context(prec=60)):
        for row in zip(*columns, strict=True):
            got, own, other, bought = (Decimal(value.item()) for value in row)
            exact = ((own + bought) ** 2 + other**2).sqrt() - (own**2 + other**2).sqrt()
            assert abs(got - exact) <= Decimal("1e-15") * abs(exact)


def test_the_winners_receive_all_that_was_paid_and_the_maker_loses_no_more_than_it_said():
    dice = np.random.default_rng(7)
    first = maker = DPM.opened(100, dice.uniform(0.05, 0.95, 50))
    bought, paid = np.zeros((2, 50)), np.zeros(50)
    for _ in range(40):
        side, budget = dice.integers(0, 2, 50), 10 ** dice.uniform(-2, 3, 50)
        shares = maker.shares(side, budget)
        assert maker.cost(side, shares) == pytest.approx(budget, rel=1e-12)
        maker, paid = maker.after(side, shares), paid + budget
        bought[side, np.arange(50)] += shares
    assert maker.total == pytest.approx(first.total + paid, rel=1e-12)
    for outcome, outstanding in enumerate([maker.no, maker.yes]):
        assert maker.payout(outcome, outcome) * outstanding == pytest.approx(maker.total, rel=1e-12)
        assert np.all(maker.payout(outcome, outcome) >= maker.kappa)
        lost = bought[outcome] * maker.payout(outcome, outcome) - paid
        assert np.all(lost <= first.worst_loss + 1e-9)


def test_the_worst_loss_is_approached_where_the_likelier_side_wins_all():
    maker = DPM.of(60, 80, 0.5)
    bought = 1e9
    after = maker.after(1, bought)
    lost = bought * after.payout(1, 1) - maker.cost(1, bought)
    assert lost == pytest.approx(0.5 * (100 - 60), abs=1e-4)
    assert maker.worst_loss == 0.5 * (100 - 60)


def test_prices_are_in_the_ratio_of_shares_and_the_probability_makes_a_share_fair():
    maker = DPM.of([120, 3], [80, 4], [1, 2])
    prices = maker.prices
    assert prices[:, 0] / prices[:, 1] == pytest.approx(maker.yes / maker.no, rel=1e-15)
    assert maker.price * maker.payout(1, 1) == pytest.approx(prices[:, 0], rel=1e-15)
    sets = prices.sum(axis=1) / maker.kappa
    assert np.all((sets >= 1) & (sets <= np.sqrt(2)))
    step = 1e-7
    slopes = [maker.cost(side, step) / step for side in (1, 0)]
    assert prices == pytest.approx(np.transpose(slopes), rel=1e-6)


def test_what_a_share_pays_falls_as_others_follow_but_never_below_what_it_cost():
    maker = DPM.of(100, 100)
    cost, mine = maker.cost(1, 50), maker.after(1, 50)
    paid = 50 * mine.after(1, np.array([0.0, 100.0, 1e7])).payout(1, 1)
    assert np.all(np.diff(paid) < 0.0)
    assert paid[-1] == pytest.approx(50)
    assert paid[-1] > cost


def test_a_trade_to_a_probability_arrives():
    maker, price = DPM.of(120, 80), np.array([1e-6, 0.3, 0.999])
    for side in (0, 1):
        assert maker.after(side, maker.shares_to(side, price)).price == pytest.approx(
            price, rel=1e-9
        )


def test_what_is_no_state_is_refused():
    for state in [(0, 1, 1), (1, -1, 1), (1, 1, 0), (1, 1, np.nan)]:
        with pytest.raises(ValueError, match="must be above 0"):
            DPM.of(*state)
