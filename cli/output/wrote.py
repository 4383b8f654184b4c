"""What an entry of the journal wrote, in words; never a probability, for crowds may be hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.output.figures import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from market.ledger.keeping.log import Written

__all__ = ["in_words"]

_RULED = {
    "close": "closed",
    "reopen": "reopened",
    "resolve": "resolved",
    "annul": "annulled",
    "unresolve": "unresolved",
}
_NOTHING: tuple[int, int, dict[str, Any]] = (0, 0, {})


def in_words(wrote: Mapping[str, Written]) -> str:
    """What was written, the article before what was drawn from it.

    >>> from market.ledger.keeping.log import Written
    >>> in_words({"question": Written(12, 0, {}), "report": Written(5, 1, {})})
    'asked 12 questions, 4 forecasts, 1 withdrawal'
    >>> said = {"question": "rain", "verdict": "resolve", "outcome": 1}
    >>> in_words({"ruling": Written(1, 0, said)})
    'resolved rain yes'
    >>> in_words({"member": Written(1, 0, {"role": "zoe", "rights": "editor,member"})})
    'rights of zoe: editor'
    """
    parts = [*_of_articles(wrote), *_of_questions(wrote), *_of_reports(wrote), *_of_rulings(wrote)]
    return ", ".join(parts or _of_others(wrote))


def _of_articles(wrote: Mapping[str, Written]) -> Iterator[str]:
    if "article" in wrote:
        rows, _, alike = wrote["article"]
        yield f"article {alike['slug']}" if "slug" in alike else counted(rows, "article")
    if "claim" in wrote:
        yield counted(wrote["claim"].rows, "claim")


def _of_questions(wrote: Mapping[str, Written]) -> Iterator[str]:
    asked, _, new = wrote.get("question", _NOTHING)
    worded, _, edited = wrote.get("wording", _NOTHING)
    if asked:
        yield f"asked {new.get('slug') or counted(asked, 'question')}"
    if worded > asked:
        yield f"edited {edited.get('question') or counted(worded - asked, 'question')}"


def _of_reports(wrote: Mapping[str, Written]) -> Iterator[str]:
    rows, withdrawals, alike = wrote.get("report", _NOTHING)
    given, question = rows - withdrawals, alike.get("question")
    if given:
        yield f"forecast on {question}" if question and given == 1 else counted(given, "forecast")
    if withdrawals:
        one = question and withdrawals == 1
        yield f"withdrew from {question}" if one else counted(withdrawals, "withdrawal")


def _of_rulings(wrote: Mapping[str, Written]) -> Iterator[str]:
    rows, _, alike = wrote.get("ruling", _NOTHING)
    if not rows:
        return
    verdict = _RULED.get(alike.get("verdict", ""))
    if verdict is None:
        yield counted(rows, "ruling")
        return
    answer = {1: " yes", 0: " no"}.get(alike.get("outcome", -1), "")
    yield f"{verdict} {alike.get('question') or counted(rows, 'question')}{answer}"


def _of_others(wrote: Mapping[str, Written]) -> Iterator[str]:
    for table, (rows, _, alike) in wrote.items():
        if "name" in alike:
            yield f"added {alike['name']}"
        elif {"role", "rights"} <= alike.keys():
            yield f"rights of {alike['role']}: {_told(alike['rights'])}"
        else:
            yield counted(rows, table)


def _told(rights: str) -> str:
    """A member's rights; that of a plain member goes with every other."""
    given = rights.split(",") if rights else ["none"]
    return ", ".join([right for right in given if right != "member"] or given)
