"""`foretell simulate run`: an experiment from a scenario to its table."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, Self

import typer

from cli.commands.simulate.group import Named, app
from cli.options import Invocation, command
from cli.output.emit import emit
from cli.output.streams import say
from cli.shared.plots import PlotFile, refuse_plot, write_plot
from market.errors import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.simulation.experiments.executors import Executor
    from market.simulation.experiments.keeping import Kept
    from market.simulation.measures.tally import Tally
    from market.simulation.scenarios.scenario import Scenario

__all__ = ["run"]

Quick = Annotated[bool, typer.Option("--quick", help="Few panels: seconds, and wider errors.")]
Panels = Annotated[
    int | None,
    typer.Option("--panels", metavar="N", min=1, max=10**9, help="Panels of each point."),
]
RunSeed = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", min=0, help="Seed in place of the scenario's own."),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, help="Processes; one for each core if absent."),
]
Cluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="Run on this Dask cluster: tcp://…:8786"),
]
Into = Annotated[
    str | None,
    typer.Option(
        "--into",
        metavar="LEDGER",
        help="Write some of it into this ledger, labelled simulated, and print no table.",
    ),
]


@command(
    app,
    "foretell simulate run extremizing --quick",
    "foretell simulate run mine.toml --panels 20000 -o table.csv",
    "foretell simulate run rankings --cluster tcp://10.0.0.1:8786",
    "foretell simulate run rankings --into sim.db",
    "foretell simulate run thin-markets --quick --plot liquidity.svg",
)
def run(
    call: Invocation,
    scenario: Named,
    *,
    quick: Quick = False,
    panels: Panels = None,
    seed: RunSeed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    into: Into = None,
    plot: PlotFile = None,
) -> None:
    """Run a scenario, and print its table with the error of each figure.

    The same scenario, seed and panels give the same table, whoever computes it. Blocks that are
    done are kept while the run goes on: after an interrupt the same command goes on where it stood.

    With --into, a few panels of the first point become questions, simulated forecasters and
    forecasts of a ledger, which every other command can look at.
    """
    _refuse_both(("--quick", quick), ("--panels", panels))
    _refuse_both(("--workers", workers), ("--cluster", cluster))
    table_only = {"--quick": quick, "--workers": workers, "--cluster": cluster, "--plot": plot}
    for option in table_only.items():
        _refuse_both(("--into", into), option)
    refuse_plot(plot, call.sink)
    from cli.output.simulated import Simulated
    from market.simulation.scenarios.library import is_file, load_scenario

    read = load_scenario(scenario)
    if into is not None:
        from cli.commands.simulate.into import write_into

        write_into(call, read, into, seed=seed, panels=panels)
        return
    if plot is not None:
        from cli.charts.simulated import refuse_crowded

        refuse_crowded(read)
    wanted = _Wanted.of(read, seed, panels, quick=quick)
    with _executor(wanted.blocks, workers, cluster) as executor, _kept(call, wanted) as kept:
        tallies = _swept(call, wanted, executor, kept)
        found = Simulated.of(wanted.scenario, wanted.seed, wanted.panels, tallies)
        document, text = found.document(), found.lines
        emit(call.sink, fields=found.fields, rows=found.rows, document=document, text=text)
        if plot is not None:
            from cli.charts.simulated import simulated_chart

            write_plot(plot, simulated_chart(found), call.sink)
        kept.is_complete = True
    own = f"change {scenario}, and run it again"
    ours = f"foretell simulate show {scenario}   (to change it: > mine.toml, then run that)"
    say(f"Next: {own if is_file(scenario) else ours}")


def _refuse_both(*options: tuple[str, object]) -> None:
    """Let options pass of which at most one is given."""
    if all(value is not None and value is not False for _, value in options):
        said = " and ".join(name for name, _ in options)
        raise UsageError(f"{said} exclude each other.", "Leave one of them out.")


class _Wanted(NamedTuple):
    """A run that is asked for."""

    scenario: Scenario
    seed: int
    panels: int
    blocks: int

    @classmethod
    def of(cls, scenario: Scenario, seed: int | None, panels: int | None, *, quick: bool) -> Self:
        from market.simulation.experiments.sweep import extents_of

        wanted = panels or (scenario.quick if quick else scenario.panels)
        blocks = sum(extent.blocks for extent in extents_of(scenario, wanted))
        return cls(scenario, scenario.seed if seed is None else seed, wanted, blocks)


@contextmanager
def _executor(blocks: int, workers: int | None, address: str | None) -> Iterator[Executor]:
    """Who computes."""
    if address is not None:
        from market.simulation.experiments.cluster import cluster

        with cluster(address) as executor:
            yield executor
        return
    from cli.context import cores
    from market.simulation.experiments.executors import Alone, Processes

    useful = min(workers or cores(), blocks)
    if useful == 1:
        yield Alone()
        return
    with Processes(useful) as executor:
        yield executor


@contextmanager
def _kept(call: Invocation, wanted: _Wanted) -> Iterator[Kept]:
    """Where the blocks of this run are kept: beside its output, or in the user's cache."""
    from cli.version import VERSION
    from market.simulation.experiments.keeping import Kept, fingerprint

    made = fingerprint(wanted.scenario, wanted.seed, VERSION)
    path = Path(f"{call.sink.path}.blocks")
    if call.sink.path is None:
        path = _cached(f"{made}.blocks")
    with Kept.opened(path, made) as kept:
        yield kept


def _cached(name: str) -> Path:
    """A file of the user's cache, whose folder is there.

    Raises:
        Refused: It cannot be made.
    """
    from cli.context import cache_folder

    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = f"Blocks cannot be kept in {folder}: {error.strerror}."
        raise Refused(said, "With -o FILE they are kept beside it.") from error
    return folder / name


def _swept(call: Invocation, wanted: _Wanted, executor: Executor, kept: Kept) -> list[Tally]:
    from cli.output.progress import Bar
    from market.simulation.experiments.sweep import sweep

    scenario, seed, panels, blocks = wanted
    try:
        with Bar("blocks", blocks, call.clock) as bar:
            return sweep(
                scenario,
                seed=seed,
                panels=panels,
                executor=executor,
                kept=kept,
                progress=bar.add,
            )
    except KeyboardInterrupt:
        said = f"Interrupted: {len(kept.places):,} of {blocks:,} blocks are kept."
        say(said, "Go on: run the same command again.")
        raise
