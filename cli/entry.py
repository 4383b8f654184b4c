"""The console script `foretell`: runs the command line and turns every ending into an exit code."""

from __future__ import annotations

import gc
import signal
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["run"]

REFUSED = 1
INTERRUPTED = 130
ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals by which somebody ends a program: what it does is undone."""


def run() -> int:
    """Run the command line with the process's own arguments.

    Returns:
        The exit code: 0 done, 1 refused, 2 usage, 3 database, 4 integrity, 130 interrupted; 128
        and its number for another signal that ends a program.
    """
    gc.disable()  # imports make no garbage worth a collection; `cli.main` switches it on again
    received: list[int] = []

    def interrupt(number: int, _frame: object) -> NoReturn:
        received.append(number)
        raise KeyboardInterrupt

    with ExitStack() as stack:
        for name in ENDING:
            _heed(name, interrupt, stack)
        try:
            code = _outcome(received)
        except KeyboardInterrupt:
            code = INTERRUPTED
    return 128 + received[0] if received and code else code


def _heed(name: str, interrupt: Callable[[int, object], NoReturn], stack: ExitStack) -> None:
    """Have a signal interrupt, unless there is none or whoever started this chose otherwise."""
    number = getattr(signal, name, None)
    usual = (signal.SIG_DFL, signal.default_int_handler)
    if number is not None and signal.getsignal(number) in usual:
        stack.callback(signal.signal, number, signal.signal(number, interrupt))


def _outcome(received: Sequence[int]) -> int:
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
        if received:
            return INTERRUPTED  # what fails in undoing need not be told
        code = explain(error)
        with suppress(Refused):  # said already
            close()
    return code
