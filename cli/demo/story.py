"""What the demonstration tells before its leaderboard: the article, one resolution, one lesson."""

from __future__ import annotations

from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select

from cli.output.figures import percent
from cli.output.scores import question_scores, score_lines
from cli.output.streams import WIDEST
from market.ledger.panels import read_poll
from market.ledger.questions import find_question, question_states
from market.ledger.tables import Entry, Evidence

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from cli.output.streams import Screen
    from market.articles.pack import Pack
    from market.poll import Poll

__all__ = ["opening", "resolution"]

_WEEK = 7 * 86_400


def opening(connection: Connection, pack: Pack, path: Path, now: int) -> list[str]:
    """What was loaded, and who forecast it."""
    home = path.home()
    shown = f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
    own = {question.slug for question in pack.questions}
    states = [one for one in question_states(connection, now=now) if one.slug in own]
    count = Counter(state.status for state in states)
    fates = f"{count['resolved']} resolved, {count['closed']} waiting, {count['open']} open"
    return [
        f"foretell demo · 12 SIMULATED forecasters, {_seed(connection)}",
        f"ledger {shown} (yours is untouched)",
        "",
        *_folded(f"“{pack.article.title}”"),
        f"  1 article → {len(pack.claims)} claims → {len(states)} questions: {fates}",
        "",
        *_folded(pack.note),
    ]


def _folded(text: str) -> list[str]:
    return wrap(text, WIDEST - 2, initial_indent="  ", subsequent_indent="  ")


def _seed(connection: Connection) -> str:
    commands = select(Entry.__table__.c.command).where(Entry.__table__.c.command.like("demo seed%"))
    return str(connection.execute(commands).scalar_one()).removeprefix("demo ")


def resolution(
    connection: Connection, pack: Pack, slug: str, now: int, screen: Screen
) -> list[str]:
    """One question: what the article said, what happened by which source, everybody's scores."""
    state = find_question(connection, slug, now=now)
    if state.outcome is None:
        return [f"{slug} is {state.status}: its resolution would be told here."]
    poll = read_poll(connection, now=now, choose=lambda one: one.id == state.id)
    rows = question_scores(poll)
    said = [
        f"  Article   “{relation.statement.phrase}”: readers take that for "
        f"{percent(relation.statement.reading.probability)}"
        for claim in pack.claims
        for relation in claim.relations
        if relation.question == slug and relation.statement
    ]
    source = Evidence.__table__.c
    found = connection.execute(
        select(source.publisher, source.published, source.address)
        .where(source.ruling == state.ruling)
        .order_by(source.id)
    ).first()
    outcome = "YES" if state.outcome else "NO"
    return [
        f"One resolution · {slug} · {outcome} ({state.ruling_status})",
        state.title,
        "",
        *said,
        *([f"  Source    {found.publisher}, {found.published}: {found.address}"] if found else []),
        "",
        *score_lines(rows, screen),
        "",
        *_lesson(poll, rows),
    ]


def _lesson(poll: Poll, rows: list[dict[str, Any]]) -> list[str]:
    """Who ended better than the score shows, and the forecast that cost it."""
    people = [row for row in rows if not row["forecaster"].startswith("@")]
    outcome = float(poll.panel.outcome[0])
    at_close = sorted(people, key=lambda row: abs(row["last"] - outcome))
    fallen = max(people, key=lambda row: people.index(row) - at_close.index(row))
    name, end = fallen["forecaster"], percent(fallen["last"])
    place, score = at_close.index(fallen) + 1, people.index(fallen) + 1
    said, weeks = _costliest(poll, poll.forecasters.index(name))
    if score <= place:
        return ["  Whoever was nearest at the close also scored best: no late turn mattered here."]
    return [
        f"  {name} ended at {end}, {place} of {len(people)} at the close, but {score} by score:",
        f"  every day counts, and it stood at {percent(said)} for {weeks:.0f} weeks.",
    ]


def _costliest(poll: Poll, code: int) -> tuple[float, float]:
    """The forecast that lost a forecaster most, and for how many weeks it stood."""
    panel = poll.panel
    rows = np.flatnonzero(panel.forecaster == code)
    stood = np.minimum(panel.end[rows], panel.closes[0]) - panel.start[rows]
    worst = np.argmax(stood * np.square(panel.probability[rows] - panel.outcome[0]))
    return float(panel.probability[rows[worst]]), float(stood[worst]) / _WEEK
