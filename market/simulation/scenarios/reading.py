"""Scenario files: TOML, read into points that are ready to run.

`docs/laboratory.md` describes their keys. Everything is looked at before anything runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from market.errors import Refused
from market.near import did_you_mean
from market.simulation.mechanisms.registry import MECHANISMS
from market.simulation.parameters import ParameterError
from market.simulation.people.groups import Group
from market.simulation.scenarios.document import read_document
from market.simulation.scenarios.grid import points_of
from market.simulation.scenarios.names import name_in_results, names_in_results
from market.simulation.scenarios.scenario import Point, Scenario
from market.simulation.scenarios.settings import Settings
from market.simulation.scenarios.soundness import check_sound
from market.simulation.scenarios.typed import built, integer, number, text, under
from market.simulation.worlds.registry import WORLDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from market.simulation.scenarios.document import Document, Table
    from market.simulation.scenarios.scenario import Measure

__all__ = ["read_scenario"]

T = TypeVar("T")


def read_scenario(source: str, name: str) -> Scenario:
    """Read a scenario.

    Args:
        source: The text of its file.
        name: What it is called.

    Raises:
        Refused: Something in it is wrong. The message names the key; a line after it names the
            point, where the scenario has several.
    """
    try:
        document = read_document(source)
        settings = built(Settings, document.settings)
        names = names_in_results(document, settings.pools)
        reference = name_in_results(settings.reference, names)
        points = tuple(_points(document, name))
    except ParameterError as error:
        raise _refusal(name, error, {}) from error
    return Scenario(
        name=name,
        title=settings.title,
        lesson=settings.lesson,
        panels=settings.panels,
        quick=min(settings.quick, settings.panels),
        seed=settings.seed,
        reference=reference,
        points=points,
    )


def _points(document: Document, name: str) -> Iterator[Point]:
    for at, here in points_of(document):
        try:
            yield _point(at, here)
        except ParameterError as error:
            raise _refusal(name, error, at) from error


def _refusal(name: str, error: ParameterError, at: Mapping[str, Any]) -> Refused:
    where = ", ".join(f"{key} = {value}" for key, value in at.items())
    return Refused(f"Scenario {name}: {error}.", error.hint, [f"At {where}."] if where else ())


def _point(at: Mapping[str, Any], document: Document) -> Point:
    """A point of the grid, its values put into the document."""
    settings = built(Settings, document.settings)
    point = Point(
        at=at,
        world=_of_kind("world", document.world, WORLDS),
        groups=tuple(_group(*item) for item in document.people.items()),
        markets=tuple(
            _of_kind(f"market.{name}", table, MECHANISMS, name=name)
            for name, table in document.markets.items()
        ),
        pools=settings.pools,
        questions=settings.questions,
        moments=settings.moments,
        measure=cast("Measure", settings.measure),
        boards=settings.boards,
    )
    check_sound(point)
    return point


def _of_kind(place: str, table: Table, kinds: Mapping[str, type[T]], **given: str) -> T:
    """What the key ``kind`` of a table says, made of the others."""
    with under(place):
        if "kind" not in table:
            raise ParameterError("kind", "is missing", f"It is one of {', '.join(kinds)}.")
        kind = text("kind", table["kind"])
        if kind not in kinds:
            hint = did_you_mean(kind, kinds)
            raise ParameterError("kind", f"must be one of {', '.join(kinds)}, not {kind!r}", hint)
        rest = {key: value for key, value in table.items() if key != "kind"}
        return built(kinds[kind], {**rest, **given})


def _group(name: str, table: Table) -> Group:
    with under(f"people.{name}"):
        if "count" not in table:
            raise ParameterError("count", "is missing")
        traits = {key: _trait(key, value) for key, value in table.items() if key != "count"}
        return Group(name, integer("count", table["count"]), traits)


def _trait(key: str, value: object) -> object:
    """A number, or a distribution as it stands, whose numbers are numbers."""
    if isinstance(value, dict):
        return {kind: _trait(key, item) for kind, item in value.items()}
    if isinstance(value, list):
        return [_trait(key, item) for item in value]
    return number(key, value)
