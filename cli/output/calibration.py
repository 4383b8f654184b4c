"""What somebody said beside what came true, for people."""

from __future__ import annotations

from math import isinf, isnan, sqrt
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.calibrated import THIN, mean_said, rows
from cli.output.figures import MISSING, fixed, percent, precise_percent
from cli.output.ink import Ink, Span, painted
from cli.output.streams import WIDEST
from cli.output.strips import RULER, drawn_words, percent_ruler, share_strip, table_beside
from cli.output.table import Column, table
from cli.output.text import width
from scoring.calibration.fates import LEAST_CLUSTERS, TOO_FEW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.calibrated import Calibrated
    from cli.output.ink import Line, Painted
    from cli.output.streams import Screen
    from scoring.calibration.assessment import Assessment

__all__ = ["lines"]

_DOUBTFUL = 0.05
_LEAST = 0.001
_DRAWN = "●: what came true; │: what was said; ▒: if calibrated."
_LEAST_WIDE, _MOST_WIDE = 20, 30
_ECCE = "widest gap over any range, times its share"
_P_MEANS = "p: how often perfectly calibrated forecasts would look at least so bad."
_NEEDED = f"a test needs {LEAST_CLUSTERS} questions that were in doubt, a family counting as one"


def lines(made: Calibrated, screen: Screen) -> Iterator[Line]:
    """The calibration for people, below its heading."""
    if not made.found.sample.size:
        yield _nothing(made)
        return
    filled = [row for row in rows(made) if row["position"]]
    bins = _bins(filled, screen)
    yield from bins
    yield ""
    for words in (_reading(made) + drawn_words(bins, _DRAWN), _verdict(made, filled)):
        yield from wrap(words, screen.width or WIDEST)
    yield ""
    yield from _figures(made, screen)
    yield ""
    few = made.found.cox.evidence.clustered.reason == TOO_FEW
    yield from wrap(
        f"{_P_MEANS} {MISSING}: too few questions." if few else _P_MEANS, screen.width or WIDEST
    )


def _nothing(made: Calibrated) -> str:
    if made.people:
        return f"No forecast of {made.name} stood for any time: see --unit last."
    return f"No resolved question with a forecast of {made.name}."


def _bins(filled: list[dict[str, Any]], screen: Screen) -> Sequence[Line]:
    columns = [
        Column("said"),
        Column("n", right=True),
        Column("weight", right=True, leaves=2),
        Column("mean", right=True),
        Column("came true", right=True),
        Column("if calibrated", right=True),
        Column(""),
    ]
    cells = [
        [
            _span(row["low"], row["high"]),
            str(row["questions"]),
            fixed(row["weight"], 2),
            percent(row["mean"]),
            percent(row["frequency"]),
            _span(row["lower"], row["upper"]),
            _mark(row),
        ]
        for row in filled
    ]
    return table_beside(
        columns,
        cells,
        lambda wide: _curve(filled, wide - RULER),
        screen,
        leaving=[2],
        least=_LEAST_WIDE + RULER,
        most=_MOST_WIDE + RULER,
    )


def _span(low: float, high: float) -> str:
    r"""A range of percentages.

    >>> _span(0.1, 0.2) == "10\N{EN DASH}20%", _span(0.7, 0.7)
    (True, '70%')
    """
    ends = percent(low), percent(high)
    return ends[1] if ends[0] == ends[1] else f"{ends[0].removesuffix('%')}\N{EN DASH}{ends[1]}"


def _mark(row: dict[str, Any]) -> str:
    return "" if row["position"] == "inside" else str(row["position"])


def _curve(filled: list[dict[str, Any]], wide: int) -> list[Painted]:
    """The curve, from the least to the most that was said: the bands in grey, and what came true.

    Args:
        filled: The bins.
        wide: Cells from 0 % to 100 %.
    """
    return [(Span(percent_ruler(wide)),), *(_strip(row, wide) for row in filled)]


def _strip(row: dict[str, Any], wide: int) -> Painted:
    strip = share_strip(row["lower"], row["mean"], row["frequency"], row["upper"], wide)
    outside = {"●": Ink.BAD} if row["position"] == "outside" else {}
    return painted(strip, {"▒": Ink.FAINT, **outside})


def _reading(made: Calibrated) -> str:
    band = made.found.band
    held = f"{precise_percent(band.level)} of perfectly calibrated forecasters would"
    whole = f"where {held} land in all bins at once" if band.simultaneous else f"where {held} land"
    return (
        f"n: questions. if calibrated: {whole}. "
        f"thin: fewer than {THIN} questions, a family counting as one."
    )


def _verdict(made: Calibrated, filled: list[dict[str, Any]]) -> str:
    """What the bins say one by one, and then what all forecasts say together."""
    return f"{_by_bin(made, filled)} {_together(made, filled)}"


