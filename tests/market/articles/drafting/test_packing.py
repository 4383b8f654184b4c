"""A drafted pack is TOML that reads as a pack, and is sound once its TODOs are gone."""

from __future__ import annotations

import re
import tomllib

import pytest
from drafted import PUBLISHED, claim_of, document_of, time_of

from market.articles.drafting.claim import ClaimKind, Obstacle
from market.articles.drafting.packs.packing import draft_pack
from market.articles.drafting.packs.subjects import asked_words
from market.articles.pack import Polarity, RelationKind
from market.articles.packfiles import read_pack
from market.articles.phrases import Reading
from market.articles.validation import faults

TEXT = document_of(
    'Skies & "Seas"',
    "A second storm is likely.",
    "There will be no flood by the end of 2026.",
    "Any thaw will likely bring ice.",
    "The dykes must be raised.",
    "The mayor says he will resign.",
    "It could feel gloomy.",
    "Fish may grow dearer.",
    heading="What is next?",
)
STORM = claim_of(TEXT, 1, "likely", who="second storm")
CLAIMS = [
    STORM,
    claim_of(
        TEXT,
        2,
        "will",
        polarity=Polarity.AGAINST,
        phrase="will",
        who="flood",
        what="come by the end of 2026",
        time=time_of("by the end of 2026", PUBLISHED.replace(2026, 12, 31)),
    ),
    claim_of(TEXT, 3, "likely", kind=ClaimKind.CONDITION),
    claim_of(TEXT, 4, kind=ClaimKind.NORM),
    claim_of(TEXT, 5, kind=ClaimKind.INTENTION),
    claim_of(TEXT, 6, "could", obstacle=Obstacle.NO_EVENT),
    claim_of(TEXT, 7, "may", obstacle=Obstacle.NO_THRESHOLD),
]


@pytest.fixture
def drafted(tmp_path):
    """Write a pack drafted from claims, finished or not, and read it."""

    def make(claims, document=TEXT, *, finished=False):
        text = draft_pack(document, claims, name="skies", published=PUBLISHED)
        path = tmp_path / "skies.toml"
        path.write_text(re.sub(r"TODO: [^\".]*", "it rains", text) if finished else text, "utf-8")
        return read_pack(path)

    return make


def rows_of(pack):
    """The claims of a pack in the order of the text."""
    return sorted(pack.claims, key=lambda claim: claim.places[0].paragraph)


def test_every_claim_has_a_row_at_its_line_under_its_heading(drafted):
    pack = drafted(CLAIMS)
    rows = rows_of(pack)
    assert [claim.text for claim in rows] == [claim.text for claim in CLAIMS]
    assert [claim.places[0].paragraph for claim in rows] == [*range(2, 9)]
    assert {place.heading for claim in rows for place in claim.places} == {"What is next?"}
    assert pack.article.sha256 == TEXT.digest
    assert pack.article.title == TEXT.title


def test_only_what_a_person_could_make_resolvable_becomes_a_question(drafted):
    claims = rows_of(drafted(CLAIMS))
    assert [bool(claim.relations) for claim in claims] == [
        True,
        True,
        True,
        False,
        True,
        False,
        True,
    ]
    assert claims[3].unresolvable == "It says what should be, not what will be."
    assert claims[5].unresolvable == "It names no event that anybody could observe."


def test_the_article_gives_the_number_of_the_claim_to_one_deadline_only(drafted):
    for claim, row in zip(CLAIMS, rows_of(drafted(CLAIMS)), strict=True):
        stated = [relation.statement for relation in row.relations if relation.statement]
        asked = claim.reading is not None and claim.obstacle is not Obstacle.NO_EVENT
        assert [statement.reading for statement in stated] == [claim.reading] * asked


@pytest.mark.parametrize("polarity", Polarity)
def test_a_chance_in_figures_is_the_number_as_it_stands(drafted, polarity):
    stated = Reading(0.65, 0.6, 0.7)
    claim = claim_of(TEXT, 1, phrase="60 to 70 %", reading=stated, polarity=polarity)
    relation = drafted([claim]).claims[0].relations[0]
    assert (relation.statement.reading, relation.polarity) == (stated, polarity)


def test_relations_tell_conditions_denials_and_what_needs_a_threshold(drafted):
    _, flood, thaw, *_, fish = rows_of(drafted(CLAIMS))
    assert {relation.polarity for relation in flood.relations} == {Polarity.AGAINST}
    assert [relation.question for relation in flood.relations] == ["flood-come-by-2026"]
    assert {relation.kind for relation in thaw.relations} == {RelationKind.CONDITIONAL}
    assert {relation.kind for relation in fish.relations} == {RelationKind.SHARPENS}


def test_a_title_is_made_of_who_and_what_and_the_deadline_takes_the_place_of_the_time(drafted):
    titles = {question.family: question.title for question in drafted(CLAIMS).questions}
    assert titles["flood-come"] == "Will any flood come by 31 December 2026?"


@pytest.mark.parametrize(
    ("sentence", "who", "what", "asked"),
    [
        ("A storm is likely.", "storm", None, "there be a storm"),
        ("No storm will come.", "storm", "come", "any storm come"),
        ("Most dykes will hold.", "Most dykes", "hold", "most dykes hold"),
        ("Rain will stop the race.", "Rain", "stop the race", "Rain stop the race"),
        ("The pier may shut: it is old.", "pier", "perhaps shut: it is old", "the pier shut"),
        ("It will rain.", None, "rain", "TODO: say as a clause “It will rain”"),
        ("A " + "very " * 40 + "wet day.", "day", "be " * 40, "TODO: say as a clause “A very"),
    ],
)
def test_what_is_asked_is_said_in_the_words_of_the_claim(sentence, who, what, asked):
    claim = claim_of(document_of("Title", sentence), who=who, what=what)
    assert asked_words(claim).startswith(asked)
    assert len(asked_words(claim)) <= 120


@pytest.mark.parametrize(
    ("sentence", "phrase", "who", "what", "event"),
    [
        ("They merge: likely.", "likely", "They merge", None, "They merge: likely"),
        ("I doubt that it rains.", "doubt that", None, "it rains", "it rains"),
    ],
)
def test_what_is_no_clause_by_the_rules_is_left_to_a_person(sentence, phrase, who, what, event):
    claim = claim_of(document_of("Title", sentence), phrase=phrase, who=who, what=what)
    assert asked_words(claim) == f"TODO: say as a clause “{event}”"


def test_once_its_todos_are_replaced_a_draft_hangs_together(drafted):
    assert faults(drafted(CLAIMS, finished=True)) == []


@pytest.mark.parametrize(
    "text", ['"""', "\\", "a\\u0041\x7f\u202e\u2028", "{deadline}", "'''", "# no comment", "💧"]
)
def test_what_a_text_says_is_read_back_as_it_stands(drafted, text):
    document = document_of(text, text, heading=text, authors=(text,))
    claim = claim_of(document, 1, "likely", phrase=text, who=text, what=text)
    pack = drafted([claim], document)
    assert pack.article.title == pack.claims[0].text == text
    assert pack.claims[0].places[0].heading == text
    assert pack.claims[0].relations[0].statement.phrase == text


def test_claims_in_the_same_words_have_names_of_their_own(drafted):
    slugs = [claim.slug for claim in drafted([STORM] * 3).claims]
    assert slugs == ["second-storm", "second-storm-2", "second-storm-3"]


def test_a_text_without_claims_makes_a_pack_without_questions():
    text = draft_pack(TEXT, [], name="skies", published=PUBLISHED)
    assert not {"claims", "questions"} & set(tomllib.loads(text))
