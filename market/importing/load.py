"""An import from its tables to its entry."""

from __future__ import annotations

from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from market.bulk.form import holds_questions
from market.bulk.oddities import Oddities
from market.importing.imported import Imported
from market.importing.people import People
from market.importing.questions import Asked
from market.importing.reports import Recorder
from market.ledger.tables import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from market.bulk.table import Table
    from market.ledger.engine import Ledger
    from market.ledger.writer import Writing
    from scoring.kinds import Kind

__all__ = ["Tables", "import_tables"]


class Tables(NamedTuple):
    """What is to be imported, each table still to be read.

    Attributes:
        questions: Tables of questions.
        forecasts: Tables of forecasts.
        passed: How many rows were passed over as neither, by the reason.
    """

    questions: Sequence[Table]
    forecasts: Sequence[Table]
    passed: Mapping[str, int] = MappingProxyType({})

    @classmethod
    def of(cls, tables: Sequence[Table]) -> Tables:
        """Tables in any order, told apart by their columns.

        Raises:
            Refused: One of them has the columns of neither, or of both.
        """
        asks = [holds_questions(table.name, table.header) for table in tables]
        return cls(
            [table for table, asked in zip(tables, asks, strict=True) if asked],
            [table for table, asked in zip(tables, asks, strict=True) if not asked],
        )


class _Rehearsed(Exception):  # noqa: N818 - nothing went wrong
    """Undoes the transaction of a rehearsal."""


def import_tables(
    ledger: Ledger,
    tables: Tables,
    *,
    actor: str,
    kind: Kind,
    settle: Callable[[Writing], None],
    key: str | None = None,
    rehearse: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Imported, list[str]]:
    """Record tables of questions and of forecasts in one entry, or nothing of them.

    Args:
        ledger: Where to.
        tables: What.
        actor: Who imports it.
        kind: What the forecasters are whom the ledger does not know.
        settle: Is given the transaction when everything is judged and nothing recorded for
            good; what it raises undoes the import.
        key: The actor's name for it.
        rehearse: Whether to undo it in any case.
        progress: Is told how many forecasts there are in each batch that is done.

    Returns:
        What was recorded or would have been, and what was odd, a remark each.
    """
    imported, odd = Imported(), Oddities()
    with suppress(_Rehearsed), ledger.writing(actor, "import", key) as w:
        _import(w, tables, kind, imported, odd, progress)
        settle(w)
        if rehearse:
            raise _Rehearsed
        imported.entry = w.entry if imported.anything else None
        imported.repeated = w.entry if w.repeats else None
    odd.late = imported.late
    passed = [f"Rows passed over, {why}: {count:,}." for why, count in tables.passed.items()]
    return imported, [*passed, *odd.remarks()]


def _import(
    w: Writing,
    tables: Tables,
    kind: Kind,
    imported: Imported,
    odd: Oddities,
    progress: Callable[[int], None],
) -> None:
    asked = Asked(w)
    for table in tables.questions:
        asked.take(table)
    asked.record(imported)
    odd.see_questions(asked.good.values())
    if tables.forecasts:
        spare = _sharing(w)
        recorder = Recorder(w, asked, People(w, kind), odd, imported)
        for table in tables.forecasts:
            recorder.record(table, progress)
        odd.shared = _sharing(w) - spare


def _sharing(w: Writing) -> int:
    """How many reports share forecaster, question and time with a later one."""
    report = Report.__table__.c
    keys = select(report.question, report.forecaster, report.at)
    rows = select(func.count()).select_from(keys.subquery())
    distinct = select(func.count()).select_from(keys.distinct().subquery())
    return w.connection.execute(rows).scalar_one() - w.connection.execute(distinct).scalar_one()
