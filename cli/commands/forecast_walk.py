"""The weekly half hour in one command: every open question without a forecast of one's own."""

from __future__ import annotations

from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from cli.output.conversation import columns, hear
from cli.output.dates import day, to_go
from cli.output.emit import emit
from cli.output.figures import counted, percent
from cli.output.labels import labelled
from cli.output.recorded import FIELDS, recorded_lines, recorded_row
from cli.output.streams import Screen, say
from cli.shared.contradicted import contradiction_notes
from cli.shared.hiding import HIDDEN
from cli.shared.outlook import outlooks
from cli.typed.values import parse_probability
from market.errors import Refused, UsageError
from market.ledger.acts.reports import report
from market.ledger.views.questions import question_states

if TYPE_CHECKING:
    from cli.invocation import Invocation
    from cli.shared.outlook import Outlook
    from market.ledger.acts.reports import Recorded
    from market.ledger.engine import Ledger

__all__ = ["walk"]

PROMPT = "probability (Enter skips, ? tells more, q ends): "
SHORT = 300
"""Characters of the criteria that are shown unasked."""


def walk(call: Invocation) -> None:
    """Go through the open questions on which the user has no forecast, one by one.

    Every answer is recorded at once, in an entry of its own, so that an interruption loses none.

    Args:
        call: Who answers, and where the data go: a row for each forecast recorded.
    """
    ledger, now = call.ledger(), call.now
    with ledger.reading() as connection:
        states = question_states(connection, now=now)
        open_ = [state for state in states if state.status == "open"]
        missing = [one for one in outlooks(connection, call, open_, now) if one.awaits(now)]
    recorded: list[Recorded] = []
    try:
        _ask_all(call, ledger, missing, recorded)
    except KeyboardInterrupt:
        say("", f"{len(recorded)} recorded before this.")
        raise
    left = counted(len(missing) - len(recorded), "question")
    emit(
        call.sink,
        fields=FIELDS,
        rows=[recorded_row(one) for one in recorded],
        text=lambda _: [f"{len(recorded)} recorded, {left} without a forecast"],
    )
    if not missing:
        have = "You have a forecast on every open question." if open_ else "No question is open."
        say(have, "Next: " + ("foretell questions --mine" if open_ else "foretell seed list"))


def _ask_all(
    call: Invocation, ledger: Ledger, missing: list[Outlook], recorded: list[Recorded]
) -> None:
    for place, one in enumerate(missing, 1):
        say("", *_told(one, f"{place} of {len(missing)}", call.now))
        while words := _answer(one):
            if words == "q":
                return
            try:
                said = parse_probability(words)
                with call.writing("forecast", ledger) as writing:
                    done = report(writing, one.state.slug, call.user, said)
            except (Refused, UsageError) as error:
                say(f"Error: {error.message}", f"Hint:  {error.hint}")
                continue
            recorded.append(done)
            say(*recorded_lines(done, Screen(columns()), odds=":" in words))
            say(*contradiction_notes(ledger, call.user, [done], call.now))
            break


def _answer(one: Outlook) -> str:
    """What is typed; empty to skip the question, ``q`` also where the input ends."""
    while (words := hear(PROMPT)) == "?":
        say(*_more(one))
    return "q" if words is None else words.lower()


def _told(one: Outlook, place: str, now: int) -> list[str]:
    """The question as it is put."""
    state, width = one.state, columns()
    closes = f"closes {day(state.actual_close)}, {to_go(state.actual_close - now)}"
    criteria = shorten(state.criteria, SHORT, placeholder=" …")
    labels = (("Crowd", _crowd(one)), ("Criteria", criteria))
    head = wrap(f"{place} · {state.slug} · {closes}", width, break_on_hyphens=False)
    return [*head, *wrap(state.title, width), *labelled(labels, width)]


def _crowd(one: Outlook) -> str:
    if one.hidden:
        return HIDDEN
    if not one.people:
        return "nobody has a forecast standing"
    people = f"{one.people} {'person' if one.people == 1 else 'people'}"
    return f"median {percent(one.median)}, {people}"


def _more(one: Outlook) -> list[str]:
    """All the words of the question."""
    state = one.state
    labels = (
        ("Background", state.background),
        ("Criteria", state.criteria),
        ("Fine print", state.fine_print),
        ("Source", state.source),
        ("Tags", ", ".join(state.tags)),
        ("All of it", f"foretell show {state.slug} --full"),
    )
    return labelled(labels, columns())
