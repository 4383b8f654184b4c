"""Hearing a password: from a terminal without showing it, or from standard input."""

from __future__ import annotations

import sys

from cli.output.conversation import is_conversation
from cli.output.streams import say
from market.errors import Refused, UsageError

__all__ = ["hear_password"]


def hear_password(role: str, *, from_stdin: bool) -> str:
    """The new password of a role.

    It is never a word of the command, nor in the environment, where other programs could see it.

    Args:
        role: Whose it is, for the prompt.
        from_stdin: Take the first line of standard input in place of asking.

    Raises:
        UsageError: Nobody sits at a terminal.
        Refused: What was typed the second time is not what was typed the first.
    """
    if from_stdin:
        typed = sys.stdin.buffer.readline().rstrip(b"\r\n")
        return typed.decode(errors="surrogateescape")  # what is no text is refused with it
    if not is_conversation():
        hint = "Give it by a pipe, with --password-stdin: its first line is the password."
        raise UsageError(f"The role {role} needs a password, and nobody is here to type it.", hint)
    from getpass import getpass

    try:
        first = getpass(f"Password for the role {role}: ")
        again = getpass("Once more: ")
    except EOFError:
        say("")  # the prompt's line ends here
        raise Refused("No password was typed.", "Nothing was done: run it again.") from None
    if first != again:
        raise Refused("The two passwords differ.", "Nothing was done: run it again.")
    return first
