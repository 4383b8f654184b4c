"""`foretell score`: files in, a board out; what programs may rely on."""

from __future__ import annotations

import csv
import io
import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
from bulk_files import at, write_forecasts, write_questions

ROOT = Path(__file__).parents[2]
DOCUMENT = {
    *("version", "as_of", "horizon", "level", "by", "adjust", "eps", "filters"),
    *("questions", "clusters", "late"),
    *("units", "orientation", "rows"),
}
ROW = [
    *("rank", "rank_low", "rank_high", "forecaster", "kind", "questions", "forecasts"),
    *("coverage", "exposure", "brier", "log", "baseline", "peer"),
    *("skill", "skill_low", "skill_high", "skill_unshrunk", "last_brier", "last_log"),
    "above_median",
]
CELL = [
    *("forecaster", "question_id", "coverage", "brier", "log", "baseline", "peer"),
    *("last_brier", "last_log", "spot_baseline", "spot_peer"),
]
CROWDS = {"@mean", "@median", "@logodds"}


@pytest.fixture
def score(foretell, home):
    """Score questions and forecasts, given what is unusual in them."""

    def run(asked, said, *words):
        write_questions(home / "asked.csv", *asked)
        write_forecasts(home / "said.csv", *said)
        return foretell("score", "asked.csv", "said.csv", *words)

    return run


RAIN = [{"resolve_time": at(10)}]
BOTH = [{"probability": "0.8"}, {"forecaster": "bo", "probability": "0.5"}]


def rows(ended):
    return {row["forecaster"]: row for row in json.loads(ended.out)["rows"]}


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_json_has_every_key_of_the_contract_in_its_order(score):
    ended = score(RAIN, BOTH, "--json")
    assert (ended.code, ended.err) == (0, "")
    document = json.loads(ended.out)
    assert set(document) == DOCUMENT
    assert all(list(row) == ROW for row in document["rows"])
    assert {key: document[key] for key in ("version", "as_of", "horizon", "level", "late")} == {
        "version": 1,
        "as_of": None,
        "horizon": "scheduled",
        "level": 0.95,
        "late": 0,
    }
    assert (document["questions"], document["clusters"]) == (1, 1)
    assert document["orientation"]["brier"] == "loss"
    assert document["orientation"]["skill"] == document["orientation"]["peer"] == "gain"
    assert set(document["units"]) < set(ROW)


def test_the_figures_are_those_of_their_definitions(score):
    ana = rows(score(RAIN, BOTH, "--json"))["ana"]
    expected = {
        "coverage": 1,
        "brier": 0.04,
        "log": -math.log(0.8),
        "baseline": 100 * (1 + math.log2(0.8)),
        "peer": 100 * math.log(0.8 / 0.5),
        "skill_unshrunk": (0.25 - 0.04) / 2,
        "last_brier": 0.04,
        "last_log": -math.log(0.8),
    }
    assert {key: ana[key] for key in expected} == pytest.approx(expected)
    assert (ana["rank"], ana["kind"], ana["questions"], ana["forecasts"]) == (1, "imported", 1, 1)
    assert (ana["skill_low"], ana["skill_high"]) == (None, None)


def test_the_csv_has_the_same_rows_as_the_json(score):
    ended = score(RAIN, BOTH, "--csv")
    found = table(ended.out)
    assert list(found[0]) == ROW
    plain = [row["forecaster"] for row in found]
    assert plain == list(rows(score(RAIN, BOTH, "--json")))
    assert set(plain) == {"ana", "bo", *CROWDS}
    ana = found[plain.index("ana")]
    assert (ana["rank"], ana["skill_low"], float(ana["brier"])) == (
        "1",
        "",
        pytest.approx(0.04),
    )


def test_a_wrong_certainty_costs_infinity_and_peer_is_missing_with_a_reason(score):
    said = [{"probability": "0"}, {"forecaster": "bo"}]
    ana = rows(score(RAIN, said, "--json"))["ana"]
    assert (ana["log"], ana["last_log"], ana["baseline"], ana["peer"]) == (
        "inf",
        "inf",
        "-inf",
        None,
    )
    by_name = {row["forecaster"]: row for row in table(score(RAIN, said, "--csv").out)}
    assert (by_name["ana"]["log"], by_name["ana"]["peer"]) == ("inf", "")
    assert by_name["bo"]["log"] == str(math.log(2))
    text = score(RAIN, said).out
    assert "∞" in text
    assert "see --eps" in text


def test_a_floor_under_probabilities_makes_every_figure_finite(score):
    said = [{"probability": "0"}, {"forecaster": "bo"}]
    ended = score(RAIN, said, "--json", "--eps", "0.01")
    ana = rows(ended)["ana"]
    assert ana["log"] == pytest.approx(-math.log(0.01))
    assert ana["peer"] == pytest.approx(100 * math.log(0.01 / 0.5))
    assert json.loads(ended.out)["eps"] == 0.01


