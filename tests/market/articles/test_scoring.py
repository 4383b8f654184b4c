"""Articles and authors are scored on what readers take their words to mean, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from math import isnan, log

import pytest
from columns import column

from market.articles.adding import add_article
from market.articles.loading import load_pack
from market.articles.phrases import probability_of
from market.articles.scoring import score_articles
from market.articles.unscored import Reason
from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.views.panels import read_poll
from scoring.timeline import cells

pytestmark = pytest.mark.common_sql

DAY = 86_400_000_000


def moment(*day):
    return int(datetime(*day, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.fixture
def three(ledger, clock):
    """A ledger with three questions of 2025, of which the first is resolved yes, the second no."""
    clock.now = moment(2025, 2, 1)
    with ledger.writing("bo", "ask") as writing:
        for slug in ("rain", "snow", "wind"):
            ask(writing, slug, "Does it come?", moment(2025, 1, 1), moment(2025, 6, 30))
        report(writing, "rain", "ana", 0.6)
    clock.now = moment(2025, 7, 1)
    with ledger.writing("bo", "resolve") as writing:
        for slug, outcome in (("rain", 1), ("snow", 0)):
            rule(writing, slug, "resolve", outcome, at=moment(2025, 6, 30))
    return ledger


@pytest.fixture
def add(three, tmp_path):
    """Add a short article."""
    return lambda name, *numbers, **head: add_article(
        three, column(tmp_path, name, *numbers, **head), actor="bo"
    )


def scores(ledger, clock, **when):
    with ledger.reading() as connection:
        found = score_articles(connection, now=clock.now, **when)
    return {record.name: record for record in found.records}, found.unscored


def brier(phrase, outcome):
    return (probability_of(phrase).probability - outcome) ** 2


def test_the_article_that_ships_has_the_scores_that_its_words_give(ledger, anchorage, clock):
    clock.now = moment(2026, 11, 22)
    load_pack(ledger, anchorage, actor="bo")
    records, unscored = scores(ledger, clock)
    record = records["@article:anchorage"]
    assert (record.claims, record.numbers, record.scored, record.came_true) == (30, 7, 6, 5)
    assert round(record.brier.mean, 3) == 0.146
    outcomes = {one.question: one.outcome for one in anchorage.outcomes}
    said = [
        (relation.statement.reading, outcomes[relation.question])
        for claim in anchorage.claims
        for relation in claim.relations
        if relation.statement and outcomes.get(relation.question) is not None
    ]
    readings = [(one.low, one.probability, one.high) for one, _ in said]
    worlds = [
        [abs(p - happened) for p, (_, happened) in zip(chosen, said, strict=True)]
        for chosen in product(*readings)
    ]
    losses = [sum(miss**2 for miss in misses) / 6 for misses in worlds]
    assert record.brier.best == pytest.approx(min(losses))
    assert record.brier.worst == pytest.approx(max(losses))
    losses = [-sum(log(1 - miss) for miss in misses) / 6 for misses in worlds]
    assert (record.log.best, record.log.worst) == pytest.approx((min(losses), max(losses)))
    reasons = [one.reason for one in unscored]
    assert {reason: reasons.count(reason) for reason in set(reasons)} == {
        Reason.UNRESOLVABLE: 6,
        Reason.CONTEXT: 14,
        Reason.NO_NUMBER: 3,
        Reason.UNRESOLVED: 1,
    }
    assert len(unscored) + record.scored == record.claims


def test_the_score_is_that_which_the_article_has_at_the_close_on_every_board(three, add, clock):
    add("one", ("rain", "likely"), ("snow", "probably"), ("wind", "maybe"))
    records, _ = scores(three, clock)
    with three.reading() as connection:
        poll = read_poll(connection, now=clock.now)
    found = cells(poll.panel)
    mine = found.forecaster == poll.forecasters.index("@article:one")
    assert records["@article:one"].brier.mean == pytest.approx(found.last_brier[mine].mean())
    assert records["@article:one"].log.mean == pytest.approx(found.last_log[mine].mean())


def test_of_what_an_author_says_of_a_question_the_latest_counts_whatever_came_in_first(
    three, add, clock
):
    add("late", ("rain", "unlikely"), published="2025-03-01", authors=("ADA", "Bo"))
    add("early", ("rain", "likely"), ("snow", "likely"), authors=("Ada",))
    records, _ = scores(three, clock)
    assert list(records) == ["@article:early", "@author:Ada", "@article:late", "@author:Bo"]
    ada = records["@author:Ada"]
    assert (ada.articles, ada.claims, ada.numbers, ada.scored) == (("early", "late"), 3, 3, 2)
    assert ada.brier.mean == (brier("unlikely", 1) + brier("likely", 0)) / 2
    assert records["@author:Bo"].brier == records["@article:late"].brier


def test_every_number_without_a_score_has_its_reason(three, add, clock):
    with three.writing("bo", "annul") as writing:
        rule(writing, "wind", "annul")
    add("one", ("rain", "likely"), ("rain", "unlikely"), ("wind", "likely"))
    add("after", ("snow", "unlikely"), published="2025-07-01")
    records, unscored = scores(three, clock)
    assert [(one.article, one.claim, one.question, one.reason) for one in unscored] == [
        ("one", "claim-1", "rain", Reason.REPLACED),
        ("one", "claim-3", "wind", Reason.ANNULLED),
        ("after", "claim-1", "snow", Reason.TOO_LATE),
    ]
    assert records["@article:one"].brier.mean == brier("unlikely", 1)
    after = records["@article:after"]
    assert (after.scored, after.came_true, after.expected) == (0, 0, 0.0)
    assert isnan(after.brier.mean)
    assert isnan(after.log.worst)


def test_at_an_earlier_moment_nothing_is_known_of_what_came_later(three, add, clock):
    add("one", ("rain", "likely"))
    add("two", ("rain", "likely"), published="2025-05-01")
    for then in (moment(2024, 12, 1), moment(2025, 4, 1)):
        records, unscored = scores(three, clock, as_of=then)
        known = then > moment(2025, 1, 1)
        assert list(records) == ["@article:one"] * known
        assert [one.reason for one in unscored] == [Reason.UNRESOLVED] * known


def test_the_crowd_is_compared_on_the_questions_on_which_people_stand(three, add, clock):
    add("one", ("rain", "likely"), ("snow", "likely"))
    record = scores(three, clock)[0]["@article:one"]
    assert (record.scored, record.crowd_questions) == (2, 1)
    assert record.crowd_brier == pytest.approx(0.16)
    assert record.beside_brier == brier("likely", 1)


def test_even_odds_come_true_neither_way(three, tmp_path, clock):
    pack = column(tmp_path, "one", ("rain", "about even"), ("snow", "unlikely"))
    add_article(three, pack, actor="bo")
    record = scores(three, clock)[0]["@article:one"]
    assert (record.came_true, record.expected) == (1, 1.3)


def test_quartiles_that_leave_out_the_median_still_bound_the_score(three, tmp_path, clock):
    pack = column(tmp_path, "one", ("rain", "likely"))
    (claim,) = pack.claims
    (relation,) = claim.relations
    odd = replace(relation.statement, reading=replace(relation.statement.reading, low=0.8))
    claim = replace(claim, relations=(replace(relation, statement=odd),))
    add_article(three, replace(pack, claims=(claim,)), actor="bo")
    score = scores(three, clock)[0]["@article:one"].brier
    assert (score.best, score.worst) == (pytest.approx(0.04), score.mean)


def test_without_articles_there_is_nothing_to_score(ledger, clock):
    assert scores(ledger, clock) == ({}, [])
