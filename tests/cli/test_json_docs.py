"""The pages on JSON, CSV and scores name what is printed, and nothing else."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from bulk_files import at, write_forecasts, write_questions
from columns import column_text
from documented import is_of_type, leaves, named_in_tables, sections
from seasons import play_season
from small_scenario import TEXT as SMALL
from typer.main import get_command

from cli.main import app
from cli.output.board import FIELDS
from cli.shared.boards import CELL_FIELDS

DOCS = Path(__file__).parents[2] / "docs"
DOCUMENTED = {
    command: section
    for section in sections((DOCS / "json.md").read_text("utf-8"), "foretell")
    for command in section.commands
}
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""A day on which the starter pack has open questions and resolved ones."""

RUNS = [
    ("seed list",),
    ("seed load", "anchorage"),
    ("lint", "weak.toml"),
    ("article add", "column.toml", "--author", "Ada Lee"),
    ("article list",),
    ("article score",),
    ("forecast", "second-summit-by-2027", "30%"),
    ("forecast", "second-summit-by-2029", "30%", "--at", "-70d"),
    ("forecast", "--from", "mine.csv"),
    ("coherence",),
    ("pool --coherent",),
    ("questions", "--all"),
    ("market open", "second-summit-by-2027", "--prior", "30%"),
    ("market quote", "second-summit-by-2027", "yes", "--shares", "20"),
    ("market trade", "second-summit-by-2027", "yes", "--shares", "20"),
    ("market trade", "--from", "trades.csv"),
    ("market sell", "second-summit-by-2027", "--shares", "5"),
    ("market price",),
    ("market price", "second-summit-by-2027"),
    ("market portfolio",),
    ("market history", "second-summit-by-2027"),
    ("market board",),
    ("market open", "second-summit-by-2029", "--prior", "10%"),
    ("market arbitrage",),
    ("market replay", "--db", "season.db"),
    ("ask", "Does it rain?", "--closes", "2027-12-31", "--tag", "sky"),
    ("draft", "article.html"),
    ("unresolve", "second-summit-by-2026-06"),
    ("unresolve", "second-summit-by-2025"),
    ("link add", "conditional", "territory-recognised-by-2029", "second-summit-by-2026-06"),
    ("link add", "conditional", "ukraine-election-by-2027", "second-summit-by-2027"),
    ("link list",),
    ("link remove", "implies", "brent-above-100-by-2025", "brent-above-90-by-2025"),
    ("edit", "second-summit-by-2026-06", "--criteria", "They shake hands."),
    ("resolve", "second-summit-by-2026-06", "no", "--source", "https://example.org/no"),
    ("show", "second-summit-by-2026-06", "--full"),
    ("close", "second-summit-by-2027"),
    ("reopen", "second-summit-by-2027"),
    ("annul", "putin-zelenskyy-meeting-by-2027"),
    ("resolve", "second-summit-by-2027", "no"),
    ("status",),
    ("due", "--within", "60w"),
    ("withdraw", "second-summit-by-2029"),
    ("leaderboard",),
    ("leaderboard --rivals", "--db", "season.db"),
    ("scores", "ana", "--db", "season.db"),
    ("explain", "ana", "q1", "--db", "season.db"),
    ("compare", "ana", "bo", "--sequential", "--db", "season.db"),
    ("compare --correction max-t", "ana", "bo", "cy", "--sequential", "--db", "season.db"),
    ("calibration", "ana", "--db", "season.db"),
    ("decompose", "--db", "season.db"),
    ("pool", "q3", "--db", "season.db"),
    ("user add", "pat", "--kind", "pundit"),
    ("user list",),
    ("user show", "ana"),
    ("team add", "ana", "--role", "ANA", "--right", "editor", "--db", "TEAM"),
    ("team add", "bo", "--role", "BO", "--db", "TEAM"),
    ("team grant", "bo", "resolver", "--db", "TEAM"),
    ("team revoke", "bo", "resolver", "--db", "TEAM"),
    ("team list", "--db", "TEAM"),
    ("score", "questions.csv", "forecasts.csv"),
    ("score --rivals", "questions.csv", "forecasts.csv"),
    ("simulate list",),
    ("simulate run", "small.toml", "--quick", "--workers", "1"),
    ("simulate run --into", "sim.db", "small.toml", "--panels", "2"),
    ("simulate verify", "--law", "bias"),
    ("import", "questions.csv", "forecasts.csv"),
    ("log", "--limit", "3"),
    ("db check",),
    ("db backup", "club.backup"),
    ("db restore", "club.backup", "--db", "restored.db"),
]
"""Every command that prints data, in an order in which every list has an item."""


@pytest.fixture
def team(foretell, new_database, new_role):
    """The words that stand for a ledger on PostgreSQL, where the roles of two are known."""
    address = new_database()
    known = {"TEAM": address, "ANA": new_role("ana"), "BO": new_role("bo")}
    with psycopg.connect(address, autocommit=True) as connection:
        for role in (known["ANA"], known["BO"]):
            connection.execute(f"CREATE ROLE {role} LOGIN")
    assert foretell("team", "init", "--db", address).code == 0
    return known


