"""Worlds keep their word: beliefs mean what they say, and nothing beats the ideal."""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from market.simulation.layout import Layout
from market.simulation.parameters import ParameterError
from market.simulation.worlds import beta, evidence, normal
from market.simulation.worlds import bin as bin_world
from market.simulation.worlds.registry import WORLDS
from scoring.odds import expit
from scoring.pooling.log_odds import extremized, log_pool, neyman

PEOPLE, MOMENTS, FAR = 5, 8, 4.0
LAYOUT = Layout(PEOPLE, 1, 20_480, MOMENTS)
"""FAR: standard errors that chance does not exceed at the fixed seed."""

UNAWARE = "bin of bias and noise"
"""Where people do not believe what they should."""

SETTINGS = {
    "beta": ("beta", {}),
    "beta of common cases": ("beta", {"alpha": 0.7, "beta": 2.0, "draws": 3, "common": 6}),
    "gaussian": ("gaussian", {}),
    "gaussian of shared errors": ("gaussian", {"noise": 2.0, "shared": 0.6, "bound": 0.8}),
    "bin": ("bin", {}),
    "bin of rare events": ("bin", {"mean": -0.8, "information": 0.6, "shared": 0.45}),
    UNAWARE: ("bin", {"mean": 0.3, "bias": -0.7, "information": 0.4, "noise": 0.2, "shared": 0.2}),
    "probit": ("probit", {}),
    "probit with hunches": ("probit", {"spread": 0.5, "bound": 0.6, "private": 0.7}),
    "evidence": ("evidence", {}),
    "evidence of the few": ("evidence", {"prior": 0.2, "shared": 0.0, "early": 0.4}),
    "hazard": ("hazard", {}),
    "hazard of rare events": ("hazard", {"rate": 0.2, "shape": 3.0, "watched": 0.0}),
}


@cache
def drawn(name):
    kind, fields = SETTINGS[name]
    return WORLDS[kind](**fields).draw(LAYOUT, np.random.default_rng(11))


def over_time(log_odds):
    """Probabilities with a row for every moment."""
    return np.broadcast_to(expit(log_odds), (MOMENTS, *log_odds.shape[1:]))


def paths(truth):
    """Ideal beliefs at each moment and at the end, where a close turns them into the outcome."""
    ideal = over_time(truth.ideal)
    known = LAYOUT.times[:, None] >= truth.closes
    return np.where(known, truth.outcome, ideal)


def excess_movement(truth):
    """Squared changes of the ideal, beyond the uncertainty that they take away."""
    p = paths(truth)
    moved = np.square(np.diff(p, axis=0)).sum(axis=0)
    return moved - p[0] * (1.0 - p[0]) + p[-1] * (1.0 - p[-1])


def within_chance(each):
    """Whether a mean of 0 can be believed."""
    return abs(each.mean()) <= FAR * each.std() / np.sqrt(each.size) + 1e-12


@pytest.mark.parametrize("name", SETTINGS)
def test_what_is_believed_with_p_happens_with_p_at_every_moment(name):
    truth = drawn(name)
    for now in range(MOMENTS):
        is_open = truth.closes > LAYOUT.times[now]
        people = [] if name == UNAWARE else [over_time(truth.signal)[now, 0]]
        for believed in (over_time(truth.ideal)[now], *people):
            p, y = believed[is_open], truth.outcome[is_open]
            for group in np.array_split(np.argsort(p), 5):
                surprise, chance = (y - p)[group].sum(), (p * (1.0 - p))[group].sum()
                assert abs(surprise) <= FAR * np.sqrt(chance) + 1e-6


@pytest.mark.parametrize("name", SETTINGS)
def test_changes_of_the_ideal_add_up_to_the_uncertainty_that_they_take_away(name):
    assert within_chance(excess_movement(drawn(name)))


@pytest.mark.parametrize("name", SETTINGS)
def test_nothing_that_anybody_knows_improves_on_the_ideal(name):
    truth = drawn(name)
    for now in (0, MOMENTS - 1):
        is_open = truth.closes > LAYOUT.times[now]
        ideal = over_time(truth.ideal)[now]
        said = np.broadcast_to(over_time(truth.signal)[now], (PEOPLE, LAYOUT.columns))
        surprise = truth.outcome - ideal
        for clue in (*said[:2], said.mean(axis=0), said.std(axis=0), said[0] * ideal):
            assert within_chance((surprise * (clue - clue.mean()))[is_open])


