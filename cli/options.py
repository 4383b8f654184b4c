"""The options that commands share, and the decorator that gives them to a command.

A command is a function whose first parameter is its `Invocation`; the others are its own words:

    app = new_app()

    @command(app, "foretell show second-summit-by-2027")
    def show(call: Invocation, question: Slug) -> None:
        ...

`command` adds ``--db``, ``--as``, where data are printed ``--format`` and its relatives, and where
an act is recorded ``--key``. A metavar says what a word is: `cli.completion` and `cli.parsing` go
by it.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from cli.invocation import Invocation
from cli.output.sink import Format
from cli.parsing import Command, Group

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Address",
    "AsCsv",
    "AsJson",
    "AsOf",
    "Debug",
    "Demo",
    "FormatName",
    "Invocation",
    "Slug",
    "User",
    "Who",
    "command",
    "new_app",
    "new_group",
]

F = TypeVar("F", bound="Callable[..., None]")


Address = Annotated[
    str | None,
    typer.Option("--db", metavar="LEDGER", help="The ledger: a file, or postgresql://…"),
]
User = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="Act as this forecaster."),
]
FormatName = Annotated[
    Format | None,
    typer.Option("--format", metavar="FORM", help="The form of the data: table, json or csv."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Short for --format csv.")]
Demo = Annotated[bool, typer.Option("--demo", help="Use the ledger of `foretell demo`.")]
Debug = Annotated[
    bool,
    typer.Option(
        "--debug", help="Show a traceback when something fails; so does FORETELL_DEBUG=1."
    ),
]

Slug = Annotated[str, typer.Argument(metavar="QUESTION", help="The question's slug.")]
Who = Annotated[str, typer.Argument(metavar="WHO", help="A forecaster's name, or @median.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="TIME", help="As it stood then.")]

# Listed in `foretell --help` only; understood everywhere.
_QUIET = {
    "demo": Annotated[bool, typer.Option("--demo", hidden=True)],
    "debug": Annotated[bool, typer.Option("--debug", hidden=True)],
}
_EVERYWHERE = {"db": Address, "user": User, **_QUIET}
_PRINTING = {
    "style": FormatName,
    "json": AsJson,
    "csv": AsCsv,
    "output": Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the data to a file."),
    ],
    "force": Annotated[bool, typer.Option("--force", help="Let -o replace a file.")],
}
_WRITING = {
    "key": Annotated[
        str | None,
        typer.Option(
            "--key",
            metavar="KEY",
            help="Your name for this act: given again, it has its first result.",
        ),
    ]
}
_SWITCHES = frozenset({"demo", "debug", "json", "csv", "force"})


def new_app(**settings: Any) -> typer.Typer:
    """A typer application in the house's manner: plain help, no decorated tracebacks."""
    return typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        **settings,
    )


def new_group(summary: str, *examples: str) -> typer.Typer:
    """An application of several commands, called as ``foretell GROUP COMMAND``.

    Args:
        summary: What they are for.
        examples: Lines for the end of the group's help: where to begin.
    """
    app = new_app(cls=Group)

    def group() -> None:
        """Do nothing: its presence keeps typer from merging a lone command with its group."""

    app.callback(help=summary, epilog=_epilog(examples) if examples else None)(group)
    return app


def command(
    app: typer.Typer, *examples: str, prints: bool = True, writes: bool = False
) -> Callable[[F], F]:
    """Register a function as a command, with the shared options and its examples.

    Args:
        app: The application that holds the command.
        examples: Lines for the end of the command's help.
        prints: Whether the command prints data, and so takes ``--format`` and ``-o``.
        writes: Whether the command records an act in the ledger, and so takes ``--key``.

    Returns:
        A decorator that gives the function back unchanged.
    """
    shared = _EVERYWHERE | (_PRINTING if prints else {}) | (_WRITING if writes else {})

    def register(function: F) -> F:
        options = _with_options(function, shared)
        app.command(cls=Command, epilog=_epilog(examples))(options)
        return function

    return register


def _epilog(examples: tuple[str, ...]) -> str:
    # \b keeps the lines as they are; without it the help would flow them together.
    return "\n".join(["\b", "Examples:" if len(examples) > 1 else "Example:", *examples])


def _with_options(function: Callable[..., None], shared: dict[str, Any]) -> Callable[..., None]:
    """The function as typer sees it: its context and the shared options in the signature."""

    def called(ctx: typer.Context, **words: Any) -> None:
        late = {name: words.pop(name) for name in shared}
        # Whoever runs a command within the program, as a server does, brings the call along.
        call = ctx.find_object(Invocation) or Invocation.of(ctx.find_root().params, late)
        function(call, **words)

    kind = inspect.Parameter.KEYWORD_ONLY
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    parameters = [
        inspect.Parameter("ctx", kind, annotation=typer.Context),
        *(parameter.replace(kind=kind) for parameter in own),
        *(
            inspect.Parameter(name, kind, annotation=alias, default=_default(name))
            for name, alias in shared.items()
        ),
    ]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    called.__name__ = function.__name__.rstrip("_")  # `list_` is the command `list`
    called.__doc__ = function.__doc__
    return called


def _default(name: str) -> bool | None:
    return False if name in _SWITCHES else None
