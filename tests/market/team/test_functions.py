"""What the database computes and judges itself, held against what the program does."""

from __future__ import annotations

import random
import sys
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from market.errors import Refused
from market.exchange.pricing import cost, furthest, subsidy
from market.ledger.acts.editing import amend
from market.ledger.acts.markets import LARGEST, SMALLEST
from market.ledger.acts.remarks import fit_remark
from market.ledger.acts.wordings import LONGEST_TEXT
from market.ledger.keeping.audit import check
from market.ledger.names import is_plain_line
from market.ledger.schema import tables
from market.ledger.team.functions import functions
from market.ledger.team.rights import Right, writable

PASSES = """
CREATE FUNCTION pg_temp.passes(judge text, said text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SELECT foretell.%s(''text'', $1)', judge) USING said;
    RETURN true;
EXCEPTION WHEN raise_exception THEN
    RETURN false;
END
$$
"""


def assigned(last=sys.maxunicode):
    """The characters that are text in every version of Unicode that takes part."""
    for number in range(1, last + 1):
        category = unicodedata.category(chr(number))
        if category not in {"Cs", "Cn"} and unicodedata.is_normalized("NFC", chr(number)):
            yield chr(number)


def judged(team, judge, texts):
    """Of each text, whether a function of the database lets it pass."""
    with team.administer() as connection:
        connection.execute(PASSES)
        rows = connection.execute(
            "SELECT pg_temp.passes(%s, said) FROM unnest(%s::text[]) WITH ORDINALITY AS t(said, n)"
            " ORDER BY n",
            (judge, texts),
        )
        return [passes for (passes,) in rows]


def test_every_column_that_members_may_write_is_granted_or_filled():
    granted = writable(Right)
    for table in tables():
        if table.name in granted:
            columns = {column.name for column in table.columns}
            filled = {"id", "entry", "forecaster"} - {*granted[table.name]}
            assert columns - filled - {"at"} <= set(granted[table.name]) <= columns - filled


def test_what_markets_charge_is_that_of_python_to_the_unit(shared_team):
    rng = random.Random(7)
    states = [one for one in (a_state(rng) for _ in range(2_000)) if one is not None]
    with shared_team.administer() as connection:
        found = connection.execute(
            "SELECT foretell.cost_of(b, q, s), foretell.subsidy_of(b, q), foretell.furthest(b)"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[])"
            " WITH ORDINALITY AS t(b, q, s, n) ORDER BY n",
            [*map(list, zip(*states, strict=True))],
        )
        assert found.fetchall() == [
            (cost(b, q, s), subsidy(b, q), furthest(b)) for b, q, s in states
        ]


def a_state(rng):
    """A liquidity, a state and a trade within the bounds: often where the cost is nearly whole."""
    b = rng.choice([SMALLEST, LARGEST, round(SMALLEST * (LARGEST / SMALLEST) ** rng.random())])
    reach = furthest(b)
    q = rng.choice([0, 1, -reach, reach, rng.randint(-reach, reach)])
    near = [1, -1, -2 * q, 1 - 2 * q, -2 * q - 1, rng.randint(-reach - q, reach - q)]
    s = rng.choice(near)
    return (b, q, s) if s and abs(q + s) <= reach else None


def test_every_function_has_a_fixed_search_path_that_ends_with_the_temporary_schema():
    for statement in functions().values():
        assert " SECURITY DEFINER\n SET search_path TO 'foretell', 'pg_temp'\n" in statement


def test_every_character_is_digested_as_python_does(team):
    background = unicodedata.normalize("NFC", "".join(assigned()))
    with team.ledger("editor") as ledger:
        for start in range(0, len(background), LONGEST_TEXT):
            said = unicodedata.normalize("NFC", background[start : start + LONGEST_TEXT])
            with ledger.writing("editor", "edit") as w:
                amend(w, "rain", {"background": said})
        check(ledger)


@given(
    said=st.lists(
        st.tuples(
            st.floats(0.001, 0.999),
            *[st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"))] * 3,
        ),
        min_size=1,
        max_size=20,
    )
)
@settings(max_examples=8, deadline=None)
def test_rows_are_digested_to_the_bit(shared_team, said):
    """Also with nulls at the end and in the middle, and several rows of an entry."""
    rows = []
    for probability, *remarks in said:
        try:
            fit = [
                remark and fit_remark("text", unicodedata.normalize("NFC", remark))
                for remark in remarks
            ]
        except Refused:
            fit = [None] * 3
        rows.append((1, probability, *(remark or None for remark in fit)))
    insert = (
        "INSERT INTO report (question, probability, rationale, source, quote)"
        " VALUES (%s, %s, %s, %s, %s)"
    )
    with shared_team.connect("member") as connection:
        connection.cursor().executemany(insert, rows)
    with shared_team.ledger("member") as ledger:
        check(ledger)


def test_a_line_shows_all_it_holds_or_is_refused(shared_team):
    lines = [f".{character}." for character in assigned()]
    plain = [line for line in lines if is_plain_line(line)]
    longer = ["".join(plain[start : start + 150]) for start in range(0, len(plain), 150)]
    hidden = sorted(set(lines) - set(plain))
    assert judged(shared_team, "refuse_line", longer) == [True] * len(longer)
    assert judged(shared_team, "refuse_line", hidden) == [False] * len(hidden)


def test_blanks_and_line_breaks_are_those_of_python(shared_team):
    around = [f"{c}a" for c in assigned(0xFFFF)] + [f"a{c}" for c in assigned(0xFFFF)]
    around = [said for said in around if unicodedata.is_normalized("NFC", said)]
    stripped = [said.strip() == said and is_plain_line(said) for said in around]
    assert judged(shared_team, "refuse_line", around) == stripped

    def fits(said):
        try:
            return fit_remark("text", said) is not None
        except Refused:
            return False

    breaks = [c for c in assigned(0xFFFF) if len(f"{c}.".splitlines()) > 1 or not c.strip()]
    remarks = [f"{a}{b}{c}" for a in ("", "x") for b in ["", *breaks] for c in ["", "x", *breaks]]
    remarks = [said for said in remarks if unicodedata.is_normalized("NFC", said)]
    assert judged(shared_team, "refuse_remark", remarks) == [fits(said) for said in remarks]
