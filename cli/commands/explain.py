"""`foretell explain`: what each forecast added to one score."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from cli.options import AsOf, Invocation, Slug, Who, command, new_app
from cli.output.emit import emit
from cli.output.streams import WIDEST
from cli.shared.boards import Eps, Ordering
from cli.shared.query import BeliefsName, ForecastFiles, Query, QuestionFile
from cli.typed.slugs import place_of_slug
from market.errors import Refused
from market.ledger.views.beliefs import Beliefs

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
    beliefs: BeliefsName = Beliefs.REPORTS,
    eps: Eps = None,
    questions: QuestionFile = None,
    forecasts: ForecastFiles = None,
) -> None:
    """Explain one score: what each forecast added to it.

    Every stretch of time over which the same was said is a line, and the lines add up to the
    figures that scores and show print.
    """
    Ordering(eps=eps)
    query = Query.of(call.now, (questions, forecasts), as_of=as_of, beliefs=beliefs)
    asked = query.read(call)
    told = _explained(asked, who, _scored(asked, question, query), eps)
    from cli.output.explanation import FIELDS

    def text(screen: Screen) -> Iterator[str]:
        heading = [f"{told.name} on {told.slug}", *query.words, told.ending]
        yield from wrap(" · ".join(heading), screen.width or WIDEST)
        yield ""
        yield from told.lines(screen)

    shown = {"as_of": query.as_of, "eps": eps} | told.document()
    emit(call.sink, fields=FIELDS, rows=told.rows(), document=shown, text=text)


def _explained(asked: Asked, who: str, place: int, eps: float | None) -> Explained:
    """The explanation of what somebody scored on a question of this code.

    Raises:
        Refused: There is no such forecaster or score.
    """
    from cli.output.explanation import Explained
    from cli.shared.entrants import Entrants
    from scoring.explanation import Explanation

    entrants = Entrants.of(asked, who, eps=eps)
    code = entrants.code(who)
    crowd = entrants.crowd(code) if code >= len(asked.poll.forecasters) else ()
    found = Explanation.of(entrants.timeline, code, place, crowd)
    name, slug = entrants.names[code], asked.poll.questions[place]
    if found is None:
        said = f"{name} has no forecast on {slug} that counts."
        raise Refused(said, _look(asked, slug))
    return Explained(name, asked.poll, found)


def _scored(asked: Asked, question: str, query: Query) -> int:
    """The code of a question that has scores.

    Raises:
        Refused: There is no such question, or it has none.
    """
    slugs = asked.poll.questions
    if query.files is not None:
        place = place_of_slug(question, slugs, f" in {query.files.questions.name}")
    elif query.when.as_of is not None:
        place = place_of_slug(question, slugs, f" {query.when.words}", "Leave out --as-of.")
    else:
        place = place_of_slug(question, slugs, "", "See: foretell questions --all")
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
