"""`foretell resolve`: an outcome with its evidence, and everybody's scores at once."""

from __future__ import annotations

import csv
import io
import json

import pytest
from sqlalchemy import select

from market.ledger.acts.asking import ask
from market.ledger.tables import Evidence, Ruling

pytestmark = pytest.mark.usefixtures("club")

DAY = 86_400_000_000
FIELDS = ["forecaster", "last", "coverage", "brier", "log", "baseline", "peer", "forecasts"]
DOCUMENT = {
    *("question", "outcome", "resolved_at", "actual_close", "late", "settled", "rows", "follows"),
    "annulled",
}
CROWDS = {"@mean", "@median", "@logodds"}
SUMMIT = ["resolve", "summit-by-2027"]


def rows(ended):
    return {row["forecaster"]: row for row in json.loads(ended.out)["rows"]}


def unchanged(foretell, *words):
    """Run a command that must leave the ledger as it is."""
    before = foretell("db", "check").out
    ended = foretell(*words)
    assert foretell("db", "check").out == before
    return ended


def test_everybodys_scores_follow_at_once_as_data(foretell):
    ended = foretell(*SUMMIT, "no", "--json")
    assert (ended.code, ended.err) == (0, "")
    document = json.loads(ended.out)
    assert set(document) == DOCUMENT
    assert (document["question"], document["outcome"], document["late"]) == (
        "summit-by-2027",
        0,
        0,
    )
    assert document["resolved_at"] == document["actual_close"] == "2025-12-06T05:46:40Z"
    assert all(list(row) == FIELDS for row in document["rows"])
    found = rows(ended)
    assert set(found) == {"bo", "cy", *CROWDS}
    expected = {"last": 0.2, "coverage": 0.2, "brier": 0.04, "forecasts": 1}
    assert {key: found["bo"][key] for key in expected} == pytest.approx(expected)
    assert [row["brier"] for row in document["rows"]] == sorted(
        row["brier"] for row in document["rows"]
    )


def test_the_csv_has_the_same_columns(foretell):
    found = list(csv.DictReader(io.StringIO(foretell(*SUMMIT, "no", "--csv").out)))
    assert list(found[0]) == FIELDS
    assert {row["forecaster"] for row in found} == {"bo", "cy", *CROWDS}


def test_people_read_what_was_settled_when_and_how_everybody_did(foretell):
    ended = foretell(*SUMMIT, "no")
    lines = ended.out.splitlines()
    assert lines[0].split() == [
        *("Resolved", "NO", "summit-by-2027", "settled", "6", "Dec", "2025", "05:46", "UTC,"),
        *("before", "10", "Jan", "2027", "05:46", "UTC"),
    ]
    assert lines[1] == "  recorded 6 Dec 2025 by ana"
    assert "Brier ↓" in ended.out
    assert any(line.split()[0] == "bo" for line in lines if line.strip())


def test_what_ran_its_time_was_settled_by_its_deadline(foretell):
    ended = foretell("resolve", "bridge-opens", "no")
    assert "by its deadline, 1 Dec 2025 05:46 UTC" in ended.out
    assert ended.out.splitlines()[-1].strip() == "no forecasts"


def test_the_answer_may_be_written_in_capitals(foretell):
    assert json.loads(foretell(*SUMMIT, "YES", "--json").out)["outcome"] == 1


@pytest.mark.parametrize("again", ["yes", "no"])
def test_a_resolution_stands_until_it_is_taken_back(foretell, again):
    foretell(*SUMMIT, "yes")
    ended = unchanged(foretell, *SUMMIT, again)
    assert (ended.code, ended.out) == (1, "")
    assert "resolved already" in ended.err


def test_forecasts_made_after_the_outcome_was_settled_do_not_score(foretell):
    ended = foretell(*SUMMIT, "yes", "--happened", "-5d", "--json")
    document = json.loads(ended.out)
    assert document["resolved_at"] == document["actual_close"] == "2025-12-01T05:46:40Z"
    assert set(rows(ended)) == {"bo", *CROWDS}
    assert rows(ended)["bo"]["coverage"] == pytest.approx(15 / 95)
    assert ended.err == ""


def test_a_day_means_its_end_and_today_means_until_now(foretell, club):
    with club.writing("ana", "ask") as writing:
        ask(writing, "bridge-late", "Late?", writing.now - DAY, writing.now + DAY)
    ended = foretell(*SUMMIT, "yes", "--happened", "2025-12-02", "--json")
    assert json.loads(ended.out)["actual_close"] == "2025-12-02T23:59:59Z"
    for question, today in (("summit-by-2029", "today"), ("bridge-late", "2025-12-06")):
        ended = foretell("resolve", question, "yes", "--happened", today, "--json")
        assert json.loads(ended.out)["actual_close"] == "2025-12-06T05:46:40Z"


def test_a_late_yes_without_its_moment_is_warned_of(foretell):
    assert "--happened was not given" in foretell(*SUMMIT, "yes").err
    assert foretell("resolve", "bridge-opens", "no").err == ""


