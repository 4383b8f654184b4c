"""Articles and authors by the names that somebody typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from market.errors import Refused
from market.ledger.names import fold
from market.near import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from market.articles.scoring import Record, Scored

__all__ = ["chosen"]


def chosen(scored: Scored, words: Sequence[str]) -> Scored:
    """What concerns the articles and authors that are named; without a name, everything.

    Args:
        scored: All of them.
        words: Names with or without ``@article:`` or ``@author:``, in whatever case; one that both
            an article and an author have is the article's.

    Raises:
        Refused: There is neither an article nor an author of a name.
    """
    if not words:
        return scored
    known = _by_name(scored.records)
    names = {_found(word, known).name for word in words}
    records = [record for record in scored.records if record.name in names]
    articles = {slug for record in records for slug in record.articles}
    return scored._replace(
        records=records, unscored=[one for one in scored.unscored if one.article in articles]
    )


def _by_name(records: Sequence[Record]) -> dict[str, Record]:
    """The records by all the names that they go by."""
    known: dict[str, Record] = {}
    ordered = sorted(records, key=lambda record: record.name)
    for forms in zip(*(_forms(record.name) for record in ordered), strict=True):
        for form, record in zip(forms, ordered, strict=True):
            known.setdefault(fold(form), record)
    return known


def _forms(name: str) -> tuple[str, str, str]:
    """A name whole, without its sign, and bare.

    >>> _forms("@author:Ada Lee")
    ('@author:Ada Lee', 'author:Ada Lee', 'Ada Lee')
    """
    return name, name.removeprefix("@"), name.partition(":")[2]


def _found(word: str, known: Mapping[str, Record]) -> Record:
    record = known.get(fold(word.strip()))
    if record is None:
        names = dict.fromkeys(one.name for one in known.values())
        hint = did_you_mean(word, names, "See who there is: foretell article list")
        raise Refused(f"There is no article or author “{word}”.", hint)
    return record
