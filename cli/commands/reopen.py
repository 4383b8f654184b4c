"""`foretell reopen`: undoes an early close."""

from __future__ import annotations

from cli.options import Invocation, Slug, command, new_app
from cli.shared.ruled import Why, holds, record_ruling, tell_ruling

__all__ = ["app"]

app = new_app()


@command(app, 'foretell reopen second-summit-by-2027 --why "closed by mistake"', writes=True)
def reopen(call: Invocation, question: Slug, *, why: Why = None) -> None:
    """Undo an early close.

    The question takes forecasts again until its scheduled close, and what stood goes on standing.
    """
    ruled = record_ruling(call, question, "reopen", why)
    tell_ruling(call, ruled, "Reopened", holds(ruled))
