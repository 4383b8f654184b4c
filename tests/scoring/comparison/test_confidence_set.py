"""The model confidence set: whom it keeps, and how often it holds all of the best."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.comparison.confidence_set import model_confidence_set

RNG = np.random.default_rng


def test_who_is_much_worse_is_put_out_first():
    losses = RNG(1).random((4, 100)) + np.array([[0.0], [0.8], [0.0], [0.3]])
    found = model_confidence_set(losses, range(100))
    assert found.kept.tolist() == [True, False, True, False]
    assert found.order[:2].tolist() == [1, 3]
    assert found.p[found.order[-1]] == 1.0


def test_p_values_rise_in_the_order_of_elimination():
    losses = RNG(2).random((6, 80)) + np.linspace(0.0, 0.2, 6)[:, None]
    found = model_confidence_set(losses, range(80))
    assert np.all(np.diff(found.p[found.order]) >= 0.0)
    assert sorted(found.order.tolist()) == list(range(6))


def test_a_higher_level_keeps_no_fewer():
    losses = RNG(3).random((6, 80)) + np.linspace(0.0, 0.2, 6)[:, None]
    narrow, wide = (model_confidence_set(losses, range(80), level=level) for level in (0.5, 0.99))
    assert np.all(wide.kept[narrow.kept])


def test_what_everybody_suffers_alike_changes_nothing():
    losses = RNG(4).random((3, 50))
    shifted = losses + RNG(5).normal(0, 10, 50)
    one, other = (model_confidence_set(each, range(50)) for each in (losses, shifted))
    assert one.p == pytest.approx(other.p)


def test_identical_forecasters_are_all_kept():
    found = model_confidence_set(np.tile(RNG(6).random(30), (3, 1)), range(30))
    assert found.kept.all()
    assert found.p.tolist() == [1.0, 1.0, 1.0]


def test_who_is_always_worse_by_the_same_is_put_out():
    base = RNG(7).random(30)
    assert model_confidence_set([base, base + 0.01], range(30)).kept.tolist() == [True, False]


def test_questions_that_somebody_lacks_are_left_out():
    losses = RNG(8).random((3, 40))
    holed = np.hstack([losses, [[9.0], [0.0], [np.nan]]])
    whole = model_confidence_set(losses, range(40))
    assert model_confidence_set(holed, range(41)).p.tolist() == whole.p.tolist()


@pytest.mark.parametrize("losses", [np.empty((2, 0)), [[0.1, 0.2], [0.3, 0.4]]])
def test_fewer_than_two_clusters_say_nothing(losses):
    found = model_confidence_set(losses, [7] * np.shape(losses)[1])
    assert found.kept.all()
    assert np.isnan(found.p).all()


def test_one_forecaster_is_the_best():
    assert model_confidence_set([[0.1, 0.2, 0.3]], range(3)).p.tolist() == [1.0]


@pytest.mark.parametrize(
    ("losses", "cluster"), [([[0.1, 0.2]], [0]), ([[0.1, np.inf], [0.2, 0.1]], [0, 1])]
)
def test_columns_that_do_not_fit_and_infinite_losses_are_refused(losses, cluster):
    with pytest.raises(ValueError, match="must"):
        model_confidence_set(losses, cluster)


def coverage(best, runs, seed):
    """How often the set of 95 % holds all of the best of five, on 60 families of two questions."""
    rng, held = RNG(seed), 0
    family = np.repeat(np.arange(60), 2)
    worse = np.where(np.arange(5) < best, 0.0, 0.15)[:, None]
    for _ in range(runs):
        noise = rng.normal(0, 0.3, (5, 60))[:, family] + rng.normal(0, 0.3, (5, 120))
        held += model_confidence_set(noise + worse, family, draws=399, seed=rng).kept[:best].all()
    return held / runs


@pytest.mark.parametrize("best", [1, 3, 5])
def test_the_set_holds_all_of_the_best_as_often_as_it_says(best):
    assert coverage(best, 400, best) >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / 400)
