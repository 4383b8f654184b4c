"""How well the claims of a text are found, against what a careful reader listed beforehand.

    python tests/support/measure_drafts.py TEXT ANNOTATIONS

An annotated claim is *found* if a reported one stands on its line and, where it quotes words, has
at least half of them. A reported prediction or condition is *false* if no annotated one is left
for it. Both ways a claim answers for one claim only, so that neither cutting a sentence to pieces
nor reporting it whole makes the figures better than they are.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from market.articles.drafting.reading.formats import read_document
from market.articles.drafting.rules.claims import find_claims

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from market.articles.drafting.claim import DraftClaim
    from market.articles.drafting.document import Document

__all__ = ["Annotated", "Measure", "measure", "measure_file", "read_annotations"]

FORECASTS = {"prediction", "condition"}
NOTED = ("kind", "polarity", "when", "resolvable")
ENOUGH_WORDS = 0.5
ONE_MORE_PAIR = 1_000.0  # outweighs all that makes one pair better than another


@dataclass(frozen=True, slots=True)
class Annotated:
    """A claim as a reader noted it; ``words`` are its own, or the name that we gave it."""

    lines: tuple[int, ...]
    words: str
    quoted: bool
    kind: str
    polarity: str
    when: date | None
    resolvable: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """Annotated and reported claims in pairs, and what was left over on either side."""

    annotated: tuple[Annotated, ...]
    reported: tuple[DraftClaim, ...]
    pairs: tuple[tuple[Annotated, DraftClaim], ...]
    missed: tuple[Annotated, ...]
    false: tuple[DraftClaim, ...]

    @property
    def forecasts(self) -> int:
        """How many of the reported claims are given as predictions or conditions."""
        return sum(claim.kind in FORECASTS for claim in self.reported)

    @property
    def found_share(self) -> float:
        """Annotated claims that were found, as a share of all."""
        return len(self.pairs) / len(self.annotated)

    @property
    def false_share(self) -> float:
        """Reported predictions that are none, as a share of those reported."""
        return len(self.false) / max(self.forecasts, 1)

    def agreements(self) -> dict[str, list[bool]]:
        """For each thing noted of a claim, whether the rules say the same, pair by pair."""
        agreed: dict[str, list[bool]] = {name: [] for name in NOTED}
        for pair in self.pairs:
            for name, (ours, theirs) in _compared(*pair).items():
                if ours is not None:
                    agreed[name].append(ours == theirs)
        return agreed


def _compared(noted: Annotated, claim: DraftClaim) -> dict[str, tuple[object, object]]:
    return {
        "kind": (noted.kind, claim.kind),
        "polarity": (noted.polarity, claim.polarity),
        "when": (noted.when, claim.time and claim.time.last),
        "resolvable": (noted.resolvable, claim.obstacle is None),
    }


def read_annotations(path: Path) -> tuple[date, tuple[Annotated, ...]]:
    """The date a text is read at, and its claims as they were noted."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return table["published"], tuple(_annotated(row) for row in table["claims"])


def _annotated(row: dict) -> Annotated:
    return Annotated(
        lines=tuple(row["line"]) if isinstance(row["line"], list) else (row["line"],),
        words=row.get("words") or row["claim"],
        quoted="words" in row,
        kind=row["kind"],
        polarity=row["polarity"],
        when=row.get("when"),
        resolvable=row["resolvable"],
    )


def measure(
    document: Document, annotated: Sequence[Annotated], reported: Sequence[DraftClaim]
) -> Measure:
    """Pairs the claims of a reader with those of the rules."""
    pairs = _pairs(document, annotated, reported)
    expected = [noted for noted in annotated if noted.kind in FORECASTS]
    forecasts = [claim for claim in reported if claim.kind in FORECASTS]
    true = _pairs(document, expected, forecasts)
    return Measure(
        annotated=tuple(annotated),
        reported=tuple(reported),
        pairs=tuple((annotated[row], reported[column]) for row, column in pairs.items()),
        missed=tuple(noted for row, noted in enumerate(annotated) if row not in pairs),
        false=tuple(claim for column, claim in enumerate(forecasts) if column not in true.values()),
    )


def _pairs(
    document: Document, annotated: Sequence[Annotated], reported: Sequence[DraftClaim]
) -> dict[int, int]:
    """As many pairs as can be made, and of those the ones most alike."""
    if not (annotated and reported):
        return {}
    likeness = np.array(
        [[_likeness(document, noted, claim) for claim in reported] for noted in annotated]
    )
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    paired = likeness[rows, columns] > 0
    return dict(zip(rows[paired].tolist(), columns[paired].tolist(), strict=True))


def _likeness(document: Document, noted: Annotated, claim: DraftClaim) -> float:
    """0 if the one cannot be the other, else more the more they have in common."""
    first, last = document.line(claim.span.start), document.line(claim.span.end - 1)
    if not any(first <= line <= last for line in noted.lines):
        return 0.0
    shared = _shared_words(noted.words, claim.text) if noted.quoted else 1.0
    if shared < ENOUGH_WORDS:
        return 0.0
    return ONE_MORE_PAIR + shared + (noted.kind == claim.kind) / 2


def _shared_words(words: str, text: str) -> float:
    wanted = _words(words)
    return len(wanted & _words(text)) / len(wanted)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def measure_file(text: Path, annotations: Path) -> tuple[Document, Measure]:
    """Reads a text, looks for its claims, and holds them against the annotations."""
    published, annotated = read_annotations(annotations)
    document = read_document(text.read_bytes(), name=text.name)
    return document, measure(document, annotated, find_claims(document, published))


def _told(document: Document, measured: Measure) -> Iterator[str]:
    yield _share("found", len(measured.pairs), len(measured.annotated))
    yield _share("false", len(measured.false), measured.forecasts)
    for name, same in measured.agreements().items():
        yield _share(name, sum(same), len(same))
    for noted in measured.missed:
        yield f"missed: line {noted.lines[0]}, {noted.kind}: {noted.words}"
    for claim in measured.false:
        line = document.line(claim.span.start)
        yield f"false: line {line}, {claim.kind}: {claim.text}"
    for noted, claim in measured.pairs:
        for name, (ours, theirs) in _compared(noted, claim).items():
            if ours not in {None, theirs}:
                yield f"{name}: line {noted.lines[0]}, {ours}, not {theirs}: {noted.words}"


def _share(name: str, part: int, whole: int) -> str:
    return f"{name:10} {part:3} of {whole:3} {part / max(whole, 1):6.0%}"


if __name__ == "__main__":
    told = _told(*measure_file(Path(sys.argv[1]), Path(sys.argv[2])))
    sys.stdout.writelines(f"{line}\n" for line in told)
