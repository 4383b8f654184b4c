"""`foretell leaderboard`: who foresees well, on which questions, and as of when."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from seasons import DAY, season

from cli.output.streams import Screen
from market.ledger.acts.asking import ask
from market.ledger.acts.reports import report
from market.ledger.acts.rulings import rule
from market.ledger.engine import open_ledger
from scoring.figures import FIGURES
from scoring.kinds import Kind

CROWDS = {"@mean", "@median", "@logodds"}
NAMES = {"brier": "Brier", "last_log": "last log"}


def rows(ended):
    return {row["forecaster"]: row for row in json.loads(ended.out)["rows"]}


def day(clock, days):
    return datetime.fromtimestamp(clock.now / 1e6 + 86_400 * days, UTC).date().isoformat()


def test_the_better_forecaster_stands_first(board):
    ended = board("--json")
    assert (ended.code, ended.err) == (0, "")
    document = json.loads(ended.out)
    assert document["as_of"] == "2025-12-06T05:46:40Z"
    assert (document["questions"], document["late"]) == (3, 0)
    found = rows(ended)
    ranked = {name: row["rank"] for name, row in found.items() if row["rank"]}
    assert ranked == {"ana": 1, "pat": 2, "bo": 3, "cy": 4}
    assert set(found) - set(ranked) == {"@article:x", *CROWDS}
    assert found["@article:x"]["kind"] == "article"
    assert found["pat"]["kind"] == "pundit"


def test_ranges_hold_the_ranks_and_intervals_the_skill(board):
    for row in rows(board("--json")).values():
        assert row["skill_low"] <= row["skill"] <= row["skill_high"]
        if row["rank"]:
            assert 1 <= row["rank_low"] <= row["rank"] <= row["rank_high"] <= 4


def test_a_higher_level_widens_intervals(board):
    narrow, wide = (rows(board("--json", "--level", level))["ana"] for level in ("0.5", "0.99"))
    assert wide["skill_low"] < narrow["skill_low"] < narrow["skill_high"] < wide["skill_high"]
    assert "99% interval" in board("--level", "0.99").out


def test_the_table_tells_directions_and_who_holds_no_rank(board):
    lines = board().out.splitlines()
    assert lines[0].startswith("Leaderboard · as of 6 Dec 2025 · 3 resolved questions · 4 ")
    header = next(line for line in lines if "could be" in line)
    for column in ("Brier ↓", "log ↓", "baseline ↑", "peer ↑", "skill ↑", "95% interval"):
        assert column in header
    marks = {line.split()[0] for line in lines if line.strip().startswith("·")}
    assert marks == {"·"}
    assert sum(line.strip().startswith("·") for line in lines) == 4


def test_the_csv_keeps_computed_names_as_they_are(board, home):
    found = list(csv.DictReader(io.StringIO(board("--csv", "--cells", "cells.csv").out)))
    assert {"@article:x", *CROWDS} < {row["forecaster"] for row in found}
    cells = list(csv.DictReader(io.StringIO((home / "cells.csv").read_text())))
    assert {row["question_id"] for row in cells} == {"q0", "q1", "q2"}
    assert {"@article:x", *CROWDS} < {row["forecaster"] for row in cells}


@pytest.mark.parametrize(
    ("words", "questions"),
    [
        (["--tag", "sky"], 2),
        (["--tag", "SKY"], 2),
        (["--tag", "sea"], 1),
        (["--since", "-25d"], 2),
        (["--until", "-15d"], 2),
        (["--since", "-25d", "--until", "-15d"], 1),
        (["--tag", "sky", "--since", "-25d"], 1),
        (["--as-of", "-15d"], 2),
    ],
)
def test_questions_are_chosen_by_tag_and_by_when_they_closed(board, words, questions):
    assert json.loads(board("--json", *words).out)["questions"] == questions


def test_until_a_day_includes_the_whole_day(board, clock):
    for word in ("--until", "--as-of"):
        assert json.loads(board("--json", word, day(clock, -20)).out)["questions"] == 2
        assert json.loads(board("--json", word, day(clock, -21)).out)["questions"] == 1


def test_as_of_then_is_what_was_shown_then(board, clock, foretell):
    then = clock.now
    before = json.loads(board("--json").out)["rows"]
    clock.advance(days=5)
    foretell("resolve", "q3", "no")
    ended = board("--json", "--as-of", "2025-12-06T05:46:40")
    assert json.loads(ended.out)["rows"] == before
    assert json.loads(ended.out)["as_of"] == "2025-12-06T05:46:40Z"
    assert json.loads(board("--json").out)["questions"] == 4
    assert clock.now > then


def test_only_a_kind_may_be_asked_for(board):
    assert set(rows(board("--json", "--kind", "person"))) == {"ana", "bo", "cy", *CROWDS}
    assert set(rows(board("--json", "--kind", "pundit"))) == {"pat", *CROWDS}
    assert set(rows(board("--json", "--kind", "article"))) == {"@article:x"}


def test_reports_entered_after_the_outcome_are_told_and_change_nothing(board, foretell):
    before = json.loads(board("--json").out)
    foretell("forecast", "q0", "99%", "--at", "-60d", "--as", "dee")
    after = json.loads(board("--json").out)
    assert after == {**before, "late": 1}
    assert (
        "Entered after the close or the outcome, and therefore not counted: 1 forecast."
        in board().out
    )


def test_the_figure_that_orders_the_board_is_among_its_columns(board):
    assert "last Brier" not in board().out
    assert "last Brier ↓" in board("--by", "last_brier").out


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["--tag", "nobody"], "another --tag: no question has nobody. There are sea, sky."),
        (["--tag", "skyy"], "another --tag: no question has skyy. Did you mean sky?"),
        (["--since", "-1h"], "other dates: no resolved question closed then."),
        (["--until", "-80d"], "other dates: no resolved question closed then."),
        (["--as-of", "-60d"], "foretell questions --due "),
        (["--as-of", "-99d"], "a later moment: nothing had been asked by then."),
        (["--known-at", "-81d"], "a later moment: nothing had been asked by then."),
        (["--known-at", "-1h"], "foretell questions --due "),
    ],
)
def test_where_nothing_is_to_be_scored_the_board_is_empty_and_says_what_to_do(board, words, advice):
    ended = board("--json", *words)
    assert ended.code == 0
    document = json.loads(ended.out)
    assert (document["rows"], document["questions"]) == ([], 0)
    assert ended.err.startswith(f"Next: {advice}")
    heading, _, rest = board(*words).out.partition("\n\n")
    assert " ".join(heading.split()).endswith("0 resolved questions · 0 forecasters")
    assert rest == "No resolved question with a forecast.\n"


def test_a_bar_above_everybody_leaves_nobody(board):
    ended = board("--json", "--min", "1000")
    assert (ended.code, json.loads(ended.out)["rows"]) == (0, [])
    assert json.loads(ended.out)["questions"] == 3
    assert ended.err == "Next: leave out --min\n"
    assert board("--min", "1000").out.splitlines()[1:] == ["", "Nobody has a record so long."]


def test_what_the_board_is_restricted_to_stands_above_it(board):
    words = ["--tag", "sky", "--kind", "person", "--min", "0.1", "--as-of", "2025-12-05T10:00"]
    words += ["--since", "2025-11-01", "--until", "2025-12-01"]
    heading = " ".join(board(*words).out.partition("\n\n")[0].split())
    assert heading == (
        "Leaderboard · as of 5 Dec 2025 10:00 UTC · tag sky · closed since 1 Nov 2025 00:00 UTC · "
        "closed by 1 Dec 2025 23:59 UTC · kind person · exposure 0.1 or more · "
        "2 resolved questions · 3 forecasters"
    )
    assert json.loads(board("--json", *words).out)["filters"] == {
        "tag": "sky",
        "since": "2025-11-01T00:00:00Z",
        "until": "2025-12-01T23:59:59Z",
        "until_share": None,
        "kind": "person",
        "min": 0.1,
        "known_at": None,
        "beliefs": None,
    }
    assert set(json.loads(board("--json").out)["filters"].values()) == {None}


def test_the_future_is_as_of_now(board):
    ended = board("--json", "--as-of", "2030-01-01")
    assert ended == board("--json")
    assert json.loads(ended.out)["as_of"] == "2025-12-06T05:46:40Z"
    assert "as of 6 Dec 2025 05:46 UTC" in board("--as-of", "+1d").out


def test_the_legend_says_what_skill_allows_for(board):
    told = " ".join(board().out.split())
    assert "allowing for how good those people are, and pulled towards 0" in told
    assert "3 of 4 cannot be told from the best." in told


@pytest.mark.parametrize("figure", ["brier", "log", "peer", "last_brier"])
def test_in_another_order_what_goes_by_skill_is_called_so(board, figure):
    text = board("--by", figure).out
    told = " ".join(text.split())
    assert "rank/by skill" in text
    assert "could be" not in text
    assert "by skill: the ranks that skill leaves possible; the interval, too, is that of" in told
    assert "By skill, 3 of 4 cannot be told from the best." in told
    assert "by skill" not in board().out.replace("Ordered by skill", "")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--by", "luck"], 2, "luck"),
        (["--by", "briar"], 2, "briar"),
        (["--kind", "robot"], 2, "robot"),
        (["--kind", "computed"], 2, "Computed crowds"),
        (["--level", "1"], 2, "level"),
        (["--level", "0"], 2, "level"),
        (["--level", "2"], 2, "level"),
        (["--level", "nan"], 2, "level"),
        (["--min", "-1"], 2, "exposure"),
        (["--min", "nan"], 2, "exposure"),
        (["--min", "inf"], 2, "exposure"),
        (["--horizon", "far"], 2, "far"),
        (["--eps", "0.5"], 2, "0.5"),
        (["--until", "0%"], 2, "share"),
        (["--until", "101%"], 2, "share"),
        (["--until", "-5%"], 2, "share"),
        (["--until", "half%"], 2, "share"),
        (["--until", "50"], 2, "not a time"),
        (["--known-at", "yore"], 2, "not a time"),
        (["--since", "yore"], 2, "not a time"),
        (["--as-of", "2025"], 2, "not a time"),
        (["--since", "-1d", "--until", "-2d"], 2, "--until lies before --since"),
        (["--db", "absent.db"], 3, "no ledger"),
    ],
)
def test_what_cannot_be_done_is_an_error_and_a_hint(board, words, code, message):
    ended = board(*words)
    assert (ended.code, ended.out) == (code, "")
    error, hint = ended.err.splitlines()
    assert message in error
    assert hint.startswith("Hint:  ")


def test_an_empty_ledger_has_an_empty_board(sqlite_ledger, foretell):
    ended = foretell("leaderboard", "--db", sqlite_ledger.address)
    assert ended.code == 0
    assert "0 resolved questions" in ended.out
    assert ended.err.startswith("Next: ")


def test_an_article_alone_is_shown_without_rank_or_skill(sqlite_ledger, foretell):
    with sqlite_ledger.writing("ana", "ask") as w:
        ask(w, "q", "?", w.now - 9 * DAY, w.now + DAY)
        report(w, "q", "article:x", 0.75, at=w.now - 9 * DAY, kind=Kind.ARTICLE)
        rule(w, "q", "resolve", 0)
    found = rows(foretell("leaderboard", "--json", "--db", sqlite_ledger.address))
    assert set(found) == {"@article:x"}
    row = found["@article:x"]
    assert (row["rank"], row["skill"], row["peer"]) == (None, None, 0)
    assert row["brier"] == pytest.approx(0.75**2)


@pytest.mark.parametrize("verdict", ["annul", "close"])
def test_a_question_without_an_outcome_is_not_scored(sqlite_ledger, foretell, verdict):
    with sqlite_ledger.writing("ana", "ask") as w:
        ask(w, "q", "?", w.now - 9 * DAY, w.now + DAY)
        report(w, "q", "ana", 0.75, at=w.now - 9 * DAY)
        rule(w, "q", verdict)
    ended = foretell("leaderboard", "--json", "--db", sqlite_ledger.address)
    assert (ended.code, rows(ended)) == (0, {})


def test_simulated_forecasters_are_marked(sqlite_ledger, foretell):
    with sqlite_ledger.writing("ana", "ask") as w:
        ask(w, "q", "?", w.now - 9 * DAY, w.now + DAY)
        for name, p in (("sim-a", 0.7), ("sim-b", 0.2)):
            report(w, "q", name, p, at=w.now - 9 * DAY, kind=Kind.SIMULATED)
        rule(w, "q", "resolve", 1)
    ended = foretell("leaderboard", "--db", sqlite_ledger.address)
    assert "2 forecasters, all SIMULATED" in ended.out


def test_both_engines_give_the_same_board(ledger_address, clock, process, tmp_path):
    boards = []
    for address in (ledger_address, str(tmp_path / "twin.db")):
        ledger = open_ledger(address, create=True, clock=clock)
        season(ledger, clock)
        ledger.close()
        ended = process("leaderboard", "--json", "--as-of", "2025-12-06T06:00Z", "--db", address)
        assert (ended.code, ended.err) == (0, "")
        boards.append(ended.out)
    assert boards[0] == boards[1]


# Above the crowd


def test_who_is_better_than_the_median_is_marked_by_the_figure_that_orders(board):
    for by, better in (("skill", 1), ("brier", -1), ("last_log", -1)):
        found = rows(board("--json", "--by", by))
        mark = found["@median"][by]
        for name, row in found.items():
            expected = None if name in CROWDS else better * (row[by] - mark) > 1e-9
            assert row["above_median"] is expected, (by, name)
    assert {row["above_median"] for row in found.values()} == {True, False, None}


def test_the_mark_is_a_triangle_and_in_ascii_a_caret(board, process):
    found = rows(board("--json"))
    ahead = {name for name, row in found.items() if row["above_median"]}
    lines = board().out.partition("\n\n")[2].partition("\n\n")[0].splitlines()[1:]
    marked = [line for line in lines if "▲" in line]
    assert {name for name in found if any(f" {name} " in line for line in marked)} == ahead
    assert len(marked) == len(ahead) > 0
    assert "▲: better than @median." in " ".join(board().out.split())
    ascii_lines = process("leaderboard", PYTHONIOENCODING="ascii").out
    assert "▲" not in ascii_lines
    assert "^: better than @median." in " ".join(ascii_lines.split())


def test_where_there_is_no_crowd_nobody_is_above_it(board):
    found = rows(board("--json", "--kind", "article"))
    assert found["@article:x"]["above_median"] is None
    assert "▲" not in board("--kind", "article").out


def test_csv_has_the_mark_as_its_last_column_in_the_words_of_json(board):
    lines = list(csv.DictReader(io.StringIO(board("--csv").out)))
    assert list(lines[0])[-1] == "above_median"
    assert {row["above_median"] for row in lines} == {"true", "false", ""}


# How the lines under the table read


@pytest.mark.parametrize("by", ["skill", "brier", "peer", "last_log"])
def test_a_few_lines_explain_order_ties_exposure_and_mark(board, by, monkeypatch):
    monkeypatch.setattr("cli.output.emit.screen", lambda: Screen(100))
    table, _, reading = board("--by", by).out.partition("\n\n")[2].partition("\n\n")
    assert len(reading.splitlines()) <= 7
    assert all(len(line) <= 100 for line in (*table.splitlines(), *reading.splitlines()))
    told = " ".join(reading.split())
    direction = "highest" if FIGURES[by] else "lowest"
    for words in (f"Ordered by {NAMES.get(by, by)}, {direction} first.", "1 2 2 4", "--min N"):
        assert words in told


def test_equal_figures_share_a_rank_as_the_lines_say(sqlite_ledger, foretell):
    with sqlite_ledger.writing("ana", "ask") as w:
        ask(w, "q", "?", w.now - 9 * DAY, w.now + DAY)
        for name, p in (("ana", 0.9), ("bo", 0.7), ("cy", 0.7), ("dee", 0.2)):
            report(w, "q", name, p, at=w.now - 9 * DAY)
        rule(w, "q", "resolve", 1)
    for by in ("brier", "skill", "peer", "last_log"):
        ended = foretell("leaderboard", "--json", "--by", by, "--db", sqlite_ledger.address)
        ranks = [row["rank"] for row in rows(ended).values() if row["rank"]]
        assert ranks == [1, 2, 2, 4]
