"""Forecasters looked at after every resolution, for people and for programs."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cli.output.contested import lead_header
from cli.output.figures import MISSING, counted, fixed, p_value, precise_percent, signed
from cli.output.streams import WIDEST
from cli.output.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.output.streams import Screen
    from scoring.comparison.watch import RoundWatch, Watch

__all__ = ["pairs_lines", "pairs_watched", "watched", "watched_lines"]

_UNTOLD = 10_000.0
"""An e-value from here on is told as more than this."""

_MOST = 10
"""Pairs on a screen."""

_INVITATION = "May be looked at after every resolution, and stopped when convinced:"
_COUNTED = {
    True: "Not the mean over time above: each family counts once, by its questions that were to "
    "close first, with the lifetimes that both stood there. A lead of 1 over half a lifetime "
    "counts as 0.5.",
    False: "Not the mean above: each family counts once, by its questions that were to close "
    "first.",
}
_E = "e is what betting against “they are equally good” has made of 1"
_ONE_LOOK = "the interval and p above are for one look."


def watched(watch: Watch, names: tuple[str, str]) -> dict[str, Any]:
    """What may be said after every resolution, for programs."""
    return {
        "families": watch.families,
        "difference": watch.mean,
        "difference_low": watch.lower,
        "difference_high": watch.upper,
        "e": watch.e,
        "p": watch.p,
        "winner": names[watch.winner - 1] if watch.winner else None,
    }


def watched_lines(
    watch: Watch, names: tuple[str, str], level: float, screen: Screen, *, common_time: bool
) -> Iterator[str]:
    """What may be said after every resolution, for people."""
    wide = screen.width or WIDEST
    yield from wrap(_INVITATION, wide)
    yield ""
    columns = [
        Column("after"),
        Column(lead_header(names, screen), right=True),
        Column(f"{precise_percent(level)} at all times", right=True),
        Column("e", right=True),
        Column("p", right=True),
    ]
    span = f"{signed(watch.lower, 3)} to {signed(watch.upper, 3)}" if watch.families else MISSING
    row = [_extent(watch), signed(watch.mean, 3), span, _e_value(watch), p_value(watch.p)]
    yield from table(columns, [row], screen)
    yield ""
    told = (_verdict(watch, names, level), _COUNTED[common_time], f"{_E}; {_ONE_LOOK}")
    yield from wrap(" ".join(told), wide)


def pairs_watched(watch: RoundWatch, pairs: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """What may be said of each pair after every resolution, for programs."""
    rows = []
    for names, one, sure in zip(pairs, watch.watches, watch.sure, strict=True):
        shown = {"first": names[0], "second": names[1]} | watched(one, names)
        shown["winner"] = names[0 if one.mean > 0.0 else 1] if sure else None
        rows.append(shown)
    return rows


def pairs_lines(
    watch: RoundWatch,
    pairs: Sequence[tuple[str, str]],
    level: float,
    screen: Screen,
    *,
    common_time: bool,
) -> Iterator[str]:
    """What may be said of pairs after every resolution, for people: the surest pairs first."""
    wide = screen.width or WIDEST
    yield from wrap(_INVITATION, wide)
    yield ""
    columns = [
        Column("forecaster", shrinks=True),
        Column("better than", shrinks=True),
        Column("by", right=True),
        Column("after", right=True),
        Column("e", right=True),
    ]
    order = sorted(range(len(pairs)), key=lambda place: _surest_first(watch.watches[place]))
    rows = [_pair(watch.watches[k], pairs[k], sure=watch.sure[k]) for k in order[:_MOST]]
    yield from table(columns, rows, screen)
    yield ""
    untold = counted(len(pairs) - len(rows), "pair")
    more = [f"Not shown: {untold}, which --json has."] if len(pairs) > len(rows) else []
    yield from wrap(" ".join([_sure(watch, level), *more, _COUNTED[common_time], f"{_E}."]), wide)


def _surest_first(watch: Watch) -> tuple[bool, float]:
    """A key that sorts pairs, those that never met last."""
    return watch.families == 0, -watch.e


def _pair(watch: Watch, names: tuple[str, str], *, sure: bool) -> list[str]:
    """The better one of a pair first."""
    ahead, behind = names if not watch.mean < 0.0 else names[::-1]
    star = "*" if sure else " "
    return [ahead, behind, signed(abs(watch.mean), 3), _extent(watch), _e_value(watch) + star]


def _sure(watch: RoundWatch, level: float) -> str:
    """Which pairs one may be sure of."""
    count, alpha = watch.sure.size, 1.0 - level
    if not watch.sure.any():
        least = f"one e would have to reach {count / alpha:.3g}, or all {count} {1.0 / alpha:.3g}"
        return f"Not enough yet for any pair: {least}. Look again."
    return (
        f"*: sure, {watch.sure.sum()} of {counted(count, 'pair')} (e-BH: whenever one stops, the "
        f"share of false ones among the stars is on average below {precise_percent(alpha)})."
    )


def _extent(watch: Watch) -> str:
    return counted(watch.families, "family", "families")


def _e_value(watch: Watch) -> str:
    return f">{_UNTOLD:,.0f}" if watch.e > _UNTOLD else fixed(watch.e, 2)


def _verdict(watch: Watch, names: tuple[str, str], level: float) -> str:
    if watch.winner:
        better = names[watch.winner - 1]
        return f"{better} is better so far, and one may stop: the interval leaves out 0."
    if watch.p <= 1.0 - level:
        return f"It was enough once, when e was {1.0 / watch.p:.3g}, and no longer is."
    return f"Not enough yet: e would have to reach {1.0 / (1.0 - level):.3g}. Look again."
