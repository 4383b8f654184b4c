"""Wagers on forecasts: who gains, who cannot, and where the difference of the two forms lies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market.makers.wagering import no_arbitrage_wagering, weighted_score_wagering

WAGERS = st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 100)), min_size=2, max_size=8)
both = pytest.mark.parametrize("form", [weighted_score_wagering, no_arbitrage_wagering])


@both
@settings(max_examples=60, deadline=None)
@given(rows=WAGERS, outcome=st.integers(0, 1))
def test_nobody_loses_more_than_the_wager_and_nothing_is_added(form, rows, outcome):
    p, wager = np.transpose(rows)
    gain = form(p, wager, outcome)
    assert np.all(gain >= -wager * (1 + 1e-12))
    assert gain.sum() <= 1e-10
    if form is weighted_score_wagering:
        assert gain.sum() == pytest.approx(0.0, abs=1e-10)


@both
@settings(max_examples=20, deadline=None)
@given(rows=WAGERS, belief=st.integers(0, 50))
def test_honesty_has_the_highest_expectation(form, rows, belief):
    p, wager = np.transpose(rows)
    said = np.arange(51) / 50
    reports = np.broadcast_to(p, (51, p.size)).copy()
    reports[:, 0] = said
    if_yes, if_no = (form(reports, wager, np.full(51, outcome))[:, 0] for outcome in (1, 0))
    expected = said[belief] * if_yes + (1 - said[belief]) * if_no
    assert expected.argmax() == belief


def test_between_two_who_disagree_one_form_pays_whatever_happens_and_the_other_nothing():
    p, wager = [0.2, 0.8, 0.5], [1.0, 1.0, 1.0]
    for outcome in (0, 1):
        assert weighted_score_wagering(p, wager, outcome)[2] == pytest.approx(0.06, abs=1e-15)
        assert no_arbitrage_wagering(p, wager, outcome)[2] == pytest.approx(0.0, abs=1e-15)


@settings(max_examples=60, deadline=None)
@given(rows=WAGERS)
def test_without_arbitrage_nobody_gains_for_sure(rows):
    p, wager = np.transpose(rows)
    gains = [no_arbitrage_wagering(p, wager, outcome) for outcome in (0, 1)]
    assert np.all(np.minimum(*gains) <= 1e-12)


@settings(max_examples=40, deadline=None)
@given(rows=WAGERS, part=st.floats(0.1, 0.9))
def test_to_wager_under_two_names_changes_nothing_in_the_weighted_score(rows, part):
    p, wager = np.transpose(rows)
    split = np.concatenate([[wager[0] * part, wager[0] * (1 - part)], wager[1:]])
    gain = weighted_score_wagering(np.concatenate([p[:1], p]), split, 1)
    assert gain[:2].sum() == pytest.approx(weighted_score_wagering(p, wager, 1)[0], abs=1e-10)


def test_who_stakes_next_to_everything_leaves_the_others_their_mean():
    alone = no_arbitrage_wagering([0.9, 0.3, 0.5], [1e18, 1.0, 1.0], 1)
    assert alone[0] == pytest.approx(2 * (0.6**2 - 0.1**2), rel=1e-12)
