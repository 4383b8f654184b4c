"""A pack comes whole into a ledger, once, and what happened comes after what was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from traders import money, trade

from market.articles.loading import Loaded, load_pack
from market.articles.mentions import mentions
from market.articles.outcomes import load_outcomes
from market.articles.tables import Article, Claim, Relation
from market.errors import Refused
from market.exchange.credits import GRANT, UNIT
from market.ledger.acts.asking import ask
from market.ledger.acts.forecasters import find_or_add_forecaster
from market.ledger.acts.markets import open_market
from market.ledger.acts.rulings import rule
from market.ledger.clauses import Clause
from market.ledger.keeping.audit import check
from market.ledger.tables import Entry, Evidence, Question, Report, Ruling
from market.ledger.views.history import evidence_of, reports_on
from market.ledger.views.questions import find_question
from market.logic.reading import recorded_links

pytestmark = pytest.mark.common_sql

OPENS = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
IN_APRIL = int(datetime(2025, 4, 10, tzinfo=UTC).timestamp()) * 1_000_000
IN_JULY = int(datetime(2025, 7, 10, tzinfo=UTC).timestamp()) * 1_000_000
DAY = 86_400_000_000


@pytest.fixture
def state_of(ledger, clock):
    """Return a function that looks a question up."""

    def _state_of(slug):
        with ledger.reading() as connection:
            return find_question(connection, slug, now=clock.now)

    return _state_of


def rows_of(ledger, *models):
    with ledger.reading() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(model.__table__)).scalar()
            for model in models
        ]
    return counts if len(counts) > 1 else counts[0]


def refused(ledger, pack, **options):
    """The refusal to load a pack, which leaves the ledger as it was."""
    before = check(ledger)
    with pytest.raises(Refused) as refusal:
        load_pack(ledger, pack, actor="ana", **options)
    assert check(ledger) == before
    assert refusal.value.hint
    return refusal.value


def test_the_pack_that_ships_is_loaded_whole_and_the_ledger_is_sound(ledger, anchorage, clock):
    clock.now = int(datetime(2026, 11, 22, tzinfo=UTC).timestamp()) * 1_000_000
    loaded = load_pack(ledger, anchorage, actor="ana")
    assert loaded == Loaded(claims=30, questions=70, resolved=40, waiting=4, open=26)
    assert check(ledger).entries == 2
    assert rows_of(ledger, Article, Claim, Question, Ruling, Report) == [1, 30, 70, 40, 7]
    assert rows_of(ledger, Clause) == len(anchorage.links)
    relations = [relation for claim in anchorage.claims for relation in claim.relations]
    assert rows_of(ledger, Relation) == len(relations)
    settled = [outcome for outcome in anchorage.outcomes if outcome.at]
    assert rows_of(ledger, Evidence) == sum(len(outcome.evidence) for outcome in settled)


def test_each_entry_names_its_command_and_its_actor(ledger, small):
    load_pack(ledger, small, actor="ana", command="demo")
    with ledger.reading() as connection:
        entries = connection.execute(select(Entry.__table__)).all()
    assert [(entry.actor, entry.command) for entry in entries] == [("ana", "demo")] * 2


def test_a_question_has_all_its_words(ledger, small, state_of):
    load_pack(ledger, small, actor="ana")
    state, question = state_of("rain-by-march"), small.questions[0]
    for word in ("title", "background", "criteria", "source", "family", "tags"):
        assert getattr(state, word) == getattr(question, word)
    assert (state.fine_print, state.opens) == (small.fine_print, OPENS)
    assert state.closes == OPENS + 90 * DAY - 1_000_000


def test_the_article_stands_from_its_publication_in_its_own_words(ledger, small, state_of):
    load_pack(ledger, small, actor="ana")
    with ledger.reading() as connection:
        (said,) = reports_on(connection, state_of("rain-by-march").id, IN_JULY)
    assert (said.forecaster, said.kind) == (f"article:{small.name}", "article")
    assert (said.at, said.probability, said.quote) == (OPENS, 0.75, "is likely")
    assert said.source == "Weather, ¶2,3"


def test_a_claim_keeps_how_it_bears_on_a_question(ledger, small, state_of):
    load_pack(ledger, small, actor="ana")
    rain, storm = state_of("rain-by-march").id, state_of("storm-by-june").id
    with ledger.reading() as connection:
        (stated,), (plain,) = mentions(connection, rain), mentions(connection, storm)
    assert (stated.article, stated.claim, stated.places) == ("Weather", "wet", "2,3")
    assert (stated.probability, stated.low, stated.high) == (0.75, 0.67, 0.8)
    assert (plain.relation, plain.polarity, plain.probability) == ("states", "against", None)


def test_the_links_of_a_pack_are_those_of_the_ledger(ledger, small):
    load_pack(ledger, small, actor="ana")
    with ledger.reading() as connection:
        assert recorded_links(connection) == list(small.links)


def test_what_is_conditional_on_a_pack_s_no_is_annulled_with_it(ledger, draft, clock, state_of):
    clock.now = IN_JULY
    draft.alter("questions.toml", 'implies = ["rain"]', 'conditional_on = "rain"')
    draft.alter("outcomes.toml", 'outcome = "yes"\nhappened = 2025-05-02', 'outcome = "no"')
    loaded = load_pack(ledger, draft.read(), actor="ana")
    assert (loaded.resolved, loaded.waiting, loaded.annulled) == (2, 0, 1)
    storm = state_of("storm-by-june")
    assert (storm.status, storm.ruling_note) == (
        "annulled",
        "conditional on rain-by-june, which is NO",
    )
    check(ledger)


def test_an_outcome_closes_its_question_when_it_was_settled(ledger, small, clock, state_of):
    clock.now = IN_JULY
    load_pack(ledger, small, actor="ana")
    state = state_of("rain-by-june")
    settled = int(datetime(2025, 5, 2, 23, 59, 59, tzinfo=UTC).timestamp()) * 1_000_000
    assert (state.outcome, state.actual_close, state.ruling_status) == (1, settled, "verified")
    with ledger.reading() as connection:
        (seen,) = evidence_of(connection, state.ruling)
    assert seen == ("The Gazette", "2025", "https://example.org/rain", "It rained on 2 May.")


def test_an_outcome_in_the_future_is_left_waiting(ledger, small, clock):
    clock.now = IN_APRIL
    loaded = load_pack(ledger, small, actor="ana")
    assert loaded == Loaded(claims=3, questions=3, resolved=1, waiting=0, open=2)


def test_outcomes_can_be_left_out_and_recorded_later_once(ledger, small, clock):
    clock.now = IN_JULY
    loaded = load_pack(ledger, small, actor="ana", outcomes=False)
    assert (loaded.resolved, loaded.waiting) == (0, 3)
    assert [load_outcomes(ledger, small, actor="ana") for _ in range(2)] == [2, 0]
    assert check(ledger).entries == 2


def test_loading_again_records_the_outcomes_that_are_outstanding_once(ledger, small, clock):
    clock.now = IN_JULY
    load_pack(ledger, small, actor="ana", outcomes=False)
    again = load_pack(ledger, small, actor="ana")
    assert again == Loaded(claims=3, questions=3, resolved=2, waiting=1, open=0, resumed=True)
    assert (check(ledger).entries, rows_of(ledger, Article, Question)) == (2, [1, 3])
    assert "has been loaded before" in refused(ledger, small).message


def test_loading_again_records_the_outcomes_that_were_still_to_come(ledger, small, clock):
    clock.now = IN_APRIL
    assert load_pack(ledger, small, actor="ana").resolved == 1
    assert "has been loaded before" in refused(ledger, small).message
    clock.now = IN_JULY
    again = load_pack(ledger, small, actor="bo")
    assert (again.resolved, again.resumed, check(ledger).entries) == (2, True, 3)


def test_an_outcome_that_comes_with_a_pack_settles_its_market(ledger, small, clock):
    clock.now = IN_APRIL
    load_pack(ledger, small, actor="ana")
    with ledger.writing("ana", "market open") as w:
        open_market(w, "rain-by-june")
    bought = trade(ledger, "ana", "rain-by-june", shares=30 * UNIT)
    clock.now = IN_JULY
    load_pack(ledger, small, actor="bo")
    assert money(ledger)["ana"] == GRANT - bought.fill.cost + 30 * UNIT
    assert check(ledger).rows


def test_words_alone_are_loaded_once(ledger, small, clock):
    clock.now = IN_JULY
    load_pack(ledger, small, actor="ana", outcomes=False)
    assert "has been loaded before" in refused(ledger, small, outcomes=False).message


def test_what_somebody_has_resolved_stays_as_it_is(ledger, small, clock, state_of):
    clock.now = IN_JULY
    load_pack(ledger, small, actor="ana", outcomes=False)
    with ledger.writing("bo", "resolve") as w:
        rule(w, "rain-by-march", "resolve", 1, at=IN_APRIL - 30 * DAY)
        rule(w, "rain-by-june", "annul")
    assert load_outcomes(ledger, small, actor="ana") == 0
    assert (state_of("rain-by-march").outcome, state_of("rain-by-june").status) == (1, "annulled")


@pytest.mark.parametrize("again", [[], [("annul", None)], [("resolve", 1)]])
def test_what_somebody_has_taken_back_is_not_resolved_again(ledger, small, clock, state_of, again):
    clock.now = IN_JULY
    load_pack(ledger, small, actor="ana")
    with ledger.writing("bo", "unresolve") as w:
        for verdict, outcome in [("unresolve", None), *again]:
            rule(w, "rain-by-march", verdict, outcome)
    before = state_of("rain-by-march")
    refusal = refused(ledger, small)
    kept = "Kept as somebody here has ruled, otherwise than the pack: rain-by-march."
    assert refusal.details == (kept,)
    assert state_of("rain-by-march") == before
    assert state_of("rain-by-june").outcome == 1


def test_what_somebody_has_resolved_like_the_pack_is_no_remark(ledger, small, clock):
    clock.now = IN_JULY
    load_pack(ledger, small, actor="ana")
    with ledger.writing("bo", "unresolve") as w:
        rule(w, "rain-by-march", "unresolve")
        rule(w, "rain-by-march", "resolve", 0)
    assert refused(ledger, small).details == ()


def test_a_remark_names_three_questions_at_most():
    loaded = Loaded(claims=0, questions=5, resolved=0, waiting=0, open=5, kept=tuple("abcde"))
    assert loaded.remark.endswith(": a, b, c and 2 more.")
    assert loaded._replace(kept=()).remark == ""


def test_a_question_that_came_from_elsewhere_is_not_resolved(ledger, small, clock, state_of):
    clock.now = IN_JULY
    first, *others = small.questions
    claims = [
        replace(claim, relations=tuple(r for r in claim.relations if r.question != first.slug))
        for claim in small.claims
    ]
    earlier = replace(
        small,
        questions=tuple(others),
        claims=tuple(claims),
        links=tuple(link for link in small.links if first.slug not in link.questions),
        outcomes=tuple(o for o in small.outcomes if o.question != first.slug),
    )
    load_pack(ledger, earlier, actor="ana", outcomes=False)
    with ledger.writing("bo", "ask") as w:
        ask(w, first.slug, "Will it rain on the 1st of March?", OPENS, OPENS + 60 * DAY)
    assert load_outcomes(ledger, small, actor="ana") == 1
    assert state_of(first.slug).status == "closed"


def test_outcomes_of_a_pack_that_is_not_there_are_refused(ledger, small):
    with pytest.raises(Refused, match="has not been loaded") as refusal:
        load_outcomes(ledger, small, actor="ana")
    assert refusal.value.hint == f"Load it first: foretell seed load {small.name}"


@pytest.mark.parametrize("loaded_at", [OPENS + DAY, IN_APRIL, IN_JULY])
def test_a_pack_that_is_loaded_again_under_its_key_has_its_first_result(
    ledger, small, clock, loaded_at
):
    clock.now = loaded_at
    first = load_pack(ledger, small, actor="ana", key="k")
    clock.now = IN_JULY + DAY
    with ledger.writing("bo", "annul") as w:
        ask(w, "hail", "Will it hail?", OPENS, w.now + DAY)
        rule(w, "hail", "annul")
    before = check(ledger)
    again = load_pack(ledger, small, actor="ana", key="k")
    assert again == first._replace(repeated=before.entries - 1)
    assert check(ledger) == before


def test_outcomes_that_were_loaded_later_under_a_key_are_not_loaded_again(ledger, small, clock):
    clock.now = IN_APRIL
    load_pack(ledger, small, actor="ana")
    clock.now = IN_JULY
    first = load_pack(ledger, small, actor="ana", key="k")
    clock.now += DAY
    with ledger.writing("bo", "unresolve") as w:
        rule(w, "rain-by-june", "unresolve")
    before = check(ledger)
    assert load_pack(ledger, small, actor="ana", key="k") == first._replace(repeated=3)
    assert check(ledger) == before


def test_a_loading_under_a_key_that_was_stopped_is_completed(ledger, small, clock):
    clock.now = IN_APRIL
    load_pack(ledger, small, actor="ana", key="k", outcomes=False)
    clock.now = IN_JULY
    completed = load_pack(ledger, small, actor="ana", key="k")
    assert (completed.resolved, completed.repeated, check(ledger).entries) == (1, None, 2)
    assert load_pack(ledger, small, actor="ana", key="k") == completed._replace(repeated=2)


def test_a_key_that_leaves_no_room_for_that_of_the_outcomes_records_nothing(ledger, small):
    with pytest.raises(Refused, match="is too long"):
        load_pack(ledger, small, actor="ana", key="k" * 195)
    assert check(ledger).entries == 0


@pytest.mark.parametrize("again", [str, str.upper], ids=["same", "capitals"])
def test_a_pack_is_loaded_once(ledger, small, again):
    load_pack(ledger, small, actor="ana")
    same = replace(small, name=again(small.name))
    assert "has been loaded before" in refused(ledger, same).message


def test_a_slug_that_is_taken_refuses_the_whole_pack(ledger, small, clock):
    with ledger.writing("bo", "ask") as w:
        for slug in ("STORM-by-june", "rain-by-june"):
            ask(w, slug, "Is it theirs?", clock.now, clock.now + DAY)
    refusal = refused(ledger, small)
    assert refusal.details == ("STORM-by-june", "rain-by-june")
    assert rows_of(ledger, Article) == 0


def test_all_faults_of_a_pack_are_told_at_once(ledger, small):
    dangling = tuple(question for question in small.questions if question.family == "rain")
    assert refused(ledger, replace(small, questions=dangling)).details == (
        "calm: bears on storm-by-june, which is not a question",
        "storm-by-june: has an outcome but is not a question",
        "storm-by-june: is linked but not a question: implies storm-by-june rain-by-june",
    )


def test_an_article_from_the_future_is_refused(ledger, small, clock):
    clock.now = OPENS - DAY
    assert "is dated 2025-01-01 00:00 UTC, which is in the future" in refused(ledger, small).message


def test_a_person_who_bears_the_articles_name_refuses_it(ledger, small):
    with ledger.writing("bo", "forecast") as w:
        find_or_add_forecaster(w, f"Article:{small.name}")
    assert "is the name of another kind: person" in refused(ledger, small).message
