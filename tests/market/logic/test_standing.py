"""What is asked of a ledger in passing, after each forecast."""

from __future__ import annotations

import pytest

from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.logic.links import LinkKind
from market.logic.recording import record_link
from market.logic.standing import is_linked, own_forecasts

pytestmark = pytest.mark.common_sql

DAY = 86_400_000_000


@pytest.fixture
def asked(ledger):
    """Questions of which one has a family, two are linked, and one is alone."""
    with ledger.writing("ana", "ask") as w:
        for slug in ("alone", "one", "other", "Rung"):
            family = "ladder" if slug == "Rung" else None
            ask(w, slug, "?", w.now - DAY, w.now + DAY, family=family)
        record_link(w, LinkKind.EXCLUDES, ["one", "other"])
    return ledger


def test_a_question_is_linked_that_has_a_family_or_is_in_a_link(asked):
    with asked.reading() as connection:
        found = [is_linked(connection, slug) for slug in ("alone", "one", "OTHER", "rung", "none")]
    assert found == [False, True, True, True, False]


def test_own_forecasts_are_the_last_words_that_were_not_withdrawn(asked, clock):
    for slug, p in (("one", 0.2), ("one", 0.3), ("other", 0.4), ("other", None), ("Rung", 0.6)):
        clock.advance(seconds=1)
        with asked.writing("ana", "forecast") as w:
            report(w, slug, "ana", p)
            report(w, "alone", "bo", 0.9)
    with asked.reading() as connection:
        assert own_forecasts(connection, "ANA") == {"one": 0.3, "Rung": 0.6}
        assert own_forecasts(connection, "nobody") == {}
