"""Scores of forecasters and crowds, taken apart in every way there is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from cli.typed.who import place_of
from scoring.decomposition import corp, corrected, errors, murphy, saving, yates
from scoring.recalibration import FITS
from scoring.sample import Sample

if TYPE_CHECKING:
    from cli.shared.entrants import Entrants
    from scoring.bins import Bins
    from scoring.decomposition import Corp, Corrected, Errors, Murphy, Saving, Yates
    from scoring.rules import Rule
    from scoring.sample import Unit
    from scoring.stands import Stands

__all__ = ["EVERYBODY", "Parts", "Terms", "corps_of_all", "parts_of", "parts_of_all"]

EVERYBODY = "@everybody"
"""All that people said, in one sample; unlike a pool, it makes no forecast of its own."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How scores are taken apart.

    Attributes:
        unit: What weighs 1.
        rule: The rule of the decomposition without bins.
        bins: The bins of Murphy's.
    """

    unit: Unit
    rule: Rule
    bins: Bins


@dataclass(frozen=True)
class Parts:
    """Somebody's score, taken apart in several ways.

    Attributes:
        name: Whose, as shown.
        kind: Which kind of forecaster; None for everybody together.
        sample: The forecasts.
        rule: The rule of the decomposition without bins, and of what recalibration saves.
        corp: Without bins, by that rule.
        binned: Murphy's by bins.
        distinct: Murphy's by distinct forecasts.
        corrected: The binned parts without bias.
        errors: Standard errors of the binned parts.
        yates: By moments.
    """

    name: str
    kind: str | None
    sample: Sample
    rule: Rule
    corp: Corp
    binned: Murphy
    distinct: Murphy
    corrected: Corrected
    errors: Errors
    yates: Yates

    @classmethod
    def of(cls, name: str, kind: str | None, stands: Stands, terms: Terms) -> Self:
        """Take the score of standing forecasts apart."""
        sample = Sample.of_stands(stands, terms.unit)
        return cls(
            name=name,
            kind=kind,
            sample=sample,
            rule=terms.rule,
            corp=corp(sample, rule=terms.rule),
            binned=murphy(sample, bins=terms.bins),
            distinct=murphy(sample),
            corrected=corrected(sample, bins=terms.bins),
            errors=errors(sample, bins=terms.bins),
            yates=yates(sample),
        )

    @cached_property
    def savings(self) -> dict[str, Saving]:
        """What each kind of recalibration would have made of the score, out of sample."""
        return {name: saving(self.sample, fit, rule=self.rule) for name, fit in FITS.items()}


def parts_of(who: str, entrants: Entrants, terms: Terms) -> Parts:
    """The parts of somebody's score, or of everybody's together.

    Raises:
        Refused: Nobody is called so.
    """
    names = (*entrants.names, EVERYBODY)
    code = place_of(who, names)
    if names[code] == EVERYBODY:
        return Parts.of(EVERYBODY, None, entrants.everybody(), terms)
    return Parts.of(names[code], entrants.kind(code), entrants.stands(code), terms)


def parts_of_all(entrants: Entrants, terms: Terms) -> list[Parts]:
    """Those of all whose forecasts count, the best score first, and of everybody together last."""
    found = [
        Parts.of(entrants.names[code], entrants.kind(code), stands, terms)
        for code, stands in entrants.each()
    ]
    counted = [one for one in found if one.sample.size]
    ordered = sorted(counted, key=lambda one: (one.corp.score, one.name))
    return [*ordered, parts_of(EVERYBODY, entrants, terms)] if ordered else []


def corps_of_all(entrants: Entrants, unit: Unit, rule: Rule) -> list[tuple[str, Corp]]:
    """The parts without bins of all whose forecasts count, by name, the best score first.

    Args:
        entrants: Everybody.
        unit: What weighs 1.
        rule: The rule.
    """
    samples = ((code, Sample.of_stands(stands, unit)) for code, stands in entrants.each())
    found = [(entrants.names[code], corp(one, rule=rule)) for code, one in samples if one.size]
    return sorted(found, key=lambda one: (one[1].score, one[0]))