def test_a_yes_told_after_the_close_counts_until_the_close(foretell):
    told = foretell("resolve", "bridge-opens", "yes").err
    assert told == "Note: --happened was not given, so forecasts count until 1 Dec 2025.\n"


@pytest.mark.parametrize(("happened", "notes"), [("2025-12-03", 2), ("2025-11-30", 0)])
def test_a_yes_settled_after_the_deadline_is_doubted(foretell, happened, notes):
    lines = foretell("resolve", "bridge-opens", "yes", "--happened", happened).err.splitlines()
    assert len(lines) == notes
    if lines:
        assert "is after the deadline, 1 Dec 2025 05:46 UTC: should this not be NO?" in lines[0]
        assert lines[1].endswith("foretell unresolve bridge-opens")


def test_a_no_settled_after_the_deadline_is_the_rule(foretell):
    assert foretell("resolve", "bridge-opens", "no", "--happened", "2025-12-03").err == ""


def test_an_early_close_is_told_with_the_resolution(foretell, clock):
    foretell("close", "summit-by-2027")
    clock.advance(days=2)
    assert "closed early, 6 Dec 2025 05:46 UTC" in foretell(*SUMMIT, "no").out


def test_a_fresh_question_needs_no_warning(foretell, club):
    with club.writing("ana", "ask") as writing:
        ask(writing, "soon", "Soon?", writing.now, writing.now + 7 * DAY)
    assert foretell("resolve", "soon", "yes").err == ""


def test_evidence_and_reason_are_recorded(foretell, club):
    sources = ["https://example.org/a", "https://example.org/b"]
    words = [word for source in sources for word in ("--source", source)]
    assert foretell(*SUMMIT, "yes", *words, "--why", "They met.").code == 0
    ruling, evidence = Ruling.__table__.c, Evidence.__table__.c
    with club.reading() as connection:
        found = connection.execute(
            select(ruling.id, ruling.note).order_by(ruling.id.desc()).limit(1)
        ).one()
        addresses = (
            connection.execute(
                select(evidence.address).where(evidence.ruling == found.id).order_by(evidence.id)
            )
            .scalars()
            .all()
        )
    assert (found.note, addresses) == ("They met.", sources)
    assert foretell("db", "check").code == 0


def test_scores_follow_on_what_somebody_stated_earlier(foretell):
    foretell("forecast", "summit-by-2027", "10%", "--at", "-20d")
    ended = foretell(*SUMMIT, "no", "--json")
    assert rows(ended)["ana"]["brier"] == pytest.approx(0.01)


# What follows


def follows(ended):
    keys = ("question", "outcome", "because", "recorded", "opens_later")
    return [tuple(one[key] for key in keys) for one in json.loads(ended.out)["follows"]]


def shown(foretell, question):
    return json.loads(foretell("show", question, "--json").out)


def test_what_follows_is_told_with_the_command_that_records_it(foretell):
    ended = foretell(*SUMMIT, "yes", "--happened", "-1d")
    told, command = ended.out.splitlines()[-2:]
    assert told == "  Follows: summit-by-2029 is YES too."
    assert command == "           foretell resolve summit-by-2029 --implied"
    assert shown(foretell, "summit-by-2029")["status"] == "open"
    done = foretell(*command.split()[1:])
    assert (done.code, done.err) == (0, "")
    assert "recorded 6 Dec 2025 by ana, implied by summit-by-2027" in done.out
    page = shown(foretell, "summit-by-2029")
    assert (page["outcome"], page["resolved_at"], page["ruling_note"]) == (
        1,
        "2025-12-05T05:46:40Z",
        "implied by summit-by-2027",
    )


def test_what_follows_is_recorded_at_once_if_wanted(foretell):
    ended = foretell("resolve", "summit-by-2029", "no", "--implied")
    assert "Follows: summit-by-2027 is NO too, and recorded as such." in ended.out
    assert shown(foretell, "summit-by-2027")["outcome"] == 0


def test_programs_learn_what_follows_and_why(foretell):
    plain = foretell("resolve", "summit-by-2029", "no", "--json")
    assert follows(plain) == [("summit-by-2027", 0, "summit-by-2029", False, False)]
    done = foretell("resolve", "summit-by-2029", "--implied", "--json")
    assert follows(done) == [("summit-by-2027", 0, "summit-by-2029", True, False)]


def test_one_command_records_all_that_follows_from_what_is_resolved(foretell, club):
    with club.writing("ana", "ask") as writing:
        opens, closes = writing.now - 9 * DAY, writing.now + 9 * DAY
        ask(writing, "summit-soon", "Soon?", opens, closes, family="summit")
    ended = foretell("resolve", "summit-soon", "yes")
    *_, told, command = ended.out.splitlines()
    assert told == "  Follows: summit-by-2027 and summit-by-2029 are YES too."
    assert command.strip() == "foretell resolve summit-soon --implied"
    done = foretell(*command.split()[1:])
    assert (done.code, done.err) == (0, "")
    assert "recorded earlier; what follows from it, now" in done.out
    assert all(shown(foretell, f"summit-by-{year}")["outcome"] for year in (2027, 2029))
    again = unchanged(foretell, *command.split()[1:])
    assert (again.code, "nothing more follows" in again.err) == (1, True)


