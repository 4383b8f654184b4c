"""Times as they are written, and the days that they mean in a text of 20 November 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources import ROOT

from market.articles.drafting.times.finding import FORMS, times_in

PUBLISHED = date(2026, 11, 20)  # a Friday

DAYS = {
    "by 2027": ". 2027-12-31",
    "in 2027": "2027-01-01 2027-12-31",
    "before 2030": ". 2029-12-31",
    "after 2030": "2031-01-01 .",
    "since 2020": "2020-01-01 2026-11-20",
    "since March": "2026-03-01 2026-11-20",
    "from 2027": "2027-01-01 .",
    "from 2027 to 2030": "2027-01-01 2030-12-31",
    "2027-28": "2027-01-01 2028-12-31",
    "by the end of next year": ". 2027-12-31",
    "before the end of January": ". 2027-01-31",
    "by mid-2028": ". 2028-06-30",
    "early 2028": "2028-01-01 2028-04-30",
    "in late 2028": "2028-09-01 2028-12-31",
    "in the second half of 2027": "2027-07-01 2027-12-31",
    "later this year": "2026-11-20 2026-12-31",
    "for the rest of the year": "2026-11-20 2026-12-31",
    "by year-end": ". 2026-12-31",
    "early in the new year": "2027-01-01 2027-01-31",
    "last year": "2025-01-01 2025-12-31",
    "before March": ". 2027-02-28",
    "in May": "2027-05-01 2027-05-31",
    "in early March 2028": "2028-03-01 2028-03-10",
    "on 12 June 2027": "2027-06-12 2027-06-12",
    "on 12 June": "2027-06-12 2027-06-12",
    "June 12, 2027": "2027-06-12 2027-06-12",
    "on 1 November": "2026-11-01 2026-11-01",
    "29 February": "2028-02-29 2028-02-29",
    "by 2027-06-12": ". 2027-06-12",
    "25/12/2027": "2027-12-25 2027-12-25",
    "in Q3 2027": "2027-07-01 2027-09-30",
    "in the third quarter": "2027-07-01 2027-09-30",
    "in H1 2027": "2027-01-01 2027-06-30",
    "this week": "2026-11-16 2026-11-22",
    "next month": "2026-12-01 2026-12-31",
    "this quarter": "2026-10-01 2026-12-31",
    "this winter": "2026-12-01 2027-02-28",
    "this spring": "2027-03-01 2027-05-31",
    "by summer 2028": ". 2028-08-31",
    "this decade": "2020-01-01 2029-12-31",
    "by the end of the decade": ". 2029-12-31",
    "in the 2030s": "2030-01-01 2039-12-31",
    "by mid-century": ". 2049-12-31",
    "tomorrow": "2026-11-21 2026-11-21",
    "on Friday": "2026-11-20 2026-11-20",
    "next Friday": "2026-11-27 2026-11-27",
    "by Christmas": ". 2026-12-25",
    "before Easter": ". 2027-03-27",
    "within six months": "2026-11-20 2027-05-20",
    "within 24 hours": "2026-11-20 2026-11-21",
    "within two to three years": "2026-11-20 2029-11-20",
    "in the next five years": "2026-11-20 2031-11-20",
    "over the next year": "2026-11-20 2027-11-20",
    "over the coming weeks": "2026-11-20 2027-01-15",
    "in two years' time": "2026-11-20 2028-11-20",
    "in half a year": "2026-11-20 2027-05-20",
    "five years from now": "2026-11-20 2031-11-20",
    "two years ago": "2024-11-20 2024-11-20",
    "in recent weeks": "2026-09-25 2026-11-20",
    "soon": "2026-11-20 2027-02-20",
    "in the near term": "2026-11-20 2027-11-20",
    "in the long run": "2026-11-20 .",
    "for years to come": "2026-11-20 .",
    "in 9000 years": "2026-11-20 .",
}
NONE = (
    "12/06/2027",  # June here, December there
    "It may march on",
    "In 2,000 cases",
    "player of the year",
    "They fall, and spring up again",
    "in 61 per cent",
    "We will second the motion",
)


def days(text):
    return [
        (time.words, f"{time.first or '.'} {time.last or '.'}")
        for time in times_in(text, PUBLISHED)
    ]


@pytest.mark.parametrize("words", DAYS)
def test_a_time_means_these_days(words):
    assert days(f"It will be so {words}, they say.") == [(words, DAYS[words])]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_time_or_could_be_two_is_none(text):
    assert days(text) == []


def test_the_longest_expression_counts_and_none_overlap():
    text = "By the end of next year it will rise, and in 2030 and the spring of 2031 fall."
    assert [words for words, _ in days(text)] == [
        "By the end of next year",
        "in 2030",
        "the spring of 2031",
    ]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.name}: {form.example}")
def test_the_example_of_each_form_is_of_that_form(form):
    assert [time.words for time in times_in(f"So {form.example}.", PUBLISHED)] == [form.example]
    assert any(cue in form.example.casefold() for cue in form.cues)
    assert form.pattern.search(form.example)


WORDS = (
    *("the", "in", "by", "end of", "next", "year", "2027", "12", "June", "Q3", "within", "two"),
    *("weeks", "mid", "-", "century", "31", "0", "to", "from", "last", "quarter", "since"),
)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.dates())
def test_any_words_of_time_at_any_date_have_an_answer(text, published):
    end = 0
    for time in times_in(text, published):
        assert time.start >= end
        assert text[time.start : time.end] == time.words
        end = time.end


def test_the_table_of_the_docs_says_what_is_understood():
    lines = (ROOT / "docs/drafting.md").read_text("utf-8").splitlines()
    start = lines.index("| form | for example | from | to |") + 2
    told = [line.strip("| ").split(" | ") for line in lines[start : start + len(FORMS)]]
    for form, (name, example, *days) in zip(FORMS, told, strict=True):
        (time,) = times_in(f"{form.example}.", PUBLISHED)
        found = [day.isoformat() for day in (time.first, time.last) if day]
        assert [form.name, form.example] == [name, example]
        assert found == [day.strip() for day in days if day.strip()]
