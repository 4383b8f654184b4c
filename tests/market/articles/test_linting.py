"""Every rule has a pack that breaks it, and it alone."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from market.articles.linting.events import asks_two_events, has_threshold, needs_threshold
from market.articles.linting.registry import MALFORMED, RULES, lint, lint_path
from market.articles.linting.times import says_day
from market.articles.packfiles import read_pack
from market.articles.validation import CHECKS, refuse_unsound
from market.errors import Refused

GUIDE = Path(__file__).parents[3] / "docs" / "writing-questions.md"

SOUND = """
opens = 2026-01-01T00:00:00Z
note = "Written before anything was known."
fine_print = "The gauge's yearbook settles doubts."

[deadlines]
by-march = 2026-03-31
by-june = 2026-06-30

[article]
title = "Weather"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
published = 2026-01-01T00:00:00Z

[questions.rain]
title = "Will it rain in Lisbon by {deadline}?"
background = "It is dry."
criteria = "YES if rain falls by {deadline}, UTC. NO if none does. Some drops do not count."
source = "The gauge at the airport."
tags = ["weather"]
deadlines = ["by-march", "by-june"]

[questions.flood]
title = "Will the Tejo leave its bed at Santarém by {deadline}?"
background = "It is low."
criteria = "YES if its gauge reads 7 m by {deadline}, UTC. NO if not. Annulled if it does not rain."
source = "The yearbook of the gauge."
tags = ["weather"]
deadlines = ["by-march", "by-june"]
conditional_on = "rain"

[claims.wet]
text = "Rain is on its way."
places = [2]

[[claims.wet.relations]]
relation = "states"
family = "rain"
deadlines = ["by-march"]
phrase = "is likely"
read_as = ["likely"]

[[claims.wet.relations]]
relation = "context"
family = "rain"

[[claims.wet.relations]]
relation = "context"
family = "flood"

[claims.mood]
text = "The sky will look sad."
places = [4]
unresolvable = "Sadness of a sky is not observable."

[outcomes.rain-by-march]
outcome = "yes"
happened = 2026-02-02
status = "verified"
evidence = ["gazette"]

