"""What is noted with a ruling that rests on other questions, so that it is known by its note."""

from __future__ import annotations

__all__ = ["causes_in", "implied_note", "void_note"]

_IMPLIED = "implied by "
_VOID = "conditional on "
_IS_NO = ", which is NO"


def implied_note(causes: str, note: str | None = None) -> str:
    """Of an outcome that follows.

    Args:
        causes: The slugs of the questions from which it follows, with commas between them.
        note: What else was noted.

    >>> implied_note("rain, snow", "so it is")
    'implied by rain, snow: so it is'
    """
    return _IMPLIED + causes + ("" if note is None else f": {note}")


def void_note(condition: str) -> str:
    """Of an annulment, because a condition failed.

    >>> void_note("deal")
    'conditional on deal, which is NO'
    """
    return _VOID + condition + _IS_NO


def causes_in(note: str | None) -> list[str]:
    """The slugs of the questions on which a ruling with this note rests.

    >>> causes_in("implied by rain, snow: so it is"), causes_in(void_note("deal"))
    (['rain', 'snow'], ['deal'])
    >>> causes_in("seen"), causes_in(None)
    ([], [])
    """
    if note is None:
        return []
    if note.startswith(_IMPLIED):
        return note.removeprefix(_IMPLIED).partition(": ")[0].split(", ")
    if note.startswith(_VOID) and note.endswith(_IS_NO):
        return [note.removeprefix(_VOID).removesuffix(_IS_NO)]
    return []
