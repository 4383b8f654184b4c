"""Published numeric cases in their three formats, read into one."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Case", "agrees", "cases"]

ROUNDING = 1e-9
"""Tolerance of a platform's case that states none."""


@dataclass(frozen=True)
class Case:
    """What to compute, from what, and how near the answer must come."""

    name: str
    id: str
    inputs: dict[str, Any]
    expected: Any
    rtol: float
    atol: float


def cases(folder: Path) -> Iterator[Case]:
    """Every case of every vector file in the folder."""
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        for entry in content.get("cases", content.get("vectors", [])):
            yield _read(entry)


def _read(entry: dict[str, Any]) -> Case:
    name = entry.get("metric") or entry.get("fn") or entry["kind"]
    if "kind" in entry:  # a platform's case is flat, and its adapter knows where answers stand
        return Case(name, entry["id"], entry, None, 0.0, float(entry.get("tolerance", ROUNDING)))
    return Case(
        name,
        entry["id"],
        _numbers(entry["inputs"]),
        _numbers(entry["expected"]),
        float(entry.get("rtol", 0.0)),
        float(entry.get("atol", 1e-300)),
    )


def _numbers(value: Any) -> Any:
    """The same structure with decimal strings as floats; other words stay words."""
    if isinstance(value, dict):
        return {key: _numbers(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_numbers(part) for part in value]
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def agrees(got: Any, expected: Any, case: Case) -> bool:
    """Whether every number expected is met within the case's tolerance; NaN only meets NaN."""
    if isinstance(expected, dict):
        return all(agrees(got[key], part, case) for key, part in expected.items())
    if isinstance(expected, list):
        pairs = zip(got, expected, strict=True)
        return all(agrees(one, other, case) for one, other in pairs)
    if math.isnan(expected) or math.isinf(expected):
        return math.isnan(got) if math.isnan(expected) else got == expected
    return abs(got - expected) <= case.atol + case.rtol * abs(expected)
