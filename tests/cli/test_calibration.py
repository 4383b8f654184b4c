"""`foretell calibration`: what somebody said beside what came true."""

from __future__ import annotations

import csv
import io
import json

import pytest
from bulk_files import at, write_forecasts, write_questions
from seasons import DAY

from cli.output.streams import Screen
from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule


@pytest.fixture
def record(sqlite_ledger, clock, monkeypatch):
    """Ana and Bo on questions of any number: what each said, what came of it, and its family."""

    def play(*rows):
        now = clock.now
        with sqlite_ledger.writing("ana", "ask") as w:
            for n, (said, outcome, *family) in enumerate(rows):
                ask(w, f"q{n}", "?", now - 9 * DAY, now + DAY, family=next(iter(family), None))
                for name, p in zip(("ana", "bo"), said, strict=False):
                    report(w, f"q{n}", name, p, at=now - 9 * DAY)
                rule(w, f"q{n}", "resolve", outcome)
        monkeypatch.setenv("FORETELL_DB", sqlite_ledger.address)

    return play


@pytest.fixture
def season(season_ledger, foretell, monkeypatch):
    """The calibration of somebody of the season."""
    monkeypatch.setenv("FORETELL_DB", season_ledger.address)
    return lambda *words: foretell("calibration", *words)


def test_each_bin_tells_what_was_said_and_what_came_true(record, foretell):
    record(((0.72,), 1), ((0.78,), 0), ((0.1,), 0), ((1 - 1e-3,), 1))
    found = json.loads(foretell("calibration", "ana", "--json").out)
    assert len(found["rows"]) == 10
    seventies, tens, last = (found["rows"][k] for k in (7, 1, 9))
    assert (seventies["low"], seventies["high"]) == (0.7, 0.8)
    assert (seventies["mean"], seventies["frequency"]) == pytest.approx((0.75, 0.5))
    assert (tens["forecasts"], tens["frequency"], last["weight"]) == (1, 0, 1)
    assert found["rows"][5]["mean"] is None
    assert (found["mean"], found["frequency"]) == pytest.approx((2.599 / 4, 0.5))
    assert found["errors"]["ece"] == pytest.approx((0.5 + 0.1 + 0.001) / 4)


def test_a_question_weighs_1_and_is_split_by_the_time_each_forecast_stood(
    record, foretell, sqlite_ledger, clock
):
    record(((0.2,), 1))
    now = clock.now
    with sqlite_ledger.writing("ana", "forecast") as w:
        ask(w, "long", "?", now, now + 10 * DAY)
        report(w, "long", "ana", 0.25)
    clock.now = now + 6 * DAY
    with sqlite_ledger.writing("ana", "forecast") as w:
        report(w, "long", "ana", 0.85)
    clock.now = now + 11 * DAY
    with sqlite_ledger.writing("ana", "resolve") as w:
        rule(w, "long", "resolve", 1)

    def weights(unit):
        rows = json.loads(foretell("calibration", "ana", "--unit", unit, "--json").out)["rows"]
        return [rows[2]["weight"], rows[8]["weight"]]

    assert weights("cell") == pytest.approx([1.6, 0.4])
    assert weights("time") == pytest.approx([0.9 + 0.6, 0.4])
    assert weights("forecast") == [2, 1]
    assert weights("last") == [1, 1]


def test_without_a_name_all_people_are_taken_together(season):
    for words in ((), ("@everybody",)):
        found = json.loads(season(*words, "--json").out)
        assert (found["forecaster"], found["people"], found["questions"]) == ("@everybody", 4, 3)
        assert found["weight"] == 11
    assert "Calibration of 4 people together · as of" in season().out


def test_pools_and_articles_have_a_calibration(season):
    assert json.loads(season("@median", "--json").out)["questions"] == 3
    assert json.loads(season("@article:x", "--json").out)["questions"] == 1


@pytest.mark.parametrize(
    ("words", "questions"),
    [(["--tag", "sky"], 2), (["--since", "-25d"], 2), (["--as-of", "-25d"], 1)],
)
def test_questions_are_chosen_as_for_a_board(season, words, questions):
    assert json.loads(season("ana", *words, "--json").out)["questions"] == questions


