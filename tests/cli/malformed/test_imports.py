"""Files and words that `import` cannot do anything with."""

from __future__ import annotations

import json

import pytest
from bulk_files import FORECAST, QUESTION, at, write_questions

MEND = "Mend"
ISO = "is not a time in ISO 8601"
RANGE = "is not a probability from 0 to 1"
QUESTIONS = ",".join(QUESTION)
HEAD = {"foretell": "0.1.0", "format": 1, "schema": "foretell_0003"}

NEITHER = "has the columns of neither questions nor forecasts."
ANEW = "Give an object of JSON in each line."
NO_IMPORTS = [
    ("x.csv", b"", NEITHER, "foretell import --help"),
    ("x.csv", b"a,b\n1,2\n", NEITHER, "foretell import --help"),
    ("x.csv", b"\xff\xfeq\0", "is not UTF-8", "Save it as UTF-8."),
    ("x.csv", b"\x89PNG\r\n\x1a\n", "is not UTF-8", "Save it as UTF-8."),
    ("x.csv", f'{QUESTIONS}\n"rain,'.encode(), "is not CSV", "Mend that line"),
    ("x.csv", f"{QUESTIONS},title\n".encode(), "several columns title", "Keep one of each."),
    ("x.xlsx", b"PK\x03\x04", NEITHER, "foretell import --help"),
    ("x.parquet", b"PAR1", "is not sound Parquet", "Save it anew."),
    ("x.jsonl", b"", NEITHER, "foretell import --help"),
    ("x.jsonl", b"[]\n", NEITHER, "foretell import --help"),
    ("x.jsonl", b"null\n", NEITHER, "foretell import --help"),
    ("x.jsonl", b'{"question_id": 1}\n', NEITHER, "foretell import --help"),
    ("x.jsonl", b"[" * 100_000, NEITHER, "foretell import --help"),
    ("x.jsonl", b'{"a": ' * 100_000, "line 1: this is nested too deeply", ANEW),
    ("x.jsonl", b"{\n", "line 1: this is not JSON", ANEW),
    ("x.jsonl", b'{"forecaster": "a", "forecaster": "b"}\n', "line 1: a key is there twice", ANEW),
    ("x.jsonl", b'{"foretell": "0.1.0", "format": 1}\n', "x.jsonl", ""),
]

BAD_LINES = [
    ({"probability": 1.5}, RANGE),
    ({"probability": -1}, RANGE),
    ({"probability": float("nan")}, RANGE),
    ({"probability": float("inf")}, RANGE),
    ({"probability": True}, "probability is neither text nor a number"),
    ({"probability": None}, RANGE),
    ({"probability": [0.5]}, "probability is neither text nor a number"),
    ({"time": 1735776000}, ISO),
    ({"time": None}, ISO),
    ({"forecaster": None}, "needs a name"),
    ({"forecaster": ["ana"]}, "forecaster is neither text nor a number"),
    ({"forecaster": {"name": "ana"}}, "forecaster is neither text nor a number"),
    ({"forecaster": "a\u0000b"}, "holds a NUL"),
    ({"forecaster": "a\u001bb"}, "invisible characters"),
    ({"question_id": "snow\ud800"}, "there is no question"),
    ({"question_id": 5}, "there is no question '5'"),
]

NO_PLATFORMS = [
    ("fatebook", "has no column Question title", "Fatebook"),
    ("metaculus", "is not a ZIP", "Metaculus"),
    ("predictionbook", "is not JSON", "predictionbook"),
    ("gjopen", "is not JSON", "prediction_sets"),
    ("manifold", "is not JSON", "markets"),
]

WORDS = [
    ("", 2, "Missing argument 'FILE'.", "foretell import --help"),
    ("absent.csv", 1, "absent.csv cannot be read", "Check its name"),
    (".", 1, ". cannot be read: Is a directory.", "Check its name"),
    ("club.db", 1, "club.db is not UTF-8", "Save it as UTF-8."),
    ("/dev/null", 1, NEITHER, "foretell import --help"),
    ("questions.csv --kind nobody", 2, "'nobody' is not one of", "foretell import --help"),
    ("questions.csv --kind simulated", 2, "Nobody imported is simulated.", "Choose imported"),
    ("questions.csv --map nope", 2, "nope is no platform", "Choose one of fatebook"),
    ("questions.csv --map prophets", 2, "prophets is no platform", "Choose one of fatebook"),
    ("questions.csv --skip-invalid ''", 2, "--skip-invalid is empty.", "Give it a value"),
    ("questions.csv --skip-invalid club.db", 1, "club.db exists.", "add --force"),
    ("questions.csv --skip-invalid absent/x", 1, "There is no folder absent.", "Make it"),
    ("questions.csv --db absent/x.db", 1, "Nothing can be written to", "Choose another folder."),
]

NO_LEDGERS = [
    ([HEAD], 4, "was cut off", "Export the ledger anew."),
    ([HEAD, "{"], 1, "line 2", "Export the ledger anew."),
    ([HEAD, {"table": "report"}], 1, "line 2", "Export the ledger anew."),
    ([HEAD, {"table": "nonsense", "id": 1}], 1, "line 2", "Export the ledger anew."),
    ([{**HEAD, "format": 99}], 1, "is of a newer foretell", "Upgrade foretell itself."),
    ([{**HEAD, "schema": "foretell_9999"}], 1, "is of a newer foretell", "Upgrade foretell"),
]


@pytest.mark.parametrize(("name", "content", "message", "hint"), NO_IMPORTS)
def test_what_is_no_file_to_import_is_refused(refused, home, name, content, message, hint):
    (home / name).write_bytes(content)
    refused(f"import {name}", 1, message, hint)


@pytest.mark.parametrize(("row", "detail"), BAD_LINES)
def test_a_bad_line_of_json_is_named(refused, home, row, detail):
    (home / "x.jsonl").write_text(json.dumps({**FORECAST, "time": at(1)} | row) + "\n")
    refused("import x.jsonl", 1, "1 bad row", MEND, detail)


@pytest.mark.parametrize(("words", "message", "hint"), NO_PLATFORMS)
def test_what_no_platform_exports_is_refused(refused, home, words, message, hint):
    (home / "x").write_text("a,b\n1,2\n")
    refused(f"import x --map {words}", 1, message, hint)


@pytest.mark.parametrize(("words", "code", "message", "hint"), WORDS)
def test_an_import_that_makes_no_sense_is_refused(refused, home, words, code, message, hint):
    write_questions(home / "questions.csv", {})
    refused(f"import {words}", code, message, hint)


@pytest.mark.parametrize(("lines", "code", "message", "hint"), NO_LEDGERS)
def test_what_is_no_whole_ledger_makes_none(refused, home, lines, code, message, hint):
    written = [one if isinstance(one, str) else json.dumps(one) for one in lines]
    (home / "x.jsonl").write_text("\n".join(written) + "\n")
    refused("import x.jsonl --db new.db", code, message, hint)
