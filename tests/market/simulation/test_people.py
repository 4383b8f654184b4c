"""Groups of people, and the traits that are drawn for them."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from scipy import stats

from market.simulation.layout import Layout
from market.simulation.parameters import ParameterError
from market.simulation.people.columns import RANGES, USUAL, People
from market.simulation.people.distributions import distribution
from market.simulation.people.groups import Group, draw_people
from market.simulation.streams import Streams

LAWS = [
    ({"uniform": [-1.0, 3.0]}, stats.uniform(-1, 4)),
    ({"normal": [2.0, 0.5]}, stats.norm(2, 0.5)),
    ({"loguniform": [0.1, 10.0]}, stats.loguniform(0.1, 10)),
    ({"beta": [2.0, 5.0]}, stats.beta(2, 5)),
    ({"pareto": [3.0, 1.5]}, stats.pareto(1.5, scale=3)),
]


@pytest.mark.parametrize(("spec", "law"), LAWS, ids=[next(iter(spec)) for spec, _ in LAWS])
def test_values_follow_the_distribution_that_is_named(spec, law):
    found = distribution(spec)
    drawn = found.draw(np.random.default_rng(4), (40, 100))
    assert drawn.shape == (40, 100)
    assert stats.kstest(drawn.ravel(), law.cdf).pvalue > 1e-3
    assert found.low <= drawn.min() <= drawn.max() <= found.high


def test_a_mix_has_each_part_with_its_weight():
    found = distribution({"mix": [[3, {"one_of": [1, 2]}], [1, 7], [4, {"uniform": [4, 5]}]]})
    assert (found.low, found.high) == (1.0, 7.0)
    drawn = found.draw(np.random.default_rng(4), (100, 100))
    shares = [np.mean(drawn == value) for value in (1, 2, 7)]
    assert shares == pytest.approx([3 / 16, 3 / 16, 1 / 8], abs=0.02)
    assert np.mean((drawn >= 4) & (drawn <= 5)) == pytest.approx(0.5, abs=0.02)


def test_people_keep_their_traits_in_a_panel_and_the_next_panel_has_others():
    groups = [Group("a", 3, {"noise": {"uniform": [0, 1]}}), Group("b", 2, {"noise": 0.25})]
    people = draw_people(groups, Layout(5, 4, 16, 1), Streams(1, 0))
    assert people.slope.shape == (5, 1)
    by_panel = people.noise.reshape(5, 16, 4)
    assert np.all(by_panel == by_panel[:, :, :1])
    assert np.unique(by_panel[:3]).size == 48
    assert np.all(by_panel[3:] == 0.25)


def test_a_group_is_the_same_whoever_else_is_there():
    one = Group("one", 3, {"bias": {"normal": [0, 1]}, "noise": {"uniform": [0, 1]}})
    other = Group("other", 2, {"bias": {"normal": [0, 1]}})
    alone, joined = (
        draw_people(groups, Layout(size, 1, 64, 1), Streams(1, 0))
        for groups, size in (([one], 3), ([other, one], 5))
    )
    assert np.array_equal(alone.bias, joined.bias[2:])
    assert np.array_equal(alone.noise, joined.noise[2:])
    assert not np.array_equal(joined.bias[:2], alone.bias[:2])


def test_every_trait_has_a_usual_value_that_it_may_have_and_groups_pickle():
    assert list(USUAL) == list(RANGES) == list(People.__dataclass_fields__)
    group = Group("usual", 2, dict(USUAL))
    assert pickle.loads(pickle.dumps(group)).traits.keys() == USUAL.keys()
    assert Group("nobody", 0).count == 0


MALFORMED = [
    ("count", -1, {}, "must be a whole number"),
    ("count", 2.5, {}, "must be a whole number"),
    ("count", True, {}, "must be a whole number"),
    ("nois", 1, {"nois": 0.1}, "is no trait of people"),
    ("herding", 1, {"herding": 0.1}, "is no trait"),
    ("noise", 1, {"noise": -0.1}, "not below 0, not -0.1"),
    ("noise", 1, {"noise": {"normal": [1, 0.1]}}, "not below 0, which normal [1, 0.1] need not be"),
    ("noise", 1, {"noise": "much"}, "must be a number or one distribution, not 'much'"),
    ("noise", 1, {"noise": {}}, "must be a number or one distribution"),
    ("noise", 1, {"noise": {"unifrom": [0, 1]}}, "one of uniform, normal, loguniform"),
    ("noise", 1, {"noise": {"uniform": [1, 0]}}, "two numbers for uniform, in order, not [1, 0]"),
    ("noise", 1, {"noise": {"uniform": [0, 1, 2]}}, "two numbers for uniform"),
    ("noise", 1, {"noise": {"uniform": 3}}, "a list of numbers for uniform, not 3"),
    ("noise", 1, {"noise": {"uniform": ["a", 1]}}, "must have numbers, not 'a'"),
    ("noise", 1, {"noise": {"one_of": []}}, "a list of numbers for one_of"),
    ("noise", 1, {"noise": {"one_of": [0.1, float("nan")]}}, "must have numbers, not nan"),
    ("noise", 1, {"noise": {"loguniform": [0, 1]}}, "loguniform, above 0, in order"),
    ("noise", 1, {"noise": {"beta": [0, 1]}}, "beta, above 0"),
    ("noise", 1, {"noise": {"pareto": [1, 0]}}, "pareto, above 0"),
    ("bias", 1, {"bias": {"normal": [0, -1]}}, "normal, the second not below 0"),
    ("bias", 1, {"bias": {"normal": [0, float("inf")]}}, "two numbers for normal"),
    ("noise", 1, {"noise": {"mix": [1, 2]}}, "pairs of a weight and a distribution"),
    ("noise", 1, {"noise": {"mix": [[0, 2]]}}, "weights above 0"),
    ("noise", 1, {"noise": {"mix": [[1, {"uniform": [1, 0]}]]}}, "uniform, in order"),
    ("slope", 1, {"slope": float("inf")}, "must be finite"),
    ("slope", 1, {"slope": float("nan")}, "must be finite"),
    ("share", 1, {"share": {"uniform": [0.5, 1.5]}}, "between 0 and 1"),
    ("target", 1, {"target": 1.0}, "between 0.001 and 0.999"),
    ("wealth", 1, {"wealth": 0}, "between 1e-30 and 1e+30"),
    ("wealth", 1, {"wealth": {"pareto": [1, 0.5]}}, "which pareto [1, 0.5] need not be"),
    ("looks", 1, {"looks": -1}, "must not be below 0"),
    ("start", 1, {"start": 0.5, "stop": 0.5}, "must come before stop"),
]


@pytest.mark.parametrize(("key", "count", "traits", "said"), MALFORMED)
def test_what_people_cannot_be_is_refused_by_the_name_of_the_trait(key, count, traits, said):
    with pytest.raises(ParameterError) as refused:
        Group("people", count, traits)
    assert refused.value.key == key
    assert said in refused.value.reason
    assert "\n" not in str(refused.value)


def test_the_hint_of_an_unknown_trait_is_the_nearest_that_is_known():
    with pytest.raises(ParameterError) as refused:
        Group("people", 1, {"nois": 0.1})
    assert refused.value.hint == "Did you mean noise?"


@pytest.mark.parametrize("name", ["", "@median", 3])
def test_names_that_results_could_not_tell_apart_are_refused(name):
    with pytest.raises(ParameterError, match="name must be"):
        Group(name, 1)
