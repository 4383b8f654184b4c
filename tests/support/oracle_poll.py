"""A poll in plain loops, from the definitions of the traits: one look after the other."""

from __future__ import annotations

import math
from statistics import median

__all__ = ["standing"]


def standing(scene):
    """Every forecast that stood: who, question, start, end, probability; in this order."""
    stands = []
    for column in range(scene.layout.columns):
        closes = scene.truth.closes[column]
        for who, events in enumerate(_events(scene, column)):
            said = [(time, p) for time, p in events if time <= closes]
            ends = ([time for time, _ in said] + [math.inf])[1:]
            for (start, p), end in zip(said, ends, strict=True):
                if p is not None:
                    stands.append((who, column, start, end, p))
    return sorted(stands, key=lambda stand: (stand[1], stand[0], stand[2]))


def _events(scene, column):
    """What each says when; None for a withdrawal."""
    people, moments = range(scene.layout.forecasters), scene.layout.moments
    says = [[] for _ in people]
    moved = [0.0 for _ in people]
    left = [False for _ in people]
    for moment in range(moments):
        now = moment / moments
        for who in people:
            if _trait(scene, "stop", who, column) < now and not left[who]:
                _leave(scene, says[who], who, column)
                left[who] = True
        seen = [said[-1][1] for said in says if said and said[-1][1] is not None]
        for who in people:
            if scene.looks[moment, who, column] and _trait(scene, "polled", who, column) > 0:
                _look(scene, says[who], moved, who, column, moment, seen)
    for who in people:
        if _trait(scene, "stop", who, column) < 1 and not left[who]:
            _leave(scene, says[who], who, column)
    return says


def _look(scene, said, moved, who, column, moment, seen):
    """One look at what others show."""
    own = scene.opinion[min(moment, len(scene.opinion) - 1), who, column] + moved[who]
    crowd = _log_odds(median(seen)) if seen else own
    moved[who] += _trait(scene, "adopt", who, column) * (crowd - own)
    own += _trait(scene, "adopt", who, column) * (crowd - own)
    herd = _trait(scene, "herd", who, column)
    says = min(max(_probability((1 - herd) * own + herd * crowd), 0.001), 0.999)
    gap, time = _trait(scene, "gap", who, column), moment / scene.layout.moments
    last = said[-1][1] if said else None
    if gap > 0 and (not seen or abs(_probability(own) - median(seen)) <= gap):
        if last is not None:
            said.append((time, None))
    elif last is None or abs(_log_odds(says) - _log_odds(last)) >= max(
        _trait(scene, "sticky", who, column), 1e-12
    ):
        said.append((time, says))


def _leave(scene, said, who, column):
    if said and said[-1][1] is not None:
        said.append((_trait(scene, "stop", who, column), None))


def _trait(scene, name, who, column):
    values = getattr(scene.people, name)
    return values[who, column % values.shape[1]]


def _log_odds(p):
    return math.log(p) - math.log1p(-p)


def _probability(log_odds):
    return 1 / (1 + math.exp(-log_odds))
