"""What a shell offers when somebody presses Tab: commands, options, slugs, names.

The library's own machinery finds out which word is asked for; what may stand there is told by its
metavar: ``QUESTION`` is a slug, ``WHO`` a forecaster, ``SCENARIO`` one that ships, and bars stand
between words to choose from.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.context import shell_name
from cli.invocation import Invocation
from cli.output.streams import say, write
from market.errors import UsageError
from market.ledger.views.glance import glimpse_markets, glimpse_names, glimpse_slugs
from market.simulation.scenarios.library import scenario_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["install", "offer_words", "show"]

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
VARIABLE = "_FORETELL_COMPLETE"

SLUGS = {"QUESTION", "--question"}
NAMES = {"WHO", "--as", "--who"}
"""Metavars and options by which a parameter is known to be a question or a forecaster."""

SCENARIO = "SCENARIO"
"""Metavar of a scenario that ships."""

_CONCERN_OPEN = {"forecast", "withdraw", "close", "open", "quote", "trade", "sell"}
"""Commands to which a question that is open is offered before any other."""

_CONCERN_MARKETS = {"price", "quote", "trade", "sell", "history"}
"""Commands to which only a question with a market is offered; to `market open`, one without."""


def install() -> None:
    """Let the user's shell complete words, from its next start on.

    Raises:
        UsageError: It is no shell for which that is known.
    """
    from typer.completion import install as install_for  # type: ignore[attr-defined]

    shell, path = install_for(_shell(), "foretell", VARIABLE)
    home = Path.home()
    shown = f"~/{path.relative_to(home)}" if path.is_relative_to(home) else path
    say(f"{shell} completes the words of foretell once it is started anew: see {shown}")


def show() -> None:
    """Print what `install` would install.

    Raises:
        UsageError: The user's shell is none for which that is known.
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    script = get_completion_script(prog_name="foretell", complete_var=VARIABLE, shell=_shell())
    write(f"{script}\n")


def _shell() -> str:
    shell = shell_name()
    if shell not in SHELLS:
        said = f"{shell or 'This shell'} is not a shell whose words foretell can complete."
        raise UsageError(said, f"Call it from one of {', '.join(SHELLS)}.")
    return shell


def offer_words(parameters: Iterable[Any]) -> None:
    """Let parameters offer what may stand in their place, and take values as they stand.

    Values are not used while words are completed, and what would convert them is slow to load.
    """
    for word in parameters:
        word.process_value = _as_it_stands
        if offer := _offer(word):
            word.shell_complete = offer


def _as_it_stands(_context: Any, value: Any) -> Any:
    return value


def _offer(word: Any) -> Callable[[Any, str], list[Any]] | None:
    """What completes a parameter, where the library does not know."""
    metavar = word.metavar or ""
    told = {metavar, *word.opts}
    if told & SLUGS:
        return _slugs
    if told & NAMES:
        return _names
    if metavar == SCENARIO:
        return lambda _, begun: _items(scenario_names(), begun)
    if "|" in metavar:
        return lambda _, begun: _items(metavar.split("|"), begun)
    return None


def _slugs(context: Any, begun: str) -> list[Any]:
    call = Invocation.of(context.find_root().params, context.params)
    found = glimpse_slugs(call.address, call.now)
    if context.info_name in {"open", *_CONCERN_MARKETS}:
        markets, wanted = glimpse_markets(call.address), context.info_name != "open"
        found = [(slug, is_open) for slug, is_open in found if (slug in markets) is wanted]
    open_ones = [slug for slug, is_open in found if is_open]
    sooner = _items(open_ones if context.info_name in _CONCERN_OPEN else (), begun)
    return sooner or _items((slug for slug, _ in found), begun)


def _names(context: Any, begun: str) -> list[Any]:
    call = Invocation.of(context.find_root().params, context.params)
    return _items(glimpse_names(call.address), begun)


def _items(words: Iterable[str], begun: str) -> list[Any]:
    from typer.core import CompletionItem  # type: ignore[attr-defined]

    return [CompletionItem(word) for word in words if word.startswith(begun)]