[reports.gazette]
publisher = "The Gazette"
published = "2026"
address = "https://example.org/rain"
summary = "It rained on 2 February."
"""
FLOOD = SOUND[SOUND.index("[questions.flood]") : SOUND.index("conditional_on")]
RAIN = "Will it rain in Lisbon by"
DRY = """
[outcomes.rain-by-june]
outcome = "no"
status = "verified"
evidence = ["gazette"]
"""


def linked(kind, *questions):
    """What to replace in the sound pack, and by what, so that it has one more link."""
    return "[reports", f'[[links]]\nkind = "{kind}"\nquestions = {json.dumps(questions)}\n[reports'


CASES = {
    "P02": ("It is dry.", "TODO: the month's rain", "questions.rain.background"),
    "P03": ("[claims.mood]", '[claims."a mood"]', "a mood"),
    "P04": ("[claims.mood]", "[claims.WET]", "wet"),
    "P05": ("https://example.org/rain", " ", "rain-by-march"),
    "P06": ("[outcomes.rain-by-march]", "[outcomes.rain-by-may]", "rain-by-may"),
    "P07": (SOUND[SOUND.index("[questions") :], "", "weather"),
    "P08": ("The gauge's yearbook settles doubts.", "", "fine_print"),
    "P09": ("Written before anything was known.", "", "note"),
    "P10": ('tags = ["weather"]', 'tags = ["wet, cold"]', "questions.rain"),
    "Q01": (f"{RAIN} {{deadline}}?", " ", "rain-by-march"),
    "Q02": (RAIN, "When will it rain in Lisbon, by", "questions.rain.title"),
    "Q03": ("its bed at", "its bed and reach", "questions.flood.title"),
    "Q04": (RAIN, "Will the river get higher by", "questions.rain.criteria"),
    "Q05": ("YES if rain", "It counts if rain", "questions.rain.criteria"),
    "Q06": ("NO if none does. ", "", "questions.rain.criteria"),
    "Q07": ("The gauge at the airport.", "Credible media reports", "questions.rain.source"),
    "Q08": (f"{RAIN} {{deadline}}", f"{RAIN} June", "questions.rain.title"),
    "Q09": (RAIN, f"Will it rain in Lisbon{' or Porto' * 15} by", "questions.rain.title"),
    "W01": ("if rain falls", "if substantial rain falls", "questions.rain.criteria"),
    "W02": (RAIN, "Will it rain several times by", "questions.rain.title"),
    "W03": (RAIN, "Will it rain soon, by", "questions.rain.title"),
    "W04": (RAIN, "Will it possibly rain by", "questions.rain.title"),
    "W05": (RAIN, "Will the weather improve by", "questions.rain.title"),
    "T01": ('"rain"\n', '"rain"\nopens = 2027-01-01T00:00:00Z\n', "flood-by-march"),
    "T02": (
        FLOOD,
        FLOOD.replace("{deadline}", "then").replace('"by-march", ', ""),
        "questions.flood.title",
    ),
    "T03": (", UTC", "", "questions.rain.criteria"),
    "T04": ("published = 2026-01-01", "published = 2026-01-02", "rain-by-march"),
    "F01": ('["by-march", "by-june"]', '["by-june", "by-march"]', "rain-by-march"),
    "C01": ('"context"\nfamily = "flood"', '"context"\nfamily = "rain"', "flood-by-march"),
    "C02": ('"Sadness of a sky is not observable."', '" "', "mood"),
    "C03": ('"states"', '"context"', "wet"),
    "O01": ('evidence = ["gazette"]', "", "rain-by-march"),
    "O02": ("2026-02-02", "2026-04-01", "rain-by-march"),
    "L01": ('conditional_on = "rain"', 'implies = ["hail"]', "hail-by-march"),
    "L02": (*linked("excludes", "rain-by-june"), "rain-by-june"),
    "L03": (*linked("implies", "rain-by-june", "rain-by-march"), "rain-by-march"),
    "L04": ("[reports", f"{DRY}\n[reports", "rain-by-march"),
    "L05": (*linked("excludes", "flood-by-march", "flood-by-june"), "flood-by-march"),
    "L06": (*linked("implies", "flood-by-june", "rain-by-march"), "flood-by-june"),
    "L07": (*linked("conditional", "flood-by-march", "rain-by-june"), "flood-by-march"),
    "L08": (" Annulled if it does not rain.", "", "questions.flood.criteria"),
}
"""By code: what is replaced in the sound pack where it stands first, by what, and a place that is
then found."""


@pytest.fixture
def changed(tmp_path):
    """Return a function that gives the path of the sound pack, one thing in it changed."""

    def _changed(old, new):
        assert old in SOUND
        path = tmp_path / "weather.toml"
        path.write_text(SOUND.replace(old, new, 1), encoding="utf-8")
        return path

    return _changed


@pytest.mark.parametrize("code", CASES)
def test_every_rule_has_a_pack_that_breaks_it_and_it_alone(changed, code):
    old, new, place = CASES[code]
    found = lint_path(changed(old, new))
    assert {finding.code for finding in found} == {code}, found
    assert place in {finding.place for finding in found}
    assert all(finding.problem and finding.mend for finding in found)


def test_there_is_no_rule_without_such_a_pack():
    assert [rule.code for rule in RULES] == list(dict.fromkeys(rule.code for rule in RULES))
    assert {rule.code for rule in RULES} == CASES.keys() >= CHECKS.keys()


def test_sound_packs_have_no_findings(changed, anchorage):
    assert lint_path(changed("", "")) == lint(anchorage) == []


def test_what_is_refused_is_found(changed):
    refused = []
    for code, (old, new, _) in CASES.items():
        pack = read_pack(changed(old, new))
        try:
            refuse_unsound(pack)
        except Refused:
            refused.append(code)
    assert set(refused) == {*CHECKS, "P02"}


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_pack_that_cannot_be_read_has_that_finding(tmp_path, kept):
    path = tmp_path / "weather.toml"
    texts = [
        "opens = 2026",
        SOUND.replace('source = "The gauge at the airport."\n', ""),
        "[" * 9**5,
    ]
    path.write_text(texts[kept], encoding="utf-8")
    (finding,) = lint_path(path)
    assert (finding.code, finding.place) == (MALFORMED, "weather.toml")
    assert finding.mend


def test_of_a_text_that_is_not_finished_nothing_else_is_said(changed):
    found = lint_path(changed(f"{RAIN} {{deadline}}?", "TODO soon"))
    assert [(finding.code, finding.place) for finding in found] == [("P02", "questions.rain.title")]


@pytest.mark.parametrize(
    "words",
    [
        "in the Major League",
        "by a major-party leader",
        "of “major” rank",
        "at the Great Some Soon Bar",
        "for two thirds of May",
    ],
)
def test_names_compounds_and_quoted_words_are_not_vague(changed, words):
    assert lint_path(changed("in Lisbon", words)) == []


def test_a_word_that_the_criteria_define_is_not_vague(changed):
    path = changed(RAIN, "Will a big rain fall in Lisbon by")
    assert [finding.code for finding in lint_path(path)] == ["W01"]
    text = path.read_text("utf-8").replace("YES if", "“big” means 10 mm an hour. YES if", 1)
    path.write_text(text, encoding="utf-8")
    assert lint_path(path) == []


@pytest.mark.parametrize(
    ("title", "two"),
    [
        ("Will Apple or Google announce a telephone?", False),
        ("Will the House and the Senate pass a budget?", False),
        ("Will Putin meet Zelenskyy and Trump in Istanbul?", False),
        ("Will Zelenskyy sign a deal that ends the war and returns Crimea?", False),
        ("Will Labour both win and hold Wakefield?", False),
        ("Will Germany put 2 % of GDP or more into its army?", False),
        ("If they sign and agree, will it rain?", False),
        ("Will Russia leave the treaty and Ukraine join it?", True),
        ("Will Musk step down as director and be replaced?", True),
        ("Will China invade Taiwan or blockade it?", True),
        ("Will OpenAI release a model and will it pass the test?", True),
        ("Will the assembly be dissolved and new elections be called?", True),
        ("Will gold and/or silver be sold?", True),
    ],
)
def test_two_events_in_a_title_are_told_from_two_subjects(title, two):
    assert asks_two_events(title) is two


@pytest.mark.parametrize(
    ("title", "needs"),
    [
        ("Will inflation fall?", True),
        ("Will turnout exceed that of 2021?", True),
        ("Will the number of cases decline?", True),
        ("Will Kherson fall?", False),
        ("Will the sun rise?", False),
        ("Will wages go up?", True),
        ("Will the troops go up the hill?", False),
    ],
)
def test_a_change_of_a_quantity_needs_a_threshold(title, needs):
    assert needs_threshold(title) is needs


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("above its estimate for 2024", True),
        ("at 6.5 % or higher", True),
        ("a majority of the seats", True),
        ("at two meetings", True),
        ("two of the news agencies report it", False),
        ("It rises between 1 May and June 2, 2026, or by 2026-07-01 12:30, UTC+2.", False),
    ],
)
def test_a_date_is_no_threshold(text, has):
    assert has_threshold(text) is has


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("by 31 December 2026", True),
        ("by December 31st, 2026", True),
        ("by 2026-12-31", True),
        ("by the end of Dec 2026", True),
        ("in 2026", True),
        ("before 1 January 2027", True),
        ("before January 2027", True),
        ("before 2027", True),
        ("by 1 December 2026", True),
        ("by 31 December", False),
        ("by 2027", False),
    ],
)
def test_a_deadline_is_recognised_as_people_write_it(text, says):
    assert says_day(text, date(2026, 12, 31)) is says


@pytest.mark.parametrize("source", ["", "TBD", "To be decided.", "Major news outlets", "n/a"])
def test_a_source_that_names_nobody_is_found(changed, source):
    (finding,) = lint_path(changed("The gauge at the airport.", source))
    assert (finding.code, finding.place) == ("Q07", "questions.rain.source")


@pytest.mark.parametrize("author", ["", "@median", "Ada\\nLee", "x" * 65])
def test_an_author_whom_no_ledger_takes_is_found(changed, author):
    (finding,) = lint_path(changed("[article]", f'[article]\nauthors = ["Bo", "{author}"]'))
    assert (finding.code, finding.place) == ("P10", "article.authors")


def test_the_guide_explains_every_code():
    row = re.compile(r"^\| `([A-Z]\d\d)` \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)
    told = row.findall(GUIDE.read_text("utf-8"))
    rules = [(rule.code, rule.name, rule.mend) for rule in RULES]
    assert [tuple(cell.strip() for cell in row) for row in told if row[0] != MALFORMED] == rules
    assert MALFORMED in {row[0] for row in told}
