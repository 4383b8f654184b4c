"""Bands of a calibration curve: where it would lie by chance, and where the truth may lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

import numpy as np

from scoring.calibration.asymptotic import continuous_half_width, density, discrete_band
from scoring.calibration.envelope import draws_needed, envelope
from scoring.calibration.honest import honest_band
from scoring.calibration.redraw import Pieces
from scoring.distinct import distinct
from scoring.isotonic import isotonic
from scoring.sorting import sums_by

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from scoring.calibration.curves import Curve
    from scoring.sample import Sample

    Floats = NDArray[np.float64]
    Index = NDArray[np.intp]

__all__ = ["DRAWS", "Band", "Method", "confidence_band", "consistency_band"]

Method = Literal["auto", "resampling", "discrete", "continuous"]
"""How a consistency band is computed."""

_LARGE = 100_000
"""Forecasts up to which fitting a thousand draws anew takes a few seconds."""

_ROUNDING = 1e-12
_DIGITS = 12
"""Digits of the ends of a band: beyond them sums of weights round."""

DRAWS = 1000
"""How often outcomes are drawn anew, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Band:
    """A range of frequencies for each row of a curve.

    Attributes:
        lower: Its lower end, to 12 digits; NaN in an empty bin.
        upper: Its upper end, likewise.
        level: Probability with which it holds what it is about: at each row by itself, or at all
            rows at once if it is simultaneous.
        simultaneous: Whether it is.
    """

    lower: Floats
    upper: Floats
    level: float
    simultaneous: bool

    @classmethod
    def between(cls, lower: Floats, upper: Floats, level: float, *, simultaneous: bool) -> Self:
        """The band between two ends, rounded and within [0, 1].

        Args:
            lower: Its lower end.
            upper: Its upper end.
            level: Its level.
            simultaneous: Whether it holds all rows at once.
        """
        low, high = (np.clip(np.round(end, _DIGITS), 0.0, 1.0) for end in (lower, upper))
        return cls(low, high, level, simultaneous)

    def holds(self, frequency: ArrayLike) -> NDArray[np.bool_]:
        """Whether each row's frequency lies in the band, or on its edge; NaN lies nowhere.

        Args:
            frequency: A frequency for each row.
        """
        value = np.asarray(frequency, np.float64)
        return (value >= self.lower - _ROUNDING) & (value <= self.upper + _ROUNDING)


def consistency_band(
    sample: Sample,
    curve: Curve,
    *,
    level: float = 0.9,
    seed: int | np.random.Generator = 0,
    draws: int = DRAWS,
    simultaneous: bool = False,
    method: Method = "auto",
) -> Band:
    """Where the frequencies would lie if everything said had been calibrated.

    Outcomes are drawn anew from what was said (Broecker & Smith 2007, Weather and Forecasting
    22:651), one fate for each cluster (see :mod:`scoring.calibration.redraw`); for the isotonic
    curve each draw is fitted anew, and read at the mean of each block.

    Args:
        sample: The forecasts.
        curve: Their curve.
        level: Probability with which a calibrated forecaster's frequency lies in the band.
        seed: Seed or source of the draws.
        draws: Number of draws.
        simultaneous: Whether all frequencies shall lie in it at once.
        method: ``"resampling"`` is right for every sample and curve. The isotonic curve of
            independent forecasts has closed forms for large samples: ``"discrete"`` where the
            same probabilities are said often, ``"continuous"`` where none is said twice.
            ``"auto"`` resamples, except where a pointwise band of the isotonic curve of more
            than 100,000 independent forecasts is wanted: these get the discrete form if there
            are at least 8 u^2 of them for u distinct probabilities, else the continuous one (as
            R's reliabilitydiag, which changes over sooner).

    Raises:
        ValueError: The level is not between 0 and 1, there is no draw, or a closed form is asked
            for where there is none.
    """
    _check(level, draws)
    form = _form(sample, curve, simultaneous=simultaneous) if method == "auto" else method
    if form == "resampling":
        drawn = _drawn(sample, curve, seed, _enough(draws, level, curve, simultaneous=simultaneous))
        return _held(drawn, level, simultaneous=simultaneous)
    if simultaneous or curve.bins != "corp" or not sample.independent:
        raise ValueError("closed forms are for pointwise bands of independent isotonic curves")
    return _closed(sample, curve, level, form)


def _form(
    sample: Sample, curve: Curve, *, simultaneous: bool
) -> Literal["resampling", "discrete", "continuous"]:
    if simultaneous or curve.bins != "corp" or sample.size <= _LARGE or not sample.independent:
        return "resampling"
    return "discrete" if sample.size >= 8 * distinct(sample).x.size ** 2 else "continuous"


def _closed(
    sample: Sample, curve: Curve, level: float, form: Literal["discrete", "continuous"]
) -> Band:
    if form == "discrete":
        rows = distinct(sample)
        ends = discrete_band(rows.x, rows.weight / sample.weight[0], level)
        lower, upper = (np.interp(curve.mean, rows.x, end) for end in ends)
        return Band.between(lower, upper, level, simultaneous=False)
    said = density(sample.probability, curve.mean)
    half = continuous_half_width(curve.mean, said, sample.size, level)
    return Band.between(curve.mean - half, curve.mean + half, level, simultaneous=False)


