"""The pass table: every statement of theory, what the code finds, and what theory has."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.figures import MINUS, MISSING, counted
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from market.simulation.theory.registry import LAWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cli.output.streams import Screen
    from market.simulation.theory.check import Check

__all__ = ["Verified"]

_FIELDS = (
    "law",
    "source",
    "statement",
    "found",
    "sense",
    "expected",
    "tolerance",
    "passed",
)
_COLUMNS = (
    Column("statement", shrinks=True, least=50),
    Column("found", right=True),
    Column("expected", right=True),
    Column("tolerance", right=True, leaves=1),
    Column(""),
)
_READ = (
    "Found is computed by the code that scores and trades; expected was published, or follows from "
    "a formula. The two may differ by the tolerance; ≤ and ≥ are bounds."
)
_SMALL = 1e-3
"""Below, a figure is told by its power of ten."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Laws that were checked.

    Attributes:
        seed: Seed of the draws.
        quick: Whether little was drawn.
        laws: The checks of each law, by its name.
    """

    seed: int
    quick: bool
    laws: Mapping[str, Sequence[Check]]

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns of a row."""
        return _FIELDS

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The statements for programs."""
        return [
            {"law": law, "source": LAWS[law].source, **check._asdict(), "passed": check.passed}
            for law, check in self._checks()
        ]

    @property
    def failed(self) -> list[Check]:
        """Statements that do not hold."""
        return [check for _, check in self._checks() if not check.passed]

    def document(self) -> dict[str, Any]:
        """The whole for programs."""
        return {
            "seed": self.seed,
            "quick": self.quick,
            "passed": not self.failed,
            "rows": [{field: row[field] for field in _FIELDS} for row in self.rows],
        }

    def lines(self, screen: Screen) -> Iterator[str]:
        """The pass table for people."""
        checks = list(self._checks())
        extent = f"{counted(len(checks), 'statement')} of {counted(len(self.laws), 'law')}"
        yield f"Theory, derived again · {extent} · seed {self.seed}" + self.quick * " · quick"
        heading, *rows = table(_COLUMNS, (_cells(check) for _, check in checks), screen)
        columns, last = screen.width or WIDEST, ""
        yield ""
        yield heading
        for (law, _), row in zip(checks, rows, strict=True):
            if law != last:
                yield ""
                yield from wrap(f"{law} · {LAWS[law].says} ({LAWS[law].source})", columns)
            last = law
            yield row
        yield ""
        yield from wrap(f"{self._verdict()} {_READ}", columns)

    def _checks(self) -> Iterator[tuple[str, Check]]:
        return ((law, check) for law, checks in self.laws.items() for check in checks)

    def _verdict(self) -> str:
        failed = len(self.failed)
        return f"{failed} do not hold." if failed else "All hold."


def _cells(check: Check) -> list[str]:
    equal = check.sense == "="
    return [
        check.statement,
        _figure(check.found),
        _figure(check.expected) if equal else f"{check.sense} {_figure(check.expected)}",
        f"± {check.tolerance:.2g}" if equal else "",
        "pass" if check.passed else "FAIL",
    ]


def _figure(value: float) -> str:
    """A figure with five digits, or, if it is next to nothing, its power of ten.

    >>> _figure(0.184505), _figure(430.157), _figure(2.2e-16), _figure(0.0)
    ('0.18451', '430.16', '2.2e-16', '0')
    """
    if value != value:  # noqa: PLR0124 - NaN alone differs from itself
        return MISSING
    size = abs(value)
    text = f"{size:.1e}" if 0.0 < size < _SMALL else f"{size:.5g}"
    return (MINUS if value < 0.0 else "") + text
