"""Well-formed files become a pack; a malformed one is refused with its file and place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from market.articles.pack import Link, Place
from market.errors import Refused


def test_a_family_becomes_a_question_for_each_deadline(small):
    assert [question.slug for question in small.questions] == [
        "rain-by-march",
        "rain-by-june",
        "storm-by-june",
    ]
    assert small.questions[1].title == "Will it rain by 30 June 2025?"
    assert small.questions[1].closes == datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)


def test_links_follow_time_within_a_family_and_equal_deadlines_between(small):
    assert small.links == (
        Link("rain-by-march", "rain-by-june"),
        Link("storm-by-june", "rain-by-june"),
    )


def test_a_place_knows_its_heading(small):
    assert small.claims[0].places == (Place(2, None), Place(3, "Skies"))


def test_a_relation_without_deadlines_holds_for_the_whole_family(draft):
    draft.alter("claims.toml", 'deadlines = ["by-june"]\n', "")
    wet = draft.read().claims[0]
    assert [relation.question for relation in wet.relations[:2]] == [
        "rain-by-march",
        "rain-by-june",
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("claims.toml", "[mood]", "[mood", "is not TOML: "),
        ("claims.toml", "places = [2, 3]", "", 'claims.toml [wet]: the key "places" is missing.'),
        ("claims.toml", "places", "palces", 'claims.toml [wet]: the key "places" is missing.'),
        ("claims.toml", "unresolvable", "unresolved", '[mood]: unknown key "unresolved".'),
        ("claims.toml", "[2, 3]", "[2, '3']", '[wet]: item 2 of "places" must be a whole number.'),
        ("claims.toml", "[2, 3]", "[2, true]", '[wet]: item 2 of "places" must be a whole number.'),
        ("claims.toml", "[2, 3]", "[]", '[wet]: "places" is empty.'),
        ("claims.toml", '"against"', '"agianst"', 'item 1: "polarity" cannot be "agianst".'),
        ("claims.toml", '["likely"]', '["likly"]', '"read_as" names an unknown "likly".'),
        ("claims.toml", 'phrase = "is likely"', "", 'item 2: unknown key "read_as".'),
        ("questions.toml", "\n[rain]", "wet = 1\n[rain]", '"wet" must be a table.'),
        ("questions.toml", '"by-march"', '"by-mrach"', '"deadlines" names an unknown "by-mrach".'),
        ("pack.toml", "00:00:00Z\nnote", "00:00:00\nnote", 'pack.toml: "opens" has no zone.'),
        ("pack.toml", "2025-03-31", '"March"', '"by-march" in "deadlines" must be a date such as'),
        ("outcomes.toml", '"yes"', '"perhaps"', '"outcome" cannot be "perhaps".'),
        ("outcomes.toml", '["gazette"]', '["gazete"]', '"evidence" names an unknown "gazete".'),
        ("outcomes.toml", '"waiting"', '"waiting"\noutcome = "no"', 'unknown key "outcome".'),
    ],
)
def test_a_malformed_file_is_refused_with_its_place_and_a_hint(draft, name, old, new, message):
    draft.alter(name, old, new)
    with pytest.raises(Refused) as refusal:
        draft.read()
    assert message in refusal.value.message
    assert refusal.value.hint


def test_a_misspelt_key_is_met_with_the_right_one(draft):
    draft.alter("claims.toml", "polarity", "polarty")
    with pytest.raises(Refused) as refusal:
        draft.read()
    assert refusal.value.hint == "Did you mean polarity?"


def test_an_absent_file_is_refused(draft):
    (draft.folder / "claims.toml").unlink()
    with pytest.raises(Refused, match="cannot be read"):
        draft.read()


def test_a_file_in_another_encoding_is_refused(draft):
    (draft.folder / "claims.toml").write_bytes(b'[wet]\ntext = "\xe9"\n')
    with pytest.raises(Refused, match="is not UTF-8"):
        draft.read()
