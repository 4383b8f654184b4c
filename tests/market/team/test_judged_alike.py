"""Acts and triggers judge alike.

What the program accepts of the owner, a member who sends the same rows by hand may record; what
it refuses, the database refuses, too.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from team import DAY, wall_clock

from market.errors import Refused
from market.ledger.acts.asking import ask, refuse_past_close
from market.ledger.acts.editing import amend
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source, rule
from market.ledger.acts.wordings import Words
from market.ledger.team.rights import Right, writable
from market.ledger.views.questions import find_question

if TYPE_CHECKING:
    from market.ledger.engine import Ledger

REMARKS = st.sampled_from([None, "dark", " ", "two\nlines", "ends\n", "\x1f", "x" * 10_001, "Ä"])
LINES = st.sampled_from(["Rain?", " Rain? ", "", "two\nlines", "\u202eyas", "x" * 500, "x" * 501])

SPANS = st.sampled_from([(-30, 300), (-30, 300), (-30, -10), (30, 300)])
RULED = [("close", None), ("reopen", None), ("resolve", 1), ("annul", None), ("unresolve", None)]
STATES = st.lists(
    st.tuples(st.sampled_from(RULED), st.sampled_from([0, -5 * DAY])), min_size=0, max_size=4
)

REPORTS = st.fixed_dictionaries(
    {
        "probability": st.sampled_from([None, 0.0, 0.0009, 0.001, 0.999, 1.0, float("nan")]),
        "rationale": REMARKS,
        "source": REMARKS,
    }
)
RULINGS = st.tuples(
    st.sampled_from(RULED),
    st.sampled_from([-40 * DAY, -5 * DAY, -1, DAY]),
    REMARKS,
    st.none() | st.sampled_from(["https://example.org", " ", "\u2003"]),
)
WORDS = {
    "title": LINES,
    "family": LINES | st.none(),
    "tags": st.sampled_from([(), ("B", "a"), ("b", "a"), ("a", "a"), ("ä", "z"), ("", "a")]),
    "fine_print": st.sampled_from(["", "two\nlines", "x" * 100_001]),
    "closes": st.sampled_from([-31 * DAY, -DAY, DAY, 300 * DAY]),
    "crowd_hidden": st.booleans(),
}
SLUGS = ["fine", "RAIN", "no slug", "-x", "x" * 80, "x" * 81, "é", "a.b_c:d-e", ""]


class Undone(Exception):  # noqa: N818 - it ends what was only tried
    """Nothing of it is recorded."""


@dataclass
class Judges:
    """Two who try the same: the owner by the program, and a member who sends rows by hand."""

    owner: Ledger
    member: psycopg.Connection
    numbers: itertools.count = field(default_factory=itertools.count)

    def agree(self, act, *rows):
        """Assert it, for an act and the rows that it stands for."""
        accepted = self._rows_of(act)
        assert self._takes(rows if accepted is None else accepted) == (accepted is not None)

    def _rows_of(self, act):
        """What the program would record; none where it refuses."""
        rows = []
        try:
            with self.owner.writing("owner", "try") as w:
                store = w._store
                w._store = lambda table, new: (
                    rows.extend((table.name, row) for row in new),
                    store(table, new),
                )
                act(w)
                raise Undone  # noqa: TRY301 - the writer takes it for a failure of the act
        except Undone:
            return rows
        except Refused:
            return None

    def _takes(self, rows):
        """Whether the database lets them pass."""
        with self.member.transaction(force_rollback=True):
            try:
                for table, row in rows:
                    given = {name: row[name] for name in writable(Right)[table] if name in row}
                    places = ", ".join(["%s"] * len(given))
                    self.member.execute(
                        f"INSERT INTO {table} ({', '.join(given)}) VALUES ({places})",
                        [*given.values()],
                    )
                self.member.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except (psycopg.errors.RaiseException, psycopg.errors.CheckViolation):
                raise psycopg.Rollback from None
            else:
                return True
        return False

    def question(self, span, rulings):
        """The slug of a new question in some state."""
        slug, now = f"q{next(self.numbers)}", wall_clock()
        with self.owner.writing("owner", "ask") as w:
            ask(w, slug, "Rain?", *(now + days * DAY for days in span), tags=["a", "B"])
        for (verdict, outcome), after in rulings:
            try:
                with self.owner.writing("owner", verdict) as w:
                    rule(w, slug, verdict, outcome, at=w.now + after)
            except Refused:
                continue
        return slug


@pytest.fixture(scope="module")
def judges(shared_team):
    with shared_team.ledger("owner") as owner, shared_team.connect("both") as member:
        yield Judges(owner, member)


def state_of(judges, slug):
    with judges.owner.reading() as connection:
        return find_question(connection, slug, now=wall_clock())


@settings(max_examples=40, deadline=None)
@given(span=SPANS, rulings=STATES, said=st.lists(REPORTS, min_size=1, max_size=3))
def test_of_a_forecast(judges, span, rulings, said):
    slug = judges.question(span, rulings)
    question = state_of(judges, slug).id
    for attempt in said:
        judges.agree(
            lambda w, attempt=attempt: report(w, slug, "both", **attempt),
            ("report", {"question": question, **attempt}),
        )


@settings(max_examples=10, deadline=None)
@given(before=st.lists(st.sampled_from([None, 0.5]), max_size=2))
def test_of_a_withdrawal(judges, before):
    slug = judges.question((-30, 300), [])
    for probability in before:
        try:
            with judges.owner.writing("owner", "forecast") as w:
                report(w, slug, "both", probability)
        except Refused:
            continue
    row = {"question": state_of(judges, slug).id, "probability": None}
    judges.agree(lambda w: report(w, slug, "both", None), ("report", row))


@settings(max_examples=40, deadline=None)
@given(span=SPANS, rulings=STATES, tried=st.lists(RULINGS, min_size=1, max_size=3))
def test_of_a_ruling(judges, span, rulings, tried):
    slug = judges.question(span, rulings)
    question, now = state_of(judges, slug).id, wall_clock()
    with judges.owner.reading() as connection:
        free = connection.exec_driver_sql("SELECT max(id) + 1 FROM ruling").scalar()
    for (verdict, outcome), after, note, address in tried:
        at, found = now + after, [] if address is None else [Source(address)]
        row = {"question": question, "verdict": verdict, "outcome": outcome, "at": at}
        judges.agree(
            lambda w, verdict=verdict, outcome=outcome, at=at, note=note, found=found: rule(
                w, slug, verdict, outcome, at=at, note=note, evidence=found
            ),
            ("ruling", {**row, "note": note}),
            *(("evidence", {"ruling": free, "address": source.address}) for source in found),
        )


@settings(max_examples=40, deadline=None)
@given(span=SPANS, rulings=STATES, changes=st.fixed_dictionaries({}, optional=WORDS))
def test_of_an_edit(judges, span, rulings, changes):
    slug = judges.question(span, rulings)
    question = state_of(judges, slug)
    changes = dict(changes)
    if "closes" in changes:
        changes["closes"] += wall_clock()
    row = {"question": question.id, **Words.of(question)._replace(**changes).row()}
    judges.agree(lambda w: amend(w, slug, changes), ("wording", row))


@settings(max_examples=40, deadline=None)
@given(slug=st.sampled_from(SLUGS), changes=st.fixed_dictionaries(WORDS))
def test_of_a_question(judges, slug, changes):
    now = wall_clock()
    words = Words(**{**changes, "opens": now - DAY, "closes": now + changes["closes"]})
    assume(slug not in {"", "é"} or words.title)

    def act(w):
        refuse_past_close(words.closes, w.now)
        ask(w, slug, **words._asdict())

    with judges.owner.reading() as connection:
        free = connection.exec_driver_sql("SELECT max(id) + 1 FROM question").scalar()
    judges.agree(act, ("question", {"slug": slug}), ("wording", {"question": free, **words.row()}))