def test_somebody_who_is_often_sure_and_wrong_is_told_so(record, foretell):
    record(*[((0.95,), n % 2) for n in range(16)], *[((0.05,), n % 2) for n in range(16)])
    ended = foretell("calibration", "ana")
    told = " ".join(ended.out.split())
    assert "Bin by bin: 0 of 2 lie in or on their band; by chance about 0.2 would not." in told
    assert "All together: a clear sign of miscalibration (p 0.001 by Cox's test)." in told
    assert "overconfident: 80% should be 50%, 20% 50%" in told
    assert told.count("outside") == 2
    assert ended.err == "Next: foretell decompose ana   (what it cost)\n"


def test_a_short_record_is_said_to_show_little(record, foretell):
    record(((0.6,), 1), ((0.7,), 0), ((0.2,), 0))
    told = " ".join(foretell("calibration", "ana").out.split())
    assert told.count(" thin ") == 3
    assert "Every bin is thin. Not enough to say: a test needs 10 questions" in told
    assert "sign of miscalibration" not in told


def test_one_family_is_not_enough_to_say_anything(record, foretell):
    said = (0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.9)
    record(*[((p,), n % 2, "one") for n, p in enumerate(said)])
    told = " ".join(foretell("calibration", "ana").out.split())
    assert "Not enough to say" in told
    assert "sign of miscalibration" not in told
    assert "outside" not in told
    found = json.loads(foretell("calibration", "ana", "--json").out)
    cox = found["tests"]["cox"]["clustered"]
    assert (cox["p"], cox["reason"]) == (
        None,
        "fewer than 10 clusters could have come out either way",
    )
    assert {row["position"] for row in found["rows"]} == {"thin", None}


def test_bins_that_lie_in_their_bands_do_not_contradict_the_verdict(record, foretell):
    came = {0.15: 4, 0.35: 7, 0.65: 9, 0.85: 11}
    record(*[((p,), n < came[p]) for p in came for n in range(12)])
    told = " ".join(foretell("calibration", "ana", "--simultaneous").out.split())
    assert "Bin by bin: 4 of 4 lie in or on their band." in told
    assert "None strays far, but they stray together." in told


def test_a_band_that_ends_at_certainty_is_shown_so(record, foretell):
    record(*[((p,), 1) for p in (0.91, 0.93, 0.96, 0.98, 0.99) for _ in range(3)])
    out = foretell("calibration", "ana", "--level", "0.975").out
    assert "100%" in out
    assert "99.99" not in out
    assert "97.5% of perfectly calibrated" in " ".join(out.split())


def test_a_family_is_one_piece_of_evidence(record, foretell):
    rows = [((0.3,), 1)] * 8
    record(*[(*row, "one") for row in rows])
    found = json.loads(foretell("calibration", "ana", "--json").out)
    assert (found["questions"], found["clusters"], found["rows"][3]["clusters"]) == (8, 1, 1)
    assert found["rows"][3]["questions"] == 8
    assert found["tests"]["cox"]["clustered"]["p"] is None
    assert found["tests"]["in_the_large"]["independent"]["p"] < 0.001


def test_bins_may_hold_equal_weight_or_follow_the_isotonic_fit(record, foretell):
    record(*[(((2 * k + 1) / 40,), k > 12) for k in range(20)])
    mass = json.loads(foretell("calibration", "ana", "--bins", "mass", "--json").out)["rows"]
    assert [row["forecasts"] for row in mass] == [2] * 10
    fit = json.loads(foretell("calibration", "ana", "--bins", "corp", "--json").out)["rows"]
    assert [(row["low"], row["high"], row["frequency"]) for row in fit] == [
        (1 / 40, 25 / 40, 0),
        (27 / 40, 39 / 40, 1),
    ]


def test_a_band_for_all_bins_at_once_is_wider(record, foretell):
    record(*[((p,), n % 3 == 0) for n, p in enumerate([0.15, 0.25, 0.35, 0.45] * 12)])

    def widths(*words):
        rows = json.loads(foretell("calibration", "ana", *words, "--json").out)["rows"]
        return [row["upper"] - row["lower"] for row in rows if row["forecasts"]]

    one, all_at_once = widths(), widths("--simultaneous")
    assert all(a <= b for a, b in zip(one, all_at_once, strict=True))
    assert sum(one) < sum(all_at_once)
    assert "in all bins at once" in " ".join(
        foretell("calibration", "ana", "--simultaneous").out.split()
    )


