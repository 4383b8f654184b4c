"""Sessions shown in Markdown: commands after a dollar sign, each with what it prints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["OMITTED", "Step", "agrees", "differences", "steps"]

OMITTED = "…"
"""A line of this alone stands for any number of lines, none among them."""

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STEP = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One command of a session, and the text shown below it."""

    command: str
    shown: str


def steps(markdown: str, *programs: str) -> list[Step]:
    """The commands of these programs in the blocks fenced as ``console``, in their order.

    Examples:
        >>> steps("```console\\n$ count 2\\none\\ntwo\\n$ ls\\n$ count 0\\n```\\n", "count")
        [Step(command='count 2', shown='one\\ntwo\\n'), Step(command='count 0', shown='')]
    """
    blocks = [block.replace("\\\n", "") for block in _BLOCK.findall(markdown)]
    found = [Step(*step) for block in blocks for step in _STEP.findall(block)]
    return [step for step in found if step.command.split()[0] in programs]


def differences(told: Iterable[tuple[Step, str]]) -> list[str]:
    """Each command whose output is not what is shown, with that output.

    Examples:
        >>> differences([(Step("count 1", "one\\n"), "1\\n"), (Step("ls", ""), "")])
        ['$ count 1\\n1\\n']
    """
    return [
        f"$ {step.command}\n{printed}" for step, printed in told if not agrees(step.shown, printed)
    ]


def agrees(shown: str, printed: str) -> bool:
    """Whether a text is what was printed, but for omissions and blanks where nobody sees them.

    Examples:
        >>> agrees("one\\n…\\nnine\\n\\n", "one  \\ntwo\\nnine\\n")
        True
    """
    pattern = "".join(
        r"(?:.*\n)*" if line.strip() == OMITTED else re.escape(f"{line}\n")
        for line in _visible(shown)
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _visible(printed))) is not None


def _visible(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]