def confidence_band(
    sample: Sample,
    curve: Curve,
    *,
    level: float = 0.9,
    seed: int | np.random.Generator = 0,
    draws: int = DRAWS,
    simultaneous: bool = False,
) -> Band:
    """Where the frequencies in the long run may lie, given those observed.

    In bins, a cluster's forecasts come true or fail as one, so that a bin is worth
    (sum of weights)^2 / (sum of squared weights) trials, the sums being over its clusters (Kish
    1965). The band is Jeffreys' interval for so many (Brown, Cai & DasGupta 2001, Statistical
    Science 16:101), without randomness; for all bins at once, each has its share of the error
    (Bonferroni). For the isotonic curve, outcomes are drawn anew with the fitted frequencies and
    fitted again; because a block that never, or always, came true would get no width, each block
    gets at least Jeffreys' interval. That level is only about right. Where all at once is wanted
    of independent forecasts, the band is :func:`scoring.calibration.honest_band`, whose level no
    sample is too small for.

    Args:
        sample: The forecasts.
        curve: Their curve.
        level: Probability with which the band holds the truth.
        seed: Seed or source of the draws.
        draws: Number of draws.
        simultaneous: Whether it shall hold all of the truth at once.

    Raises:
        ValueError: The level is not between 0 and 1, or there is no draw.
    """
    _check(level, draws)
    counted = _jeffreys(sample, curve, level, simultaneous=simultaneous)
    if curve.bins != "corp":
        return counted
    if simultaneous and sample.independent:
        ends = honest_band(sample, level=level).at(curve.mean)
        return Band.between(*ends, level, simultaneous=simultaneous)
    enough = _enough(draws, level, curve, simultaneous=simultaneous)
    drawn = _drawn(sample, curve, seed, enough, isotonic(sample).fitted)
    refitted = _held(drawn, level, simultaneous=simultaneous)
    return Band.between(
        np.minimum(refitted.lower, counted.lower),
        np.maximum(refitted.upper, counted.upper),
        level,
        simultaneous=simultaneous,
    )


def _check(level: float, draws: int) -> None:
    if not 0.0 < level < 1.0:
        raise ValueError("the level of a band must lie between 0 and 1")
    if draws < 1:
        raise ValueError("a band needs at least one draw")


def _enough(draws: int, level: float, curve: Curve, *, simultaneous: bool) -> int:
    return max(draws, draws_needed(level, curve.low.size if simultaneous else 1))


def _drawn(
    sample: Sample,
    curve: Curve,
    seed: int | np.random.Generator,
    draws: int,
    fitted: Floats | None = None,
) -> Floats:
    """Frequencies of redrawn outcomes: draws by rows of the curve, NaN in empty bins."""
    rng = np.random.default_rng(seed)
    if curve.bins == "corp":
        return _refitted(sample, curve, rng, draws, fitted)
    pieces = Pieces.of(sample, curve.assign(sample.probability), curve.low.size)
    weight = np.where(curve.count > 0, pieces.total, np.nan)
    return np.concatenate([came / weight for came in pieces.draw(rng, draws)])


def _refitted(
    sample: Sample, curve: Curve, rng: np.random.Generator, draws: int, fitted: Floats | None
) -> Floats:
    rows = distinct(sample)
    pieces = Pieces.of(sample, np.searchsorted(rows.x, sample.probability), rows.x.size, fitted)
    return np.array(
        [isotonic(again).at(curve.mean) for again in pieces.redrawn(rows.x, rng, draws)]
    )


def _held(drawn: Floats, level: float, *, simultaneous: bool) -> Band:
    known = ~np.isnan(drawn[0])
    lower, upper = np.full(known.size, np.nan), np.full(known.size, np.nan)
    lower[known], upper[known] = envelope(drawn[:, known], level, simultaneous=simultaneous)
    return Band.between(lower, upper, level, simultaneous=simultaneous)


def _jeffreys(sample: Sample, curve: Curve, level: float, *, simultaneous: bool) -> Band:
    from scipy.special import betaincinv

    pieces = Pieces.of(sample, curve.assign(sample.probability), curve.low.size)
    squares = sums_by(pieces.group, np.square(pieces.weight) * pieces.number, pieces.groups)
    trials = np.square(pieces.total) / np.where(squares > 0.0, squares, np.nan)
    came = curve.frequency * trials
    rows = int(np.count_nonzero(curve.count)) if simultaneous else 1
    tail = 0.5 * (1.0 - level) / max(rows, 1)
    lower = betaincinv(came + 0.5, trials - came + 0.5, tail)
    upper = betaincinv(came + 0.5, trials - came + 0.5, 1.0 - tail)
    return Band.between(
        np.where(curve.frequency <= 0.0, 0.0, lower),
        np.where(curve.frequency >= 1.0, 1.0, upper),
        level,
        simultaneous=simultaneous,
    )
