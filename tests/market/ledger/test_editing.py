"""Editing: a new wording beside the old ones, and what is told of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from market.errors import Refused
from market.ledger.acts.asking import ask
from market.ledger.acts.editing import amend, edits_of
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.keeping.audit import check
from market.ledger.tables import Wording
from market.ledger.views.questions import find_question
from scoring.kinds import Kind

pytestmark = pytest.mark.common_sql

DAY = 86_400_000_000


def edit(ledger, slug="rain", by="ana", **changes):
    words = {name: changes.pop(name) for name in ("tag", "untag") if name in changes}
    with ledger.writing(by, "edit") as w:
        return amend(w, slug, changes, **words)


def say(ledger, who, probability, **options):
    with ledger.writing("ana", "forecast") as w:
        report(w, "rain", who, probability, **options)


def state(ledger, clock):
    with ledger.reading() as connection:
        return find_question(connection, "rain", now=clock.now)


def edits(ledger, clock, until=None):
    with ledger.reading() as connection:
        return edits_of(connection, 1, until=clock.now if until is None else until)


def refuse(ledger, words, **changes):
    with pytest.raises(Refused, match=words) as caught:
        edit(ledger, **changes)
    assert caught.value.hint
    return caught.value.hint


def test_an_edit_changes_what_it_names_and_nothing_else(asked, clock):
    before = state(asked, clock)
    new = {
        "title": "Rain?",
        "background": "b",
        "criteria": "c",
        "fine_print": "f",
        "source": "s",
        "closes": clock.now + 5 * DAY,
        "family": "sky",
        "crowd_hidden": True,
    }
    amended = edit(asked, **new)
    after = state(asked, clock)
    assert {field: getattr(after, field) for field in new} == new
    assert after == before._replace(**new, actual_close=new["closes"])
    assert {change.field: change.after for change in amended.changes} == new
    assert {change.field: change.before for change in amended.changes} == {
        field: getattr(before, field) for field in new
    }


def test_the_earlier_words_stay_in_the_ledger(asked):
    edit(asked, title="Rain?")
    with asked.reading() as connection:
        titles = connection.execute(select(Wording.__table__.c.title)).scalars().all()
    assert titles == ["Will it rain?", "Will it snow?", "Rain?"]
    assert check(asked).entries == 2


def test_tags_are_added_and_taken_away_whatever_the_case(asked, clock):
    edit(asked, tag=["wet", "sky"])
    assert state(asked, clock).tags == ("sky", "wet")
    edit(asked, untag=["SKY"], tag=["cloud"])
    assert state(asked, clock).tags == ("cloud", "wet")
    hint = refuse(asked, "no tag 'sky'", untag=["sky"])
    assert hint == "It has: cloud, wet."


def test_an_edit_that_changes_nothing_is_refused_and_writes_nothing(asked):
    refuse(asked, "nothing was changed")
    refuse(asked, "nothing was changed", title=" Will it rain? ", tag=["sky"], criteria="")
    assert check(asked).entries == 1


@pytest.mark.parametrize(("verdict", "outcome"), [("resolve", 1), ("annul", None)])
def test_a_question_that_is_over_is_not_edited_until_that_is_taken_back(asked, verdict, outcome):
    with asked.writing("ana", verdict) as w:
        rule(w, "rain", verdict, outcome)
    assert refuse(asked, "rain is (resolved|annulled)", title="Rain?") == (
        "Take it back first: foretell unresolve rain"
    )
    with asked.writing("ana", "unresolve") as w:
        rule(w, "rain", "unresolve")
    assert edit(asked, title="Rain?").changes


def test_a_new_close_lies_in_the_future(asked, clock):
    clock.advance(days=3)
    for closes in (clock.now - DAY, clock.now):
        refuse(asked, "not in the future", closes=closes)
    refuse(asked, "not after it opens", closes=clock.now - 9 * DAY)


def test_words_are_mended_after_the_close_and_a_later_close_opens_a_question_again(asked, clock):
    clock.now = state(asked, clock).closes + DAY
    assert state(asked, clock).status == "closed"
    edit(asked, criteria="A drop is seen.")
    assert state(asked, clock).status == "closed"
    edit(asked, closes=clock.now + DAY)
    assert state(asked, clock).status == "open"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "  "}, "needs a title"),
        ({"title": "two\nlines"}, "title holds line breaks"),
        ({"title": "\u202eniar"}, "title holds line breaks or invisible"),
        ({"title": "x" * 501}, "title has 501 characters"),
        ({"family": "a\tb"}, "family holds line breaks"),
        ({"criteria": "x" * 100_001}, "criteria has 100,001 characters"),
        ({"fine_print": "x" * 100_001}, "fine print has"),
        ({"tag": ["a,b"]}, "comma"),
        ({"tag": ["\x1b[31m"]}, "tag holds"),
    ],
)
def test_words_that_are_not_fit_are_refused_in_an_edit_as_in_asking(asked, changes, words):
    refuse(asked, words, **changes)
    given = {"title": "Hail?", "opens": 0, "closes": 1, "tags": changes.get("tag", ()), **changes}
    given.pop("tag", None)
    with pytest.raises(Refused, match=words), asked.writing("ana", "ask") as w:
        ask(w, "hail", **given)
    assert check(asked).entries == 1


def test_criteria_may_have_lines(asked, clock):
    edit(asked, criteria="one\ntwo")
    assert state(asked, clock).criteria == "one\ntwo"


def test_an_edit_says_on_how_many_forecasts_it_comes(asked, clock):
    assert edit(asked, title="One?")[2:] == (0, 0)
    say(asked, "ana", 0.2)
    say(asked, "ana", 0.3)
    say(asked, "bo", 0.4)
    say(asked, "bo", None)
    say(asked, "article:sky", 0.9, at=clock.now, kind=Kind.ARTICLE)
    assert edit(asked, title="Two?")[2:] == (2, 3)


def test_the_history_of_the_words_is_told_in_order(asked, clock):
    start = clock.now
    say(asked, "bo", 0.4)
    clock.advance(days=1)
    edit(asked, by="cy", title="One?", criteria="c")
    say(asked, "ana", 0.2)
    clock.advance(days=1)
    edit(asked, title="Two?", tag=["wet"])
    told = edits(asked, clock)
    assert [(one.at - start, one.by, one.change.field, one.after_forecasts) for one in told] == [
        (DAY, "cy", "title", 1),
        (DAY, "cy", "criteria", 1),
        (2 * DAY, "ana", "title", 2),
        (2 * DAY, "ana", "tags", 2),
    ]
    assert [one.change.before for one in told] == ["Will it rain?", "", "One?", ("sky",)]
    assert edits(asked, clock, until=start + DAY) == told[:2]
    assert edits(asked, clock, until=start) == []


def test_what_is_dated_back_after_an_edit_does_not_come_before_it(asked, clock):
    start = clock.now
    clock.advance(days=1)
    edit(asked, title="One?")
    say(asked, "ana", 0.2, at=start)
    assert [one.after_forecasts for one in edits(asked, clock)] == [0]
