"""An act that is repeated under its key has its first result, and the ledger stays as it is."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

import pytest
from acts import bought, done, opened, ruled, said, traded
from archives import exported
from clocks import Clock
from sqlalchemy import event, make_url, text
from sqlalchemy.engine import Engine

from market.errors import DatabaseError, Refused
from market.exchange.credits import UNIT
from market.ledger.acts.asking import ask, free_slug
from market.ledger.acts.editing import amend
from market.ledger.acts.forecasters import add_forecaster
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import Source
from market.ledger.engine import open_ledger
from market.ledger.keeping.audit import check
from market.ledger.names import LONGEST_KEY
from market.ledger.tables import Forecaster, Report
from market.ledger.views.questions import find_question
from market.ledger.views.standings import standings
from market.logic.resolving import resolve

ROOT = Path(__file__).parents[3]
START = Clock().now
DAY = 86_400_000_000
YEAR = 365 * DAY

on_postgresql = pytest.mark.parametrize("ledger_address", ["postgresql"], indirect=True)


def asked_of_title(w):
    slug = free_slug(w.connection, "Will the sun shine?", w.now + YEAR)
    number = ask(w, slug, "Will the sun shine?", w.now, w.now + YEAR, tags=["sky"])
    return number, find_question(w.connection, slug, now=w.now)


def many(w):
    """Rows of several tables, by either way of writing."""
    people = [{"name": name, "folded": name, "kind": "imported"} for name in ("di", "ed")]
    who = list(w.insert(Forecaster, people))
    columns = {"question": [1, 1], "forecaster": who, "at": [w.now - 1] * 2}
    return who, w.insert_columns(Report, {**columns, "probability": [0.5, None]})


def many_standing(w):
    written = many(w)
    return *written, standings(w.connection, {1: w.now})


def ask_family(w):
    for slug, months in (("by-march", 3), ("by-june", 6)):
        ask(w, slug, "Dry?", w.now, w.now + months * 30 * DAY, family="dry")


CLOSE = ruled("rain", "close")
RESOLVE = ruled("rain", "resolve", 1)
ANNUL = ruled("rain", "annul")
UNRESOLVE = ruled("rain", "unresolve")

# An act, what comes before it, and what makes it impossible afterwards.
ACTS = {
    "ask": (lambda w: ask(w, "sun", "Sun?", w.now, w.now + YEAR), [], []),
    "ask without a slug": (asked_of_title, [], [asked_of_title]),
    "edit": (lambda w: amend(w, "rain", {"criteria": "A drop."}, tag=["wet"]), [], [RESOLVE]),
    "first forecast": (said("rain", "pia", 0.7, rationale="clouds"), [], [CLOSE]),
    "forecast": (said("rain", "ana", 0.7), [said("rain", "bo", 0.2)], [RESOLVE]),
    "earlier forecast": (said("rain", "ana", 0.7, at=START + 5), [], [ANNUL]),
    "withdraw": (
        said("rain", "ana", None),
        [said("rain", "ana", 0.6)],
        [said("rain", "ana", 0.4), said("rain", "ana", None)],
    ),
    "close": (CLOSE, [], [RESOLVE]),
    "reopen": (ruled("rain", "reopen"), [CLOSE], []),
    "resolve": (
        ruled("rain", "resolve", 1, note="wet", evidence=[Source("https://example.org")]),
        [said("rain", "bo", 0.2)],
        [UNRESOLVE, ANNUL],
    ),
    "resolve what is implied": (
        lambda w: resolve(w, "by-june", implied=True),
        [ask_family, ruled("by-march", "resolve", 1)],
        [ruled("by-june", "unresolve"), ruled("by-june", "resolve", 0)],
    ),
    "annul": (ANNUL, [], [UNRESOLVE, RESOLVE]),
    "unresolve": (UNRESOLVE, [RESOLVE], []),
    "user add": (lambda w: add_forecaster(w, "pat"), [], []),
    "market open": (opened("rain", prior=0.3), [], [bought("rain", "cy", 5)]),
    "first trade": (bought("rain", "pia", 20), [opened("rain")], [bought("rain", "cy", 5), CLOSE]),
    "trade": (
        bought("rain", "ana", 500, yes=False),
        [opened("rain"), bought("rain", "ana", 30), bought("rain", "bo", 50)],
        [bought("rain", "ana", 60), RESOLVE],
    ),
    "sell": (
        traded("rain", "ana", yes=True, sells=True),
        [opened("rain"), bought("rain", "ana", 30)],
        [bought("rain", "bo", 50)],
    ),
    "resolve what was traded on": (
        RESOLVE,
        [opened("rain"), bought("rain", "ana", 30), bought("rain", "bo", 50, yes=False)],
        [UNRESOLVE, bought("rain", "ana", 60), ANNUL],
    ),
    "unresolve what was traded on": (
        UNRESOLVE,
        [opened("rain"), bought("rain", "ana", 30), RESOLVE],
        [bought("rain", "ana", 60)],
    ),
    "many rows": (many_standing, [], [said("rain", "di", 0.1)]),
}
ALWAYS_POSSIBLE = {"ask without a slug", "many rows"}


def refused(ledger, act, **settings):
    with pytest.raises(Refused) as caught:
        done(ledger, act, **settings)
    return caught.value


# The same act


@pytest.mark.parametrize("name", ACTS)
def test_the_same_act_under_its_key_has_its_first_result_whatever_has_come_since(
    asked, clock, name
):
    act, earlier, later = ACTS[name]
    for one in earlier:
        clock.advance(days=1)
        done(asked, one, who="bo")
    clock.advance(days=1)
    *first, repeats = done(asked, act, key="k")
    assert not repeats
    for coming in ([], later):
        for one in coming:
            clock.advance(days=1)
            done(asked, one, who="cy")
        before = exported(asked)
        assert done(asked, act, key="k") == (*first, True)
        assert exported(asked) == before
    if name not in ALWAYS_POSSIBLE:
        refused(asked, act)
    assert exported(asked) == before
    assert check(asked)


def test_a_repeated_trade_is_not_asked_which_price_it_saw_now(asked):
    done(asked, opened("rain"))
    order = {"yes": True, "shares": 20 * UNIT}
    (fill, numbers), *first, _ = done(asked, traded("rain", "ana", **order, seen=0), key="k")
    done(asked, bought("rain", "bo", 50))
    for seen in (0, fill.after, fill.after + 1):
        again = done(asked, traded("rain", "ana", **order, seen=seen), key="k")
        assert again == ((fill, numbers), *first, True)
    moved = refused(asked, traded("rain", "ana", **order, seen=fill.after))
    assert "has moved" in moved.message


def test_another_order_under_the_key_of_a_trade_is_refused(asked):
    done(asked, opened("rain"))
    done(asked, bought("rain", "ana", 20), key="k")
    before = exported(asked)
    for other in (
        bought("rain", "ana", 21),
        bought("rain", "ana", 20, yes=False),
        traded("rain", "ana", yes=True, sells=True),
        said("rain", "ana", 0.7),
    ):
        assert "was used for something else" in refused(asked, other, key="k").message
    assert exported(asked) == before


def test_a_key_is_the_actors_own(asked):
    for who in ("ana", "bo"):
        assert not done(asked, said("rain", who, 0.7), key="k", who=who)[-1]
    assert check(asked).entries == 3


def test_a_forecaster_is_the_same_actor_whatever_the_case(asked):
    done(asked, said("snow", "Ana", 0.7), who="Ana")
    done(asked, said("rain", "Ana", 0.7), key="k", who="Ana")
    assert done(asked, said("rain", "ANA", 0.7), key="k", who="ANA")[-1]


def test_an_act_is_found_by_whatever_case_its_actor_typed_first(asked):
    done(asked, said("snow", "Bo", 0.7), who="Bo")
    done(asked, said("rain", "bo", 0.7), key="k", who="bo")
    for who in ("Bo", "BO", "bo"):
        assert done(asked, said("rain", who, 0.7), key="k", who=who)[-1]


def test_whose_name_an_act_has_recorded_is_not_recorded_again_in_another_case(asked):
    done(asked, said("rain", "Ana", 0.7), key="k", who="Ana")
    assert "something else" in refused(asked, said("rain", "ana", 0.7), key="k").message


def test_a_key_is_compared_in_its_normal_form(asked):
    done(asked, said("rain", "ana", 0.7), key="caf\u00e9")
    assert done(asked, said("rain", "ana", 0.7), key=" cafe\u0301 ")[-1]


def test_what_was_refused_may_be_tried_again_under_its_key(asked):
    act = said("rain", "ana", 0.7)
    done(asked, CLOSE)
    refused(asked, act, key="k")
    done(asked, ruled("rain", "reopen"))
    assert not done(asked, act, key="k")[-1]


def test_an_act_that_recorded_nothing_leaves_its_key_free(asked):
    done(asked, lambda _: None, key="k")
    assert not done(asked, said("rain", "ana", 0.7), key="k")[-1]


def test_the_first_act_of_a_ledger_can_be_repeated(ledger, clock):
    act = lambda w: ask(w, "sun", "Sun?", w.now, w.now + YEAR)  # noqa: E731 - as in the table
    first = done(ledger, act, key="k")
    clock.advance(days=500)
    assert done(ledger, act, key="k") == (*first[:3], True)


def test_a_clock_that_went_backwards_changes_nothing_of_it(asked, clock):
    first = done(asked, said("rain", "ana", 0.7), key="k")
    clock.advance(days=-9)
    assert done(asked, said("rain", "ana", 0.7), key="k")[:3] == first[:3]


# Another act under the same key


def with_a_second(w):
    report(w, "rain", "ana", 0.7)
    report(w, "snow", "ana", 0.7)


OTHERS = {
    "another probability": (said("rain", "ana", 0.71), ""),
    "another question": (said("snow", "ana", 0.7), ""),
    "another forecaster": (said("rain", "bo", 0.7), ""),
    "another reason": (said("rain", "ana", 0.7, rationale="clouds"), ""),
    "another time": (said("rain", "ana", 0.7, at=START), ""),
    "more rows": (with_a_second, ""),
    "other tables": (CLOSE, ""),
    "more than was ever written": (lambda w: [many(w) for _ in range(9)], ""),
    "nothing": (lambda _: None, ""),
    "what is refused": (said("hail", "ana", 0.7), "There is no question 'hail'."),
    "what was refused then": (ruled("rain", "reopen"), "rain was not closed before its time."),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_act_under_a_key_that_was_used_is_refused_and_told_so(asked, clock, name):
    clock.advance(days=1)
    done(asked, said("snow", "ana", 0.6))
    done(asked, said("rain", "ana", 0.7), key="monday")
    clock.advance(days=1)
    for one in (said("snow", "cy", 0.5), many, CLOSE):
        done(asked, one)
    before = exported(asked)
    act, detail = OTHERS[name]
    error = refused(asked, act, key="monday")
    assert error.message == (
        "The key monday was used for something else: entry 3 (act by ana, 2025-12-07 05:46 UTC)."
    )
    assert "Choose another key" in error.hint
    assert error.details == ((detail,) if detail else ())
    assert exported(asked) == before


def test_an_act_of_fewer_rows_is_another(asked):
    done(asked, with_a_second, key="k")
    assert "something else" in refused(asked, said("rain", "ana", 0.7), key="k").message


def test_the_same_rows_by_another_command_are_another_act(asked):
    act = said("rain", "ana", 0.7)
    done(asked, act, key="k", command="forecast")
    error = refused(asked, act, key="k", command="forecast --from")
    assert "entry 2 (forecast by ana" in error.message


@pytest.mark.parametrize(
    ("key", "said"),
    [("", "empty"), (" ", "empty"), ("a\nb", "line breaks"), ("k" * (LONGEST_KEY + 1), "too long")],
)
def test_a_key_is_a_short_line(asked, key, said):
    assert said in refused(asked, CLOSE, key=key).message


def test_the_longest_key_is_taken(asked):
    assert not done(asked, CLOSE, key="\N{GRINNING FACE}" * LONGEST_KEY)[-1]
    assert done(asked, CLOSE, key="\N{GRINNING FACE}" * LONGEST_KEY)[-1]


# What is left behind

TEMPORARY = {
    "sqlite": "SELECT count(*) FROM temp.sqlite_master",
    "postgresql": "SELECT count(*) FROM pg_class WHERE relpersistence = 't'",
}


def test_nothing_temporary_stays_on_the_connection(asked, clock):
    act = said("rain", "ana", 0.7)
    done(asked, act, key="k")
    clock.advance(days=1)
    done(asked, said("rain", "bo", 0.2))
    for attempt in (
        lambda: done(asked, act, key="k"),
        lambda: refused(asked, said("rain", "ana", 0.8), key="k"),
        lambda: done(asked, lambda _: 1 / 0, key="k"),
    ):
        with suppress(ZeroDivisionError):
            attempt()
        with asked.writing("ana", "look") as w:
            count = w.connection.execute(text(TEMPORARY[w.connection.dialect.name])).scalar_one()
            reports = w.connection.execute(text("SELECT count(*) FROM report")).scalar_one()
        assert (count, reports) == (0, 2)


@on_postgresql
@pytest.mark.usefixtures("ledger_address")
def test_statements_that_the_server_has_prepared_look_at_the_past_too(full, clock):
    def prepare_at_once(connection, _record):
        connection.prepare_threshold = 0
        # Where temporary objects have a schema already, its coming betrays no change of plans.
        connection.execute("CREATE TEMPORARY TABLE mine (number INTEGER)")
        connection.commit()

    event.listen(Engine, "connect", prepare_at_once)
    try:
        with closing(open_ledger(url_of(full), clock=clock)) as ledger:
            act = said("snow", "cy", 0.3)
            first = done(ledger, act, key="k")
            for days in range(1, 8):
                clock.advance(days=1)
                done(ledger, said("snow", f"p{days}", 0.1 * days))
                assert done(ledger, act, key="k") == (*first[:3], True)
                assert done(ledger, said("snow", "cy", 0.3))[0].previous == 0.3
    finally:
        event.remove(Engine, "connect", prepare_at_once)


def url_of(ledger):
    return ledger._address.url.render_as_string(hide_password=False)


def test_a_role_that_may_make_nothing_temporary_is_told_so_in_one_line(
    new_database, new_role, postgres_server, clock
):
    address, role = make_url(new_database()), new_role("owner")
    with closing(open_ledger_as_superuser(address, clock)) as ledger:
        with ledger.writing("ana", "ask") as w:
            ask(w, "rain", "Rain?", w.now, w.now + YEAR)
        with ledger._writer.begin() as connection:
            for statement in (
                f"REVOKE TEMPORARY ON DATABASE {address.database} FROM PUBLIC",
                f"CREATE ROLE {role} LOGIN PASSWORD 'sesame'",
                f"ALTER SCHEMA foretell OWNER TO {role}",
                f"GRANT ALL ON ALL TABLES IN SCHEMA foretell TO {role}",
            ):
                connection.execute(text(statement))
    assert postgres_server
    own = address.set(username=role, password="sesame").render_as_string(hide_password=False)
    with closing(open_ledger(own, clock=clock)) as ledger:
        act = said("rain", "ana", 0.7)
        done(ledger, act, key="k")
        with pytest.raises(DatabaseError, match="permission denied to create temporary") as caught:
            done(ledger, act, key="k")
    assert len(caught.value.message.splitlines()) == 1


def open_ledger_as_superuser(address, clock):
    return open_ledger(address.render_as_string(hide_password=False), create=True, clock=clock)
