"""Scores taken apart, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict
from math import nan
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.figures import MINUS, counted, fixed, percent, signed
from cli.output.streams import WIDEST
from cli.output.table import Column, table
from scoring.decomposition import LEAST_CLUSTERS_JUDGED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.streams import Screen
    from cli.shared.decomposed import Parts, Terms

__all__ = ["FIELDS", "extent", "page", "row", "table_of"]

FIELDS = (
    "forecaster",
    "kind",
    "forecasts",
    "clusters",
    "weight",
    "base_rate",
    "score",
    "miscalibration",
    "discrimination",
    "uncertainty",
    "recalibrated_platt",
    "recalibrated_beta",
    "recalibrated_isotonic",
    "saved_platt",
    "saved_beta",
    "saved_isotonic",
    "brier",
    "brier_uncertainty",
    "reliability",
    "resolution",
    "within_variance",
    "within_covariance",
    "reliability_distinct",
    "resolution_distinct",
    "reliability_corrected",
    "resolution_corrected",
    "uncertainty_corrected",
    "reliability_se",
    "resolution_se",
    "uncertainty_se",
    "bias",
    "slope",
    "covariance",
    "least_variance",
    "scatter",
)
_DIGITS = 4
_PART = 18
_SEEN = 0.0005
"""Biases from here on are not 0.000 on the screen."""
_MAPS = {"platt": "Platt", "beta": "beta", "isotonic": "isotonic"}
_CORP = (
    "miscalibration: what recalibrating everything that was said would save. discrimination: how "
    "much better than the base rate it would then be. uncertainty: the score of always saying the "
    "base rate, which depends on the questions taken. Score = miscalibration "
    f"{MINUS} discrimination + uncertainty, without bins (CORP)."
)
_LUCK = "Luck swells the first two while a record is short: compare records of like length."
_MURPHY = (
    "reliability: squared distance of what was said from what came true, bin by bin. resolution: "
    "of what came true from the base rate. within: what the forecasts of a bin differ by. "
    "s.e.: standard error, by families. corrected: without what luck adds to bins of few "
    "questions. distinct: each probability said is a bin of its own."
)
_SAVED = (
    "Each forecast as a map says it that was learnt from other families. saved: by how much that "
    "lowers the score; below 0, the map did harm. Miscalibration promises more: it knows the "
    "outcomes."
)


def row(one: Parts) -> dict[str, Any]:
    """The parts for programs: a value for each of `FIELDS`."""
    binned, moments = asdict(one.binned), asdict(one.yates)
    found = {
        "forecaster": one.name,
        "kind": one.kind,
        "forecasts": one.sample.size,
        "clusters": one.sample.clusters,
        "weight": one.sample.total,
        "base_rate": one.sample.base_rate,
        "brier": binned.pop("score"),
        "brier_uncertainty": binned.pop("uncertainty"),
        "reliability_distinct": one.distinct.reliability,
        "resolution_distinct": one.distinct.resolution,
        **{f"{name}_corrected": part for name, part in asdict(one.corrected).items()},
        **{f"{name}_se": part for name, part in asdict(one.errors).items()},
        **{f"recalibrated_{name}": found.score for name, found in one.savings.items()},
        **{f"saved_{name}": found.saved for name, found in one.savings.items()},
        **moments,
        **binned,
        **asdict(one.corp),
    }
    return {field: found[field] for field in FIELDS}


def extent(one: Parts) -> str:
    """How much a score is made from."""
    sample = one.sample
    families = counted(sample.clusters, "family", "families")
    return f"{counted(sample.size, 'forecast')} in {families}"


def table_of(everybody: Sequence[Parts], terms: Terms, screen: Screen) -> Iterator[str]:
    """A line for everybody, below the heading."""
    if not everybody:
        yield "No resolved question with a forecast."
        return
    columns = [
        Column("forecaster", shrinks=True),
        Column("forecasts", right=True, leaves=1),
        Column(f"{terms.rule.name} ↓", right=True),
        Column("= miscalibration ↓", right=True),
        Column(f"{MINUS} discrimination ↑", right=True),
        Column("+ uncertainty", right=True),
    ]
    cells = [[one.name, f"{one.sample.size:,}", *_corp_cells(one)] for one in everybody]
    yield from table(columns, cells, screen)
    yield ""
    for words in (_CORP, _LUCK):
        yield from wrap(words, screen.width or WIDEST)


def _corp_cells(one: Parts) -> list[str]:
    parts = one.corp
    return [
        fixed(part, _DIGITS)
        for part in (parts.score, parts.miscalibration, parts.discrimination, parts.uncertainty)
    ]


def page(one: Parts, terms: Terms, screen: Screen) -> Iterator[str]:
    """All decompositions of one forecaster's score, below the heading."""
    if not one.sample.size:
        yield f"No resolved question with a forecast of {one.name}."
        return
    for part in (_corp, _recalibrated, _murphy, _yates):
        yield from part(one, terms, screen)
        yield ""
    last = f"Parts add up to their score, on the screen up to rounding. {terms.rule.name}: "
    yield from wrap(f"{last}{terms.rule.unit}.", screen.width or WIDEST)


