"""`foretell simulate verify`: the theory, derived again from the code."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.simulate.group import app
from cli.options import Invocation, command
from cli.output.emit import emit
from cli.output.figures import counted
from cli.output.streams import say
from market.errors import UsageError
from market.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort

__all__ = ["verify"]

_SEED = 7

Laws = Annotated[
    list[str] | None, typer.Option("--law", metavar="LAW", help="Only this law; repeatable.")
]
Quick = Annotated[bool, typer.Option("--quick", help="Draw less: seconds, and wider tolerances.")]
CheckSeed = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Seed of the draws.")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, help="Processes; one for each core if absent."),
]


@command(
    app,
    "foretell simulate verify",
    "foretell simulate verify --quick",
    "foretell simulate verify --law kelly --law makers --json",
)
def verify(
    call: Invocation,
    *,
    law: Laws = None,
    quick: Quick = False,
    seed: CheckSeed = _SEED,
    workers: Workers = None,
) -> None:
    """Derive the theory again from the code, and say where they agree.

    Each law of scoring, markets and crowds is checked with the code that everything else runs on,
    against published figures and closed forms. What is drawn may miss by four standard errors.
    Exit code 1 says that something does not hold.
    """
    from cli.output.verified import Verified
    from market.simulation.theory.effort import Effort

    found = Verified(seed, quick, _derived(call, _chosen(law), Effort(seed, quick), workers))
    emit(
        call.sink,
        fields=found.fields,
        rows=found.rows,
        document=found.document(),
        text=found.lines,
    )
    failed = len(found.failed)
    if failed:
        say(f"{counted(failed, 'statement')} of {len(found.rows):,} failed.")
        raise typer.Exit(1)
    say("Next: foretell simulate run extremizing   (what each law says: docs/verification.md)")


def _chosen(names: Sequence[str] | None) -> list[str]:
    """The laws that were asked for, in the order in which they are told.

    Raises:
        UsageError: There is no such law.
    """
    from market.simulation.theory.registry import LAWS

    for name in names or ():
        if name not in LAWS:
            hint = did_you_mean(name, LAWS, f"Choose one of {', '.join(LAWS)}")
            raise UsageError(f"There is no law {name}.", hint)
    return [name for name in LAWS if not names or name in names]


def _derived(
    call: Invocation, names: Sequence[str], effort: Effort, workers: int | None
) -> Mapping[str, Sequence[Check]]:
    """What was found of each law."""
    from cli.context import cores
    from cli.output.progress import Bar
    from market.simulation.experiments.executors import Alone, Processes
    from market.simulation.theory.registry import derive

    useful = min(workers or (1 if effort.quick else cores()), len(names))
    found = {}
    executor = nullcontext(Alone()) if useful == 1 else Processes(useful)
    with executor as computing, Bar("laws", len(names), call.clock) as bar:
        for (name, _), checks in computing.results(derive, [(name, effort) for name in names]):
            found[name] = checks
            bar.add(1)
    return {name: found[name] for name in names}
