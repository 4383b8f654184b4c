"""What can be known of the answers of several questions together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Constraint", "ConstraintKind", "ContradictionError", "checked"]

ConstraintKind = Literal["implies", "excludes", "exhaustive"]


class ContradictionError(ValueError):
    """No world satisfies all constraints."""

    def __init__(self) -> None:
        super().__init__("the constraints contradict each other: no answers satisfy all of them")


class Constraint(NamedTuple):
    """One constraint on the answers.

    Attributes:
        kind: ``implies``: the first question is YES only if the second is. ``excludes``: at most
            one is YES. ``exhaustive``: at least one is YES.
        questions: Positions of the questions; two of them for ``implies``.
    """

    kind: ConstraintKind
    questions: tuple[int, ...]


def checked(constraints: Iterable[Constraint], size: int) -> list[Constraint]:
    """The constraints, each once, none of them empty words.

    Args:
        constraints: Constraints on ``size`` questions.
        size: How many questions there are.

    Raises:
        ValueError: An unknown kind, an unknown or repeated question, or an implication that is
            not between two.
    """
    return list(dict.fromkeys(_checked(one, size) for one in constraints))


def _checked(one: Constraint, size: int) -> Constraint:
    kind, questions = one
    if kind not in {"implies", "excludes", "exhaustive"}:
        raise ValueError(f"unknown kind of constraint: {kind!r}")
    if len(set(questions)) != len(questions) or not questions:
        raise ValueError(f"a constraint needs different questions, not {questions}")
    if kind == "implies" and len(questions) != 2:  # noqa: PLR2004 - from one to another
        raise ValueError(f"an implication is between two questions, not {len(questions)}")
    if not all(0 <= question < size for question in questions):
        raise ValueError(f"there are {size} questions, and a constraint speaks of {questions}")
    return Constraint(kind, tuple(map(int, questions)))