def _corp(one: Parts, terms: Terms, screen: Screen) -> list[str]:
    parts, rule = one.corp, terms.rule
    rows = [
        ("", rule.name, parts.score, "mean score of what was said"),
        ("=", "miscalibration", parts.miscalibration, "what recalibrating all of it would save"),
        (
            MINUS,
            "discrimination",
            parts.discrimination,
            "recalibrated, how much better than the base rate",
        ),
        (
            "+",
            "uncertainty",
            parts.uncertainty,
            f"always saying the base rate, {percent(one.sample.base_rate)}",
        ),
    ]
    return _explained("Without bins (CORP)", rows, screen)


def _yates(one: Parts, _terms: Terms, screen: Screen) -> list[str]:
    parts = one.yates
    lean = "" if abs(parts.bias) < _SEEN else f": {'YES' if parts.bias > 0 else 'NO'} too readily"
    rows = [
        ("", "brier", parts.score, "mean score of what was said"),
        ("=", "outcome variance", parts.uncertainty, "what nobody can help"),
        ("+", "bias squared", parts.bias**2, f"bias {signed(parts.bias, 3)}{lean}"),
        ("+", "least variance", parts.least_variance, f"for a slope of {fixed(parts.slope)}"),
        ("+", "scatter", parts.scatter, "noise: what was said varies beyond that"),
        (MINUS, "2 covariance", 2 * parts.covariance, "what was said goes with what came true"),
    ]
    return _explained("By moments (Yates)", rows, screen)


def _recalibrated(one: Parts, terms: Terms, screen: Screen) -> list[str]:
    width = screen.width or WIDEST
    if one.sample.clusters < LEAST_CLUSTERS_JUDGED:
        enough = f"{LEAST_CLUSTERS_JUDGED} families or more, not of {one.sample.clusters}."
        return wrap(f"Recalibrated, out of sample: takes outcomes of {enough}", width)
    columns = [
        Column("Recalibrated, out of sample"),
        Column(f"{terms.rule.name} ↓", right=True),
        Column("saved ↑", right=True),
    ]
    cells = [
        [f"  {_MAPS[name]}", fixed(found.score, _DIGITS), signed(found.saved, _DIGITS)]
        for name, found in one.savings.items()
    ]
    return [*table(columns, cells, screen), *wrap(_SAVED, width)]


def _explained(
    title: str, rows: Sequence[tuple[str, str, float, str]], screen: Screen
) -> list[str]:
    """A score and its parts, one below the other, each with its meaning."""
    columns = [Column(title.ljust(_PART)), Column("", right=True), Column("")]
    cells = [
        [f"{sign:<1} {name}", fixed(value, _DIGITS), meaning] for sign, name, value, meaning in rows
    ]
    return table(columns, cells, screen)


def _murphy(one: Parts, terms: Terms, screen: Screen) -> list[str]:
    ways = (one.binned, one.errors, one.corrected, one.distinct)
    score, within = one.binned.score, one.binned.within_variance
    covariance = one.binned.within_covariance
    rows = [
        ("  brier", score, nan, score, one.distinct.score),
        *(
            (f"{sign} {part}", *(getattr(way, part) for way in ways))
            for sign, part in (("=", "reliability"), (MINUS, "resolution"), ("+", "uncertainty"))
        ),
        ("+ variance within", within, nan, within, 0.0),
        (f"{MINUS} covariance within", covariance, nan, covariance, 0.0),
    ]
    headers = (counted(terms.bins.count, "bin"), "s.e.", "corrected", "distinct")
    columns = [Column("By bins (Murphy)"), *(Column(header, right=True) for header in headers)]
    cells = [[name, *(fixed(part, _DIGITS) for part in parts)] for name, *parts in rows]
    return [*table(columns, cells, screen), *wrap(_MURPHY, screen.width or WIDEST)]