def test_a_question_may_be_divided_by_its_actual_time(score):
    asked = [{"resolve_time": at(5)}]
    by_plan, by_fact = (
        rows(score(asked, BOTH, "--json", "--horizon", horizon))["ana"]["peer"]
        for horizon in ("scheduled", "actual")
    )
    assert by_fact == pytest.approx(2 * by_plan)


@pytest.mark.parametrize("figure", ["skill", "brier", "log", "baseline", "peer", "last_brier"])
def test_the_board_is_ordered_by_any_figure_the_best_first(score, figure):
    said = [*BOTH, {"forecaster": "cy", "probability": "0.2"}]
    ended = score(RAIN, said, "--json", "--by", figure)
    assert json.loads(ended.out)["by"] == figure
    ranked = [(row["rank"], name) for name, row in rows(ended).items() if row["rank"]]
    assert ranked == [(1, "ana"), (2, "bo"), (3, "cy")]


def test_equals_share_a_rank_and_computed_crowds_hold_none(score):
    said = [*BOTH, {"forecaster": "cy", "probability": "0.8"}]
    found = rows(score(RAIN, said, "--json"))
    assert {name: row["rank"] for name, row in found.items() if name not in CROWDS} == {
        "ana": 1,
        "cy": 1,
        "bo": 3,
    }
    for name in CROWDS:
        assert (found[name]["rank"], found[name]["kind"]) == (None, "computed")
    lines = [line.split() for line in score(RAIN, said).out.splitlines()]
    assert {line[0] for line in lines if CROWDS & set(line)} == {"·"}


def test_a_record_too_short_is_not_shown_and_ranks_stay(score):
    said = [*BOTH, {"forecaster": "cy", "probability": "0.9", "time": at(9)}]
    everybody = rows(score(RAIN, said, "--json"))
    found = rows(score(RAIN, said, "--json", "--min", "0.2"))
    assert "cy" in everybody
    assert found == {name: row for name, row in everybody.items() if row["exposure"] >= 0.2}
    assert rows(score(RAIN, said, "--json", "--min", "99")) == {}
    assert score(RAIN, said, "--min", "99").code == 0


def test_the_cells_are_one_row_for_each_forecaster_and_question(score, home):
    asked = [{"resolve_time": at(10)}, {"question_id": "snow", "outcome": "0"}]
    said = [*BOTH, {"question_id": "snow", "time": at(5), "probability": "0.2"}]
    ended = score(asked, said, "--json", "--cells", "cells.csv")
    assert ended.err.splitlines()[-1] == "Wrote cells.csv"
    json.loads(ended.out)
    found = {(row["forecaster"], row["question_id"]): row for row in table(cells(home))}
    assert list(next(iter(found.values()))) == CELL
    assert set(found) == {
        *((name, "rain") for name in ("ana", "bo", *CROWDS)),
        *((name, "snow") for name in ("ana", *CROWDS)),
    }
    snow = {key: float(found["ana", "snow"][key]) for key in CELL[2:]}
    assert snow == pytest.approx(
        {
            "coverage": 0.5,
            "brier": 0.04,
            "log": -math.log(0.8),
            "baseline": 50 * (1 + math.log2(0.8)),
            "peer": 0,
            "last_brier": 0.04,
            "last_log": -math.log(0.8),
            "spot_baseline": 100 * (1 + math.log2(0.8)),
            "spot_peer": 0,
        }
    )


def cells(home):
    return (home / "cells.csv").read_text()


def test_no_file_is_overwritten_unless_forced(score, home):
    (home / "cells.csv").write_text("mine")
    ended = score(RAIN, BOTH, "--cells", "cells.csv")
    assert (ended.code, ended.out, cells(home)) == (1, "", "mine")
    assert "cells.csv exists" in ended.err
    assert score(RAIN, BOTH, "--cells", "cells.csv", "--force").code == 0
    assert cells(home).startswith("forecaster,question_id,")


def test_the_board_goes_to_a_file_and_nothing_to_stdout(score, home):
    ended = score(RAIN, BOTH, "--json", "-o", "board.json")
    assert (ended.code, ended.out, ended.err) == (0, "", "Wrote board.json\n")
    assert set(json.loads((home / "board.json").read_text())) == DOCUMENT


def test_what_is_odd_in_the_files_is_said_on_stderr_only(score):
    ended = score([{}], [*BOTH, {"time": at(11)}], "--json")
    assert ended.code == 0
    assert len(json.loads(ended.out)["rows"]) == 5
    assert [line.split()[-1] for line in ended.err.splitlines()] == ["1.", "1."]


