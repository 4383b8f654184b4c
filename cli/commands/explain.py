"""`foretell explain`: what each forecast added to one score."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from cli.options import AsOf, Invocation, Slug, Who, command, new_app
from cli.output.emit import emit
from cli.output.streams import WIDEST
from cli.shared.boards import Eps, Ordering
from cli.shared.files import Files, ForecastFiles, QuestionFile, read_from
from cli.shared.polls import When
from cli.typed.filters import Filters
from market.errors import Refused
from market.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.explanation import Explained
    from cli.output.streams import Screen
    from cli.shared.polls import Asked

__all__ = ["app"]

app = new_app()


@command(
    app,
    "foretell explain ana second-summit-by-2025",
    "foretell explain @median second-summit-by-2025 --json",
    "foretell explain ana fog --questions questions.csv --forecasts forecasts.csv",
)
def explain(
    call: Invocation,
    who: Who,
    question: Slug,
    *,
    as_of: AsOf = None,
    eps: Eps = None,
    questions: QuestionFile = None,
    forecasts: ForecastFiles = None,
) -> None:
    """Explain one score: what each forecast added to it.

    Every stretch of time over which the same was said is a line, and the lines add up to the
    figures that scores and show print.
    """
    now = call.now
    Ordering(eps=eps)
    when = When.of(now, as_of)
    asked = read_from(call, Files.of(questions, forecasts), Filters.of(now), when)
    told = _explained(asked, who, question, eps)
    from cli.output.explanation import FIELDS

    def text(screen: Screen) -> Iterator[str]:
        heading = f"{told.name} on {told.slug} · {when.words} · {told.ending}"
        yield from wrap(heading, screen.width or WIDEST)
        yield ""
        yield from told.lines(screen)

    shown = {"as_of": when.iso, "eps": eps} | told.document()
    emit(call.sink, fields=FIELDS, rows=told.rows(), document=shown, text=text)


def _explained(asked: Asked, who: str, question: str, eps: float | None) -> Explained:
    """The explanation of what somebody scored on a question.

    Raises:
        Refused: There is no such forecaster, question or score.
    """
    from cli.output.explanation import Explained
    from cli.shared.entrants import Entrants
    from scoring.explanation import Explanation

    entrants = Entrants(asked.poll, eps)
    code, place = entrants.code(who), _scored(asked, question)
    crowd = entrants.crowd(code) if code >= len(asked.poll.forecasters) else ()
    found = Explanation.of(entrants.timeline, code, place, crowd)
    name, slug = entrants.names[code], asked.poll.questions[place]
    if found is None:
        said = f"{name} has no forecast on {slug} that counts."
        raise Refused(said, _look(asked, slug))
    return Explained(name, asked.poll, found)


def _scored(asked: Asked, question: str) -> int:
    """The code of a question that has scores."""
    slugs = asked.poll.questions
    folded = [slug.lower() for slug in slugs]
    if question.lower() not in folded:
        hint = "See: foretell questions --all" if asked.states else "Look into the questions' file."
        raise Refused(f"There is no question {question!a}.", did_you_mean(question, slugs, hint))
    place = folded.index(question.lower())
    if not asked.poll.panel.scored[place]:
        said = f"{slugs[place]} is {_status(asked, place)}: there is no score to explain."
        raise Refused(said, _look(asked, slugs[place]))
    return place


def _status(asked: Asked, place: int) -> str:
    """Why a question is not scored."""
    status = asked.states[place].status if asked.states else ""
    return status if status in {"open", "annulled"} else "not resolved"


def _look(asked: Asked, slug: str) -> str:
    if asked.states:
        return f"See what was said of it: foretell show {slug}"
    return "Look into the files of questions and forecasts."
