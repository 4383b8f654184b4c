"""One path from a crowd to its scores: what these promise of trades and of peers.

A simulated crowd is polled; its panel is scored by `scoring`, and replayed as trades. Source of the
identity of reports and trades: Hanson 2003, Information Systems Frontiers 5:107.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.exchange.replay import replay
from market.makers.registry import MAKERS
from market.simulation.emission import emit
from market.simulation.layout import Layout
from market.simulation.mechanisms.poll import poll
from market.simulation.people.groups import Group
from market.simulation.scene import set_scene
from market.simulation.streams import Streams
from market.simulation.theory.check import vanishes
from market.simulation.worlds.evidence import Evidence
from scoring.sorting import sums_by
from scoring.timeline import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from market.simulation.theory.check import Check
    from market.simulation.theory.effort import Effort
    from scoring.panel import Panel

__all__ = ["peers", "reports"]

_PEOPLE, _MOMENTS = 12, 24
_LIQUIDITY, _PRIOR = 100.0, 0.4
_SUMMED = 1e-7
"""What is lost where the scores of a panel are differences of running sums over all of it."""
_CROWD = Group("crowd", _PEOPLE, {"noise": 0.5, "looks": 4.0, "share": 0.7, "stop": 0.8})


def _polled(effort: Effort) -> Panel:
    """A crowd that comes and goes, on questions of which it learns more and more."""
    layout = Layout(_PEOPLE, 1, effort.size(4096, 256), _MOMENTS)
    scene = set_scene(Evidence(), [_CROWD], layout, Streams(effort.seed, 0))
    return emit(scene, poll(scene), []).panel


def reports(effort: Effort) -> Iterator[Check]:
    """A report is a trade: its profit is b times what it improves the score."""
    panel = _polled(effort)
    for name, mechanism in MAKERS.items():
        if mechanism.rule is not None:
            maker = mechanism.opened(_LIQUIDITY, _PRIOR)
            made = replay(panel, maker, rule=mechanism.rule)
            told = f"{name}: profit less b times gain in score"
            yield vanishes(told, made.profit - _LIQUIDITY * made.gain)


def peers(effort: Effort) -> Iterator[Check]:
    """Peer scores: what one gains the others lose."""
    panel = _polled(effort)
    scored = cells(panel)
    people = scored.people
    total = sums_by(scored.question[people], scored.peer[people], panel.questions)
    yield vanishes("sum of the peer scores on a question", total, _SUMMED)
