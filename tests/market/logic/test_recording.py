"""Links in a ledger: recorded, taken back, refused; and what they do when a condition fails."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from market.errors import Refused
from market.exchange.credits import UNIT
from market.exchange.orders import Order
from market.ledger.acts.asking import ask
from market.ledger.acts.markets import open_market
from market.ledger.acts.rulings import rule
from market.ledger.acts.trading import Trading
from market.ledger.clauses import Implication
from market.ledger.keeping.audit import check
from market.ledger.keeping.log import read_head
from market.ledger.views.accounts import balance_of
from market.ledger.views.forecasters import forecaster_names
from market.ledger.views.questions import find_question, question_states
from market.logic.links import Link, LinkKind
from market.logic.reading import all_links, recorded_links
from market.logic.recording import record_link, take_back
from market.logic.resolving import resolve, resting_on

pytestmark = pytest.mark.common_sql

DAY = 86_400_000_000
SLUGS = ("deal", "terms", "energy", "ana", "bo", "cy")


class Room(NamedTuple):
    """A ledger with some questions, and two deadlines of one family."""

    ledger: object
    clock: object

    def add(self, text):
        kind, *slugs = text.split()
        with self.ledger.writing("ana", "link add") as w:
            return record_link(w, LinkKind(kind), slugs)

    def remove(self, text):
        kind, *slugs = text.split()
        with self.ledger.writing("ana", "link remove") as w:
            return take_back(w, LinkKind(kind), slugs)

    def resolve(self, slug, outcome=None, **words):
        self.clock.advance(days=1)
        with self.ledger.writing("ana", "resolve") as w:
            return resolve(w, slug, outcome, **words)

    def links(self):
        with self.ledger.reading() as connection:
            return [str(link) for link in recorded_links(connection)]

    def all(self):
        with self.ledger.reading() as connection:
            states = question_states(connection, now=self.clock.now)
            return [(str(link), link.derived) for link in all_links(connection, states)]

    def state(self, slug):
        with self.ledger.reading() as connection:
            return find_question(connection, slug, now=self.clock.now)

    def refuse(self, words, act, text):
        before = self.head()
        with pytest.raises(Refused, match=words) as refusal:
            act(text)
        assert refusal.value.hint
        assert self.head() == before

    def head(self):
        with self.ledger.reading() as connection:
            return read_head(connection)


@pytest.fixture
def room(ledger, clock):
    with ledger.writing("ana", "ask") as w:
        for slug in SLUGS:
            ask(w, slug, "Does it?", clock.now, clock.now + 90 * DAY)
        for days in (30, 60):
            close = clock.now + days * DAY
            ask(w, f"rain-{days}", "Rain?", clock.now, close, family="rain")
    return Room(ledger, clock)


def test_links_are_read_as_they_were_recorded_and_deadlines_beside_them(room):
    for text in ("implies energy TERMS", "excludes cy ana bo", "conditional terms deal"):
        room.add(text)
    recorded = ["implies energy terms", "excludes cy ana bo", "conditional terms deal"]
    assert room.links() == recorded
    derived = ("implies rain-30 rain-60", True)
    assert room.all() == [*((text, False) for text in recorded), derived]
    assert check(room.ledger)


def test_of_one_question_only_its_own_links_are_read(room):
    for text in ("implies energy terms", "excludes ana bo cy"):
        room.add(text)
    for slug, told in {"bo": ["excludes ana bo cy"], "terms": ["implies energy terms"]}.items():
        number = room.state(slug).id
        with room.ledger.reading() as connection:
            assert [str(link) for link in recorded_links(connection, number)] == told


def test_a_link_is_taken_back_whatever_the_order_of_its_set_and_recorded_again(room):
    room.add("excludes ana bo cy")
    assert room.remove("excludes cy bo ana") == Link(LinkKind.EXCLUDES, ("ana", "bo", "cy"))
    assert room.links() == []
    room.add("excludes bo ana cy")
    assert room.links() == ["excludes bo ana cy"]


def test_an_implication_of_an_older_ledger_is_taken_back_like_any_other(room):
    with room.ledger.writing("ana", "seed load") as w:
        pair = {"question": room.state("ana").id, "implies": room.state("bo").id}
        w.insert(Implication, [pair])
    assert room.links() == ["implies ana bo"]
    room.remove("implies ana bo")
    assert room.links() == []


REFUSED = {
    "implies ana nobody": ("", "no question 'nobody'"),
    "implies ana ANA": ("", "ana is there twice"),
    "implies ana bo cy": ("", "takes two questions, not 3"),
    "excludes ana": ("", "takes two questions or more, not 1"),
    "implies rain-30 rain-60": ("", "holds already"),
    "conditional terms deal": ("conditional terms deal", "holds already"),
    "excludes cy bo": ("excludes bo cy", "holds already"),
    "conditional deal terms": ("conditional terms deal", "so deal cannot be conditional on it"),
    "conditional deal energy": (
        "conditional terms deal, conditional energy terms",
        "so deal cannot be conditional on it",
    ),
    "conditional ana bo": ("bo no", "bo is NO already"),
    "implies ana bo": ("implies bo cy, ana yes, cy no", "contradicts outcomes on record"),
    "excludes ana cy": ("ana yes, cy yes", "contradicts outcomes on record"),
    "exhaustive ana cy": ("ana no, cy no", "contradicts outcomes on record"),
    "exhaustive ana bo": (
        "implies ana cy, implies bo deal, excludes ana cy, excludes bo deal",
        "leaves no way to end",
    ),
}
"""By a link, what is on record and the reason why it is refused."""


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_is_not_recorded(room, text):
    before, words = REFUSED[text]
    for told in filter(None, before.split(", ")):
        slug, *answer = told.split()
        if answer in (["yes"], ["no"]):
            room.resolve(slug, int(answer == ["yes"]))
        else:
            room.add(told)
    room.refuse(words, room.add, text)


def test_what_is_not_recorded_is_not_taken_back(room):
    room.refuse("no such link: implies ana bo", room.remove, "implies ana bo")
    room.refuse("follows from the deadlines", room.remove, "implies rain-30 rain-60")


# Conditions that fail


def test_what_is_conditional_is_annulled_in_the_entry_that_says_so(room):
    room.add("conditional terms deal")
    room.add("conditional energy terms")
    happened = room.clock.now + DAY // 2
    done = room.resolve("deal", 0, at=happened)
    annulled = [(one.question.slug, one.condition.slug) for one in done.voided]
    assert annulled == [("terms", "deal"), ("energy", "deal")]
    for slug in ("terms", "energy"):
        state = room.state(slug)
        assert (state.status, state.ruling_note) == ("annulled", "conditional on deal, which is NO")
    with room.ledger.reading() as connection:
        resting = resting_on(connection, "deal", now=room.clock.now)
    assert [state.slug for state in resting] == ["terms", "energy"]
    assert check(room.ledger)


def test_a_condition_that_holds_or_is_annulled_annuls_nothing(room):
    room.add("conditional terms deal")
    assert room.resolve("deal", 1).voided == []
    with room.ledger.writing("ana", "unresolve") as w:
        rule(w, "deal", "unresolve")
        rule(w, "deal", "annul")
    assert room.state("terms").status == "open"


def test_what_somebody_has_ruled_on_is_left_alone_and_named(room):
    room.add("conditional terms deal")
    room.resolve("terms", 1)
    done = room.resolve("deal", 0)
    assert (done.voided, [state.slug for state in done.contradicted]) == ([], ["terms"])
    assert room.state("terms").outcome == 1


def test_a_condition_that_fails_by_implication_annuls_only_once_that_is_recorded(room):
    room.add("implies deal rain-60")
    room.add("conditional terms deal")
    done = room.resolve("rain-60", 0)
    assert ([one.question.slug for one in done.follows], done.voided) == (["deal", "rain-30"], [])
    done = room.resolve("rain-60", implied=True)
    assert done.recorded == {"rain-30", "deal"}
    assert [one.question.slug for one in done.voided] == ["terms"]


def test_a_market_on_what_is_annulled_pays_everything_back(room):
    room.add("conditional terms deal")
    with room.ledger.writing("ana", "market open") as w:
        open_market(w, "terms")
    with room.ledger.writing("bo", "market trade") as w:
        trading = Trading(w, "bo")
        trading.trade(Order(trading.market("terms"), yes=True, spend=5 * UNIT))
        trading.record()
    room.resolve("deal", 0)
    with room.ledger.reading() as connection:
        (bo,) = forecaster_names(connection)
        assert balance_of(connection, bo) == 1000 * UNIT
    assert check(room.ledger)
