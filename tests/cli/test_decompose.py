"""`foretell decompose`: scores taken apart, for everybody and for one."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest
from bulk_files import at, write_forecasts, write_questions
from seasons import SAID

from cli.output.decomposition import FIELDS

OUTCOMES = (1, 1, 0)
PEOPLE = [name for name in SAID if not name.startswith("article")]
EXACT = {"abs": 1e-14}


@pytest.fixture
def decompose(season_ledger, foretell, monkeypatch):
    """A decomposition of the season."""
    monkeypatch.setenv("FORETELL_DB", season_ledger.address)

    def show(*words):
        return foretell("decompose", *words)

    return show


@pytest.fixture
def rows(decompose):
    """The rows of a decomposition for programs."""

    def show(*words):
        ended = decompose(*words, "--json")
        assert ended.code == 0, ended.err
        return json.loads(ended.out)["rows"]

    return show


def said_by(names):
    """Probabilities and outcomes of some people; everybody said one thing on each question."""
    return [
        (p, y) for name in names for p, y in zip(SAID[name], OUTCOMES, strict=True) if p is not None
    ]


def brier(names):
    losses = [(p - y) ** 2 for p, y in said_by(names)]
    return math.fsum(losses) / len(losses)


def test_everybody_is_there_the_best_first_and_all_together_last(rows):
    found = rows()
    *each, together = found
    assert together["forecaster"] == "@everybody"
    assert {row["forecaster"] for row in each} == {
        *PEOPLE,
        "@article:x",
        "@median",
        "@mean",
        "@logodds",
    }
    scores = [row["score"] for row in each]
    assert scores == sorted(scores)
    kinds = {row["forecaster"]: row["kind"] for row in found}
    assert [kinds[name] for name in ("ana", "pat", "@article:x", "@mean", "@everybody")] == [
        "person",
        "pundit",
        "article",
        "computed",
        None,
    ]


def test_a_question_weighs_1_however_long_it_was_open(rows):
    found = {row["forecaster"]: row for row in rows()}
    for name in PEOPLE:
        assert found[name]["score"] == pytest.approx(brier([name]))
        assert found[name]["weight"] == pytest.approx(len(said_by([name])))
    assert found["@everybody"]["score"] == pytest.approx(brier(PEOPLE))
    assert found["@everybody"]["forecasts"] == len(said_by(PEOPLE))


@pytest.mark.parametrize("rule", ["brier", "log", "spherical", "zero_one"])
@pytest.mark.parametrize("unit", ["forecast", "last", "cell", "time"])
def test_all_parts_add_up_to_their_scores(rows, rule, unit):
    for row in rows("--rule", rule, "--unit", unit):
        parts = row["miscalibration"] - row["discrimination"] + row["uncertainty"]
        assert row["score"] == pytest.approx(parts, **EXACT)
        outcome = row["brier_uncertainty"]
        within = row["within_variance"] - row["within_covariance"]
        for kind, rest, variance in (
            ("", within, outcome),
            ("_distinct", 0.0, outcome),
            ("_corrected", within, row["uncertainty_corrected"]),
        ):
            parts = row[f"reliability{kind}"] - row[f"resolution{kind}"] + variance + rest
            assert row["brier"] == pytest.approx(parts, **EXACT)
        noise = row["bias"] ** 2 + row["least_variance"] + row["scatter"]
        assert row["brier"] == pytest.approx(outcome + noise - 2 * row["covariance"], **EXACT)


def test_the_rule_changes_its_own_parts_only(rows):
    by_brier, by_log = (rows("bo", "--rule", rule)[0] for rule in ("brier", "log"))
    changed = {name for name in FIELDS if by_brier[name] != by_log[name]}
    assert changed == {"score", "miscalibration", "discrimination", "uncertainty"}


def test_one_forecaster_is_the_row_of_the_table(rows):
    for row in rows():
        assert rows(row["forecaster"].upper()) == [row]


def test_csv_has_the_same_figures(decompose, rows):
    ended = decompose("bo", "--csv")
    (line,) = csv.DictReader(io.StringIO(ended.out))
    assert tuple(line) == FIELDS
    (row,) = rows("bo")
    told = [None if line[name] == "" else float(line[name]) for name in FIELDS[2:]]
    assert told == [row[name] for name in FIELDS[2:]]


def test_everybody_together_is_no_formula_in_csv(decompose):
    *_, last = csv.DictReader(io.StringIO(decompose("--csv").out))
    assert (last["forecaster"], last["kind"]) == ("@everybody", "")


def test_the_page_shows_every_part_and_what_to_type_next(decompose):
    ended = decompose("ana")
    assert ended.code == 0
    assert ended.out.startswith("Score of ana taken apart · as of 6 Dec 2025 · 3 forecasts")
    for part in ("miscalibration", "discrimination", "reliability", "resolution", "scatter"):
        assert part in ended.out
    assert "always saying the base rate, 67%" in ended.out
    assert ended.err == "Next: foretell calibration ana\n"
    assert max(map(len, ended.out.splitlines())) <= 100


def test_the_table_teaches_how_to_read_it(decompose):
    ended = decompose("--tag", "sky")
    assert ended.out.startswith("Scores taken apart · as of 6 Dec 2025 · tag sky · a question")
    assert "discrimination + uncertainty, without bins (CORP)." in " ".join(ended.out.split())
    assert ended.err == "Next: foretell decompose ana\n"


def test_after_everybody_together_the_crowd_comes_next(decompose):
    assert decompose("@everybody").err == "Next: foretell calibration @median\n"


def test_a_wrong_certainty_is_infinite_under_the_logarithm_and_finite_elsewhere(foretell, tmp_path):
    files = (
        "--questions",
        str(write_questions(tmp_path / "q.csv", {}, {"question_id": "snow", "outcome": "0"})),
        "--forecasts",
        str(write_forecasts(tmp_path / "f.csv", {"probability": "0"}, {"question_id": "snow"})),
    )
    ended = foretell("decompose", "ana", "--rule", "log", *files, "--json")
    found = json.loads(ended.out)
    (row,) = found["rows"]
    assert (row["score"], row["miscalibration"]) == ("inf", "inf")
    assert row["uncertainty"] == pytest.approx(math.log(2))
    assert row["brier"] == 0.625
    assert found["as_of"] is None
    shown = foretell("decompose", "ana", "--rule", "log", *files)
    assert "∞" in shown.out
    assert shown.err.endswith("foretell calibration ana   (with the same files)\n")


def test_files_may_be_cut_at_a_share_of_the_time_and_the_heading_says_so(foretell, tmp_path):
    files = (
        "--questions",
        str(write_questions(tmp_path / "q.csv", {})),
        "--forecasts",
        str(write_forecasts(tmp_path / "f.csv", {}, {"time": at(6), "probability": "0.9"})),
    )
    ended = foretell("decompose", "ana", "--until", "50%", *files)
    heading = "Score of ana taken apart · only the first 50% of each question's time · 1 forecast"
    assert ended.out.startswith(heading)


def test_files_and_ledger_agree(foretell, tmp_path, rows):
    asked = [
        {"question_id": f"q{n}", "close_time": at(12), "outcome": str(y)}
        for n, y in enumerate(OUTCOMES)
    ]
    told = [
        {"forecaster": name, "question_id": f"q{n}", "probability": str(p)}
        for name in PEOPLE
        for n, p in enumerate(SAID[name])
        if p is not None
    ]
    files = (
        "--questions",
        str(write_questions(tmp_path / "q.csv", *asked)),
        "--forecasts",
        str(write_forecasts(tmp_path / "f.csv", *told)),
    )
    (found,) = json.loads(foretell("decompose", "@everybody", *files, "--json").out)["rows"]
    (other,) = rows("@everybody")
    assert {name: found[name] for name in FIELDS[2:]} == pytest.approx(
        {name: other[name] for name in FIELDS[2:]}
    )


@pytest.fixture
def many(tmp_path):
    """Files with a forecast on each of many questions that come out by turns."""

    def write(number):
        names = [f"q{n}" for n in range(number)]
        asked = [{"question_id": name, "outcome": str(n % 2)} for n, name in enumerate(names)]
        told = [
            {"question_id": name, "probability": str(0.4 + n % 2 / 5)}
            for n, name in enumerate(names)
        ]
        questions = write_questions(tmp_path / "q.csv", *asked)
        return (
            "--questions",
            str(questions),
            "--forecasts",
            str(write_forecasts(tmp_path / "f.csv", *told)),
        )

    return write


@pytest.mark.parametrize("rule", ["brier", "log"])
def test_what_recalibration_saves_is_the_score_less_the_recalibrated_one(foretell, many, rule):
    ended = foretell("decompose", "ana", "--rule", rule, *many(40), "--json")
    (row,) = json.loads(ended.out)["rows"]
    for name in ("platt", "beta", "isotonic"):
        expected = row["score"] - row[f"recalibrated_{name}"]
        assert row[f"saved_{name}"] == pytest.approx(expected, **EXACT)
        assert 0.0 < row[f"saved_{name}"] <= row["miscalibration"]


def test_the_page_shows_what_recalibration_saves(foretell, many):
    ended = foretell("decompose", "ana", *many(40))
    lines = [line.split() for line in ended.out.splitlines()]
    assert ["isotonic", "0.0000", "+0.1600"] in lines


def test_of_too_few_families_no_map_is_learnt_and_the_page_says_so(foretell, many):
    files = many(11)
    ended = foretell("decompose", "ana", *files)
    assert "out of sample: takes outcomes of 12 families or more, not of 11." in ended.out
    (row,) = json.loads(foretell("decompose", "ana", *files, "--json").out)["rows"]
    assert (row["recalibrated_platt"], row["saved_platt"]) == (None, None)


def test_where_nothing_has_resolved_it_says_what_to_do(club, foretell, monkeypatch):
    monkeypatch.setenv("FORETELL_DB", club.address)
    ended = foretell("decompose")
    assert (ended.code, "No resolved question with a forecast." in ended.out) == (0, True)
    assert ended.err.startswith("Next: foretell ")
    alone = foretell("decompose", "bo")
    assert "No resolved question with a forecast of bo." in alone.out
    assert alone.err == ended.err
    assert json.loads(foretell("decompose", "bo", "--json").out)["rows"][0]["score"] is None


def test_nobody_of_that_name_is_refused(decompose):
    ended = decompose("anna")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "Error: There is no forecaster “anna”.\nHint:  Did you mean ana?\n"
