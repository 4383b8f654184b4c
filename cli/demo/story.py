"""What the demonstration tells before its leaderboard: the article, one resolution, one lesson."""

from __future__ import annotations

from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np

from cli.demo.lesson import lesson
from cli.output.figures import percent
from cli.output.labels import labelled
from cli.output.scores import question_scores, score_lines
from cli.output.streams import WIDEST
from market.ledger.views.history import evidence_of
from market.ledger.views.panels import poll_on
from market.ledger.views.questions import find_question, question_states
from market.simulation.recording.demo import demo_seed
from scoring.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from cli.output.labels import Labelled
    from cli.output.streams import Screen
    from market.articles.pack import Pack
    from market.poll import Poll

__all__ = ["opening", "resolution"]


def opening(
    connection: Connection, pack: Pack, poll: Poll, path: Path, now: int, screen: Screen
) -> list[str]:
    """What was loaded, and who forecast it."""
    columns, home = screen.width or WIDEST, path.home()
    shown = f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
    own = {question.slug for question in pack.questions}
    states = [one for one in question_states(connection, now=now) if one.slug in own]
    count = Counter(state.status for state in states)
    fates = f"{count['resolved']} resolved, {count['closed']} waiting, {count['open']} open"
    crowd = np.count_nonzero(poll.panel.kind == Kind.SIMULATED.code)
    return [
        f"foretell demo · {crowd} SIMULATED forecasters, seed {demo_seed(connection)}",
        f"ledger {shown} (yours is untouched)",
        "",
        *_folded(f"“{pack.article.title}”", columns),
        f"  1 article → {len(pack.claims)} claims → {len(states)} questions: {fates}",
        "",
        *_folded(pack.note, columns),
    ]


def _folded(text: str, columns: int) -> list[str]:
    return wrap(text, columns, initial_indent="  ", subsequent_indent="  ")


def resolution(
    connection: Connection, pack: Pack, slug: str, now: int, screen: Screen
) -> list[str]:
    """One question: what the article said, what happened by which source, everybody's scores."""
    state = find_question(connection, slug, now=now)
    if state.outcome is None or state.ruling is None:
        return [f"{slug} is {state.status}: its resolution would be told here."]
    poll = poll_on(connection, [state])
    rows = question_scores(poll)
    outcome, columns = "YES" if state.outcome else "NO", screen.width or WIDEST
    return [
        f"One resolution · {slug} · {outcome} ({state.ruling_status})",
        *wrap(state.title, columns),
        "",
        *labelled([*_statements(pack, slug), *_source(connection, state.ruling)], columns),
        "",
        *score_lines(rows, screen),
        "",
        *lesson(poll, rows),
    ]


def _statements(pack: Pack, slug: str) -> Iterator[Labelled]:
    """What the article says of a question."""
    for claim in pack.claims:
        for relation in claim.relations:
            if relation.question == slug and relation.statement:
                phrase, reading = relation.statement.phrase, relation.statement.reading
                taken = percent(reading.probability)
                yield "Article", f"“{phrase}”: readers take that for {taken}"


def _source(connection: Connection, ruling: int) -> Iterator[Labelled]:
    """The first source of a ruling."""
    for seen in evidence_of(connection, ruling)[:1]:
        yield "Source", f"{seen.publisher}, {seen.published}: {seen.address}"
