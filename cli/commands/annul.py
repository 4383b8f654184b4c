"""`foretell annul`: takes a question out of all scores."""

from __future__ import annotations

from cli.options import Invocation, Slug, command, new_app
from cli.shared.ruled import Why, record_ruling, tell_ruling

__all__ = ["app"]

app = new_app()


@command(
    app,
    'foretell annul second-summit-by-2027 --why "the criteria can be read two ways"',
    writes=True,
)
def annul(call: Invocation, question: Slug, *, why: Why = None) -> None:
    """Annul a question: nobody is scored on it.

    For a question that turns out to have no answer. A resolved one is first taken back with
    `foretell unresolve`, which takes back an annulment, too.
    """
    ruled = record_ruling(call, question, "annul", why)
    undo = f"Note: it is taken back by: foretell unresolve {ruled.after.slug}"
    tell_ruling(call, ruled, "Annulled", "nobody is scored on it", [undo])
