"""`foretell seed`: ready-made questions, each pack of them drawn from one article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import Invocation, command, new_group
from cli.output.emit import emit
from cli.output.streams import say
from cli.output.table import Column, table
from cli.shared.owner import refuse_members
from cli.typed.who import as_word
from market.articles.packfiles import read_pack
from market.seeds import pack_path, seed_names, seed_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from market.articles.loading import Loaded
    from market.articles.pack import Pack

__all__ = ["app"]

FIELDS = ("name", "article", "claims", "questions", "resolved", "waiting")
COUNTS = ("claims", "questions", "resolved", "waiting", "open")

app = new_group("Load ready-made questions.")

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="A pack of `foretell seed list`, or your own file or folder."
    ),
]


@command(app, "foretell seed list", "foretell seed list --json")
def list(call: Invocation) -> None:  # noqa: A001 - the command's name is the function's
    """List the packs that can be loaded."""
    rows = [_row(read_pack(seed_path(name))) for name in seed_names()]

    def text(screen: Screen) -> Iterator[str]:
        yield _count(len(rows), "starter pack")
        yield ""
        columns = [
            Column("name"),
            Column("article", shrinks=True),
            *(Column(field, right=True) for field in FIELDS[2:]),
        ]
        yield from table(columns, ([str(row[field]) for field in FIELDS] for row in rows), screen)

    emit(call.sink, fields=FIELDS, rows=rows, text=text)
    say("Next: foretell seed load NAME")


@command(
    app, "foretell seed load anchorage", "foretell seed load mine.toml --db club.db", writes=True
)
def load(call: Invocation, name: Name) -> None:
    """Load a pack: its article, questions and recorded outcomes.

    The ledger is made where there is none. Of a pack that is there already, outcomes are recorded
    that are outstanding, save where somebody has ruled in the meantime. A pack of your own is a
    TOML file or a folder; seeds/README.md describes both. What is still to do in it, foretell lint
    says.
    """
    from market.articles.loading import load_pack
    from market.articles.validation import refuse_unsound

    user, pack = call.user, read_pack(pack_path(name))
    refuse_unsound(pack, as_word(name))  # before a ledger is made for it
    refuse_members(call)
    ledger = call.ledger(create=True)
    loaded = load_pack(ledger, pack, actor=user, key=call.key)
    if loaded.repeated is not None:
        call.tell_repetition(loaded.repeated)
    row = {"name": pack.name, **{count: getattr(loaded, count) for count in COUNTS}}
    row |= {"kept": len(loaded.kept), "annulled": loaded.annulled}
    say(_done(pack, loaded, ledger.address), *filter(None, [loaded.remark]))
    emit(call.sink, fields=tuple(row), rows=[row], document=row, text=lambda _: [_line(loaded)])
    say(" ".join(pack.note.split()), "Next: foretell questions")
    ledger.close()


def _row(pack: Pack) -> dict[str, Any]:
    resolved = sum(outcome.outcome is not None for outcome in pack.outcomes)
    return {
        "name": pack.name,
        "article": pack.article.title,
        "claims": len(pack.claims),
        "questions": len(pack.questions),
        "resolved": resolved,
        "waiting": len(pack.outcomes) - resolved,
    }


def _done(pack: Pack, loaded: Loaded, address: str) -> str:
    if loaded.resumed:
        return f"{pack.name} was in {address} already; recorded the outcomes that were outstanding"
    return f"Loaded {pack.name} into {address}"


def _line(loaded: Loaded) -> str:
    claims, questions = _count(loaded.claims, "claim"), _count(loaded.questions, "question")
    states = f"{loaded.resolved} resolved, {loaded.waiting} waiting, {loaded.open} open"
    annulled = f", {loaded.annulled} annulled" if loaded.annulled else ""
    return f"1 article → {claims} → {questions}: {states}{annulled}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