def test_a_seed_gives_the_same_figures_again_and_is_told(season):
    first, again, other = (season("bo", "--seed", seed, "--json").out for seed in "778")
    assert first == again
    assert json.loads(other)["seed"] == 8
    assert "· seed 7" in season("bo", "--seed", "7").out


def test_files_need_no_ledger(home, foretell):
    write_questions(home / "q.csv", {"question_id": "sun", "outcome": "0"}, {})
    write_forecasts(home / "f.csv", {"probability": "0.8"}, {"question_id": "sun", "time": at(1)})
    ended = foretell("calibration", "ana", "--questions", "q.csv", "--forecasts", "f.csv")
    assert ended.code == 0
    heading = " ".join(ended.out.split("\n\n")[0].split())
    assert heading.startswith("Calibration of ana · 2 resolved questions · a question weighs 1")
    assert ended.err.endswith("(with the same files)\n")


def test_where_nothing_is_resolved_it_says_so(club, foretell):
    del club
    ended = foretell("calibration", "bo")
    assert "No resolved question with a forecast of bo." in ended.out
    assert ended.err.startswith("Next: ")
    found = json.loads(foretell("calibration", "bo", "--json").out)
    assert (found["people"], found["mean"], found["cox"]["reason"]) == (
        0,
        None,
        "there are no forecasts",
    )


def test_forecasts_that_stood_for_no_time_weigh_nothing_but_as_last_words(home, foretell):
    write_questions(home / "q.csv", {"close_time": at(0)})
    write_forecasts(home / "f.csv", {})
    files = ("--questions", "q.csv", "--forecasts", "f.csv")
    told = foretell("calibration", "ana", *files).out
    assert "No forecast of ana stood for any time: see --unit last." in told
    assert "1 resolved question" in foretell("calibration", "ana", *files, "--unit", "last").out


def test_certainties_that_were_right_leave_nothing_to_test(home, foretell):
    write_questions(home / "q.csv", {})
    write_forecasts(home / "f.csv", {"probability": "1"})
    files = ("--questions", "q.csv", "--forecasts", "f.csv")
    told = " ".join(foretell("calibration", "ana", *files).out.split())
    assert "All is certain and right: there is nothing to test." in told


def test_a_wrong_certainty_has_log_odds_only_with_a_floor(home, foretell):
    names = [{"question_id": f"q{n}"} for n in range(6)]
    said = ["0.2", "0", "0.9", "0.7", "0.4", "0.6"]
    outcomes = [{**name, "outcome": "01"[n % 2]} for n, name in enumerate(names)]
    write_questions(home / "q.csv", *outcomes)
    forecasts = [{**name, "probability": p} for name, p in zip(names, said, strict=True)]
    write_forecasts(home / "f.csv", *forecasts)
    files = ("--questions", "q.csv", "--forecasts", "f.csv")
    told = " ".join(foretell("calibration", "ana", *files).out.split())
    assert "Cox slope · <0.001 a forecast of 0% or 100% was wrong: see --eps" in told
    assert "A clear sign of miscalibration: a forecast of 0% or 100% was wrong." in told
    floored = json.loads(foretell("calibration", "ana", *files, "--eps", "0.001", "--json").out)
    assert (floored["eps"], floored["cox"]["reason"]) == (0.001, None)
    assert floored["cox"]["slope"]["value"] < 1


@pytest.mark.parametrize(("columns", "drawn"), [(60, False), (72, False), (80, True), (100, True)])
def test_the_screen_fits_a_terminal_and_draws_where_there_is_room(
    record, foretell, monkeypatch, columns, drawn
):
    record(*[(((2 * n + 1) / 40, 0.5), n % 3 == 0) for n in range(20)])
    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(columns))
    for words in (("ana",), (), ("@median", "--bins", "corp")):
        lines = foretell("calibration", *words).out.splitlines()
        assert max(map(len, lines)) <= columns
        assert any("┃" in line for line in lines) == drawn


def test_the_picture_is_spelt_in_ascii_where_it_must_be(record, foretell, monkeypatch):
    record(((0.5,), 1))
    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(100, unicode=False))
    out = foretell("calibration", "ana").out
    assert out.isascii()
    assert "|:::::::::::::::|:::::::::::::o|" in out


def test_csv_has_a_row_for_each_bin(season):
    lines = list(csv.DictReader(io.StringIO(season("ana", "--csv").out)))
    assert len(lines) == 10
    assert [line["forecasts"] for line in lines] == [*"0100000011"]
