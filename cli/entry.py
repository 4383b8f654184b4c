"""The console script `foretell`: runs the command line and turns every ending into an exit code."""

from __future__ import annotations

import gc
import signal
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["run"]

REFUSED = 1
INTERRUPTED = 130
ENDING = ("SIGTERM", "SIGHUP")
"""Signals by which others end a program: what it does is undone as after Ctrl-C."""


def run() -> int:
    """Run the command line with the process's own arguments.

    Returns:
        The exit code: 0 done, 1 refused, 2 usage, 3 database, 4 integrity, 130 interrupted; 128
        and the number of the signal that ended it.
    """
    gc.disable()  # imports make no garbage worth a collection; `cli.main` switches it on again
    interrupted = INTERRUPTED

    def interrupt(number: int, _frame: object) -> NoReturn:
        nonlocal interrupted
        interrupted = 128 + number
        raise KeyboardInterrupt

    with ExitStack() as stack:
        for name in ENDING:
            _heed(name, interrupt, stack)
        try:
            code = _outcome()
        except KeyboardInterrupt:
            return interrupted
    return interrupted if code == INTERRUPTED else code


def _heed(name: str, interrupt: Callable[[int, object], NoReturn], stack: ExitStack) -> None:
    """Have a signal interrupt, unless there is none or whoever started this chose otherwise."""
    number = getattr(signal, name, None)
    if number is not None and signal.getsignal(number) is signal.SIG_DFL:
        stack.callback(signal.signal, number, signal.signal(number, interrupt))


def _outcome() -> int:
    from cli.context import is_completing
    from cli.failures import explain
    from cli.main import main
    from cli.output.streams import close, prepare
    from market.errors import Refused

    prepare()
    try:
        code = main()
        close()
    except Exception as error:  # noqa: BLE001 - the last guard: users meet no traceback unasked
        if is_completing():
            return REFUSED  # a message would land in the line that somebody is typing
        code = explain(error)
        with suppress(Refused):  # said already
            close()
    return code
