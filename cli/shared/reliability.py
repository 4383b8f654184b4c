"""What was said beside what came true, of somebody or of all: the curve, its band, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from cli.charts.calibration import Reliability
from cli.output.calibrated import bin_rows, questions_of, rows
from cli.shared.decomposed import EVERYBODY
from scoring.bins import Bins
from scoring.calibration.bands import consistency_band
from scoring.calibration.curves import curve
from scoring.sample import Sample

if TYPE_CHECKING:
    from cli.output.calibrated import Calibrated
    from cli.shared.entrants import Entrants
    from scoring.stands import Stands

__all__ = ["Record", "drawn_of", "reliability"]

_LEVEL = 0.9
_BINS = 10


class Record(NamedTuple):
    """What somebody said.

    Attributes:
        name: Who it is, as shown.
        stands: What was said, and for how long.
    """

    name: str
    stands: Stands

    @classmethod
    def of(cls, entrants: Entrants, who: str | None) -> Self:
        """The record of somebody who is named, or of everybody.

        Raises:
            Refused: Nobody is called so.
        """
        if who is None or who == EVERYBODY:
            return cls(EVERYBODY, entrants.everybody())
        code = entrants.code(who)
        return cls(entrants.names[code], entrants.stands(code))


def drawn_of(made: Calibrated) -> Reliability:
    """What a picture shows of a calibration that has been assessed in full."""
    level, fitted = made.found.band.level, made.bins == "corp"
    return Reliability(made.name, made.people, made.questions, level, rows(made), fitted)


def reliability(record: Record) -> Reliability:
    """What a picture shows of a record, each question weighing 1; no test is made of it."""
    name, stands = record
    sample = Sample.of_stands(stands, "cell")
    made = curve(sample, bins=Bins.equal_width(_BINS))
    band = consistency_band(sample, made, level=_LEVEL)
    questions, by_bin = questions_of(stands, made, "cell")
    people = np.unique(stands.forecaster).size
    return Reliability(name, people, questions, _LEVEL, bin_rows(made, band, by_bin))
