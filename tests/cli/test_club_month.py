"""A club's month through the real command: the board agrees with the referee at every step."""

from __future__ import annotations

import json
import random
from itertools import pairwise

import oracle
import oracle_board
import oracle_skill
import pytest
from histories import Act, Asked, History

from scoring.kinds import Kind

SECOND = 1_000_000
DAY = 86_400 * SECOND
CLUB = (
    *("ana", "bo", "cy", "dee", "eli", "fay", "gus", "hal"),
    *("ida", "jon", "kim", "lea", "max", "noa", "ola"),
)
ASKED = {
    "rain-by-w1": (6, "rain"),
    "rain-by-w2": (13, "rain"),
    "rain-by-w4": (27, "rain"),
    "strike-by-w2": (12, "strike"),
    "strike-by-w5": (34, "strike"),
    "budget": (20, None),
    "bridge": (25, None),
    "cup-final": (9, None),
    "derby": (16, None),
    "election": (23, None),
    "lisbon": (40, None),
    "merger": (30, None),
    "museum": (29, None),
    "new-mayor": (21, None),
    "oil-80": (28, None),
    "parking": (45, None),
    "rate-cut": (18, None),
    "rocket": (11, None),
    "server": (26, None),
    "tunnel": (24, None),
}
"""The questions: days until each is due, and the proposition of which it is one deadline."""

SCRIPT = [
    (0, "week"),
    (2, "withdraw", "bo", "budget"),
    (2, "withdraw", "kim", "lisbon"),
    (3, "edit", "museum", 33),
    (4, "forecast", "cy", "budget", 0.35),
    (7, "week"),
    (8, "resolve", "rain-by-w1", "no", None),
    (8, "edit", "tunnel", 22),
    (9, "close", "merger"),
    (10, "resolve", "cup-final", "yes", None),
    (11, "resolve", "rain-by-w2", "yes", 10),
    (12, "unresolve", "cup-final"),
    (12, "resolve", "cup-final", "no", 9),
    (13, "resolve", "strike-by-w2", "no", None),
    (13, "resolve", "rocket", "yes", None),
    (13, "annul", "derby"),
    (14, "week"),
    (15, "reopen", "merger"),
    (16, "resolve", "rain-by-w4", "yes", 10),
    (17, "forecast", "max", "merger", 0.8),
    (18, "close", "server"),
    (19, "resolve", "rate-cut", "no", None),
    (20, "unresolve", "derby"),
    (20, "resolve", "derby", "yes", 16),
    (21, "week"),
    (22, "resolve", "budget", "yes", 20),
    (22, "withdraw", "ida", "parking"),
    (23, "resolve", "tunnel", "no", None),
    (24, "resolve", "server", "yes", None),
    (25, "resolve", "bridge", "no", None),
    (26, "unresolve", "bridge"),
    (28, "week"),
    (29, "resolve", "election", "yes", 23),
    (29, "annul", "new-mayor"),
    (30, "resolve", "oil-80", "no", None),
    (31, "resolve", "bridge", "yes", 24),
]
"""What happens on which day; a resolution may say on which day its outcome was settled."""


class Club:
    """The club at work: every act goes through the command line and into the history."""

    def __init__(self, foretell, clock, folder):
        self.foretell, self.clock, self.folder = foretell, clock, folder
        self.start = clock.now
        self.dice = random.Random(2026)
        self.history = History([], dict.fromkeys(CLUB, Kind.PERSON))
        self.due = {}

    def says(self, *words, who="ana"):
        """Run a command as somebody; what it prints."""
        ended = self.foretell("--as", who, *words)
        assert ended.code == 0, (words, ended.err)
        return ended.out

    def reads(self, *words):
        return json.loads(self.says(*words, "--json"))

    def hear(self, verb, question, *, who="ana", said=None, at=None):
        now = self.clock.now
        self.history.acts.append(Act(verb, question, now if at is None else at, now, who, said))

    def ask(self):
        for slug, (days, family) in ASKED.items():
            self.due[slug] = self.start + days * DAY
            closes = ["--closes", iso(self.due[slug])]
            words = [*closes, "--tag", "club", *(["--family", family] if family else [])]
            self.says("ask", f"Is it so: {slug}?", "--slug", slug, *words)
            self.history.asked.append(Asked(slug, self.clock.now, self.due[slug], family))

    def act(self, day, verb, *words):
        self.clock.now = max(self.clock.now, self.start + day * DAY) + 61 * SECOND
        getattr(self, verb)(*words)

    def week(self):
        """Everybody hands in a list for the open questions, some of them left out."""
        listed = [one["question"] for one in self.reads("questions")]
        for name in CLUB:
            said = {
                slug: self.dice.randint(1, 99) / 100 for slug in listed if self.dice.random() < 0.7
            }
            rows = "".join(f"{slug},{round(100 * p)}%\n" for slug, p in said.items())
            (self.folder / "list.csv").write_text(f"question,probability\n{rows}", "utf-8")
            self.says("forecast", "--from", "list.csv", who=name)
            for slug, p in said.items():
                self.hear("report", slug, who=name, said=p)
            self.clock.advance(seconds=3_607)

    def forecast(self, who, question, said):
        self.says("forecast", question, f"{round(100 * said)}%", who=who)
        self.hear("report", question, who=who, said=said)

    def withdraw(self, who, question):
        self.says("withdraw", question, who=who)
        self.hear("report", question, who=who)

    def edit(self, question, days):
        self.due[question] = self.start + days * DAY
        self.says("edit", question, "--closes", iso(self.due[question]))
        self.hear("edit", question, said=self.due[question])

    def resolve(self, question, outcome, settled):
        at = None if settled is None else self.start + settled * DAY
        self.says("resolve", question, outcome, *([] if at is None else ["--happened", iso(at)]))
        self.hear("resolve", question, said=int(outcome == "yes"), at=at)

    def ruled(self, verb, question):
        self.says(verb, question, "--why", "the committee says so")
        self.hear(verb, question)

    def close(self, question):
        self.ruled("close", question)

    def reopen(self, question):
        self.ruled("reopen", question)

    def annul(self, question):
        self.ruled("annul", question)

    def unresolve(self, question):
        self.ruled("unresolve", question)


