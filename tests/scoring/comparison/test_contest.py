"""Every pair of several forecasters, adjusted for their number, and who may be the best."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import Report, World, panel_of, question

from scoring.comparison.common_time import Curves
from scoring.comparison.contest import CORRECTIONS, Contest, RoundRobin
from scoring.comparison.paired import paired
from scoring.kinds import Kind
from scoring.skill_score import skill_of_losses
from scoring.stands import Stands
from scoring.timeline import Timeline


def curves(noise, *, size=60, families=1, seed=1):
    """Curves of forecasters who see the truth through so much noise, on questions in families."""
    rng = np.random.default_rng(seed)
    belief = rng.normal(0, 1.5, size)
    outcome = (rng.random(size) < 1 / (1 + np.exp(-belief))).astype(int)
    asked = tuple(
        question(outcome=y, family=n // families, closes=0.2 + 0.8 * rng.random())
        for n, y in enumerate(outcome.tolist())
    )
    reports = tuple(
        Report(who, n, 0.1 * rng.random(), 1 / (1 + np.exp(-belief[n] - rng.normal(0, spread))))
        for who, spread in enumerate(noise)
        for n in range(size)
    )
    panel = panel_of(World(reports, asked, (Kind.PERSON,) * len(noise)))
    timeline = Timeline.of(panel)
    return Curves.of([Stands.of(timeline, [who]) for who in range(len(noise))])


def test_every_pair_meets_once_and_as_if_it_were_alone():
    made = curves([0.1, 1, 2])
    found = RoundRobin.of(made)
    assert found.pairs == ((0, 1), (0, 2), (1, 2))
    for pair, contest in zip(found.pairs, found.contests, strict=True):
        alone = Contest.of(made.shared(*pair))
        assert contest.paired.difference == alone.paired.difference
        assert (contest.flips, contest.diebold_mariano) == (alone.flips, alone.diebold_mariano)


def test_a_contest_weighs_questions_by_the_time_in_common():
    losses = curves([0.1, 1]).shared(0, 1)
    found = Contest.of(losses, level=0.9).paired
    expected = paired(*losses.loss, losses.cluster, weights=losses.weight, level=0.9)
    assert (found.difference, found.half_width) == (expected.difference, expected.half_width)
    assert found.difference == pytest.approx(losses.advantage.sum() / losses.weight.sum())


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_adjusted_p_values_are_no_smaller_and_find_the_worst(correction):
    found = RoundRobin.of(curves([0.1, 0.1, 4]), correction=correction)
    plain = np.array([contest.flips.p for contest in found.contests])
    assert (found.adjusted >= plain - 0.01).all()  # draws of their own
    assert (found.adjusted < 0.05).tolist() == [False, True, True]


def test_those_who_may_be_the_best_are_those_who_are_not_clearly_worse():
    best = RoundRobin.of(curves([0.1, 0.1, 4], families=2)).best
    assert best.kept.tolist() == [True, True, False]


def test_the_skill_score_of_a_contest_rests_on_families_and_common_time():
    losses = curves([0.5, 1], size=48, families=4).shared(0, 1)
    expected = skill_of_losses(*losses.loss, weights=losses.weight, cluster=losses.cluster)
    assert Contest.of(losses).skill == expected


def test_of_a_single_pair_max_t_turns_the_same_families_as_the_sign_flips():
    found = RoundRobin.of(curves([0.5, 1], size=48, families=4), correction="max-t")
    flips = found.contests[0].flips
    assert (flips.exact, flips.flips) == (True, 2**12)
    assert found.adjusted.tolist() == pytest.approx([flips.p])


def test_over_own_time_every_question_weighs_the_same():
    found = RoundRobin.of(curves([0.1, 1, 2]), common_time=False)
    assert (found.together.weight == 1).all()
    assert all((contest.losses.weight == 1).all() for contest in found.contests)


def test_draws_follow_the_seed():
    made = curves([0.5, 1, 1])
    one, again, other = (RoundRobin.of(made, seed=seed) for seed in (1, 1, 2))
    assert one.adjusted.tolist() == again.adjusted.tolist() != other.adjusted.tolist()


def test_a_pair_without_a_question_has_no_p_value_and_does_not_count():
    world = World(
        (
            *(Report(who, n, 0.0, 0.2 + 0.1 * n) for n in range(3) for who in (0, 1)),
            Report(2, 3, 0.0, 0.5),
        ),
        tuple(question(family=n) for n in range(4)),
        (Kind.PERSON,) * 3,
    )
    timeline = Timeline.of(panel_of(world))
    made = Curves.of([Stands.of(timeline, [who]) for who in range(3)])
    for correction in CORRECTIONS:
        found = RoundRobin.of(made, correction=correction)
        assert np.isnan(found.adjusted).tolist() == [False, True, True]
        assert found.adjusted[0] == 1
        assert found.best.kept.all()


def test_an_infinite_loss_leaves_the_best_open():
    from scoring.rules import LOG

    reports = tuple(Report(who, n, 0.0, 0.5) for n in range(2) for who in range(2))
    world = World(
        (*reports, Report(2, 0, 0.0, 0.0), Report(2, 1, 0.0, 0.5)),
        (question(), question(family=1)),
        (Kind.PERSON,) * 3,
    )
    timeline = Timeline.of(panel_of(world))
    made = Curves.of([Stands.of(timeline, [who]) for who in range(3)], LOG)
    found = RoundRobin.of(made)
    assert found.best is None
    assert np.isnan(found.adjusted).tolist() == [False, True, True]
