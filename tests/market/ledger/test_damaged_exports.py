"""An exported ledger that was damaged or forged is refused, in words, and nothing is written."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from archives import exported, rebuilt

from market.errors import ForetellError, IntegrityError, Refused
from market.ledger.acts.reports import report
from market.ledger.journal import GENESIS, line
from market.ledger.keeping.audit import check
from market.ledger.schema import tables
from scoring.kinds import Kind

on_sqlite = pytest.mark.parametrize("ledger_address", ["sqlite"], indirect=True)

# What a file can suffer. Each case makes other lines of those of a sound export.


def changed(table, /, **values):
    """The first row of the table with other values; one that is None is left out."""

    def change(lines):
        place = next(n for n, row in enumerate(lines) if json.loads(row).get("table") == table)
        row = {**json.loads(lines[place]), **values}
        lines[place] = json.dumps({name: value for name, value in row.items() if value is not None})
        return lines

    return change


def replaced(place, text):
    def replace(lines):
        lines[place] = text
        return lines

    return replace


def moved(origin, target):
    def move(lines):
        lines.insert(target, lines.pop(origin))
        return lines

    return move


def header(**values):
    sound = {"foretell": "1.2.3", "format": 1, "schema": "foretell_0001"}
    return replaced(0, json.dumps({**sound, **values}))


def last(**values):
    def change(lines):
        lines[-1] = json.dumps({**json.loads(lines[-1]), **values})
        return lines

    return change


CHANGED = {
    "a changed number": (changed("report", probability=0.9), IntegrityError, "its rows are not"),
    "a changed text": (changed("wording", title="Other?"), IntegrityError, "its rows are not"),
    "a changed actor": (changed("entry", actor="eve"), IntegrityError, "line 13: Entry 1 is not"),
    "a changed last line": (last(rows=16), IntegrityError, "does not sum up"),
    "another head": (last(head="0" * 64), IntegrityError, "does not sum up"),
    "a row that is gone": (lambda lines: lines[:2] + lines[3:], IntegrityError, "not those"),
    "an entry that is gone": (lambda lines: lines[:5] + lines[6:], IntegrityError, "missing"),
    "rows in another order": (moved(1, 2), IntegrityError, "out of its order"),
    "tables in another order": (moved(3, 1), IntegrityError, "its rows are not those"),
    "a row after its entry": (moved(4, 5), IntegrityError, "its rows are not those"),
    "a row twice": (lambda lines: lines[:2] + lines[1:], IntegrityError, "out of its order"),
    "cut at a line": (lambda lines: lines[:-1], IntegrityError, "cut off"),
    "cut after the first line": (lambda lines: lines[:1], IntegrityError, "cut off"),
    "more after the end": (lambda lines: [*lines, "{}"], Refused, "more follows"),
    "a line that is no JSON": (replaced(2, "{'table': 1}"), Refused, "line 3: it is not JSON"),
    "an empty line": (replaced(2, ""), Refused, "it is not JSON"),
    "a line that is no object": (replaced(2, "[1, 2]"), Refused, "not an object"),
    "a deep line": (replaced(2, '{"a":' * 100_000), Refused, "nested too deeply"),
    "a deep list": (replaced(2, "[" * 100_000), Refused, "nested too deeply"),
    "a key twice": (replaced(2, '{"table": "question", "id": 2, "id": 3}'), Refused, "twice"),
    "a number that is none": (replaced(2, '{"table": NaN}'), Refused, "NaN is not a number"),
    "an infinite number": (replaced(2, '{"table": -Infinity}'), Refused, "not a number"),
    "a number too long": (replaced(2, f'{{"id": {"9" * 5000}}}'), Refused, "line 3"),
    "no table": (replaced(2, '{"id": 2}'), Refused, "there is no table None"),
    "an unknown table": (changed("link", table="likes"), Refused, "no table 'likes'"),
    "a table that is a list": (changed("link", table=["link"]), Refused, "no table"),
    "an unknown column": (changed("report", colour="red"), Refused, "no column 'colour'"),
    "a column with escapes": (changed("report", **{"\x1b[31m": 1}), Refused, r"'\\x1b\[31m'"),
    "a column that is missing": (changed("question", slug=None), Refused, "its slug is not a text"),
    "a text for a number": (changed("report", at="noon"), Refused, "its at is not an integer"),
    "a float for an integer": (changed("report", at=1.5), Refused, "its at is not an integer"),
    "true for a number": (changed("ruling", outcome=True), Refused, "its outcome is not an int"),
    "a time beyond the calendar": (changed("report", at=10**18), Refused, "its at is not an int"),
    "a huge integer": (changed("report", at=10**400), Refused, "its at is not an integer"),
    "a number for a text": (changed("wording", title=7), Refused, "its title is not a text"),
    "a probability above 1": (changed("report", probability=1.5), Refused, "not a number from 0"),
    "a huge probability": (
        replaced(
            2,
            '{"table": "report", "id": 1, "entry": 1, "question": 1, '
            '"forecaster": 1, "at": 1, "probability": 1e400}',
        ),
        Refused,
        "not a number from 0 to 1",
    ),
    "a NUL in a text": (changed("wording", title="a\0b"), Refused, "NUL"),
    "half a character": (changed("wording", title="\ud800"), Refused, "not Unicode"),
    "another normal form": (changed("wording", title="Cafe\u0301"), Refused, "normal form C"),
    "another file": (replaced(0, "question_id,title"), Refused, "line 1: it is not JSON"),
    "JSON of another sort": (replaced(0, "{}"), Refused, "is not an exported ledger"),
    "a newer form": (header(format=2), Refused, "of a newer foretell"),
    "a newer schema": (header(schema="foretell_9999"), Refused, "of a newer foretell"),
    "another program's schema": (header(schema="4f2a"), Refused, "there is no schema '4f2a'"),
    "a schema that is no text": (header(schema=2), Refused, "is not an exported ledger"),
}


@on_sqlite
@pytest.mark.parametrize("case", CHANGED)
def test_a_file_that_is_not_what_was_exported_is_told_in_one_line(full, tmp_path, case):
    change, error, said = CHANGED[case]
    lines = change(exported(full).splitlines())
    folder = tmp_path / "new"
    folder.mkdir()
    with pytest.raises(ForetellError, match=said) as caught:
        rebuilt("\n".join(lines) + "\n", str(folder / "club.db"))
    assert type(caught.value) is error
    assert "club.jsonl" in caught.value.message
    assert len(caught.value.message.splitlines()) == 1
    assert list(folder.iterdir()) == []


@on_sqlite
@pytest.mark.parametrize("case", ["a changed number", "cut at a line", "more after the end"])
def test_nothing_is_written_of_a_file_that_is_refused(full, new_address, opened, case):
    change, error, _ = CHANGED[case]
    lines = change(exported(full).splitlines())
    ledger = opened(new_address, create=True)
    with pytest.raises(error):
        rebuilt("\n".join(lines) + "\n", new_address)
    assert check(ledger) == (0, 0, GENESIS)


@on_sqlite
def test_wherever_a_file_is_cut_that_is_noticed(full, tmp_path):
    content = exported(full).encode()
    new = tmp_path / "new.db"
    for length in range(0, len(content) - 1, 97):
        with pytest.raises((IntegrityError, Refused)):
            rebuilt(content[:length], str(new))
        assert not new.exists()
    assert rebuilt(content[:-1], str(new)) == check(full)  # all but the last line feed


@on_sqlite
def test_line_ends_of_another_system_change_nothing(full, tmp_path):
    content = exported(full).replace("\n", "\r\n")
    assert rebuilt(content, str(tmp_path / "new.db")) == check(full)


@on_sqlite
def test_bytes_that_are_no_text_are_refused(full, tmp_path):
    content = exported(full).encode().replace(b"Will it rain?", b"Will it \xff rain?")
    with pytest.raises(Refused, match="it is not UTF-8"):
        rebuilt(content, str(tmp_path / "new.db"))


@on_sqlite
def test_a_line_longer_than_memory_is_not_read(full, tmp_path, monkeypatch):
    monkeypatch.setattr("market.ledger.keeping.unpacking._LONGEST", 500)
    content = exported(full).replace("Will it rain?", "Will it rain?" * 100)
    with pytest.raises(Refused, match="longer than any row"):
        rebuilt(content, str(tmp_path / "new.db"))


def resealed(lines):
    """The lines with all digests computed anew, as somebody could who forges a whole ledger."""
    columns = {table.name: [column.name for column in table.columns] for table in tables()}
    head, written, sealed = GENESIS, b"", [lines[0]]
    for row in map(json.loads, lines[1:-1]):
        table = row.pop("table")
        if table == "entry":
            row |= {"previous": head, "rows": sha256(written).hexdigest()}
        canonical = line(table, [row.get(name) for name in columns[table]])
        if table == "entry":
            head, written = sha256(canonical).hexdigest(), b""
        else:
            written += canonical
        sealed.append(json.dumps({"table": table, **row}))
    return [*sealed, json.dumps({**json.loads(lines[-1]), "head": head})]


FORGED = {
    "a slug that is taken": replaced(
        2, '{"table": "question", "id": 2, "entry": 1, "slug": "RAIN"}'
    ),
    "a row of nothing": changed("report", question=99),
    "a word that there is not": changed("ruling", verdict="maybe"),
    "a close before the open": changed("wording", closes=1),
}


@on_sqlite
@pytest.mark.parametrize("case", FORGED)
def test_a_forged_file_that_breaks_a_rule_of_the_tables_is_refused(full, new_address, case):
    lines = resealed(FORGED[case](exported(full).splitlines()))
    with pytest.raises(Refused, match="breaks a rule of its table") as caught:
        rebuilt("\n".join(lines), new_address)
    assert len(caught.value.message.splitlines()) == 1


@on_sqlite
def test_a_forged_file_whose_time_runs_backwards_is_refused(full, tmp_path):
    lines = exported(full).splitlines()
    lines[-2] = json.dumps({**json.loads(lines[-2]), "recorded_at": 1})
    with pytest.raises(IntegrityError, match=r"Entry 4 .* is dated before the one it follows"):
        rebuilt("\n".join(resealed(lines)), str(tmp_path / "new.db"))


@on_sqlite
def test_resealing_changes_nothing_where_nothing_was_changed(full):
    lines = exported(full).splitlines()
    assert [json.loads(row) for row in resealed(lines)] == [json.loads(row) for row in lines]


@pytest.fixture
def many(asked):
    """The lines of an export in which an entry has many reports."""
    with asked.writing("ana", "import") as w:
        for number in range(12):
            kind = Kind.IMPORTED
            report(w, "rain", f"f{number % 3}", number / 12, at=w.now - number, kind=kind)
    return exported(asked).splitlines()


ODD = {
    "another entry": {"entry": 1},
    "a later entry": {"entry": 9},
    "no entry": {"entry": None},
    "another number": {"id": 40},
    "a number that was": {"id": 0},
    "no number": {"id": None},
    "a text for a number": {"at": "noon"},
    "a time beyond the calendar": {"at": 10**18},
    "true for a number": {"question": True},
    "another probability": {"probability": 0.123},
    "a probability above 1": {"probability": 1.5},
    "a text for a probability": {"probability": "0.5"},
    "another normal form": {"rationale": "Cafe\u0301"},
    "a NUL": {"rationale": "a\0b"},
    "a rationale": {"rationale": "clouds"},
    "another column": {"colour": "red"},
    "another table": {"table": "ruling"},
    "no table": {"table": None},
}


@on_sqlite
@pytest.mark.parametrize("case", ODD)
@pytest.mark.parametrize("place", [0, 7])
def test_rows_checked_together_are_refused_in_the_words_for_one(
    many, tmp_path, monkeypatch, case, place
):
    first = next(n for n, row in enumerate(many) if '"report"' in row)
    row = {**json.loads(many[first + place]), **ODD[case]}
    many[first + place] = json.dumps({k: value for k, value in row.items() if value is not None})
    said = []
    for _ in range(2):
        with pytest.raises(ForetellError) as caught:
            rebuilt("\n".join(many) + "\n", str(tmp_path / "new.db"))
        said.append((type(caught.value), caught.value.message))
        monkeypatch.setattr("market.ledger.keeping.unpacking._MOST", 1)
    assert said[0] == said[1]


@on_sqlite
@pytest.mark.parametrize(
    ("written", "change"),
    [
        ('"probability": 0.0}', '"probability": 0}'),
        ('"probability": 0.0}', '"probability": -0.0}'),
        ('"probability": 0.5}', '"probability": 0.5, "rationale": null}'),
        ('"probability": 0.5}', '"probability": 5e-1}'),
    ],
)
def test_what_says_the_same_in_other_signs_is_taken(many, asked, tmp_path, written, change):
    text = "\n".join(many) + "\n"
    assert written in text
    assert rebuilt(text.replace(written, change), str(tmp_path / "new.db")) == check(asked)
