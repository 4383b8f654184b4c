"""Well-formed files become a pack; a malformed one is refused with its file and place."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from columns import column

from market.articles.pack import Place
from market.articles.packfiles import read_pack
from market.articles.validation import faults
from market.errors import Refused
from market.logic.links import Link, LinkKind


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
        Link(LinkKind.IMPLIES, ("rain-by-march", "rain-by-june")),
        Link(LinkKind.IMPLIES, ("storm-by-june", "rain-by-june")),
    )


def test_links_are_of_four_kinds_and_may_be_listed_one_by_one(draft):
    stated = 'excludes = ["rain"]\nconditional_on = "rain"'
    draft.alter("questions.toml", 'implies = ["rain"]', stated)
    listed = '[[links]]\nkind = "exhaustive"\nquestions = ["rain-by-march", "storm-by-june"]\n'
    draft.alter("pack.toml", "[deadlines]", f"{listed}\n[deadlines]")
    assert [str(link) for link in draft.read().links[1:]] == [
        "excludes storm-by-june rain-by-june",
        "conditional storm-by-june rain-by-june",
        "exhaustive rain-by-march storm-by-june",
    ]


def test_one_file_says_what_four_do(draft, small):
    head, questions, claims, outcomes = (
        (draft.folder / f"{name}.toml").read_text("utf-8")
        for name in ("pack", "questions", "claims", "outcomes")
    )
    path = draft.folder / "weather.toml"
    path.write_text(
        head
        + re.sub(r"^\[(?=\w)", "[questions.", questions, flags=re.MULTILINE)
        + re.sub(r"^(\[+)(?=\w)", r"\1claims.", claims, flags=re.MULTILINE)
        + outcomes,
        encoding="utf-8-sig",
    )
    assert read_pack(path) == replace(small, name="weather")


def test_a_family_may_open_later_and_an_article_names_its_authors(draft):
    draft.alter("questions.toml", "[storm]", "[storm]\nopens = 2025-02-01T00:00:00+01:00")
    draft.alter("pack.toml", "[article]", '[article]\nauthors = ["Ana", "Bo"]')
    pack = draft.read()
    opens = {question.family: question.opens for question in pack.questions}
    assert opens["storm"] == datetime(2025, 1, 31, 23, tzinfo=UTC)
    assert opens["rain"] == datetime(2025, 1, 1, tzinfo=UTC)
    assert pack.article.authors == ("Ana", "Bo")


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
        ("claims.toml", "[2, 3]", "[0, 3]", '[wet]: "places" are counted from 1.'),
        (
            "claims.toml",
            'read_as = ["likely"]',
            "probability = 0.3\nlow = 0.4",
            '"probability" is not between "low" and "high".',
        ),
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


def test_a_relation_may_name_one_question_of_others_in_place_of_a_family(draft):
    draft.alter("claims.toml", 'family = "storm"', 'question = "hail"')
    *_, calm, _ = draft.read().claims
    (relation,) = calm.relations
    assert (relation.question, relation.elsewhere) == ("hail", True)
    draft.alter("claims.toml", 'question = "hail"', 'question = "hail", family = "storm"')
    with pytest.raises(Refused, match='unknown key "family"'):
        draft.read()


def test_what_asks_nothing_needs_no_deadlines(tmp_path):
    pack = column(tmp_path, "one", ("hail", "likely"), authors=("Ada",))
    assert (pack.questions, pack.fine_print, pack.article.authors) == ((), "", ("Ada",))
    assert not faults(pack)


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