def test_bad_rows_are_refused_with_their_lines_and_nothing_is_printed(score, home):
    said = [{"probability": "2"}] * 25
    ended = score(RAIN, said, "--cells", "cells.csv")
    assert (ended.code, ended.out) == (1, "")
    first, *details, rest, hint = ended.err.splitlines()
    assert first == "Error: said.csv has 25 bad rows; nothing was taken from it."
    assert [line.split(":")[0].strip() for line in details] == [f"line {n}" for n in range(2, 22)]
    assert rest.strip() == "and 5 more"
    assert hint.startswith("Hint:  ")
    assert not (home / "cells.csv").exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], []),
        (RAIN, []),
        ([{"outcome": ""}], BOTH),
        ([{"outcome": "annulled"}], BOTH),
        ([{"open_time": at(11), "resolve_time": at(12)}], BOTH),
        (RAIN, [{"time": at(11)}]),
        (RAIN, [{"probability": "withdrawn"}]),
    ],
    ids=["nothing", "no forecasts", "unresolved", "annulled", "no life", "too late", "withdrawn"],
)
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_board_may_be_empty_in_every_form(score, asked, said, form, home):
    ended = score(asked, said, "--format", form, "--cells", "cells.csv")
    assert ended.code == 0
    assert cells(home) == ",".join(CELL) + "\n"
    assert ended.err.splitlines()[-1].startswith("Next: put 1 or 0 under outcome in asked.csv")
    if form == "table":
        assert ended.out.splitlines()[1:] == ["", "No resolved question with a forecast."]
    if form == "json":
        document = json.loads(ended.out)
        assert (document["rows"], document["questions"], document["clusters"]) == ([], 0, 0)
    if form == "csv":
        assert ended.out == ",".join(ROW) + "\n"


def test_one_forecaster_alone_has_no_skill_and_no_rank(score):
    ana = rows(score(RAIN, BOTH[:1], "--json"))["ana"]
    assert (ana["rank"], ana["skill"], ana["peer"], ana["exposure"]) == (None, None, 0, 0)


def test_whom_the_lowest_brier_would_crown_is_told_where_it_is_another(score):
    asked = [{"question_id": "hard", "outcome": "0"}, {"question_id": "easy"}]
    answers = {("ana", "hard"): 0.5, ("bo", "hard"): 0.9, ("bo", "easy"): 0.9, ("cy", "easy"): 0.95}
    said = [
        {"forecaster": name, "question_id": slug, "probability": str(p)}
        for (name, slug), p in answers.items()
    ]
    text = " ".join(score(asked, said).out.split())
    assert "cy has the lowest Brier, 0.003, on 1 question: skill allows for how hard" in text
    assert "has the lowest Brier" not in score(asked, said, "--by", "brier").out


def test_families_are_counted_as_clusters(score):
    asked = [{"question_id": slug, "family": family} for slug, family in ("ax", "bx", "cy", "d ")]
    said = [{"question_id": slug} for slug in "abcd"]
    document = json.loads(score(asked, said, "--json").out)
    assert document["questions"] == 4
    assert document["clusters"] == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["asked.csv"], 2),
        ([], 2),
        (["asked.csv", "absent.csv"], 1),
        (["said.csv", "asked.csv"], 1),
        (["asked.csv", "."], 1),
        (["asked.csv", "said.csv", "--by", "luck"], 2),
        (["asked.csv", "said.csv", "--level", "95"], 2),
        (["asked.csv", "said.csv", "--level", "nan"], 2),
        (["asked.csv", "said.csv", "--eps", "0.5"], 2),
        (["asked.csv", "said.csv", "--horizon", "event"], 2),
        (["asked.csv", "said.csv", "--min", "few"], 2),
    ],
)
def test_what_cannot_be_done_is_an_error_and_a_hint_at_most(foretell, home, words, code):
    write_questions(home / "asked.csv", {})
    write_forecasts(home / "said.csv", {})
    ended = foretell("score", *words)
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith("Error: ")
    assert len(ended.err.splitlines()) <= 2


def test_an_absent_file_is_named_with_a_hint(foretell, home):
    write_questions(home / "asked.csv", {})
    error, hint = foretell("score", "asked.csv", "absent.csv").err.splitlines()
    assert error == "Error: absent.csv cannot be read: No such file or directory."
    assert hint.startswith("Hint:  ")


def test_no_ledger_is_needed_or_made(score, home):
    assert score(RAIN, BOTH).code == 0
    assert {path.suffix for path in home.rglob("*") if path.is_file()} == {".csv"}


def test_a_board_without_unicode_says_in_words_what_is_good(process, home):
    write_questions(home / "asked.csv", {})
    write_forecasts(home / "said.csv", {"forecaster": "Zoë"}, {"forecaster": "bo"})
    ended = process("score", "asked.csv", "said.csv", PYTHONIOENCODING="ascii")
    assert ended.code == 0
    assert ended.out.isascii()
    assert "Brier (low)" in ended.out
    assert "peer (high)" in ended.out
    assert r"Zo\xeb" in ended.out


def test_files_may_be_pipes(home):
    write_questions(home / "asked.csv", *RAIN)
    write_forecasts(home / "said.csv", *(BOTH * 2_000))
    script = "import sys; from cli.entry import run; sys.exit(run())"
    piped = 'exec "$0" -c "$1" score <(cat asked.csv) <(cat said.csv) --json'
    ended = subprocess.run(
        ["bash", "-c", piped, sys.executable, script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT), "HOME": str(home), "PATH": "/usr/bin:/bin"},
    )
    assert {row["forecaster"] for row in json.loads(ended.stdout)["rows"]} == {"ana", "bo", *CROWDS}
    assert "which counts: 3,998." in ended.stderr
