"""Which sentences predict, how strongly, when and of whom: a sentence for every rule."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.articles.drafting.claim import ClaimKind, Obstacle
from market.articles.drafting.document import Document, Paragraph
from market.articles.drafting.rules.claims import find_claims
from market.articles.drafting.rules.cues import cues_in
from market.articles.drafting.rules.kinds import OTHER_KINDS
from market.articles.drafting.rules.registry import RULES
from market.articles.drafting.rules.strengths import STRENGTHS
from market.articles.drafting.rules.wordings import Role
from market.articles.pack import Polarity
from market.articles.phrases import phrase_table

DAY = date(2026, 11, 20)


def claims_of(text, *, heading=None, title=""):
    paragraph = Paragraph(1, heading, text, range(len(text)))
    return find_claims(Document(title, (), None, "0" * 64, (paragraph,), [0]), DAY)


def percents(text):
    return [round(100 * claim.reading.probability, 1) for claim in claims_of(text) if claim.reading]


STRONG = [
    ("The bridge will reopen.", 99),
    ("The bridge will probably reopen.", 70),
    ("The bridge will likely reopen.", 75),
    ("Perhaps the bridge will reopen.", 50),
    ("I think the bridge will reopen.", 70),
    ("I doubt that the bridge will reopen.", 25),
    ("The bridge may reopen.", 40),
    ("The bridge could well reopen.", 60),
    ("The bridge is highly unlikely to reopen.", 5),
    ("The bridge is unlikely to reopen.", 20),
    ("The bridge is not likely to reopen.", 20),
    ("The bridge will probably not reopen.", 26.5),
    ("The bridge won't reopen.", 1),
    ("The bridge will almost certainly not reopen.", 5),
    ("No bridge will reopen.", 1),
    ("The bridge will never reopen.", 1),
    ("The bridge might not reopen.", 60),
    ("The bridge may never reopen.", 60),
    ("If it were to close, the port would probably follow.", 70),
    ("I give it 15% that the bridge reopens.", 15),
    ("The bridge is set to reopen.", 90),
    ("The bridge is bound to reopen.", 95),
    ("The bridge is on track to reopen.", 75),
    ("The bridge is going to reopen.", 99),
    ("The bridge should be open in May.", 70),
    ("The bridge is not certain to reopen.", 50),
    ("The bridge is no longer expected to reopen.", 10),
    ("The bridge would be unlikely to reopen.", 20),
    ("A strike is inevitable.", 95),
    ("A strike is more likely than not.", 60),
    ("Analysts expect the bridge to reopen.", 90),
    ("Analysts said that the bridge would reopen.", 75),
    ("We do not expect the bridge to reopen.", 10),
    ("The bridge is expected to reopen.", 90),
    ("The bank forecasts a mild recession.", 75),
    ("There is almost no chance that the bridge reopens.", 2),
    ("There is a roughly even chance that the bridge reopens.", 50),
    ("The chances of a strike are slim.", 10),
    ("I'd bet that the bridge reopens.", 75),
    ("Don't bet on the bridge.", 20),
    ("There is a 70 % chance that the bridge reopens.", 70),
    ("A strike has one chance in four.", 25),
    ("The probability that the bridge reopens is 0.3.", 30),
    ("We put the odds of a strike at between 60 and 70 per cent.", 65),
    ("There is no sign that the bridge will reopen.", 20),
    ("Few expect the bridge to reopen.", 10),
    ("The bridge will reopen (80 %).", 80),
    ("The bridge will reopen. Probability: 35 %.", 35),
]


@pytest.mark.parametrize(("text", "percent"), STRONG)
def test_a_prediction_is_as_strong_as_its_words(text, percent):
    assert percents(text) == [percent]


KINDS = [
    ("The bridge will reopen in May.", "prediction"),
    ("If the repairs succeed, the bridge will reopen.", "condition"),
    ("If the repairs succeed, the bridge reopens.", "condition"),
    ("Should the repairs fail, the bridge could stay shut.", "condition"),
    ("A flood would close the bridge.", "condition"),
    ("Any agreement will probably cover the tolls.", "condition"),
    ("The council should reopen the bridge.", "norm"),
    ("The task is to reopen the bridge.", "norm"),
    ("The mayor says he will reopen the bridge.", "intention"),
    ("The mayor plans to reopen the bridge.", "intention"),
    ("\u201cWe will reopen the bridge,\u201d said the mayor.", "intention"),
    ("The council promised that the bridge would reopen.", "intention"),
    ("The bridge is crumbling and traffic is growing.", "fact"),
    ("The future of the bridge hangs on the loan.", "fact"),
    ("The dispute remains open.", "fact"),
    ("The closure is a harbinger of decline.", "fact"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_a_claim_is_of_the_kind_that_its_sentence_is(text, kind):
    assert [claim.kind for claim in claims_of(text)] == [ClaimKind(kind)]


@pytest.mark.parametrize(
    "text",
    [
        "Will the bridge reopen?",
        "The bridge had been expected to reopen.",
        "The bridge would have reopened.",
        "They could not reach the other bank.",
        "In 1998 a report said that tolls would double by 2005.",
        "It was clear that the bridge would close.",
        "Either side may send engineers once a year.",
        "On 3 May the bridge was closed.",
        "He left the bridge to the town in his will.",
        "Will Arden built the bridge.",
        "There was no political will to repair it.",
        "Nobody asked whether the bridge would hold, or who will pay.",
        "As we shall see, the bridge is old.",
        "The delay is due to rain.",
        "The bridge was opened by a duke.",
        "The duke often crossed the bridge.",
    ],
)
def test_what_only_looks_like_a_prediction_is_none(text):
    assert claims_of(text) == []


def test_each_event_of_a_sentence_is_a_claim():
    text = "Expect fewer ferries and higher tolls, rather than a new bridge."
    first, second, third = claims_of(text)
    assert [claim.text for claim in (first, second, third)] == [
        "Expect fewer ferries",
        "higher tolls",
        "a new bridge.",
    ]
    assert [claim.polarity for claim in (first, third)] == [Polarity.FOR, Polarity.AGAINST]
    assert third.rules == ("expectation", "contrast")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Tolls will rise in May and traffic may fall.", 2),
        ("The town will repair the bridge and open a ferry.", 2),
        ("Small steps will follow, such as new lamps and a railing.", 2),
        ("He says he will meet with the Ferry Board and the Duke.", 2),
        ("Small steps will follow, including new lamps and a railing, in May.", 2),
        ("The town is expected to repair the bridge and to open a ferry.", 2),
        ("A bridge between the mill and the inn will reopen.", 1),
        ("The mayor and the duke will meet.", 1),
    ],
)
def test_only_what_can_be_checked_alone_is_split_off(text, parts):
    assert len(claims_of(text)) == parts


def test_an_aside_needs_both_events():
    meeting, with_duke = claims_of("A meeting is likely, potentially with the duke.")
    assert meeting.read_as == ("likely",)
    assert not meeting.proxy
    assert with_duke.read_as == ("likely", "possibly")
    assert with_duke.reading.probability == 0.34
    assert with_duke.phrase == "is likely … potentially"
    assert with_duke.proxy


def test_a_denial_changes_sides_and_keeps_the_survey():
    (claim,) = claims_of("The bridge won't reopen.")
    assert (claim.read_as, claim.polarity, claim.proxy) == (("will",), Polarity.AGAINST, False)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("The bridge will reopen by the end of 2027.", date(2027, 12, 31)),
        ("Closed since 2021, the bridge will reopen in 2028.", date(2028, 12, 31)),
        ("It closed in 2021. In 2027 tolls will rise. The ferry will stop.", date(2027, 12, 31)),
        ("It closed in 2021. The ferry will stop.", date(2030, 12, 31)),
        ("He said in June that he plans to close it in 2029.", date(2029, 12, 31)),
        ("She said on Monday that she will resign within two weeks.", date(2026, 12, 4)),
        ("He told the club so on Monday: he will resign in May.", date(2027, 5, 31)),
        ("In 2029, she said, tolls will rise.", date(2029, 12, 31)),
    ],
)
def test_the_nearest_time_to_come_is_that_of_the_claim(text, last):
    assert claims_of(text, heading="What to expect by 2030")[-1].time.last == last


@pytest.mark.parametrize(
    "text",
    [
        "She said on Monday that she will resign.",
        "On Monday the council announced that it will resign.",
        "The mayor says he will stay; on Monday he resigned.",
    ],
)
def test_the_time_of_the_saying_is_not_that_of_the_claim(text):
    assert claims_of(text)[0].time is None


def test_a_time_is_taken_from_no_other_year_where_several_are_named():
    text = "By 2027 tolls will rise, and by 2029 they will fall. The ferry will stop."
    assert claims_of(text)[-1].time is None


@pytest.mark.parametrize(
    ("text", "obstacle"),
    [
        ("Unexpected things will happen by May 2027.", Obstacle.ALWAYS_TRUE),
        ("This will redefine the landscape by 2030.", Obstacle.NO_EVENT),
        ("The treaty will shape the future of the region by 2030.", Obstacle.NO_EVENT),
        ("He will be decisive in determining whether they sign by 2030.", Obstacle.NO_EVENT),
        ("They met at a summit: one that could transform the game.", Obstacle.NO_EVENT),
        ("Any deal will probably involve complex rules on gas.", Obstacle.NO_TIME),
        ("Tolls will rise significantly by 2030.", Obstacle.NO_THRESHOLD),
        ("The bridge will reopen.", Obstacle.NO_TIME),
        ("Tolls will rise by 10 per cent by 2030.", None),
        ("The bridge will reopen by 2030.", None),
    ],
)
def test_the_first_obstacle_to_a_ruling_is_named(text, obstacle):
    assert claims_of(text)[0].obstacle is obstacle


@pytest.mark.parametrize(
    ("text", "who", "what"),
    [
        ("By 2028 the old bridge will probably reopen.", "old bridge", "reopen"),
        ("However, the ferry, which is slow, may stop.", "ferry", "stop"),
        ("Analysts expect the bank to cut rates.", "bank", "cut rates"),
        ("It will reopen, because it must.", None, "reopen"),
        ("A new ferry is likely.", "new ferry", None),
        ("A new ferry is likely, but nobody wants one.", "new ferry", None),
        ("There will be a strike.", "strike", None),
        ("Expect further talks.", "further talks", None),
        ("There is a 30 % chance of a flood.", "flood", None),
        ("Analysts predict that tolls will rise.", "tolls", "rise"),
        ("The rate is forecast at 2.5 per cent.", "rate", "be at 2.5 per cent"),
        ("The board has said that it intends to sell.", "board", "sell"),
        ("The duke\u2019s later remarks, hinting he\u2019ll sell, are odd.", "duke", "sell"),
        ("On Monday the board announced that it will sell.", "board", "sell"),
        ("He built one that could sink.", None, "sink"),
    ],
)
def test_subject_and_predicate_are_told_where_they_are_clear(text, who, what):
    claim = claims_of(text)[0]
    assert (claim.who, claim.what) == (who, what)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "The aim will shift towards small steps, such as a truce and swaps, rather than peace.",
            ["such as a truce", "shift towards swaps", "shift towards peace"],
        ),
        ("The duke says he will meet with the mayor and Ms Hall.", ["mayor", "meet with Ms Hall"]),
        ("The deal will bring lower tolls and more boats.", ["lower tolls", "bring more boats"]),
        ("Talks will be held in Rome rather than Bonn.", ["Rome", "be held in Bonn"]),
        ("The town will mend it and open a ferry.", ["mend it", "open a ferry"]),
        ("The talks will resume, possibly with her.", ["resume", "resume with her"]),
        ("A meeting is likely, possibly with her.", ["None", "take place with her"]),
    ],
)
def test_an_event_that_is_split_off_is_said_whole(text, parts):
    claims = claims_of(text)
    assert len({claim.who for claim in claims}) == 1
    for claim, part in zip(claims, parts, strict=True):
        assert str(claim.what).endswith(part)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Rents will rise. Landlords say that rents are low.", "rents"),
        ("Ferries will stop. No ferry runs.", "ferries"),
        ("Inflation will fall.", "inflation"),
        ("His boat will sink.", "his boat"),
        ("Rovers will win.", "Rovers"),
        ("Central Bank rates will rise. The central bank is old.", "Central Bank rates"),
        ("The Bank will act. A bank has to.", "Bank"),
    ],
)
def test_only_names_keep_the_capital_that_begins_a_sentence(text, who):
    assert claims_of(text)[0].who == who


def test_a_circumstance_does_not_make_its_sentence_an_intention():
    (claim,) = claims_of("Tolls are growing, as towns seek to earn more.")
    assert (claim.kind, claim.rules) == (ClaimKind.FACT, ("trend",))
    (claim,) = claims_of("As the town plans to close the bridge, the ferry will return.")
    assert claim.kind is ClaimKind.PREDICTION


def test_every_rule_of_the_tables_is_explained_and_every_reading_surveyed():
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    for wording in (*OTHER_KINDS, *STRENGTHS):
        assert wording.rule in names
        assert wording.read_as is None or wording.read_as in phrase_table()


def test_every_rule_that_finds_something_is_among_those_that_fired():
    texts = [text for text, _ in (*STRONG, *KINDS)]
    texts += [
        "Expect fewer ferries, rather than a bridge.",
        "A meeting is likely, potentially with the duke.",
        "Tolls will rise in 2027 and traffic may fall. Ferries will stop and buses will run.",
        "The town will repair the bridge and open a ferry.",
    ]
    claims = [claim for text in texts for claim in claims_of(text, title="Ferries in 2028")]
    silent = {wording.rule for wording in OTHER_KINDS if wording.role is Role.NOTHING}
    assert {name for claim in claims for name in claim.rules} == {
        rule.name for rule in RULES if rule.name not in silent
    }


def test_where_wordings_overlap_the_longer_one_counts():
    (cue,) = cues_in("it is highly unlikely to reopen")
    assert cue.read_as == "highly unlikely"
    (cue,) = cues_in("it had been expected to reopen")
    assert cue.role is Role.NOTHING


WORDS = (
    "the/bridge/will/not/likely/if/,/and/\u2013/may/reopen/by 2030/such as/a/rather than/could/;/"
    "potentially with/expected to/70 %/chance of/no/\u201c/\u2019ll/\u0130/Probability:/."
)
TEXTS = st.lists(st.sampled_from(WORDS.split("/")), max_size=40).map(" ".join)


@given(TEXTS)
def test_every_claim_stands_where_it_says(text):
    for claim in claims_of(text):
        assert text[claim.span.start : claim.span.end] == claim.text
        assert claim.text.strip() == claim.text != ""
        assert claim.reading is None or 0.01 <= claim.reading.probability <= 0.99
    assert claims_of(text) == claims_of(text)


@pytest.mark.parametrize("run", ["will ", "is likely and ", "x", "in 2027 will a. ", "not , "])
def test_time_grows_with_the_length_and_no_faster(run):
    def seconds(size):
        begun = process_time()
        claims_of((run * size)[:size])
        return process_time() - begun

    seconds(1_000)
    assert seconds(16_000) < 8 * seconds(4_000) + 0.05
