"""Wagers on what is said: the price, and who pays whom."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from market.simulation.layout import Layout
from market.simulation.mechanisms.wagering import Wagering
from market.simulation.parameters import ParameterError
from market.simulation.people.groups import Group
from market.simulation.scene import set_scene
from market.simulation.streams import Streams
from market.simulation.worlds.gaussian import Gaussian
from scoring.odds import expit

STREAMS = Streams(3, 0)
GROUPS = (Group("many", 4), Group("rich", 1, {"wealth": 900.0}), Group("mute", 1, {"trades": 0.0}))


@pytest.fixture(scope="module")
def scene():
    drawn = set_scene(Gaussian(), GROUPS, Layout(6, 1, 64, 2), STREAMS)
    opinion = np.stack([drawn.opinion_at(0), drawn.opinion_at(0) + 1.0])
    looks = np.ones_like(drawn.looks)
    looks[1, 0] = looks[:, 1, :32] = False
    return replace(drawn, opinion=opinion, looks=looks)


def test_the_price_is_the_mean_of_what_was_said_last_weighted_by_wealth(scene):
    price = expit(Wagering("w", share=0.3).run(scene, STREAMS).log_odds)
    said = expit(scene.opinion)
    last = np.concatenate([said[:1, 0], said[1, 1:5]])
    everybody, four = np.array([1, 1, 1, 1, 9.0]), np.array([1, 0, 1, 1, 9.0])
    for columns, weight in ((slice(32, 64), everybody), (slice(0, 32), four)):
        first = np.average(said[0, :5, columns], axis=0, weights=weight)
        np.testing.assert_allclose(price[0, columns], first, rtol=1e-12)
        then = np.average(last[:, columns], axis=0, weights=weight)
        np.testing.assert_allclose(price[1, columns], then, rtol=1e-12)


def test_the_house_gets_nothing_by_weighted_scores_and_loses_nothing_without_arbitrage(scene):
    paid, kept = (
        Wagering("w", rule).run(scene, STREAMS).figures
        for rule in ("weighted-score", "no-arbitrage")
    )
    assert not paid["surplus"].any()
    assert np.all(kept["surplus"] > 0.0)
    np.testing.assert_array_equal(paid["volume"], kept["volume"])
    assert np.all(paid["exchanged"] <= paid["volume"])
    assert paid["volume"][[0, 63]].tolist() == pytest.approx([120.0, 130.0])


@pytest.mark.parametrize("rule", ["no-arbitrage", "weighted-score"])
def test_one_alone_wins_and_loses_nothing(scene, rule):
    found = Wagering("w", rule).run(scene.only(np.array([4])), STREAMS)
    assert not found.figures["exchanged"].any()
    assert not found.figures["surplus"].any()
    none = Wagering("w", rule).run(scene.only(np.array([5])), STREAMS)
    assert np.all(np.isnan(none.log_odds))


@pytest.mark.parametrize("wrong", [{"rule": "parimutuel"}, {"share": 0.0}, {"share": 1.1}])
def test_a_parameter_that_cannot_be_is_named(wrong):
    with pytest.raises(ParameterError, match=next(iter(wrong))):
        Wagering("w", **wrong)
