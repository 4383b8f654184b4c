"""Everything that this package has to say about one sample."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from scoring.bins import Bins
from scoring.calibration.bands import consistency_band
from scoring.calibration.cox_line import cox
from scoring.calibration.cumulative import cumulative_errors
from scoring.calibration.curves import curve
from scoring.calibration.discrimination import auc, discrimination_slope, sharpness
from scoring.calibration.errors import calibration_errors
from scoring.calibration.exact import exact_in_the_large
from scoring.calibration.goodness import hosmer_lemeshow, in_the_large, spiegelhalter
from scoring.calibration.miscalibration import miscalibration_test
from scoring.distinct import distinct
from scoring.rules import clip

if TYPE_CHECKING:
    from scoring.calibration.bands import Band
    from scoring.calibration.cox_line import Cox
    from scoring.calibration.cumulative import Cumulative
    from scoring.calibration.curves import Curve
    from scoring.calibration.discrimination import Auc, Sharpness
    from scoring.calibration.errors import CalibrationErrors
    from scoring.calibration.evidence import Evidence, Finding
    from scoring.calibration.goodness import HosmerLemeshow
    from scoring.calibration.miscalibration import Miscalibration
    from scoring.sample import Sample

__all__ = ["Assessment", "assess"]

_GROUPS = 10


@dataclass(frozen=True, slots=True)
class Assessment:
    """A calibration curve with its band, and all figures beside it.

    Attributes:
        sample: The forecasts.
        curve: Their calibration curve.
        band: Where its frequencies would lie if they were calibrated.
        errors: Calibration errors over its bins.
        cumulative: Calibration errors without bins.
        miscalibration: What miscalibration costs in Brier points.
        cox: Intercept and slope.
        large: Test of calibration in the large.
        exact: The same, exactly.
        spiegelhalter: Spiegelhalter's test.
        hosmer_lemeshow: The test over ten bins of equal mass.
        auc: Area under the ROC curve.
        slope: Discrimination slope.
        sharpness: How far forecasts leave the middle.
    """

    sample: Sample
    curve: Curve
    band: Band
    errors: CalibrationErrors
    cumulative: Cumulative
    miscalibration: Miscalibration
    cox: Cox
    large: Evidence
    exact: Finding
    spiegelhalter: Evidence
    hosmer_lemeshow: HosmerLemeshow
    auc: Auc
    slope: float
    sharpness: Sharpness


def assess(
    sample: Sample,
    *,
    bins: Bins | Literal["corp"],
    level: float = 0.9,
    simultaneous: bool = False,
    seed: int = 0,
    eps: float | None = None,
) -> Assessment:
    """Calibration, discrimination and sharpness of a sample.

    Args:
        sample: The forecasts.
        bins: Bins of the curve, or ``"corp"``.
        level: Level of the band.
        simultaneous: Whether the band is for all bins at once.
        seed: Seed of everything that is drawn.
        eps: Floor under probabilities in log-odds, which are Cox's; none by default.

    Raises:
        ValueError: The level is not between 0 and 1, or the floor not between 0 and 0.5.
    """
    made = curve(sample, bins=bins)
    return Assessment(
        sample=sample,
        curve=made,
        band=consistency_band(sample, made, level=level, seed=seed, simultaneous=simultaneous),
        errors=calibration_errors(sample, bins=bins),
        cumulative=cumulative_errors(sample, seed=seed),
        miscalibration=miscalibration_test(sample, seed=seed),
        cox=cox(replace(sample, probability=clip(sample.probability, eps)), seed=seed),
        large=in_the_large(sample, seed=seed),
        exact=exact_in_the_large(sample),
        spiegelhalter=spiegelhalter(sample, seed=seed),
        hosmer_lemeshow=hosmer_lemeshow(
            sample, bins=Bins.equal_mass(distinct(sample), _GROUPS), seed=seed
        ),
        auc=auc(sample),
        slope=discrimination_slope(sample),
        sharpness=sharpness(sample),
    )