@pytest.mark.parametrize("name", SETTINGS)
def test_no_pool_and_no_person_scores_better_than_the_ideal(name):
    truth = drawn(name)
    now = MOMENTS // 2
    is_open = truth.closes > LAYOUT.times[now]
    said = np.broadcast_to(over_time(truth.signal)[now], (PEOPLE, LAYOUT.columns)).T
    pools = said[:, 0], said.mean(1), np.median(said, 1), log_pool(said), neyman(said)
    best = np.square(over_time(truth.ideal)[now] - truth.outcome)
    for pool in (*pools, extremized(said, 2.5)):
        lost = (np.square(pool - truth.outcome) - best)[is_open]
        assert lost.mean() >= -FAR * lost.std() / np.sqrt(lost.size) - 1e-12


@pytest.mark.parametrize("kind", WORLDS)
def test_a_world_pickles_and_its_draw_depends_on_the_generator_alone(kind):
    layout = Layout(3, 2, 32, 4)
    one, same, other = (
        pickle.loads(pickle.dumps(WORLDS[kind]())).draw(layout, np.random.default_rng(seed))
        for seed in (1, 1, 2)
    )
    for field in ("outcome", "closes", "ideal", "signal"):
        assert getattr(one, field).tobytes() == getattr(same, field).tobytes()
    assert one.signal.tobytes() != other.signal.tobytes()
    assert one.outcome.shape == one.closes.shape == (64,)
    assert one.ideal.shape in {(1, 64), (4, 64)}
    assert one.signal.shape in {(moments, who, 64) for moments in (1, 4) for who in (1, 3)}


def known_by(name, *, together):
    """Expected Brier score at each moment, by theory."""
    kind, fields = SETTINGS[name]
    world, people = WORLDS[kind](**fields), PEOPLE if together else 1
    times = LAYOUT.times
    if kind == "beta":
        score = beta.expected_brier(world.alpha, world.beta, world.common + people * world.draws)
    elif kind == "gaussian":
        error = world.noise**2 * (world.shared + (1.0 - world.shared) / people)
        score = normal.expected_brier(1.0 / (1.0 + error), world.bound)
    elif kind == "bin":
        spread = world.information + (people - 1) * world.shared
        score = normal.expected_brier(people * world.information**2 / spread, -world.mean)
    elif kind == "probit":
        whole = 1.0 + world.spread**2
        left = 1.0 / (1.0 / (1.0 - times) + people * world.private)
        score = normal.expected_brier(1.0 - left / whole, world.bound / np.sqrt(whole))
    else:
        heard = world.shared + people * (1.0 - world.shared)
        out = world.early + (1.0 - world.early) * times
        score = evidence.expected_brier(world.prior, world.evidence * heard * out)
    return np.broadcast_to(score, MOMENTS)


@pytest.mark.parametrize(
    "name", [name for name in SETTINGS if name != UNAWARE and "hazard" not in name]
)
def test_closed_forms_of_expected_scores_agree_with_draws(name):
    truth = drawn(name)
    for together, believed in ((True, truth.ideal), (False, truth.signal[:, 0])):
        expected = known_by(name, together=together)
        for now, p in enumerate(over_time(believed)):
            assert within_chance(np.square(p - truth.outcome) - expected[now])


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_the_closed_form_of_the_bin_world_is_what_noisy_people_score(noise):
    world = WORLDS["bin"](information=0.4, noise=noise, shared=0.2)
    truth = world.draw(LAYOUT, np.random.default_rng(5))
    loss = np.square(expit(truth.signal[0, 0]) - truth.outcome)
    assert within_chance(loss - bin_world.expected_brier(0.4, noise))


def test_bias_moves_what_people_believe_and_not_the_ideal():
    honest = WORLDS["bin"](mean=-0.5, information=0.4, noise=0.2, shared=0.2)
    one, other = (
        world.draw(LAYOUT, np.random.default_rng(3)) for world in (honest, replace(honest, bias=1))
    )
    assert np.array_equal(one.ideal, other.ideal)
    assert np.all(one.signal < other.signal)


def covariance(world, people):
    """That of Z0 and all signals."""
    matrix = np.full((people + 1, people + 1), world.shared)
    np.fill_diagonal(matrix, world.information + world.noise)
    matrix[0, :] = matrix[:, 0] = world.information
    matrix[0, 0] = 1.0
    return matrix


def refusal(world, people):
    try:
        world.draw(Layout(people, 1, 8, 1), np.random.default_rng(1))
    except ParameterError as error:
        return str(error)
    return ""


