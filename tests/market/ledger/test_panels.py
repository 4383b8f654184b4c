"""From the ledger to a poll: what of a history counts, for whom, and as of when."""

from __future__ import annotations

import random
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import numpy as np
import oracle
import pytest
from bulk_files import write_forecasts, write_questions
from histories import Act, Asked, History
from tables import by_cell

from market.bulk import read_poll as read_files
from market.errors import Refused
from market.ledger.acts.asking import ask
from market.ledger.acts.editing import amend
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.views.panels import read_poll
from scoring.board import board
from scoring.kinds import Kind
from scoring.timeline import cells

DAY = 86_400_000_000
YEAR = 365 * DAY
CROWD = {
    "ana": Kind.PERSON,
    "bo": Kind.PERSON,
    "cy": Kind.IMPORTED,
    "pat": Kind.PUNDIT,
    "article:sky": Kind.ARTICLE,
}
PERSONS = dict.fromkeys(["ana", "bo", "cy", "dee"], Kind.PERSON)
VERDICTS = [*["resolve", "unresolve", "close"] * 2, "annul", "reopen"]
ACTS = 250


class Play:
    """A ledger that is written at random, within its own rules, and the history of that."""

    def __init__(self, ledger, clock, seed, kinds):
        self.ledger, self.clock, self.dice = ledger, clock, random.Random(seed)
        asked = [
            Asked(f"q{n}", clock.now - 9 * n * DAY, clock.now + 60 * (n + 1) * DAY, family)
            for n, family in enumerate(["sky", None, "sky", None, None])
        ]
        self.history = History(asked, dict(kinds))
        with ledger.writing("ana", "ask") as w:
            for one in asked:
                ask(w, one.slug, "?", one.opens, one.closes, family=one.family)
        # In the order of the crowd, which is that of the codes.
        self.act("report", "q0", at=clock.now, probability=0.5, names=list(kinds))

    def act(self, verb, question, *, at, probability=None, names=("ana",), outcome=None):
        with self.ledger.writing("ana", verb) as w:
            for name in names:
                if verb == "report":
                    kind = self.history.kinds[name]
                    report(w, question, name, probability, at=at, kind=kind)
                elif verb == "edit":
                    amend(w, question, {"closes": probability})
                else:
                    rule(w, question, verb, outcome, at=at)
            when = w.now if at is None else at
            said = outcome if verb in VERDICTS else probability
        self.history.acts += [Act(verb, question, when, w.now, name, said) for name in names]

    def go_on(self, acts):
        for _ in range(acts):
            self.clock.advance(seconds=self.dice.randrange(0, 2 * 86_400, 43_200))
            try:
                self.one()
            except Refused:
                continue
        return self.history

    def one(self):
        dice, question = self.dice, self.dice.choice(self.history.asked).slug
        at = dice.choice([None, self.clock.now - dice.randrange(40) * DAY // 2])
        if dice.random() < 0.75:
            said = dice.choice([None, 0.001, 0.2, 0.4, 0.6, 0.999])
            name = dice.choice(list(self.history.kinds))
            self.act("report", question, at=at, probability=said, names=[name])
        elif dice.random() < 0.2:
            close = self.clock.now + dice.randrange(1, 60) * DAY
            self.act("edit", question, at=None, probability=close)
        else:
            verb = dice.choice(VERDICTS)
            outcome = dice.randrange(2) if verb == "resolve" else None
            self.act(verb, question, at=at, outcome=outcome)


def read(ledger, clock, **view):
    with ledger.reading() as connection:
        return read_poll(connection, now=clock.now, **view)


def scored(poll):
    """Cells of a poll by the names of forecaster and question."""
    found = by_cell(cells(poll.panel))
    return {(poll.forecasters[who], poll.questions[q]): found[who, q] for who, q in found}


def refereed(retold):
    found = oracle.cells(retold.world)
    return {(retold.names[who], retold.slugs[q]): found[who, q] for who, q in found}


def assert_agrees(poll, retold):
    mine, theirs = scored(poll), refereed(retold)
    assert mine.keys() == theirs.keys()
    for key, figures in mine.items():
        for field in fields(figures):
            expected = pytest.approx(getattr(theirs[key], field.name), 1e-9, 1e-9, nan_ok=True)
            assert getattr(figures, field.name) == expected, (key, field.name)
    assert poll.late == retold.late


@pytest.mark.parametrize("seed", [3, 5, 13])
def test_reading_agrees_with_the_referee_at_every_moment(ledger, clock, seed):
    start = clock.now
    history = Play(ledger, clock, seed, CROWD).go_on(ACTS)
    end = clock.now
    assert_agrees(read(ledger, clock), history.retold())
    for days in range(-30, (end - start) // DAY + 5, 17):
        moment = start + days * DAY
        assert_agrees(read(ledger, clock, as_of=moment), history.retold(as_of=moment))
        if moment >= start:
            assert_agrees(read(ledger, clock, known_at=moment), history.retold(known_at=moment))
    for kind in (Kind.PERSON, Kind.PUNDIT, Kind.ARTICLE, Kind.SIMULATED):
        assert_agrees(read(ledger, clock, kind=kind), history.retold(kind=kind))


def test_everything_happens_in_the_random_histories(sqlite_ledger, clock):
    history = Play(sqlite_ledger, clock, 13, CROWD).go_on(ACTS)
    assert {act.verb for act in history.acts} == {"report", "edit", *VERDICTS}
    assert None in {act.said for act in history.acts if act.verb == "report"}
    retold = history.retold()
    assert retold.late > 0
    assert {one.outcome for one in retold.world.questions} == {0, 1, None}


@pytest.mark.parametrize("seed", [6, 8])
def test_files_and_ledger_give_the_same_board(ledger, clock, tmp_path, seed):
    world, names, slugs, _ = Play(ledger, clock, seed, PERSONS).go_on(ACTS).retold()
    asked = [
        {
            "question_id": slug,
            "open_time": iso(one.opens),
            "close_time": iso(one.closes),
            "scheduled_close_time": iso(one.scheduled),
            "outcome": "" if one.outcome is None else str(one.outcome),
            "family": f"family {one.family}",
        }
        for slug, one in zip(slugs, world.questions, strict=True)
    ]
    said = [
        {
            "forecaster": names[one.who],
            "question_id": slugs[one.question],
            "time": iso(one.time),
            "probability": "withdrawn" if one.probability is None else repr(one.probability),
        }
        for one in world.reports
    ]
    from_files, _ = read_files(
        write_questions(tmp_path / "asked.csv", *asked),
        [write_forecasts(tmp_path / "said.csv", *said)],
    )
    by_file, by_ledger = standing(from_files), standing(read(ledger, clock))
    assert by_file.keys() == by_ledger.keys() == {*names, "@median", "@mean", "@logodds"}
    for name, row in by_file.items():
        assert row == pytest.approx(by_ledger[name], 1e-9, 1e-9, nan_ok=True), name


def iso(seconds):
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=round(seconds * 1e6))
    return moment.isoformat()


def standing(poll):
    """Rows of the board by name: every column, ranks included."""
    made = board(poll.panel)
    names = [*poll.forecasters, *(f"@{pool}" for pool in made.pools)]
    columns = [
        field.name
        for field in fields(made)
        if field.name not in {"panel", "cells", "pools", "by", "adjust", "level"}
    ]
    return {
        name: [float(getattr(made, column)[row]) for column in columns]
        for row, name in enumerate(names)
    }


# One rule at a time


@pytest.fixture
def late(asked, clock):
    """Resolve `rain` as it was yesterday, then enter what somebody said before."""

    def enter(kind):
        clock.advance(days=2)
        with asked.writing("ana", "resolve") as w:
            rule(w, "rain", "resolve", 1, at=w.now - DAY)
        with asked.writing("ana", "forecast") as w:
            report(w, "rain", "somebody", 0.99, at=w.now - 2 * DAY, kind=kind)
        return read(asked, clock)

    return enter


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.IMPORTED, Kind.SIMULATED])
def test_a_report_entered_after_the_outcome_is_left_out_and_counted(late, kind):
    poll = late(kind)
    assert (poll.panel.start.size, poll.late) == (0, 1)


