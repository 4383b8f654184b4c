"""A rule of the editor's, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.articles.pack import Pack
    from market.articles.validation import Check

__all__ = ["Finding", "Rule"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a pack.

    Attributes:
        code: The rule that found it.
        place: The key of the pack's file, or the slug of what it concerns.
        problem: What is wrong there.
        mend: What to do about it.
    """

    code: str
    place: str
    problem: str
    mend: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        code: A letter for what it is about, and a number.
        name: What it looks for, in a few words.
        mend: What to do about what it finds.
        check: Finds it.
    """

    code: str
    name: str
    mend: str
    check: Check

    def findings(self, pack: Pack) -> Iterator[Finding]:
        """What the rule finds, each fault once: the deadlines of a family share their words."""
        for place, problem in dict.fromkeys(self.check(pack)):
            yield Finding(self.code, place, problem, self.mend)
