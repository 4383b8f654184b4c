"""Any proper rule as a market: the closed forms are cases of it, and every rule keeps the laws."""

from __future__ import annotations

import numpy as np
import pytest
from rule_cases import PROPER

from market.makers import moves
from market.makers.cpmm import CPMM
from market.makers.msr import MSR
from market.makers.registry import MAKERS
from scoring.rules import IMPROPER, beta

PRIORS = np.array([0.02, 0.3, 0.9])
TARGETS = np.array([0.01, 0.3, 0.6, 0.97])[:, None]
LIQUIDITY = 50.0

KINDS = [
    "brier",
    "log",
    "zero_one",
    "beta(0, 2)",
    "elementary(0.3)",
    "power(3)",
    "pseudospherical(3)",
    "threshold_weighted_brier(0.2, 0.6)",
    "winkler(0.1)",
]

every = pytest.mark.parametrize("rule", PROPER.values(), ids=PROPER)
some = pytest.mark.parametrize("rule", [PROPER[name] for name in KINDS], ids=KINDS)
closed = pytest.mark.parametrize("name", [n for n, one in MAKERS.items() if one.rule is not None])


def market(rule, prior=PRIORS):
    return MSR.opened(rule, LIQUIDITY, prior)


def near(value, rel=1e-9):
    return pytest.approx(value, rel=rel, abs=1e-12 * LIQUIDITY)


@closed
@pytest.mark.parametrize("side", [1, 0])
def test_a_closed_form_is_the_market_of_its_rule(name, side):
    ours = MAKERS[name].opened(LIQUIDITY, PRIORS)
    general = market(MAKERS[name].rule)
    assert general.price == near(ours.price)
    assert general.worst_loss == near(ours.worst_loss)
    shares = ours.shares_to(side, TARGETS)
    assert general.shares_to(side, TARGETS) == near(shares)
    assert general.cost(side, shares) == near(ours.cost(side, shares))
    assert general.after(side, shares).price == near(ours.after(side, shares).price)
    budgets = np.maximum(ours.cost(side, shares), 0.0)
    assert general.shares(side, budgets) == near(ours.shares(side, budgets))


@closed
@pytest.mark.parametrize("end", [0.2, 0.5 + 1e-9, 0.9])
def test_a_move_in_closed_form_is_the_difference_of_two_scores(name, end):
    form = {"lmsr": moves.logarithmic, "quadratic": moves.quadratic, "spherical": moves.spherical}
    one = form[name](LIQUIDITY, PRIORS, end)
    other = moves.scored(MAKERS[name].rule, LIQUIDITY, PRIORS, end)
    for part in ("if_yes", "if_no", "shares", "cost"):
        assert getattr(one, part) == pytest.approx(getattr(other, part), rel=1e-12, abs=1e-13)
    maker = MAKERS[name].opened(LIQUIDITY, PRIORS)
    assert maker.shares_to(1, end) == pytest.approx(one.shares, rel=1e-12, abs=1e-13)
    assert maker.cost(1, one.shares) == pytest.approx(one.cost, rel=1e-12, abs=1e-13)


@every
def test_a_report_earns_what_it_scores_better_than_the_price_whatever_happens(rule):
    maker = market(rule)
    shares = maker.shares_to(1, TARGETS)
    cost = maker.cost(1, shares)
    for outcome in (0, 1):
        gain = rule.loss(PRIORS, outcome) - rule.loss(TARGETS, outcome)
        assert shares * outcome - cost == near(LIQUIDITY * gain)
        assert np.all(LIQUIDITY * gain <= maker.worst_loss + 1e-12)


@some
def test_sets_cost_one_and_trades_can_be_undone(rule):
    maker = market(rule)
    shares = 0.9 * maker.shares_to(1, TARGETS)
    moved = maker.after(1, shares)
    assert maker.cost(1, shares) + moved.cost(0, shares) == near(shares)
    assert moved.cost(1, -shares) == near(-maker.cost(1, shares))
    assert moved.after(0, shares).state == near(maker.state + np.zeros_like(shares))


@some
@pytest.mark.parametrize("side", [1, 0])
def test_a_budget_buys_what_costs_it_or_all_that_there_is(rule, side):
    maker = market(rule)
    budgets = np.array([1e-6, 0.01, 1.0])[:, None]
    shares = maker.shares(side, budgets)
    paid = maker.cost(side, shares)
    assert np.all(paid <= budgets + 1e-13 * LIQUIDITY)
    none_is_left = np.isinf(maker.cost(side, shares + 1e-6 * LIQUIDITY))
    assert np.all(none_is_left | np.isclose(paid, budgets, rtol=1e-7))


@some
def test_a_price_moves_with_what_is_bought_and_never_back(rule):
    maker = market(rule, 0.5)
    reach = maker.shares_to(1, np.array([0.02, 0.98]))
    shares = np.linspace(*reach, 13)
    prices = maker.after(1, shares).price
    assert np.all(np.diff(prices) >= 0.0)
    assert np.all((prices > 0.0) & (prices < 1.0))
    mean = np.diff(maker.cost(1, shares)) / np.diff(shares)
    assert np.all((prices[:-1] - 1e-9 <= mean) & (mean <= prices[1:] + 1e-9))


def test_where_a_rule_hears_nothing_the_price_stands_still_and_then_jumps():
    maker = MSR.opened(PROPER["zero_one"], 10.0, 0.5)
    assert maker.cost(1, [2.0, 10.0, 10.1]).tolist() == [1.0, 5.0, np.inf]
    assert maker.after(1, 9.99).price == pytest.approx(0.5, rel=1e-15)
    assert maker.after(0, 9.99).cost(1, 9.99) == pytest.approx(9.99 / 2, rel=1e-15)


def test_small_trades_of_a_rule_without_a_closed_form_keep_their_digits():
    sizes = np.array([1e-8, 1e-10, 1e-12])
    cost = MSR.opened(beta(1, 3), 1.0, 0.3).cost(1, sizes)
    assert cost / sizes == pytest.approx(0.3, rel=1e-7)


@pytest.mark.parametrize("weight", [0.5, 0.3, 0.8])
def test_a_constant_product_pool_is_the_market_of_a_member_of_the_beta_family(weight):
    pool = CPMM.opened(40.0, weight)
    liquidity = 40.0 * weight ** (1 - weight) * (1 - weight) ** weight
    scored = MSR.opened(beta(weight - 1.0, -weight), liquidity, weight)
    assert scored.worst_loss == pytest.approx(pool.worst_loss, rel=1e-9)
    for side in (1, 0):
        shares = pool.shares_to(side, TARGETS)
        assert scored.shares_to(side, TARGETS) == pytest.approx(shares, rel=1e-9)
        assert scored.cost(side, shares) == pytest.approx(pool.cost(side, shares), rel=1e-9)


def test_an_improper_rule_makes_no_market():
    for rule in IMPROPER.values():
        with pytest.raises(ValueError, match="improper"):
            MSR.opened(rule, 1.0, 0.5)
