"""Laws that every scoring rule keeps, over all rules and members of all families."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_cases import EVERY, PROPER

from scoring.rules import FAMILIES, IMPROPER, RULES

GRID = np.arange(129) / 128
EDGES = np.array([0.0, 5e-324, 1e-300, 1e-17, 1e-9, 1 - 1e-9, 1 - 2**-53, 1.0])
ROWS = st.lists(
    st.tuples(st.floats(0.0, 1.0), st.integers(0, 1), st.integers(0, 3)), min_size=1, max_size=9
)

every = pytest.mark.parametrize("rule", EVERY.values(), ids=EVERY)
proper = pytest.mark.parametrize("rule", PROPER.values(), ids=PROPER)


def many(rule):
    """Forecasts and outcomes, so many that a mean takes several blocks where it has its own way."""
    size = 300 if rule.name not in {**RULES, **IMPROPER} else 70_000
    dice = np.random.default_rng(1)
    p = dice.uniform(0.001, 0.999, size)
    return p, (dice.random(size) < p).astype(float)


def close(value):
    return pytest.approx(value, rel=1e-11, abs=1e-300, nan_ok=True)


@every
def test_certainty_costs_nothing_when_right_and_the_bound_when_wrong(rule):
    right, wrong = rule.loss([0.0, 1.0], [0, 1]), rule.loss([0.0, 1.0], [1, 0])
    assert right.tolist() == [0.0, 0.0]
    assert not np.signbit([*right, rule.mean(np.array([0.0, 1.0]), np.array([0, 1]))]).any()
    assert wrong.max() == pytest.approx(rule.bound, rel=1e-13)
    if rule.symmetric:
        assert wrong[0] == wrong[1]


@every
def test_a_loss_lies_between_zero_and_its_bound(rule):
    loss = rule.loss(np.append(GRID, EDGES)[:, None], [0, 1])
    assert np.all((loss >= 0.0) & (loss <= rule.bound * (1 + 1e-13)))


@every
def test_a_loss_falls_as_more_is_given_to_what_happened(rule):
    assert np.all(np.diff(rule.loss(GRID[1:-1], 1)) <= 0.0)
    assert np.all(np.diff(rule.loss(GRID[1:-1], 0)) >= 0.0)


@proper
def test_nothing_has_a_lower_expected_loss_than_honesty(rule):
    excess = rule.divergence(GRID[:, None], GRID)
    scale = rule.entropy(0.5).item()
    assert np.all(excess >= -1e-14 * scale)
    if rule.properness == "strict":
        dishonest = ~np.eye(GRID.size, dtype=bool)
        assert np.all(excess[dishonest] > 0.0)
    else:
        assert np.any((excess <= 0.0) & (GRID[:, None] != GRID))


@pytest.mark.parametrize("rule", IMPROPER.values(), ids=IMPROPER)
def test_an_improper_rule_rewards_dishonesty(rule):
    assert rule.divergence(1.0, 0.6) < 0.0


def test_an_improper_rule_is_neither_registered_nor_let_rank():
    assert not RULES.keys() & IMPROPER.keys()
    assert {rule.properness for rule in RULES.values()} == {"strict", "proper"}
    for rule in IMPROPER.values():
        with pytest.raises(ValueError, match="improper"):
            rule.required_proper()


@every
def test_yes_and_no_are_treated_alike_exactly_where_that_is_claimed(rule):
    alike = np.allclose(rule.loss(GRID, 1), rule.loss(1.0 - GRID, 0), rtol=1e-12)
    assert alike == rule.symmetric


@every
def test_expectation_is_the_mean_over_both_outcomes(rule):
    p, q = np.append(GRID, EDGES), GRID[1:-1, None]
    expected = q * rule.loss(p, 1) + (1 - q) * rule.loss(p, 0)
    assert np.allclose(rule.expected(p, q), expected, rtol=1e-13)
    assert rule.expected(p, 1.0).tolist() == rule.loss(p, 1).tolist()
    assert rule.expected(p, 0.0).tolist() == rule.loss(p, 0).tolist()


@proper
def test_entropy_is_concave_zero_for_certainty_and_divergence_is_what_is_lost_beyond(rule):
    entropy = rule.entropy(GRID)
    assert entropy[[0, -1]].tolist() == [0.0, 0.0]
    assert np.all(np.diff(entropy, 2) <= 1e-13 * entropy.max())
    p = GRID[::-1]
    whole = rule.entropy(GRID) + rule.divergence(p, GRID)
    assert whole == pytest.approx(rule.expected(p, GRID), rel=1e-13)


@every
def test_beliefs_outside_the_unit_interval_are_refused(rule):
    with pytest.raises(ValueError, match="probabilities"):
        rule.expected(0.5, 1.1)


@every
@settings(max_examples=20)
@given(rows=ROWS)
def test_a_weight_counts_like_that_many_copies(rule, rows):
    p, y, w = zip(*rows, strict=True)
    copies = [(a, b) for a, b, times in rows for _ in range(times)]
    expected = rule.mean([a for a, _ in copies], [b for _, b in copies])
    assert rule.mean(p, y, weights=w) == close(expected)


@every
def test_only_the_ratio_of_weights_counts(rule):
    p, y = many(rule)
    weight = np.random.default_rng(2).random(p.size)
    assert rule.mean(p, y, weights=8 * weight) == close(rule.mean(p, y, weights=weight))
    assert rule.mean(p, y, weights=np.full(p.size, 3.0)) == close(rule.mean(p, y))


@every
def test_a_forecast_without_weight_does_not_count_even_where_infinite(rule):
    with_it = rule.mean([0.7, 0.0, 1.0], [1, 1, 0], weights=[2, 0, 0])
    assert with_it == close(rule.mean([0.7], [1]))


@every
def test_the_order_of_forecasts_does_not_matter(rule):
    p, y = many(rule)
    order = np.random.default_rng(3).permutation(p.size)
    assert rule.mean(p[order], y[order]) == close(rule.mean(p, y))


@every
def test_a_mean_of_many_is_the_mean_of_their_losses(rule):
    p, y = many(rule)
    p[:2], y[:2] = [1e-300, 1.0], [0, 1]
    assert rule.mean(p, y) == close(np.mean(rule.loss(p, y)))


@every
@pytest.mark.parametrize("kind", ["bool", "int8", "int64", "uint8", "float32", "list", "reversed"])
def test_outcomes_of_any_type_and_layout_give_the_same_mean(rule, kind):
    p, y = many(rule)
    expected = rule.mean(p, y)
    if kind == "reversed":
        p, given_y = np.ascontiguousarray(p[::-1])[::-1], np.ascontiguousarray(y[::-1])[::-1]
    else:
        given_y = y.tolist() if kind == "list" else y.astype(kind)
    assert rule.mean(p, given_y) == close(expected)
    assert rule.loss(p[:5], given_y[:5]) == close(rule.loss(p[:5], y[:5]))


@every
def test_float32_is_widened_before_anything_is_computed(rule):
    p, y = many(rule)
    narrow = p.astype(np.float32)
    wide = narrow.astype(np.float64)
    assert rule.loss(narrow, y).tolist() == rule.loss(wide, y).tolist()
    assert rule.mean(narrow, y) == rule.mean(wide, y)


@every
def test_losses_are_float64_and_have_the_shape_of_what_was_given(rule):
    table = rule.loss(np.full((3, 1), 0.25, np.float32), [True, False])
    assert (table.shape, table.dtype) == ((3, 2), np.float64)
    assert rule.loss(0.25, 1).shape == ()
    assert rule.mean(np.full((3, 1), 0.25), [1, 0]) == close(table.mean())


@every
def test_nothing_has_no_mean_and_one_forecast_has_its_loss(rule):
    assert math.isnan(rule.mean([], []))
    assert math.isnan(rule.mean([0.5], [1], weights=[0]))
    assert rule.loss([], []).shape == (0,)
    assert rule.mean([0.3], [1]) == close(rule.loss(0.3, 1).item())


@every
def test_what_is_missing_makes_a_loss_missing(rule):
    assert np.isnan(rule.loss([math.nan, 0.4], [1, math.nan])).all()


@every
@pytest.mark.parametrize("place", [0, -1])
def test_what_is_missing_makes_a_mean_missing_is_left_out_or_is_an_error(rule, place):
    p, y = many(rule)
    rest = rule.mean(np.delete(p, place), np.delete(y, place))
    p[place] = math.nan
    assert math.isnan(rule.mean(p, y))
    assert rule.mean(p, y, missing="omit") == close(rest)
    with pytest.raises(ValueError, match="NaN"):
        rule.mean(p, y, missing="raise")
    weight = np.ones(p.size)
    weight[place] = 0.0
    assert rule.mean(p, y, weight, missing="raise") == close(rest)


@every
@pytest.mark.parametrize("wrong", [-1e-300, 1 + 2**-52, math.inf, -math.inf])
def test_a_mean_refuses_a_probability_out_of_its_domain_wherever_it_stands(rule, wrong):
    p, y = many(rule)
    p[-1] = wrong
    with pytest.raises(ValueError, match="probabilities"):
        rule.mean(p, y)


@every
@pytest.mark.parametrize("wrong", [5e-324, 1 - 2**-53, 2.0, -1.0, math.inf])
def test_a_mean_refuses_an_outcome_that_is_neither_wherever_it_stands(rule, wrong):
    p, y = many(rule)
    y[-1] = wrong
    with pytest.raises(ValueError, match="outcomes"):
        rule.mean(p, y)


@every
def test_a_negative_zero_is_zero(rule):
    p, y = [-0.0, 0.5], [-0.0, 1]
    assert rule.mean(np.array(p), np.array(y)) == close(rule.mean([0.0, 0.5], [0, 1]))


def test_the_registries_name_their_rules():
    assert [rule.name for rule in RULES.values()] == list(RULES)
    assert [family.__name__ for family in FAMILIES.values()] == list(FAMILIES)
