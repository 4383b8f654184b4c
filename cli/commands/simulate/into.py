"""`foretell simulate run --into`: a run in a ledger, to look at it with every other command."""

from __future__ import annotations

from dataclasses import replace
from shlex import quote
from typing import TYPE_CHECKING

from cli.output.emit import emit
from cli.output.figures import counted
from cli.output.streams import say
from cli.shared.owner import refuse_members
from cli.shared.target import ledger_for
from market.errors import UsageError

if TYPE_CHECKING:
    from cli.invocation import Invocation
    from market.simulation.scenarios.scenario import Scenario

__all__ = ["write_into"]


def write_into(
    call: Invocation, scenario: Scenario, address: str, *, seed: int | None, panels: int | None
) -> None:
    """Write a run of a scenario's first point into a ledger, which is made where there is none.

    Args:
        call: Who writes, and where the summary goes.
        scenario: What to run.
        address: The ledger.
        seed: Seed in place of the scenario's own.
        panels: Panels in place of a few.

    Raises:
        UsageError: ``--db`` names a ledger too.
        Refused: A member of a team is calling, or the run cannot be in this ledger.
    """
    from market.simulation.recording.writing import write_run

    if call.chose_ledger:
        raise UsageError("--into and --db name two ledgers.", "Leave out --db.")
    there = replace(call, address=address)
    refuse_members(there)
    with ledger_for(there, rehearse=False) as ledger:
        written = write_run(ledger, scenario, actor=there.user, seed=seed, panels=panels)
        shown = ledger.address if "://" in address else address
    row = {"scenario": scenario.name, **written._asdict()}
    point = "".join(f", {key} = {value}" for key, value in scenario.points[0].at.items())
    line = (
        f"{scenario.name}{point} · {counted(written.questions, 'question')}, all resolved · "
        f"{counted(written.forecasters, 'SIMULATED forecaster')} · "
        f"{counted(written.forecasts, 'forecast')} · seed {written.seed}"
    )
    emit(call.sink, fields=tuple(row), rows=[row], document=row, text=lambda _: [line])
    if scenario.points[0].markets:
        say("Note: what its markets did is left out: a ledger dates a trade by its entry.")
    say(f"Next: foretell --db {quote(shown)} leaderboard")
