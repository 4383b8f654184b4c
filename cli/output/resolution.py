"""A resolution as it is told: when it was settled, everybody's scores, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.dates import day, iso, moment
from cli.output.emit import emit
from cli.output.links import enumerated
from cli.output.parts import folded_parts
from cli.output.scores import FIELDS, question_scores, score_lines
from cli.output.settled import settled, settled_lines
from cli.output.states import short_state
from cli.output.streams import WIDEST, say
from market.logic.inference import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.invocation import Invocation
    from cli.output.streams import Screen
    from market.ledger.views.questions import QuestionState
    from market.ledger.views.settlements import Settlement
    from market.logic.consequences import Consequence
    from market.logic.resolving import Resolution
    from market.poll import Poll

__all__ = ["Told", "tell"]

_DAY = 86_400_000_000
_INDENT = " " * len("  Follows: ")


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a resolution.

    Attributes:
        done: What was recorded, and what follows.
        poll: Everybody's forecasts on the question.
        now: When it was recorded, in microseconds.
        dated: Whether it was said when the outcome was settled.
        settlement: What it made markets pay, if anybody had traded.
    """

    done: Resolution
    poll: Poll
    now: int
    dated: bool
    settlement: Settlement | None


def tell(call: Invocation, told: Told) -> None:
    """Print a resolution, and on stderr what should be looked at again."""
    state, rows = told.done.question, question_scores(told.poll)
    document: dict[str, Any] = {
        "question": state.slug,
        "outcome": state.outcome,
        "resolved_at": iso(state.resolved_at),
        "actual_close": iso(state.actual_close),
        "late": told.poll.late,
        "settled": settled(told.settlement),
        "rows": rows,
        "follows": [_consequence(one, told.done) for one in told.done.follows],
        "annulled": [
            {"question": one.question.slug, "condition": one.condition.slug}
            for one in told.done.voided
        ],
    }

    def text(screen: Screen) -> Iterator[str]:
        yield from _heading(told, call.user, screen)
        yield ""
        yield from score_lines(rows, screen) if rows else ["  no forecasts"]
        if consequences := [*_follows(told.done, screen), *_voided(told.done, screen)]:
            yield from ("", *consequences)

    emit(call.sink, fields=FIELDS, rows=rows, document=document, text=text)
    say(*settled_lines(told.settlement, "resolve"), *_notes(told))


def _consequence(made: Consequence, done: Resolution) -> dict[str, Any]:
    return {
        "question": made.question.slug,
        "outcome": made.outcome,
        "because": made.causes,
        "recorded": made.question.slug in done.recorded,
        "opens_later": made.opens_later,
    }


def _heading(told: Told, user: str, screen: Screen) -> Iterator[str]:
    state = told.done.question
    parts = [f"Resolved {short_state(state)}", state.slug, _settled(state)]
    if state.early_close == state.actual_close:
        parts.append(f"closed early, {moment(state.early_close)}")
    yield from folded_parts(parts, screen)
    if told.done.is_new:
        because = told.done.because
        yield f"  recorded {day(told.now)} by {user}" + (
            f", implied by {because}" if because else ""
        )
    else:
        yield "  recorded earlier; what follows from it, now"


def _settled(state: QuestionState) -> str:
    """When the outcome was settled, with the deadline."""
    settled, deadline = state.resolved_at, moment(state.closes)
    if settled is None or settled >= state.closes:
        return f"by its deadline, {deadline}"
    return f"settled {moment(settled)}, before {deadline}"


def _follows(done: Resolution, screen: Screen) -> Iterator[str]:
    """What that makes of other questions, and the command that records it where it is not."""
    for opens_later, outcome in product((False, True), (1, 0)):
        slugs = [
            one.question.slug
            for one in done.follows
            if (one.opens_later, one.outcome) == (opens_later, outcome)
        ]
        if slugs:
            too = " too" if outcome == done.question.outcome else ""
            recorded = ", and recorded as such." if done.recorded else "."
            end = _since(slugs) if opens_later else recorded
            yield from _listed("Follows", slugs, f"{Answer(outcome).name}{too}{end}", screen)
    slugs = [one.question.slug for one in done.follows if not one.opens_later]
    if slugs and not done.recorded:
        chosen = slugs[0] if len(slugs) == 1 else done.question.slug
        yield f"{_INDENT}foretell resolve {chosen} --implied"


def _since(slugs: list[str]) -> str:
    they = "it" if len(slugs) == 1 else "they"
    return f", since before {they} opened: foretell annul {slugs[0]}"


def _voided(done: Resolution, screen: Screen) -> Iterator[str]:
    """What was annulled with it, by the condition that failed."""
    for condition in dict.fromkeys(one.condition.slug for one in done.voided):
        slugs = [one.question.slug for one in done.voided if one.condition.slug == condition]
        yield from _listed("Annulled", slugs, f"conditional on {condition}, which is NO.", screen)


def _listed(label: str, slugs: list[str], answer: str, screen: Screen) -> list[str]:
    """A sentence on some questions, folded beside its label; slugs stay whole."""
    label = f"  {label}: "
    return wrap(
        f"{enumerated(slugs)} {'is' if len(slugs) == 1 else 'are'} {answer}",
        screen.width or WIDEST,
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_on_hyphens=False,
        break_long_words=False,
    )


def _notes(told: Told) -> Iterator[str]:
    """What may be wrong with a resolution."""
    if told.done.is_new and told.done.question.outcome:
        yield from _untimely(told)
    for other in told.done.contradicted:
        yield f"Note: it contradicts {other.slug}, which is {short_state(other)}."
        yield f"      One of them is wrong: foretell unresolve {other.slug}"


def _untimely(told: Told) -> Iterator[str]:
    """What may be wrong with the moment of a YES: nobody named it, or it is past the deadline."""
    state = told.done.question
    if not told.dated and told.done.because is None:
        if told.now - state.opens > _DAY:
            until = "this moment" if state.actual_close == told.now else day(state.actual_close)
            yield f"Note: --happened was not given, so forecasts count until {until}."
    elif state.resolved_at is not None and state.resolved_at > state.closes:
        settled, deadline = moment(state.resolved_at), moment(state.closes)
        yield f"Note: {settled} is after the deadline, {deadline}: should this not be NO?"
        yield f"      It is taken back by: foretell unresolve {state.slug}"