def test_what_opened_only_afterwards_is_left_alone_and_said_so(foretell, club):
    with club.writing("ana", "ask") as writing:
        day = writing.now - DAY
        ask(writing, "summit-by-2031", "By 2031?", day, day + 2_000 * DAY, family="summit")
    ended = foretell("resolve", "summit-by-2029", "yes", "--happened", "-2d", "--implied")
    assert ended.out.splitlines()[-1] == (
        "  Follows: summit-by-2031 is YES too, since before it opened: "
        "foretell annul summit-by-2031"
    )
    assert shown(foretell, "summit-by-2031")["status"] == "open"


def test_a_contradiction_is_recorded_and_named(foretell):
    foretell("resolve", "summit-by-2029", "no")
    ended = foretell(*SUMMIT, "yes", "--happened", "-1d")
    assert ended.code == 0
    assert ended.err.splitlines() == [
        "Note: it contradicts summit-by-2029, which is NO.",
        "      One of them is wrong: foretell unresolve summit-by-2029",
    ]
    assert shown(foretell, "summit-by-2027")["outcome"] == 1


def test_a_contradiction_among_the_resolved_decides_nothing(foretell, club):
    with club.writing("ana", "ask") as writing:
        opens, closes = writing.now - 9 * DAY, writing.now + 600 * DAY
        ask(writing, "summit-by-2028", "By 2028?", opens, closes, family="summit")
    foretell(*SUMMIT, "yes")
    foretell("resolve", "summit-by-2029", "no")
    ended = unchanged(foretell, "resolve", "summit-by-2028", "--implied")
    assert (ended.code, ended.out) == (1, "")
    error, *details, hint = ended.err.splitlines()
    assert "contradicts itself on summit-by-2028" in error
    assert details == [
        "  summit-by-2027 is YES, so this is YES",
        "  summit-by-2029 is NO, so this is NO",
    ]
    assert hint.startswith("Hint:  Take back what is wrong: foretell unresolve summit-by-")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1", "Did you mean yes?"),
        ("TRUE", "Did you mean yes?"),
        ("0", "Did you mean no?"),
        ("false", "Did you mean no?"),
        ("void", "Say yes or no; without an answer: foretell annul summit-by-2027"),
        ("perhaps", "Say yes or no."),
        ("", "Say yes or no."),
    ],
)
def test_what_is_no_outcome_is_told_with_what_was_meant(foretell, said, meant):
    ended = unchanged(foretell, *SUMMIT, said)
    assert (ended.code, ended.out) == (2, "")
    error, hint = ended.err.splitlines()
    assert error.endswith(" is no outcome.")
    assert hint == f"Hint:  {meant}"


@pytest.mark.parametrize(("said", "outcome"), [("y", 1), ("N", 0), (" Yes ", 1)])
def test_the_first_letter_is_enough(foretell, said, outcome):
    assert json.loads(foretell(*SUMMIT, said, "--json").out)["outcome"] == outcome


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["nowhere", "yes"], 1, "no question"),
        (["summit-by-2027", "maybe"], 2, "no outcome"),
        (["summit-by-2027", "1"], 2, "no outcome"),
        (["summit-by-2027"], 2, "yes or no?"),
        (["summit-by-2027", "--implied"], 1, "Nothing that is resolved says"),
        (["mayor-wins", "--implied"], 1, "nothing more follows"),
        (["mayor-wins", "no", "--implied"], 1, "resolved already"),
        (["summit-by-2027", "yes", "--source", ""], 2, "--source is empty."),
        (["summit-by-2027", "yes", "--source", " "], 2, "--source is empty."),
        (["summit-by-2027", "yes", "--happened", "+2d"], 1, "in the future"),
        (["summit-by-2027", "yes", "--happened", "tomorrow"], 1, "in the future"),
        (["summit-by-2027", "yes", "--happened", "2025-12-07"], 1, "in the future"),
        (["summit-by-2027", "yes", "--happened", "2025-12-06T23:00"], 1, "in the future"),
        (["summit-by-2027", "yes", "--happened", "+1h"], 1, "in the future"),
        (["summit-by-2027", "yes", "--happened", "-101d"], 1, "before summit-by-2027 opened"),
        (["summit-by-2027", "yes", "--happened", "then"], 2, "not a time"),
        (["mayor-wins", "no"], 1, "resolved already"),
    ],
)
def test_what_cannot_be_resolved_is_refused_and_changes_nothing(foretell, words, code, message):
    ended = unchanged(foretell, "resolve", *words)
    assert (ended.code, ended.out) == (code, "")
    error, hint = ended.err.splitlines()
    assert message in error
    assert hint.startswith("Hint:  ")
