"""Links between questions, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from market.logic.links import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from market.logic.links import Link

__all__ = ["FIELDS", "bearings", "enumerated", "link_row", "sentence", "sides"]

FIELDS = ("kind", "questions", "derived")


def link_row(link: Link) -> dict[str, Any]:
    """A link for programs: a value for each of `FIELDS`."""
    return {"kind": link.kind.value, "questions": link.questions, "derived": link.derived}


def enumerated(slugs: Sequence[str]) -> str:
    """Several as one speaks of them.

    >>> enumerated(["may"]), enumerated(["may", "june", "july"])
    ('may', 'may, june and july')
    """
    if len(slugs) == 1:
        return slugs[0]
    return f"{', '.join(slugs[:-1])} and {slugs[-1]}"


def sentence(link: Link) -> str:
    """What a link says.

    >>> from market.logic.links import Link
    >>> sentence(Link(LinkKind.EXCLUDES, ("ana", "bo", "cy")))
    'at most one of ana, bo and cy is YES'
    """
    one, other = link.questions[0], link.questions[-1]
    match link.kind:
        case LinkKind.IMPLIES:
            return f"{one} implies {other}"
        case LinkKind.EXCLUDES:
            return f"at most one of {enumerated(link.questions)} is YES"
        case LinkKind.EXHAUSTIVE:
            return f"at least one of {enumerated(link.questions)} is YES"
        case LinkKind.CONDITIONAL:
            return f"{one} is annulled if {other} is NO"


def bearings(slug: str, links: Iterable[Link]) -> Iterator[str]:
    """What links say of a question that they are of, as it is told on its own page."""
    for link in links:
        one, other = link.questions[0], link.questions[-1]
        others = ["this", *(each for each in link.questions if each != slug)]
        match link.kind:
            case LinkKind.IMPLIES:
                yield f"this implies {other}" if one == slug else f"{one} implies this"
            case LinkKind.EXCLUDES:
                yield f"at most one of {enumerated(others)} is YES"
            case LinkKind.EXHAUSTIVE:
                yield f"at least one of {enumerated(others)} is YES"
            case LinkKind.CONDITIONAL if one == slug:
                yield f"this is annulled if {other} is NO"
            case LinkKind.CONDITIONAL:
                yield f"{one} is annulled if this is NO"


def sides(slug: str, links: Iterable[Link], kind: LinkKind) -> tuple[list[str], list[str]]:
    """Of links of two questions, those that follow this one, and those that it follows."""
    pairs = [link.questions for link in links if link.kind is kind]
    return (
        [other for one, other in pairs if one == slug],
        [one for one, other in pairs if other == slug],
    )
