"""Who looks when at what, and what he thinks: the scene in which everything plays."""

from __future__ import annotations

import numpy as np
import pytest

from market.simulation.layout import Layout
from market.simulation.mechanisms.maker.automated import Automated
from market.simulation.people.columns import People
from market.simulation.people.groups import Group
from market.simulation.scene import scene_of, set_scene
from market.simulation.streams import Streams
from market.simulation.worlds.gaussian import Gaussian
from market.simulation.worlds.probit import Probit
from market.simulation.worlds.world import Truth
from scoring.odds import expit


def scene(layout=None, world=None, seed=1, **traits):
    """A scene of people who are as usual but for some traits."""
    layout = layout or Layout(4, 1, 256, 1)
    group = Group("people", layout.forecasters, traits)
    return set_scene(world or Probit(), [group], layout, Streams(seed, 0))


def same(one, other):
    return np.array_equal(one.opinion, other.opinion) and np.array_equal(one.looks, other.looks)


def test_the_seed_decides_everything_and_mechanisms_nothing():
    layout = Layout(4, 2, 64, 6)
    varied = {"noise": {"uniform": [0, 1]}, "whim": 0.2, "looks": 3, "share": 0.5, "blind": 0.0}
    first = scene(layout, **varied)
    Automated("lmsr").run(first, Streams(1, 0))
    assert same(first, scene(layout, **varied))
    assert not same(first, scene(layout, seed=2, **varied))


def test_what_happens_by_chance_is_the_same_at_every_point_of_a_grid():
    noise, bias, sparse = scene(noise=0.5), scene(noise=1.0), scene(noise=0.5, looks=1, share=0.5)
    signal = noise.truth.signal
    assert bias.opinion - signal == pytest.approx(2.0 * (noise.opinion - signal))
    assert np.array_equal(noise.opinion, sparse.opinion)
    assert np.all(scene(share=0.7).looks >= sparse.looks)


def test_looks_after_the_first_come_at_the_rate_of_a_poisson_process():
    layout = Layout(40, 1, 250, 20)
    looks = scene(layout, looks=6.0, start=0.25).looks
    assert not looks[:5].any()
    assert looks[5].all()
    chance = -np.expm1(-6 / 20)
    error = np.sqrt(chance * (1 - chance) / looks[6:].size)
    assert looks[6:].mean() == pytest.approx(chance, abs=4 * error)


def test_looks_without_end_are_at_each_moment_and_none_but_the_first_at_rate_0():
    layout = Layout(2, 1, 8, 5)
    assert scene(layout).looks.all()
    once = scene(layout, looks=0.0, start={"one_of": [0.1, 0.2]}).looks
    assert np.array_equal(once.sum(axis=(1, 2)), [0, 16, 0, 0, 0])


def test_nobody_looks_from_his_stop_on_nor_from_the_close_on():
    layout = Layout(2, 1, 3, 10)
    closes = np.array([0.35, 0.4, 1.0])
    truth = Truth(np.ones(3), closes, np.zeros((1, 3)), np.zeros((1, 1, 3)))
    people = People.usual(2, stop=np.array([[1.0], [0.7]]))
    looks = scene_of(truth, people, layout, Streams(1, 0)).looks
    assert looks.sum(axis=0).tolist() == [[4, 4, 10], [4, 4, 7]]


def test_rates_may_differ_by_question():
    layout = Layout(400, 2, 1, 50)
    truth = Truth(np.ones(2), np.ones(2), np.zeros((1, 2)), np.zeros((1, 1, 2)))
    people = People.usual(400, looks=np.tile([1.0, 9.0], (400, 1)))
    looks = scene_of(truth, people, layout, Streams(1, 0)).looks.sum(axis=0) - 1
    expected = -49 * np.expm1(-np.array([1.0, 9.0]) / 50)
    assert looks.mean(axis=0) == pytest.approx(expected, abs=4 * np.sqrt(9 / 400))


@pytest.mark.parametrize(("questions", "share"), [(1, 0.3), (10, 0.3), (10, 0.25)])
def test_everybody_takes_his_share_of_each_panel_to_within_a_question(questions, share):
    layout = Layout(8, questions, 1280 // questions, 1)
    taken = scene(layout, share=share).looks[0].reshape(8, layout.panels, questions).sum(axis=2)
    assert set(np.unique(taken)) <= {int(share * questions), int(np.ceil(share * questions))}
    error = 0.5 / np.sqrt(taken.size)
    assert taken.mean() == pytest.approx(share * questions, abs=4 * error)


def test_who_picks_takes_the_hard_or_the_easy_questions():
    layout = Layout(3, 16, 64, 1)
    people = People.usual(3, share=np.full((3, 1), 0.25), picks=np.array([[30.0], [0.0], [-30.0]]))
    truth = Probit(spread=2.0).draw(layout, np.random.default_rng(1))
    looks = scene_of(truth, people, layout, Streams(1, 0)).looks[0]
    far = np.abs(truth.ideal[0])
    hard, some, easy = (far[taken].mean() for taken in looks)
    assert hard < 0.3 * far.mean()
    assert some == pytest.approx(far.mean(), rel=0.15)
    assert easy > 1.7 * far.mean()
    quarter = np.sort(far.reshape(64, 16))[:, :4].mean()
    assert hard == pytest.approx(quarter, rel=0.02)


def test_opinions_are_slope_times_belief_plus_bias_plus_noise_that_stays():
    layout = Layout(50, 1, 200, 6)
    drawn = scene(layout, slope=1.5, bias=0.2, noise=0.4)
    error = drawn.opinion - 1.5 * drawn.truth.signal - 0.2
    assert np.allclose(error, error[0])
    assert error[0].std() == pytest.approx(0.4, rel=0.03)


def test_a_whim_is_new_at_each_look():
    layout = Layout(50, 1, 200, 3)
    drawn = scene(layout, Gaussian(), whim=0.4)
    error = drawn.opinion - drawn.truth.signal
    assert error.std() == pytest.approx(0.4, rel=0.03)
    assert abs(np.corrcoef(error.reshape(3, -1))[0, 1]) < 4 / 100


def test_the_blind_are_of_any_opinion_alike_and_manipulators_of_one():
    layout = Layout(50, 1, 200, 2)
    blind = expit(scene(layout, blind=1).opinion)
    assert np.histogram(blind, 4, (0, 1))[0] / blind.size == pytest.approx(0.25, abs=0.0123)
    liars = scene(layout, target=0.9, noise=1.0, slope=3.0)
    assert expit(liars.opinion) == pytest.approx(np.full(liars.opinion.shape, 0.9))


def test_old_news_is_what_was_known_a_lag_ago():
    layout = Layout(1, 1, 32, 8)
    late, now = scene(layout, lag=0.25), scene(layout)
    assert np.array_equal(late.opinion[2:], now.opinion[:-2])
    assert np.array_equal(late.opinion[:2], now.opinion[[0, 0]])


def test_what_does_not_change_is_held_once():
    assert scene(Layout(4, 1, 8, 9), Gaussian(), noise=1.0).opinion.shape == (1, 4, 8)