def test_the_bin_world_refuses_covariances_that_no_variables_have():
    rng, verdicts = np.random.default_rng(2), []
    for people in (1, 2, 5, 40):
        for _ in range(60):
            information, noise = rng.uniform(0.01, 0.99), rng.uniform(0.0, 0.5)
            shared = rng.uniform(-1.0, 1.0) * (information + noise)
            world = WORLDS["bin"](information=information, noise=noise, shared=shared)
            possible = bool(np.linalg.eigvalsh(covariance(world, people))[0] > 0.0)
            verdicts.append(possible)
            assert refusal(world, people)[:20] == ("" if possible else "shared must be above")
    assert 50 < sum(verdicts) < 200


@pytest.mark.parametrize("shared", [-0.05, 0.1, 0.35, 0.5])
def test_signals_of_the_bin_world_have_the_covariances_asked_for(shared):
    world = WORLDS["bin"](information=0.3, noise=0.2, shared=shared)
    layout = Layout(2, 1, 102_400, 1)
    truth = world.draw(layout, np.random.default_rng(8))
    signal = ndtri(expit(truth.signal[0])) * np.sqrt(0.7)
    assert np.cov(signal) == pytest.approx(np.array([[0.5, shared], [shared, 0.5]]), abs=0.01)


def test_paths_to_given_outcomes_are_those_of_the_world():
    world = WORLDS["probit"](spread=0.8, bound=0.5, private=0.4)
    rng = np.random.default_rng(4)
    outcome = (rng.random(LAYOUT.columns) < ndtr(-0.5 / np.sqrt(1.64))) * 1.0
    truth = world.given(outcome, LAYOUT, rng)
    assert np.array_equal(truth.outcome, outcome)
    assert within_chance(excess_movement(truth))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("beta", {"alpha": 1e-3, "beta": 1e-3, "draws": 0}),
        ("gaussian", {"noise": 1e-3, "bound": 8.0}),
        ("bin", {"information": 0.99, "shared": 0.985}),
        ("bin", {"bias": 1e6, "noise": 1e6}),
        ("probit", {"spread": 100.0, "bound": 8.0, "private": 1e6}),
        ("evidence", {"prior": 1e-9, "evidence": 100.0, "shared": 1.0}),
        ("hazard", {"rate": 1e-6, "shape": 1e-3}),
        ("hazard", {"rate": 1e6}),
    ],
)
def test_beliefs_are_finite_at_the_edges_of_what_may_be(kind, fields):
    truth = WORLDS[kind](**fields).draw(Layout(20, 1, 256, 4), np.random.default_rng(1))
    assert np.isfinite(truth.ideal).all()
    assert np.isfinite(truth.signal).all()
    assert np.all((truth.closes > 0.0) & (truth.closes <= 1.0))


def test_hazards_close_early_with_yes_and_else_at_the_end_with_no():
    truth = drawn("hazard")
    assert np.array_equal(truth.outcome == 1.0, truth.closes < 1.0)
    late = truth.outcome == 0.0
    assert np.all(np.diff(over_time(truth.ideal)[:, late], axis=0) < 0.0)


@pytest.mark.parametrize(
    ("kind", "fields", "key"),
    [
        ("beta", {"alpha": 0.0}, "alpha"),
        ("beta", {"beta": float("inf")}, "beta"),
        ("beta", {"draws": -1}, "draws"),
        ("beta", {"common": 2.5}, "common"),
        ("gaussian", {"noise": -1.0}, "noise"),
        ("gaussian", {"shared": 1.1}, "shared"),
        ("gaussian", {"bound": float("nan")}, "bound"),
        ("bin", {"information": 1.0}, "information"),
        ("bin", {"noise": -0.1}, "noise"),
        ("bin", {"shared": 0.4}, "shared"),
        ("bin", {"mean": float("inf")}, "mean"),
        ("bin", {"bias": float("nan")}, "bias"),
        ("probit", {"spread": -1.0}, "spread"),
        ("probit", {"bound": 9.0}, "bound"),
        ("probit", {"private": -0.1}, "private"),
        ("evidence", {"prior": 1.0}, "prior"),
        ("evidence", {"evidence": -1.0}, "evidence"),
        ("evidence", {"shared": 2.0}, "shared"),
        ("evidence", {"early": -0.5}, "early"),
        ("hazard", {"rate": 0.0}, "rate"),
        ("hazard", {"shape": float("nan")}, "shape"),
        ("hazard", {"watched": -1.0}, "watched"),
    ],
)
def test_an_impossible_parameter_is_named(kind, fields, key):
    with pytest.raises(ParameterError) as caught:
        WORLDS[kind](**fields)
    assert caught.value.key == key
    assert str(caught.value).startswith(f"{key} must ")