def _by_bin(made: Calibrated, filled: list[dict[str, Any]]) -> str:
    """How many bins lie in their bands, with how many would not by chance."""
    positions = [row["position"] for row in filled if row["position"] != "thin"]
    if not positions:
        return "Every bin is thin."
    band, number = made.found.band, len(positions)
    told = f"Bin by bin: {number - positions.count('outside')} of {number} lie in or on their band"
    if number < len(filled):
        told += " (thin ones aside)"
    if band.simultaneous:
        return f"{told}."
    return f"{told}; by chance about {(1.0 - band.level) * number:.2g} would not."


def _together(made: Calibrated, filled: list[dict[str, Any]]) -> str:
    """The verdict, which rests on one test that was chosen beforehand."""
    test = made.found.cox.evidence.clustered
    telling = [row["position"] for row in filled if row["position"] != "thin"]
    outside = telling.count("outside")
    if test.reason == TOO_FEW:
        return f"Not enough to say: {_NEEDED}."
    if test.is_missing:
        return "All is certain and right: there is nothing to test."
    if isinf(test.statistic):
        return f"A clear sign of miscalibration: {made.found.cox.reason}."
    told = f"miscalibration (p {_p(test.p)} by Cox's test)."
    if test.p < _DOUBTFUL:
        why = "" if outside or not telling else " None strays far, but they stray together."
        return f"All together: a clear sign of {told}{why}"
    by_chance = (1.0 - made.found.band.level) * len(telling)
    stray = outside > 2.0 * by_chance and not made.found.band.simultaneous
    why = " Bins share questions, and so stray together." if stray else ""
    return f"All together: no clear sign of {told}{why}"


def _p(p: float) -> str:
    """A p-value, to the digits that matter.

    >>> _p(0.34159), _p(0.0354), _p(0.0)
    ('0.34', '0.035', '<0.001')
    """
    if p < _LEAST:
        return f"<{_LEAST}"
    return MISSING if isnan(p) else fixed(p, 2 if p >= _DOUBTFUL else 3)


def _figures(made: Calibrated, screen: Screen) -> list[str]:
    """The figures that a person needs, each with a word of what it means."""
    found, mcb = made.found, made.found.miscalibration
    spread = sqrt(found.sharpness.variance)
    columns = [
        Column("figure"),
        Column("value", right=True),
        Column("p", right=True),
        Column(""),
    ]
    large, cox, ecce = found.large, found.cox.evidence, found.cumulative.span_evidence
    cells = [
        [
            "came true",
            percent(found.sample.base_rate),
            _p(large.clustered.p),
            f"{percent(mean_said(found.sample))} was said, all in all",
        ],
        ["Cox slope", fixed(found.cox.slope.value, 2), _p(cox.clustered.p), _cox_words(found)],
        ["ECCE ↓", fixed(found.cumulative.span), _p(ecce.clustered.p), _ECCE],
        ["ECE ↓", fixed(found.errors.expected), "", "mean distance of said from came true"],
        ["MCB ↓", fixed(mcb.mcb), _p(mcb.p), "Brier points that miscalibration cost"],
        ["AUC ↑", fixed(found.auc.value, 2), "", _auc_words(found)],
        ["spread", fixed(spread, 2), "", "standard deviation of what was said"],
    ]
    return _explained(columns, cells, screen)


def _explained(columns: list[Column], cells: list[list[str]], screen: Screen) -> list[str]:
    """A table whose last column is words; they follow below it where there is no room."""
    whole = table(columns, cells, screen)
    if screen.width is None or max(map(width, whole)) <= screen.width:
        return whole
    words = [wrap(f"{row[0]}: {row[-1]}", screen.width) for row in cells]
    below = [screen.show(line) for told in words for line in told]
    return [*table(columns[:-1], [row[:-1] for row in cells], screen), "", *below]


def _cox_words(found: Assessment) -> str:
    """Cox's line in words."""
    if isinf(found.cox.evidence.clustered.statistic):
        return f"{found.cox.reason}: see --eps"
    if found.cox.reason is not None:
        return found.cox.reason
    word = "overconfident" if found.cox.slope.value < 1.0 else "underconfident"
    sure = "" if found.cox.evidence.clustered.p < _DOUBTFUL else "perhaps "
    high, low = found.cox.at([0.8, 0.2]).tolist()
    return f"{sure}{word}: 80% should be {percent(high)}, 20% {percent(low)}"


def _auc_words(found: Assessment) -> str:
    low, high = found.auc.interval(found.band.level)
    if isnan(low):
        return found.auc.reason or "no interval"
    level = precise_percent(found.band.level)
    return f"{level} interval {fixed(low, 2)} to {fixed(high, 2)}; 0.50: no order"