@pytest.fixture
def month(foretell, clock, home):
    foretell("db", "init", "--db", "foretell.db")
    return Club(foretell, clock, home)


def iso(moment):
    from cli.output.dates import iso as written

    return written(moment)


def assert_board_agrees(club, **view):
    """The board and the referee's, row by row: totals, skill, ranks, who is above @median."""
    words = [word for name, at in view.items() for word in (f"--{name.replace('_', '-')}", iso(at))]
    shown = {row["forecaster"]: row for row in club.reads("leaderboard", *words)["rows"]}
    retold = club.history.retold(**view)
    totals = oracle_board.board(retold.world, pools=tuple(oracle.POOLS))
    expected = {_name(who, retold): row for who, row in totals.items()}
    assert shown.keys() == expected.keys(), view
    for name, row in expected.items():
        assert known(shown[name], row) == pytest.approx(row, 1e-9, 1e-9, nan_ok=True), (view, name)
    assert_skill_agrees(shown, retold)


def assert_skill_agrees(shown, retold):
    fit = oracle_skill.fit(retold.world, large=True)
    if len(set(fit.part.values())) != 1:
        return  # nobody has met, or not all: who is compared then has tests of its own
    skill = {retold.names[who]: fit.of(who) for who in fit.effect}
    assert {name: shown[name]["skill"] for name in skill} == pytest.approx(skill, abs=1e-9)
    ranked = sorted((row for row in shown.values() if row["rank"]), key=lambda row: row["rank"])
    assert all(one["skill"] >= other["skill"] - 1e-9 for one, other in pairwise(ranked))
    middle = shown["@median"]["skill"]
    for name in skill:
        assert shown[name]["above_median"] == (shown[name]["skill"] > middle)


def assert_scores_agree(club):
    """What is said of each resolved question, and of each forecaster, against the referee."""
    retold = club.history.retold()
    cells = oracle.cells(retold.world)
    for q, slug in enumerate(retold.slugs):
        shown = {row["forecaster"]: row for row in club.reads("show", slug)["scores"]}
        for (who, number), figures in cells.items():
            if number == q:
                assert_cell(shown[retold.names[who]], figures)
    for who, name in enumerate(retold.names):
        shown = {row["question"]: row for row in club.reads("scores", name)["rows"]}
        mine = {retold.slugs[q]: figures for (one, q), figures in cells.items() if one == who}
        assert shown.keys() == mine.keys()
        for slug, figures in mine.items():
            assert_cell(shown[slug], figures)


def assert_cell(row, figures):
    for figure in ("coverage", "brier", "log", "baseline", "peer"):
        expected = pytest.approx(getattr(figures, figure), 1e-9, 1e-9, nan_ok=True)
        assert number(row[figure]) == expected, figure


def known(row, expected):
    return {name: number(row[name]) for name in expected}


def number(value):
    return float("nan") if value is None else float(value)


def _name(who, retold):
    return f"@{who}" if isinstance(who, str) else retold.names[who]


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.slow), 4])
def test_a_clubs_month_agrees_with_the_referee_at_every_step_and_for_every_day(month, every):
    month.ask()
    for step, (day, *act) in enumerate(SCRIPT):
        month.act(day, *act)
        if step % every == 0:
            assert_board_agrees(month)
    month.clock.now = month.start + 32 * DAY
    assert_scores_agree(month)
    for day in range(0, 33, every):
        assert_board_agrees(month, as_of=month.start + day * DAY)
        assert_board_agrees(month, known_at=month.start + day * DAY + DAY // 2)
    assert month.history.retold().world.questions


@pytest.mark.slow
def test_a_board_of_a_past_moment_is_the_board_that_was_seen_then(month):
    """Where nothing was dated back: the whole document, to the last digit."""
    month.ask()
    seen = {}
    for day, *act in SCRIPT:
        if act[0] == "resolve" and act[-1] is not None:
            continue
        month.act(day, *act)
        seen[month.clock.now] = month.reads("leaderboard")["rows"]
    month.clock.advance(days=30)
    for moment, rows in seen.items():
        assert month.reads("leaderboard", "--as-of", iso(moment))["rows"] == rows


@pytest.mark.slow
def test_the_month_survives_export_and_import(month, home):
    month.ask()
    for day, *act in SCRIPT:
        month.act(day, *act)
    month.says("export", "-o", "club.jsonl")
    month.says("import", "club.jsonl", "--db", "copy.db")
    for words in (["leaderboard"], ["db", "check"], ["log"], ["questions", "--all"]):
        assert month.reads(*words) == month.reads(*words, "--db", "copy.db")
    assert (home / "copy.db").exists()
