"""The table of phrases is well formed, and statements read from it stay probabilities."""

from __future__ import annotations

import pytest

from market.articles.phrases import Reading, phrase_table, probability_of
from market.errors import Refused


def test_every_row_is_in_order_from_its_lowest_figure_to_its_highest():
    assert len(phrase_table()) == 41
    for row in phrase_table().values():
        assert 0 <= row.p5 <= row.low <= row.high <= row.p95 <= 100
        assert row.low <= row.median <= row.high
        assert row.source in {"C", "M", "R"}


def test_words_are_never_taken_for_certainty():
    for phrase in phrase_table():
        for negated in (False, True):
            reading = probability_of(phrase, negated=negated)
            assert 0.01 <= reading.low <= reading.high <= 0.99
            assert 0.01 <= reading.probability <= 0.99


def test_a_negation_turns_the_quartiles_round():
    assert probability_of("never", negated=True) == Reading(0.99, 0.99, 0.99)
    assert probability_of("probably not", negated=True) == Reading(0.735, 0.61, 0.8)


def test_conditions_that_must_all_come_true_multiply():
    assert probability_of("likely", "possibly") == Reading(0.34, 0.17, 0.4)


def test_an_unknown_phrase_is_refused_with_near_ones():
    with pytest.raises(Refused) as refusal:
        probability_of("highly likly")
    assert "highly likely" in refusal.value.hint
