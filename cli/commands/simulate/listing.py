"""`foretell simulate list` and `show`: the scenarios that ship, and the text of one."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.commands.simulate.group import Named, app
from cli.options import Invocation, command
from cli.output.emit import emit
from cli.output.figures import counted
from cli.output.streams import WIDEST, say, screen, write
from cli.output.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output.streams import Screen
    from market.simulation.scenarios.scenario import Scenario

__all__ = ["list", "show"]

NOTE = (
    "Points: settings that are compared. Panels: how often each of them is repeated, on new "
    "questions and new people; the more, the smaller the error."
)
FIELDS = ("name", "title", "points", "panels", "varies", "lesson")


@command(app, "foretell simulate list", "foretell simulate list --json")
def list(call: Invocation) -> None:  # noqa: A001 - the command's name is the function's
    """List the scenarios that ship.

    A scenario is a file: a world, people, markets, and what of them to vary. Copy one with
    `foretell simulate show NAME > mine.toml`, and change it.
    """
    from market.simulation.scenarios.library import load_scenario, scenario_names

    rows = [_row(load_scenario(name)) for name in scenario_names()]

    def text(screen: Screen) -> Iterator[str]:
        yield f"{counted(len(rows), 'scenario')} of crowds and markets whose truth is known"
        yield ""
        columns = [
            Column("name"),
            Column("what it asks", shrinks=True),
            Column("points", right=True),
            Column("panels", right=True),
        ]
        cells = (
            [row["name"], row["title"], str(row["points"]), f"{row['panels']:,}"] for row in rows
        )
        yield from table(columns, cells, screen)
        yield ""
        yield from wrap(NOTE, screen.width or WIDEST)

    emit(call.sink, fields=FIELDS, rows=rows, text=text)
    say("Next: foretell simulate run extremizing   (its file: foretell simulate show extremizing)")


@command(
    app,
    "foretell simulate show extremizing",
    "foretell simulate show extremizing > mine.toml",
    prints=False,
)
def show(_call: Invocation, name: Named) -> None:
    """Print the file of a scenario, to read or to change.

    Write it to a file of your own, change that, and run it.
    """
    from market.simulation.scenarios.library import scenario_text

    place = screen()
    write("".join(f"{place.show(line)}\n" for line in scenario_text(name).splitlines()))
    say(f"Next: foretell simulate run {name}   (what each key means: docs/laboratory.md)")


def _row(scenario: Scenario) -> dict[str, Any]:
    return {
        "name": scenario.name,
        "title": scenario.title,
        "points": len(scenario.points),
        "panels": scenario.panels,
        "varies": tuple(scenario.points[0].at),
        "lesson": scenario.lesson,
    }