@pytest.mark.parametrize("kind", [Kind.ARTICLE, Kind.PUNDIT])
def test_what_an_article_or_a_pundit_said_may_be_entered_afterwards(late, kind):
    poll = late(kind)
    assert (poll.panel.start.size, poll.late) == (1, 0)


def test_what_is_entered_with_its_outcome_is_not_late(asked, clock):
    clock.advance(days=2)
    with asked.writing("ana", "import") as w:
        rule(w, "rain", "resolve", 1)
        report(w, "rain", "ana", 0.9, at=w.now - DAY)
    poll = read(asked, clock)
    assert (poll.panel.start.size, poll.late) == (1, 0)


def enter(ledger, *acts):
    """Acts on `rain`, an entry each: a probability said yesterday, or a verdict."""
    for act in acts:
        with ledger.writing("ana", "act") as w:
            if isinstance(act, float):
                report(w, "rain", "ana", act, at=w.now - DAY)
            else:
                rule(w, "rain", act, 1 if act == "resolve" else None)


@pytest.mark.parametrize(
    ("acts", "counts"),
    [
        (["resolve", "unresolve", 0.9, "resolve"], True),
        (["resolve", 0.9, "unresolve", "resolve"], False),
        (["annul", "unresolve", 0.9, "resolve"], True),
        (["close", 0.9, "reopen", "resolve"], True),
    ],
    ids=[
        "taken back before it",
        "put right after it",
        "annulled and taken back",
        "closed before it",
    ],
)
def test_hindsight_is_having_had_an_outcome_on_record(asked, clock, acts, counts):
    clock.advance(days=2)
    enter(asked, *acts)
    poll = read(asked, clock)
    assert poll.panel.start.size == counts
    assert poll.late == (not counts)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.COMPUTED])
