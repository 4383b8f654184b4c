"""An article joins the questions that are there, and brings those that nobody has asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from columns import column
from sqlalchemy import select

from market.articles.adding import Added, add_article
from market.articles.library import read_articles
from market.articles.loading import load_pack
from market.errors import Refused
from market.ledger.acts.asking import ask
from market.ledger.acts.rulings import rule
from market.ledger.keeping.audit import check
from market.ledger.tables import Entry
from market.ledger.views.history import reports_on
from market.ledger.views.questions import find_question, question_states
from market.logic.links import LinkKind
from market.logic.reading import recorded_links

pytestmark = pytest.mark.common_sql

OPENS = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
DAY = 86_400_000_000
MARCH = OPENS + 90 * DAY - 1_000_000


@pytest.fixture
def rain(ledger):
    """A ledger in which somebody has asked one question of the small pack."""
    with ledger.writing("bo", "ask") as writing:
        ask(writing, "Rain-by-March", "Rain?", OPENS, MARCH, family="wet")
    return ledger


def refused(ledger, pack, **options):
    """The refusal to add an article, which leaves the ledger as it was."""
    before = check(ledger)
    with pytest.raises(Refused) as refusal:
        add_article(ledger, pack, actor="ana", **options)
    assert check(ledger) == before
    assert refusal.value.hint
    return refusal.value


def slugs(ledger, clock):
    with ledger.reading() as connection:
        return [state.slug for state in question_states(connection, now=clock.now)]


def test_what_nobody_has_asked_is_asked_and_what_is_there_keeps_its_words(rain, small, clock):
    added = add_article(rain, small, actor="ana")
    assert added == Added((), claims=3, numbers=1, questions=3, asked=2, repeated=None)
    assert slugs(rain, clock) == ["Rain-by-March", "rain-by-june", "storm-by-june"]
    with rain.reading() as connection:
        found = find_question(connection, "rain-by-march", now=clock.now)
        (said,) = reports_on(connection, found.id, clock.now)
        entries = connection.execute(select(Entry.__table__.c.command)).scalars().all()
    assert (found.title, found.family, found.status) == ("Rain?", "wet", "closed")
    assert (said.forecaster, said.at) == (f"article:{small.name}", OPENS)
    assert entries == ["ask", "article add"]
    check(rain)


def test_several_articles_speak_about_questions_of_others(rain, tmp_path):
    for name, authors in (("one", ("Ada", "ada", "Bo")), ("two", ())):
        pack = column(tmp_path, name, ("rain-by-march", "likely"), authors=authors)
        assert add_article(rain, pack, actor="ana").asked == 0
    with rain.reading() as connection:
        one, two = read_articles(connection)
    assert (one.slug, one.authors, two.authors) == ("one", ("Ada", "Bo"), ())
    assert list(one.numbers) == list(two.numbers)
    check(rain)


def test_links_come_with_new_questions_and_not_between_those_that_were_there(rain, small):
    add_article(rain, small, actor="ana")
    with rain.reading() as connection:
        links = [(link.kind, link.questions) for link in recorded_links(connection)]
    # From one deadline of a family to the next follows by itself, but here they are two families.
    assert links == [
        (LinkKind.IMPLIES, ("Rain-by-March", "rain-by-june")),
        (LinkKind.IMPLIES, ("storm-by-june", "rain-by-june")),
    ]


def test_a_link_that_follows_from_deadlines_is_not_written_down(ledger, small):
    with ledger.writing("bo", "ask") as writing:
        ask(writing, "Rain-by-March", "Rain?", OPENS, MARCH, family="rain")
    add_article(ledger, small, actor="ana")
    with ledger.reading() as connection:
        links = [link.questions for link in recorded_links(connection)]
    assert links == [("storm-by-june", "rain-by-june")]


def test_what_would_be_annulled_at_once_is_not_asked(rain, draft):
    with rain.writing("bo", "resolve") as writing:
        rule(writing, "rain-by-march", "resolve", 0, at=MARCH)
    named = '{ kind = "conditional", questions = ["storm-by-june", "rain-by-march"] }'
    draft.alter("pack.toml", "note =", f"links = [{named}]\nnote =")
    message = refused(rain, draft.read()).message
    assert message == "storm-by-june is conditional on Rain-by-March, which is NO already."


def test_a_question_with_two_deadlines_is_no_one_question(rain, draft):
    draft.alter("pack.toml", "by-march = 2025-03-31", "by-march = 2025-03-30")
    assert refused(rain, draft.read()).details == (
        "rain-by-march: 2025-03-30 23:59 UTC, here 2025-03-31 23:59 UTC",
    )


def test_a_question_that_nobody_asks_is_named(rain, tmp_path):
    pack = column(tmp_path, "one", ("snow", "likely"), ("rain-by-march", "likely"))
    assert refused(rain, pack).details == ("snow",)


def test_a_claim_gives_one_deadline_of_a_family_a_number(rain, draft):
    with rain.writing("bo", "ask") as writing:
        ask(writing, "wet-by-may", "Rain?", OPENS, OPENS + 140 * DAY, family="wet")
    draft.alter(
        "claims.toml",
        "[calm]",
        '[[wet.relations]]\nrelation = "states"\nquestion = "wet-by-may"\n'
        'phrase = "is likely"\nread_as = ["likely"]\n\n[calm]',
    )
    assert refused(rain, draft.read()).details == (
        "wet: gives a number to 2 deadlines of wet; it may to one",
    )


def test_an_article_is_added_once_whatever_the_case(rain, tmp_path):
    add_article(rain, column(tmp_path, "one", ("rain-by-march", "likely")), actor="ana")
    again = column(tmp_path, "ONE", ("rain-by-march", "likely"))
    assert "There is an article one already." in refused(rain, again).message


def test_what_is_not_yet_published_cannot_be_scored(rain, tmp_path, clock):
    tomorrow = datetime.fromtimestamp(clock.now / 1e6, UTC).date() + timedelta(days=1)
    pack = column(tmp_path, "one", ("rain-by-march", "likely"), published=str(tomorrow))
    assert "in the future" in refused(rain, pack).message


def test_an_author_has_a_name_like_any_other(rain, small):
    for name in ("", "@ada", "a\nb", "x" * 65):
        refused(rain, replace(small, article=replace(small.article, authors=(name,))))


def test_an_act_that_is_repeated_adds_nothing(rain, small):
    first = add_article(rain, small, actor="ana", key="monday")
    before = check(rain)
    again = add_article(rain, small, actor="ana", key="monday")
    assert again == first._replace(repeated=2)
    assert check(rain) == before


def test_the_outcomes_of_the_questions_it_asked_can_be_loaded_later(rain, small, clock):
    add_article(rain, small, actor="ana")
    loaded = load_pack(rain, small, actor="ana")
    assert (loaded.resumed, loaded.resolved) == (True, 1)
    with rain.reading() as connection:
        assert find_question(connection, "rain-by-march", now=clock.now).outcome is None
