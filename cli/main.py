"""The command `foretell`: its registry of commands and the options that stand before them."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import typer
from typer.main import get_command

from cli.context import is_completing
from cli.lazy import LazyGroup, Registry
from cli.options import (
    Address,
    AsCsv,
    AsJson,
    Debug,
    Demo,
    FormatName,
    Invocation,
    User,
    new_app,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["COMMANDS", "SECTIONS", "app", "main"]

SECTIONS: Mapping[str, Registry] = {
    "Forecasting": {
        "status": ("cli.commands.status", "Say what waits for you; so does foretell alone."),
        "forecast": ("cli.commands.forecast", "Record your probability for a question."),
        "withdraw": ("cli.commands.withdraw", "Take your forecast back from now on."),
        "questions": ("cli.commands.questions", "List questions, the soonest to close first."),
        "due": ("cli.commands.due", "List what closes soon, also as a calendar."),
        "show": ("cli.commands.show", "Show one question: its text, the crowd, your forecasts."),
        "market": (
            "cli.commands.market",
            "Trade play money on the questions: the price is a forecast.",
        ),
    },
    "Questions": {
        "ask": ("cli.commands.ask", "Ask a new question."),
        "draft": ("cli.commands.draft", "Find what a text predicts, and draft questions from it."),
        "lint": ("cli.commands.lint", "Look for weak points in a pack, before anybody forecasts."),
        "edit": ("cli.commands.edit", "Change a question's words or dates from now on."),
        "close": ("cli.commands.close", "Stop taking forecasts on a question, before its time."),
        "reopen": ("cli.commands.reopen", "Undo an early close."),
        "resolve": ("cli.commands.resolve", "Resolve a question yes or no, with evidence."),
        "annul": ("cli.commands.annul", "Annul a question: nobody is scored on it."),
        "unresolve": ("cli.commands.unresolve", "Take back a resolution or an annulment."),
        "link": ("cli.commands.link", "Say how the answers of questions hang together."),
    },
    "Scores": {
        "leaderboard": (
            "cli.commands.leaderboard",
            "Rank forecasters, with how far the ranks hold.",
        ),
        "scores": ("cli.commands.scores", "Show one forecaster's scores, question by question."),
        "explain": ("cli.commands.explain", "Explain one score: what each forecast added to it."),
        "compare": ("cli.commands.compare", "Compare forecasters on the same questions."),
        "calibration": (
            "cli.commands.calibration",
            "Compare what somebody said with what came true.",
        ),
        "decompose": (
            "cli.commands.decompose",
            "Split a score into calibration and discrimination.",
        ),
        "pool": ("cli.commands.pool", "Pool forecasts in several ways, and say which did best."),
        "coherence": (
            "cli.commands.coherence",
            "Say where forecasts on linked questions contradict each other.",
        ),
        "article": (
            "cli.commands.article",
            "Keep score of articles and of those who write them.",
        ),
        "report": ("cli.commands.report", "Write everything on one page."),
        "serve": ("cli.commands.serve", "Serve the report on this computer, always up to date."),
        "score": ("cli.commands.score", "Score forecasts from CSV files, without a ledger."),
    },
    "Laboratory": {
        "simulate": (
            "cli.commands.simulate",
            "Simulate crowds and markets whose truth is known.",
        ),
    },
    "Ledger": {
        "user": ("cli.commands.user", "Add, list and show forecasters."),
        "team": ("cli.commands.team", "Share a ledger on PostgreSQL: who may do what."),
        "import": ("cli.commands.import_", "Bring in questions, forecasts or a whole ledger."),
        "export": ("cli.commands.export", "Write the whole ledger, or its poll as CSV."),
        "log": ("cli.commands.log", "Print the journal: who recorded what, and when."),
        "seed": ("cli.commands.seed", "Load ready-made questions."),
        "demo": ("cli.commands.demo", "Try foretell with a simulated crowd."),
        "db": ("cli.commands.db", "Make, check, back up and restore the ledger."),
    },
}
"""The commands by heading, each with its module and one-line help, in the order in which people
meet them."""

COMMANDS: Registry = {name: entry for part in SECTIONS.values() for name, entry in part.items()}
"""All commands."""


class Commands(LazyGroup):
    """The top of the command line."""

    sections: ClassVar[Mapping[str, Registry]] = SECTIONS
    registry: ClassVar[Registry] = COMMANDS

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the word `help`, before a command or alone, for `--help`."""
        if args[:2] == ["help", "words"]:
            from cli.words import print_words

            print_words()
            raise typer.Exit
        return super().parse_args(ctx, [*args[1:], "--help"] if args[:1] == ["help"] else args)


def _print_version(wanted: bool) -> None:
    if wanted:
        from cli.version import print_version

        print_version()
        raise typer.Exit


def _install_completion(wanted: bool) -> None:
    if wanted:
        from cli.completion import install

        install()
        raise typer.Exit


def _show_completion(wanted: bool) -> None:
    if wanted:
        from cli.completion import show

        show()
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version", callback=_print_version, is_eager=True, help="Print the versions in use."
    ),
]
Install = Annotated[
    bool,
    typer.Option(
        "--install-completion",
        callback=_install_completion,
        is_eager=True,
        help="Let your shell complete commands, options and slugs.",
    ),
]
Show = Annotated[
    bool,
    typer.Option(
        "--show-completion",
        callback=_show_completion,
        is_eager=True,
        help="Print the lines that do so, to install by hand.",
    ),
]

app = new_app(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback(
    epilog="\b\nExample: foretell forecast second-summit-by-2027 30%\n"
    "What the words mean: foretell help words"
)
def foretell(
    ctx: typer.Context,
    *,
    db: Address = None,  # noqa: ARG001 - the commands find these in the context
    user: User = None,  # noqa: ARG001
    style: FormatName = None,  # noqa: ARG001
    json: AsJson = False,  # noqa: ARG001
    csv: AsCsv = False,  # noqa: ARG001
    demo: Demo = False,  # noqa: ARG001
    debug: Debug = False,  # noqa: ARG001
    version: Version = False,  # noqa: ARG001 - these three have acted and left
    install_completion: Install = False,  # noqa: ARG001
    show_completion: Show = False,  # noqa: ARG001
) -> None:
    """Keep score of predictions.

    Ask yes-or-no questions, record probabilities, resolve, and see who foresees well. Alone,
    foretell says what waits for you. The options below may also stand after a command, where they
    win.
    """
    # The command's modules are loaded by now: they stay, so no collection need look at them.
    gc.freeze()
    gc.enable()
    if ctx.invoked_subcommand is None:
        from cli.commands.status import show_status

        show_status(Invocation.of(ctx.params, {}))


def main(words: Sequence[str] | None = None) -> int:
    """Run one command, or complete one for a shell.

    Args:
        words: The words after `foretell`; the process's own when absent.

    Returns:
        The exit code of a command that ended well or was interrupted.

    Raises:
        Exception: Whatever the command raised; `cli.failures.explain` puts it into words.
    """
    if is_completing():
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    code = get_command(app).main(words, prog_name="foretell", standalone_mode=False)
    return code if isinstance(code, int) else 0