def test_what_a_person_dates_back_after_the_close_is_late_though_nothing_is_resolved(
    asked, clock, kind
):
    closes = clock.now + YEAR
    clock.now = closes + DAY
    with asked.writing("ana", "forecast") as w:
        report(w, "rain", "somebody", 0.9, at=closes - DAY, kind=kind)
    poll = read(asked, clock)
    assert poll.late == (kind is Kind.PERSON)
    assert poll.panel.start.size == (kind is not Kind.PERSON)


def test_what_is_dated_back_by_the_close_itself_is_not_late(asked, clock):
    clock.advance(days=2)
    enter(asked, "close", 0.9)
    assert (read(asked, clock).panel.start.size, read(asked, clock).late) == (1, 0)


def test_what_was_said_live_is_not_late_when_the_question_closes_before_it(asked, clock):
    """It does not count either: the panel drops what begins after the close."""
    clock.advance(days=2)
    with asked.writing("ana", "forecast") as w:
        report(w, "rain", "ana", 0.9)
    with asked.writing("ana", "resolve") as w:
        rule(w, "rain", "resolve", 1, at=w.now - DAY)
    assert read(asked, clock).late == 0


def test_whether_a_report_was_dated_back_after_the_close_is_judged_as_the_view_knows_it(
    asked, clock
):
    clock.advance(days=3)
    with asked.writing("ana", "forecast") as w:
        report(w, "rain", "ana", 0.9, at=w.now - 2 * DAY)
    entered = clock.now
    clock.advance(days=1)
    with asked.writing("ana", "resolve") as w:
        rule(w, "rain", "resolve", 1, at=entered - DAY)
    assert read(asked, clock).late == 1
    assert read(asked, clock, known_at=entered).late == 0
    assert read(asked, clock, as_of=entered - 2 * DAY).late == 0


def test_a_report_on_what_is_not_resolved_any_more_is_not_late(asked, clock):
    clock.advance(days=2)
    enter(asked, "resolve", 0.9, "unresolve")
    poll = read(asked, clock)
    assert (poll.panel.start.size, poll.late) == (1, 0)


def test_only_late_reports_of_the_chosen_questions_and_kind_are_counted(late, asked, clock):
    late(Kind.PERSON)
    assert read(asked, clock, choose=lambda one: one.slug == "snow").late == 0
    assert read(asked, clock, kind=Kind.IMPORTED).late == 0
    assert read(asked, clock, kind=Kind.PERSON).late == 1


def test_only_chosen_questions_are_read(asked, clock):
    with asked.writing("ana", "forecast") as w:
        for slug, said in (("rain", 0.2), ("snow", 0.7)):
            report(w, slug, "ana", said)
    poll = read(asked, clock, choose=lambda one: not one.tags)
    assert poll.questions == ("snow",)
    assert poll.panel.probability.tolist() == [0.7]
    assert read(asked, clock, choose=lambda _: False).panel.questions == 0


def test_families_are_clusters_and_what_has_none_is_its_own(ledger, clock):
    with ledger.writing("ana", "ask") as w:
        for slug, family in (("a", "x"), ("b", None), ("c", "x"), ("x", None), ("d", "")):
            ask(w, slug, "?", w.now, w.now + DAY, family=family)
    one, alone, same, named_alike, blank = read(ledger, clock).panel.cluster.tolist()
    assert one == same
    assert len({one, alone, named_alike, blank}) == 4


def test_names_and_kinds_belong_to_the_codes(full, clock):
    poll = read(full, clock)
    assert poll.forecasters == ("Ana", "@article:sky", "@market")
    kinds = [Kind.PERSON, Kind.ARTICLE, Kind.COMPUTED]
    assert poll.panel.kind.tolist() == [kind.code for kind in kinds]
    assert poll.questions == ("rain", "snow")


def test_an_empty_ledger_is_an_empty_poll(ledger, clock):
    poll = read(ledger, clock)
    assert (poll.panel.questions, poll.panel.forecasters, poll.late) == (0, 0, 0)
    assert np.isnan(board(poll.panel).skill).all()


def test_every_digit_of_a_probability_and_a_time_is_read(asked, clock):
    with asked.writing("ana", "import") as w:
        for name, said in (("ana", 5e-324), ("bo", 0.1 + 0.2), ("cy", 1.0), ("dee", 0.0)):
            report(w, "rain", name, said, at=w.now, kind=Kind.IMPORTED)
    panel = read(asked, clock).panel
    assert panel.probability.tolist() == [5e-324, 0.1 + 0.2, 1.0, 0.0]
    assert set(panel.start.tolist()) == {clock.now / 1e6}
