"""The commands that may be run over the network, each with the options that may be given.

None of them writes, and no option names a file, a ledger or a user.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ENDPOINTS", "Endpoint"]

_POLL = ("tag", "since", "until", "as_of", "beliefs")


class Endpoint(NamedTuple):
    """A command as it is served.

    Attributes:
        takes: What its address may go on with.
        options: Options with a value.
        switches: Options without one: 1 gives it, 0 does not.
    """

    takes: str = ""
    options: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()


ENDPOINTS: Mapping[str, Endpoint] = {
    "questions": Endpoint(
        options=("tag", "search", "limit"),
        switches=("due", "resolved", "all", "mine", "missing"),
    ),
    "show": Endpoint("QUESTION", ("as_of",), ("full", "history")),
    "leaderboard": Endpoint(
        options=(
            *_POLL,
            *("by", "kind", "min", "known_at", "level", "eps", "horizon", "adjust", "pool"),
        ),
        switches=("rivals",),
    ),
    "scores": Endpoint("WHO", _POLL),
    "explain": Endpoint("WHO/QUESTION", ("as_of", "beliefs", "eps")),
    "compare": Endpoint(
        "WHO/WHO[/WHO…]",
        (*_POLL, "rule", "level", "eps", "seed", "correction"),
        ("own_time", "sequential"),
    ),
    "calibration": Endpoint(
        "[WHO]", (*_POLL, "unit", "bins", "level", "seed", "eps"), ("simultaneous",)
    ),
    "decompose": Endpoint("[WHO]", (*_POLL, "rule", "unit", "bins")),
    "pool": Endpoint("[QUESTION]", (*_POLL, "pool", "level"), ("coherent",)),
    "coherence": Endpoint("[WHO]", ("tag", "as_of")),
    "link list": Endpoint("[QUESTION]"),
    "article list": Endpoint(),
    "article score": Endpoint("[WHO…]", ("as_of",)),
    "market price": Endpoint("[QUESTION]", ("as_of",)),
    "market history": Endpoint("QUESTION", ("as_of", "limit")),
    "market board": Endpoint(options=("as_of",)),
    "market arbitrage": Endpoint(),
    "market portfolio": Endpoint("[WHO]", ("as_of",)),
}
"""What is served, by the words of the command."""
