"""All rules, and their findings on a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.articles.linting import links, questions, soundness, times, vague, whole
from market.articles.linting.rule import Finding
from market.articles.linting.whole import UNFINISHED
from market.articles.packfiles import read_pack
from market.articles.texts import unfinished
from market.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from market.articles.linting.rule import Rule
    from market.articles.pack import Pack

__all__ = ["MALFORMED", "RULES", "lint", "lint_path"]

MALFORMED = "P01"
"""The code of what keeps a pack from being read; the first such fault hides the others."""

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *soundness.RULES,
            *whole.RULES,
            *vague.RULES,
            *times.RULES,
            *questions.RULES,
            *links.RULES,
        ),
        key=lambda rule: ("PQWTFLCO".index(rule.code[0]), rule.code),
    )
)
"""By what they are about: the pack, its questions, words, times, families, links, claims and
outcomes."""


def lint(pack: Pack) -> list[Finding]:
    """All that a careful editor would ask to be mended, rule by rule.

    Of a text that is not finished nothing else is said.
    """
    undone = unfinished(pack)
    found = (finding for rule in RULES for finding in rule.findings(pack))
    return [one for one in found if one.code == UNFINISHED or one.place not in undone]


def lint_path(path: Path) -> list[Finding]:
    """The findings on a pack that is still to be read; one that cannot be has this finding only."""
    try:
        return lint(read_pack(path))
    except Refused as error:
        return [Finding(MALFORMED, path.name, error.message, error.hint)]
