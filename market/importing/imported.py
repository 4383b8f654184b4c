"""What an import has brought into a ledger, or would bring."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Imported"]


@dataclass(slots=True)
class Imported:
    """Counts of an import.

    Attributes:
        entry: The entry that recorded it; none if nothing was, or only rehearsed.
        repeated: The same entry, if that was before under the same key.
        questions: Questions recorded.
        questions_there: Questions that were there already, in the same words.
        closes: Early closes recorded.
        resolutions: Outcomes recorded, annulments among them.
        forecasters: Forecasters recorded.
        forecasts: Forecasts and withdrawals recorded.
        forecasts_there: Those that were there already.
        late: Those recorded that come too late to be scored.
    """

    entry: int | None = None
    repeated: int | None = None
    questions: int = 0
    questions_there: int = 0
    closes: int = 0
    resolutions: int = 0
    forecasters: int = 0
    forecasts: int = 0
    forecasts_there: int = 0
    late: int = 0

    @property
    def anything(self) -> bool:
        """Whether anything was new."""
        return any((self.questions, self.closes, self.resolutions, self.forecasts))