@pytest.fixture
def printed(foretell, clock, home, monkeypatch, team):
    """Run everything in one form; each command with its output."""
    clock.now = int(TODAY.timestamp()) * 1_000_000
    monkeypatch.setenv("FORETELL_DB", str(home / "new.db"))
    monkeypatch.setenv("FORETELL_USER", "ana")
    (home / "mine.csv").write_text("question,probability\nsecond-summit-by-2027,0.4\n")
    (home / "trades.csv").write_text("question,side,spend\nsecond-summit-by-2027,yes,2.5\n")
    (home / "small.toml").write_text(SMALL)
    page = '<title>Rain</title><meta name="author" content="Ada"><p>Rain is likely in 2027.</p>'
    (home / "article.html").write_text(page)
    (home / "weak.toml").write_text("opens = 2026\n")
    (home / "column.toml").write_text(column_text(("second-summit-by-2027", "likely")))
    play_season(str(home / "season.db"), clock)
    write_questions(home / "questions.csv", {})
    ruined = {"forecaster": "bo", "time": at(1), "probability": "0"}
    write_forecasts(home / "forecasts.csv", {}, ruined)

    def run(form):
        for command, *words in RUNS:
            ended = foretell(*command.split(), *(team.get(word, word) for word in words), form)
            assert ended.code == (command == "lint"), ended.err
            yield command, ended.out

    return run


def types(command):
    """The type of each documented key, by a pattern for the paths that the key stands for."""
    keys = DOCUMENTED[command].types.items()
    return {re.compile(re.escape(key).replace(r"\*", "[^.]+")): type_ for key, type_ in keys}


def printing(command, name="", context=None):
    """The commands that print data, as they are typed; `foretell` alone prints what status does."""
    here = command.make_context(name, [], parent=context, resilient_parsing=True)
    if name and any("--json" in word.opts for word in command.params):
        yield name
    for inner in command.list_commands(here) if hasattr(command, "list_commands") else ():
        yield from printing(command.get_command(here, inner), f"{name} {inner}".strip(), here)


def without_options(commands):
    """The commands by themselves: an option may give data a form, and a section, of its own."""
    return {command.partition(" --")[0] for command in commands}


def test_every_command_that_prints_data_has_its_section():
    run = without_options(command for command, *_ in RUNS)
    assert without_options(DOCUMENTED) == set(printing(get_command(app))) == run


def test_the_keys_in_json_are_those_of_the_page(printed):
    for command, out in printed("--json"):
        known, paths = types(command), dict(leaves(json.loads(out)))
        told = {path for path in paths if any(key.fullmatch(path) for key in known)}
        absent = [key.pattern for key in known if not any(map(key.fullmatch, paths))]
        assert (command, set(paths) - told, absent) == (command, set(), [])


def test_every_value_in_json_is_of_the_type_that_the_page_gives(printed):
    for command, out in printed("--json"):
        for path, value in leaves(json.loads(out)):
            given = [type_ for key, type_ in types(command).items() if key.fullmatch(path)]
            assert all(is_of_type(value, type_) for type_ in given), (command, path, value)


def test_the_columns_of_csv_are_those_of_the_page_in_its_order(printed):
    for command, out in printed("--csv"):
        header = out.splitlines()[0].split(",")
        assert (command, header) == (command, DOCUMENTED[command].columns)


def test_only_the_full_page_of_a_question_lists_its_reports(foretell, printed):
    outputs = dict(printed("--json"))
    short = json.loads(foretell("show", "second-summit-by-2026-06", "--json").out)
    assert set(json.loads(outputs["show"])) - set(short) == {"reports"}


@pytest.mark.usefixtures("club")
def test_closes_is_the_scheduled_close_and_actual_close_what_came_of_it(foretell):
    shown = json.loads(foretell("show", "mayor-wins", "--json").out)
    listed = json.loads(foretell("questions", "--resolved", "--json").out)
    for one in (shown, *listed):
        assert (one["closes"], one["actual_close"]) == (
            "2025-12-07T05:46:40Z",
            "2025-12-05T05:46:40Z",
        )


def test_an_article_has_one_name_in_reports_and_in_scores(printed):
    page = json.loads(dict(printed("--json"))["show"])
    (article,) = {one["forecaster"] for one in page["reports"]}
    assert article == "@article:anchorage"
    assert article in {one["forecaster"] for one in page["scores"]}


def test_the_page_on_scores_has_the_columns_of_the_board_and_of_the_cells():
    page = (DOCS / "scores.md").read_text("utf-8")
    columns = page[page.index("\n## Columns\n") :]
    assert named_in_tables(columns) == [list(FIELDS), list(CELL_FIELDS)]
