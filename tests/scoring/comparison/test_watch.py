"""Looking after every resolution: what a family says, and when."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import Report, World, panel_of, question

from scoring.comparison.common_time import Curves
from scoring.comparison.e_values import e_process
from scoring.comparison.multiplicity import e_bh
from scoring.comparison.watch import RoundWatch, Watch, first_words
from scoring.kinds import Kind
from scoring.stands import Stands
from scoring.timeline import Timeline


def losses(asked, said):
    """Losses of two forecasters, from the open, on some questions."""
    reports = tuple(
        Report(who, n, asked[n].opens, p)
        for n, pair in enumerate(said)
        for who, p in enumerate(pair)
    )
    timeline = Timeline.of(panel_of(World(reports, tuple(asked), (Kind.PERSON,) * 2)))
    return Curves.of([Stands.of(timeline, [who]) for who in range(2)]).shared(0, 1)


def test_families_speak_in_the_order_in_which_they_resolve():
    asked = [question(closes=0.8, family=5), question(closes=0.2, family=3)]
    said = [(1.0, 0.5), (0.5, 1.0)]
    assert first_words(losses(asked, said)) == pytest.approx([-0.25 * 0.2, 0.25 * 0.8])


def test_a_family_speaks_through_its_first_deadline_only():
    first = question(closes=1.0, scheduled=1.0, outcome=0)
    later = question(closes=1.5, scheduled=2.0)
    assert first_words(losses([first, later], [(0.0, 0.5), (0.0, 1.0)])) == pytest.approx([0.25])


def test_what_was_said_once_is_not_changed_by_later_deadlines():
    first, other = question(outcome=0), question(closes=0.5, family=1)
    later = question(closes=1.8, scheduled=2.0)
    said = [(0.1, 0.6), (0.9, 0.6)]
    before = first_words(losses([first, other], said))
    after = first_words(losses([first, other, later], [*said, (0.2, 0.9)]))
    assert after.tolist() == before.tolist()


def test_questions_of_one_deadline_are_averaged_and_wait_for_each_other():
    asked = [question(closes=0.1), question(closes=0.9), question(closes=0.5, family=1)]
    found = first_words(losses(asked, [(1.0, 0.5), (1.0, 0.0), (0.5, 1.0)]))
    assert found == pytest.approx([-0.25 * 0.5, (0.25 * 0.1 + 1.0 * 0.9) / 2])


def test_the_most_that_can_happen_stays_within_the_bounds():
    asked = [question(closes=k / 7, scheduled=k / 7, family=k) for k in range(1, 8)]
    found = Watch.of(losses(asked, [(1.0, 0.0)] * 7))
    assert found.mean == pytest.approx(1)
    assert found.families == 7


def test_who_is_always_better_is_found_out_and_the_other_way_round():
    asked = [question(family=k) for k in range(60)]
    one, other = (Watch.of(losses(asked, [pair] * 60)) for pair in ((0.9, 0.4), (0.4, 0.9)))
    assert (one.winner, other.winner) == (1, 2)
    assert one.lower > 0 > other.upper
    assert (one.lower, one.e) == pytest.approx((-other.upper, other.e))
    assert one.p == pytest.approx(1 / one.e)


def test_nothing_is_known_before_anything_resolved():
    found = Watch.of(losses([question(outcome=None)], [(0.9, 0.4)]))
    assert (found.families, found.e, found.p, found.winner) == (0, 1, 1, 0)
    assert np.isnan([found.mean, found.lower, found.upper]).all()


def test_a_rule_without_bounds_cannot_be_watched():
    with pytest.raises(ValueError, match="bounded"):
        Watch.of(losses([question()], [(0.9, 0.4)]), bound=np.inf)


def test_evidence_beyond_every_double_is_told_as_infinite():
    asked = [question(family=k) for k in range(2_000)]
    assert Watch.of(losses(asked, [(1.0, 0.0)] * 2_000)).e == np.inf


def test_pairs_are_found_out_together_and_those_that_never_met_count():
    asked = [question(family=k) for k in range(60)]
    clear, even = (losses(asked, [pair] * 60) for pair in ((0.4, 0.9), (0.5, 0.5)))
    none = losses([question(outcome=None)], [(0.9, 0.4)])
    found = RoundWatch.of([clear, even, none])
    assert found.sure.tolist() == [True, False, False]
    assert found.watches[0] == Watch.of(clear)
    barely = next(n for n in range(60) if Watch.of(losses(asked[:n], [(0.4, 0.9)] * n)).e > 20)
    alone = losses(asked[:barely], [(0.4, 0.9)] * barely)
    assert RoundWatch.of([alone]).sure.tolist() == [True]
    assert RoundWatch.of([alone, none]).sure.tolist() == [False, False]


def test_false_findings_are_few_whenever_one_stops():
    """Ten equal pairs and two that are not, looked at for as long as it takes to err."""
    rng = np.random.default_rng(3)
    rounds, false = 60, []
    for _ in range(rounds):
        d = rng.uniform(-0.6, 0.6, (12, 120)) + np.array([0.3, -0.3] + [0.0] * 10)[:, None]
        e = np.exp([e_process(row).log_e for row in d])
        sure = np.array([e_bh(now) for now in e.T])
        false.append(max(now[2:].sum() / max(now.sum(), 1) for now in sure))
    assert np.mean(false) <= 0.05
