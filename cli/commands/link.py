"""`foretell link`: what the answer to one question says about the answers to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Invocation, command, new_group
from cli.output.dates import day
from cli.output.emit import emit
from cli.output.figures import counted
from cli.output.links import FIELDS, link_row, sentence
from cli.output.streams import say
from cli.output.table import Column, table
from cli.shared.owner import refuse_members
from market.logic.links import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from market.logic.links import Link

__all__ = ["app"]

app = new_group("Say how the answers of questions hang together.")

Kind = Annotated[
    LinkKind,
    typer.Argument(metavar="|".join(LinkKind), help="How they hang together.", show_choices=False),
]
Slugs = Annotated[list[str], typer.Argument(metavar="QUESTION", help="Their slugs.")]
Of = Annotated[
    str | None, typer.Argument(metavar="QUESTION", help="Only the links of this question.")
]


@command(
    app,
    "foretell link add implies lasting-ceasefire any-ceasefire",
    "foretell link add excludes ana-wins bo-wins cy-wins",
    "foretell link add conditional terms-are-kept treaty-is-signed",
    writes=True,
)
def add(call: Invocation, kind: Kind, questions: Slugs) -> None:
    """Link questions.

    implies: the first cannot be YES without the second. excludes: at most one is YES. exhaustive:
    at least one is YES. conditional: the first is annulled if the second is NO, and forecasts on
    it are about the case that the second is YES. That the deadlines of a family imply each other
    goes without saying.

    For the owner of the ledger. Nothing is recorded that cannot be: see docs/coherence.md.
    """
    refuse_members(call)
    from market.logic.recording import record_link

    with call.writing("link add") as writing:
        link = record_link(writing, kind, questions)
    _tell(call, link, f"Linked: {sentence(link)}.")
    say(f"Next: foretell show {link.questions[0]}")


@command(app, "foretell link remove implies lasting-ceasefire any-ceasefire", writes=True)
def remove(call: Invocation, kind: Kind, questions: Slugs) -> None:
    """Take back a link; of a set of questions, name all of them.

    The journal keeps it. Outcomes that were recorded because of it stay as they are.
    """
    refuse_members(call)
    from market.logic.recording import take_back

    with call.writing("link remove") as writing:
        link = take_back(writing, kind, questions)
    _tell(call, link, f"Taken back: {sentence(link)}.")
    say(f"To put it back: foretell link add {link}")


@command(app, "foretell link list", "foretell link list second-summit-by-2027 --json")
def list_(call: Invocation, question: Of = None) -> None:
    """List links, those included that follow from deadlines."""
    from market.ledger.views.questions import find_question, question_states
    from market.logic.reading import all_links

    with call.ledger().reading() as connection:
        links = all_links(connection, question_states(connection, now=call.now))
        if question is not None:
            slug = find_question(connection, question, now=call.now).slug
            links = [link for link in links if slug in link.questions]

    def text(screen: Screen) -> Iterator[str]:
        of = "" if question is None else f" of {slug}"
        yield f"{counted(len(links), 'link')}{of} · {day(call.now)}"
        if links:
            yield ""
            yield from _table(links, screen)

    emit(call.sink, fields=FIELDS, rows=[link_row(link) for link in links], text=text)
    if not links:
        say("Next: foretell link add implies QUESTION QUESTION")


def _table(links: list[Link], screen: Screen) -> list[str]:
    columns = [Column("link"), Column("known by", leaves=1)]
    return table(
        columns,
        [[sentence(link), "deadlines" if link.derived else "record"] for link in links],
        screen,
    )


def _tell(call: Invocation, link: Link, told: str) -> None:
    row = link_row(link)
    emit(call.sink, fields=FIELDS, rows=[row], document=row, text=lambda _: [told])
